"""Slow answers, broken lines, starts and ends, played on the real adapter in a strict workspace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from core.ports.call import Trigger
from core.ports.cards import Line, Option
from core.ports.connection import TokenRejected
from core.ports.forms import SearchField
from core.ports.platform import TryLater
from core.ports.replies import Refuse, Show, Swap
from tests.adapters.slack_bench import (
    GREEN,
    RECEIPT,
    Scene,
    dm,
    form_from,
    held,
    on_screen,
    open_form,
    private,
    scene,
)
from tests.adapters.slack_examples import a_card, a_form

BUTTON = {"type": "button", "action_id": "sb1:accept:b1:1", "text": {"type": "plain_text", "text": "Accept"}}

MENTOR = SearchField(key="mentor", label="Mentor", source="search-mentors", watched=True)
KEN_OPTION = Option("Ken", "7")


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def test_a_slow_command_is_acknowledged_and_answered_later() -> None:
    async with scene(acknowledge_within=0.05) as bench:
        answer, gate = held(Show(RECEIPT))
        bench.on(Trigger.COMMAND, "my-sessions", answer)
        outcome = await bench.ana.command("/my-sessions")
        assert (outcome.ok, outcome.payload) == (True, None)
        gate.set()
        await bench.app.idle()
        assert "Pending" in private(bench)[0]


async def test_a_slow_form_says_so_and_then_shows_its_receipt() -> None:
    async with scene(acknowledge_within=0.05) as bench:
        await open_form(bench)
        answer, gate = held(Show(RECEIPT))
        bench.on(Trigger.FORM, "book", answer)
        assert (await bench.ana.submit({"topic": "Review"})).ok
        assert "Still working" in str(bench.ana.view)
        gate.set()
        await bench.app.idle()
        assert "Pending" in str(bench.ana.view)


async def test_a_slow_form_whose_modal_was_closed_is_answered_privately() -> None:
    async with scene(acknowledge_within=0.05) as bench:
        await open_form(bench)
        answer, gate = held(Show(RECEIPT))
        bench.on(Trigger.FORM, "book", answer)
        await bench.ana.submit({"topic": "Review"})
        await bench.ana.close()
        gate.set()
        await bench.app.idle()
        assert "Pending" in private(bench)[0]


async def test_a_slow_refusal_gives_the_form_back_with_everything_typed() -> None:
    async with scene(acknowledge_within=0.05) as bench:
        await open_form(bench)
        answer, gate = held(Refuse(why=("x",), fields={"topic": ("That is taken.",)}))
        bench.on(Trigger.FORM, "book", answer)
        await bench.ana.submit({"topic": "Review"})
        gate.set()
        await bench.app.idle()
        assert "That is taken." in str(bench.ana.view)
        bench.on(Trigger.FORM, "book", Show(RECEIPT))
        assert (await bench.ana.submit()).ok
        assert bench.call.values == {"topic": "Review"}


async def test_a_slow_form_from_a_card_changes_the_card_and_the_modal() -> None:
    async with scene(acknowledge_within=0.05) as bench:
        placed = await dm(bench)
        await form_from(bench, placed)
        answer, gate = held(Swap(GREEN))
        bench.on(Trigger.FORM, "book", answer)
        await bench.ana.submit({"topic": "Review"})
        gate.set()
        await bench.app.idle()
        assert "Confirmed" in on_screen(bench, placed)
        assert "Confirmed" in str(bench.ana.view)


async def test_a_slow_search_finds_nothing_in_time() -> None:
    async with scene(acknowledge_within=0.05) as bench:
        await open_form(bench, a_form(MENTOR))
        answer, gate = held((KEN_OPTION,))
        bench.finds("search-mentors", answer)
        assert await bench.ana.suggest("sb1:search-mentors", "k") == []
        assert bench.ana.notices == []
        gate.set()


async def test_a_press_in_flight_is_finished_before_the_app_stops(bench: Scene) -> None:
    placed = await dm(bench)
    answer, gate = held(Swap(GREEN))
    bench.on(Trigger.BUTTON, "accept", answer)
    pressing = asyncio.create_task(bench.ana.press(placed.channel, placed.message, "sb1:accept:b1:1"))
    await bench.script.called.wait()
    stopping = asyncio.create_task(bench.app.stop())
    await asyncio.sleep(0.05)
    assert not bench.app.ready
    assert not stopping.done()
    gate.set()
    await stopping
    assert (await pressing).ok
    assert "Confirmed" in on_screen(bench, placed)


async def test_a_press_that_comes_after_the_end_began_is_not_taken(bench: Scene) -> None:
    answer, gate = held(Show(RECEIPT))
    bench.on(Trigger.COMMAND, "my-sessions", answer)
    first = asyncio.create_task(bench.ana.command("/my-sessions"))
    await bench.script.called.wait()
    stopping = asyncio.create_task(bench.app.stop())
    await asyncio.sleep(0)
    second = asyncio.create_task(bench.ken.command("/my-sessions"))
    await asyncio.sleep(0.05)
    gate.set()
    await stopping
    assert (await first).ok
    assert len(bench.script.calls) == 1
    second.cancel()


async def test_the_app_is_ready_while_it_is_connected(bench: Scene) -> None:
    assert bench.app.ready
    await bench.app.stop()
    assert not bench.app.ready


async def test_a_cut_line_comes_back_even_when_slack_refuses_at_first() -> None:
    async with scene(ping_interval=0.05) as bench:
        await bench.emulator.wait_connected()
        bench.emulator.faults.fail("apps.connections.open", status=500, times=2)
        bench.emulator.faults.drop_sockets()
        await bench.emulator.wait_connected()
        bench.on(Trigger.COMMAND, "my-sessions", Show(RECEIPT))
        assert (await bench.ana.command("/my-sessions")).ok


async def test_an_address_that_slack_no_longer_takes_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scene(ping_interval=0.05) as bench:
        await bench.emulator.wait_connected()
        sockets = bench.emulator._sockets
        tickets = iter(["used up"])
        fresh = sockets.ticket
        monkeypatch.setattr(sockets, "ticket", lambda: next(tickets, None) or fresh())
        bench.emulator.faults.drop_sockets()
        await bench.emulator.wait_connected()
        assert next(tickets, None) is None


async def test_a_refresh_of_the_connection_loses_nothing(bench: Scene) -> None:
    await bench.emulator.faults.disconnect()
    await bench.emulator.wait_connected()
    bench.on(Trigger.COMMAND, "my-sessions", Show(RECEIPT))
    assert (await bench.ana.command("/my-sessions")).ok


@pytest.mark.parametrize(
    ("method", "error", "kind"),
    [
        ("auth.test", "invalid_auth", TokenRejected),
        ("apps.connections.open", "invalid_auth", TokenRejected),
        ("auth.test", "ratelimited", TryLater),
        ("apps.connections.open", "", TryLater),
    ],
)
async def test_a_start_that_slack_refuses_says_so_at_once(
    method: str, error: str, kind: type[Exception]
) -> None:
    async with scene() as bench:
        await bench.app.stop()
        bench.app._web._identity = None
        if error:
            bench.emulator.faults.refuse(method, error)
        else:
            bench.emulator.faults.fail(method, status=500)
        with pytest.raises(kind):
            await bench.app.start()
        assert not bench.app.ready


async def test_the_libraries_never_log_what_people_say_or_what_opens_doors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "slack_sdk")
    caplog.set_level(logging.DEBUG, "slack_bolt")
    async with scene() as bench:
        await open_form(bench)
        bench.on(Trigger.FORM, "book", Show(RECEIPT))
        await bench.ana.submit({"topic": "a secret plan"})
        await bench.ana.command("/weather", "another secret plan")
        await dm(bench, a_card(parts=(Line(("a secret plan",)),)))
        secrets = ("secret plan", bench.emulator.bot_token, bench.emulator.app_token, "/commands/T/")
    assert [one for one in secrets if one in caplog.text] == []


async def test_what_cannot_be_read_is_acknowledged_and_the_next_act_is_answered(
    bench: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.on(Trigger.COMMAND, "my-sessions", Show(RECEIPT))

    def fails(*_: object) -> None:
        raise RecursionError

    with monkeypatch.context() as broken:
        broken.setattr("adapters.slack.app.event_of", fails)
        assert (await bench.ana.command("/my-sessions")).ok
    assert bench.script.calls == []
    assert (await bench.ana.command("/my-sessions")).ok
    assert len(bench.script.calls) == 1


async def test_a_socket_that_is_only_half_open_is_noticed_and_replaced() -> None:
    """The other end is gone without a word: no ping comes back (Socket Mode: the client must watch its socket)."""
    async with scene(ping_interval=0.02) as bench:
        (link,) = bench.emulator._sockets._open
        transport = link.request.transport
        assert isinstance(transport, asyncio.Transport)
        transport.pause_reading()
        async with asyncio.timeout(10):
            while bench.emulator._sockets.count < 2:  # noqa: ASYNC110 - nothing tells of a second socket
                await asyncio.sleep(0.01)
        bench.emulator._sockets._open.remove(link)
        bench.on(Trigger.COMMAND, "my-sessions", Show(RECEIPT))
        assert (await bench.ana.command("/my-sessions")).ok
        assert bench.app.ready
        transport.resume_reading()
