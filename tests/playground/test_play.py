"""What ``play`` promises on a terminal: a page, or a tour to the end; a mistake in one sentence; an end at once."""

from __future__ import annotations

import asyncio
import gc
import re
import socket
from typing import TYPE_CHECKING

import pytest

from bot.playground import play
from bot.playground.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


async def test_the_tour_plays_every_scene_and_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert await play.tour() == 0
    told = capsys.readouterr().out
    assert len(re.findall(r"^== .+ ==$", told, re.MULTILINE)) == len(play.SCENES)
    assert "Ana accepted" in told
    assert "No answer in time" in told
    assert told.rstrip().splitlines()[-1].startswith(f"The tour is over: {len(play.SCENES)} scenes.")


async def test_a_taken_port_is_told_in_one_sentence_that_names_the_option(
    taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await play.serve_page(taken_port) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert f"port {taken_port} " in told.err
    assert "--port" in told.err


async def test_an_open_page_ends_in_order_when_it_is_told_to(capsys: pytest.CaptureFixture[str]) -> None:
    served = asyncio.create_task(play.serve_page(0))
    told = ""
    while "Ctrl-C ends it." not in told:
        await asyncio.sleep(0)
        told += capsys.readouterr().out
    served.cancel()
    assert await served == 0


@pytest.mark.parametrize("turns", [1, 20, 200])
async def test_a_stage_that_is_interrupted_while_it_opens_leaves_nothing_behind(turns: int) -> None:
    """Warnings are errors: an open socket or client session would fail this test."""
    opening = asyncio.create_task(Stage.open())
    for _ in range(turns):
        await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    gc.collect()
