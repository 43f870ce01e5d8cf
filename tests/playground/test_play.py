"""What ``play`` promises on a terminal: a page, or a tour to the end; a mistake in one sentence; an end at once."""

from __future__ import annotations

import asyncio
import errno
import gc
import re
import socket
import webbrowser
from typing import TYPE_CHECKING

import pytest

from bot.playground import play, tour
from bot.playground.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


async def test_the_tour_plays_every_scene_and_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert await tour.tour() == 0
    told = capsys.readouterr().out
    assert len(re.findall(r"^== .+ ==$", told, re.MULTILINE)) == len(tour.SCENES)
    assert "Ana accepted" in told
    assert "No answer in time" in told
    assert told.rstrip().splitlines()[-1].startswith(f"The tour is over: {len(tour.SCENES)} scenes.")


async def test_a_taken_port_is_passed_over_and_the_browser_is_told_where_the_page_is(
    taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = asyncio.get_running_loop().create_future()
    loop = asyncio.get_running_loop()
    served = asyncio.create_task(
        play.serve_page(taken_port, show=lambda url: loop.call_soon_threadsafe(shown.set_result, url))
    )
    url = await shown
    served.cancel()
    assert await served == 0
    told = capsys.readouterr()
    first, second, _, last = told.out.splitlines()
    port = url.rstrip("/").rpartition(":")[2]
    assert int(port) > taken_port
    assert first == f"Port {taken_port} is in use, so the page is on port {port}."
    assert url in second
    assert last == "The playground is closed."
    assert told.err == ""


def test_the_page_opens_in_a_window_and_never_in_the_terminal() -> None:
    opened: list[str] = []

    class Window(webbrowser.BaseBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            opened.append(url)
            return True

    assert play.open_in_browser("http://127.0.0.1:1/", Window())
    assert opened == ["http://127.0.0.1:1/"]
    assert not play.open_in_browser("http://127.0.0.1:2/", webbrowser.GenericBrowser("w3m"))


async def test_a_port_that_nobody_may_use_is_told_in_one_sentence_that_names_the_option(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_port: int) -> socket.socket:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(play, "listen", refuse)
    assert await play.serve_page(80) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "The page cannot use port 80 (Permission denied): choose another with --port.\n"


@pytest.mark.parametrize(
    "turns", [20, pytest.param(1, marks=pytest.mark.wide), pytest.param(200, marks=pytest.mark.wide)]
)
async def test_a_stage_that_is_interrupted_while_it_opens_leaves_nothing_behind(turns: int) -> None:
    """Warnings are errors: an open socket or client session would fail this test."""
    opening = asyncio.create_task(Stage.open())
    for _ in range(turns):
        await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    gc.collect()
