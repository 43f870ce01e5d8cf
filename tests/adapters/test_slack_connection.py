"""Slow answers, broken lines, starts and ends, played on the real adapter in a strict workspace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from core.chat.forms import SearchField
from core.chat.kit import Line, Option
from core.chat.replies import Found, Refuse, Show, Swap
from core.chat.routes import Asked
from core.ports import TryLater
from tests.adapters.slack_desk import (
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

MENTOR = SearchField(key="mentor", label="Mentor", source="find-mentors", watched=True)
KEN_OPTION = Option("Ken", "7")


@pytest.fixture
async def desk() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def test_a_slow_command_is_acknowledged_and_answered_later() -> None:
    async with scene(patience=0.05) as desk:
        answer, gate = held(Show(RECEIPT))
        desk.on(Asked.COMMAND, "my-sessions", answer)
        outcome = await desk.ana.command("/my-sessions")
        assert (outcome.ok, outcome.payload) == (True, None)
        gate.set()
        await desk.app.idle()
        assert "Pending" in private(desk)[0]


async def test_a_slow_form_says_so_and_then_shows_its_receipt() -> None:
    async with scene(patience=0.05) as desk:
        await open_form(desk)
        answer, gate = held(Show(RECEIPT))
        desk.on(Asked.FORM, "book", answer)
        assert (await desk.ana.submit({"topic": "Review"})).ok
        assert "Still working" in str(desk.ana.view)
        gate.set()
        await desk.app.idle()
        assert "Pending" in str(desk.ana.view)


async def test_a_slow_form_whose_modal_was_closed_is_answered_privately() -> None:
    async with scene(patience=0.05) as desk:
        await open_form(desk)
        answer, gate = held(Show(RECEIPT))
        desk.on(Asked.FORM, "book", answer)
        await desk.ana.submit({"topic": "Review"})
        await desk.ana.close()
        gate.set()
        await desk.app.idle()
        assert "Pending" in private(desk)[0]


async def test_a_slow_refusal_gives_the_form_back_with_everything_typed() -> None:
    async with scene(patience=0.05) as desk:
        await open_form(desk)
        answer, gate = held(Refuse(why="x", fields={"topic": "That is taken."}))
        desk.on(Asked.FORM, "book", answer)
        await desk.ana.submit({"topic": "Review"})
        gate.set()
        await desk.app.idle()
        assert "That is taken." in str(desk.ana.view)
        desk.on(Asked.FORM, "book", Show(RECEIPT))
        assert (await desk.ana.submit()).ok
        assert desk.call.values == {"topic": "Review"}


async def test_a_slow_form_from_a_card_changes_the_card_and_the_modal() -> None:
    async with scene(patience=0.05) as desk:
        placed = await dm(desk)
        await form_from(desk, placed)
        answer, gate = held(Swap(GREEN))
        desk.on(Asked.FORM, "book", answer)
        await desk.ana.submit({"topic": "Review"})
        gate.set()
        await desk.app.idle()
        assert "Confirmed" in on_screen(desk, placed)
        assert "Confirmed" in str(desk.ana.view)


async def test_a_slow_search_finds_nothing_in_time() -> None:
    async with scene(patience=0.05) as desk:
        await open_form(desk, a_form(MENTOR))
        answer, gate = held(Found((KEN_OPTION,)))
        desk.on(Asked.SEARCH, "find-mentors", answer)
        assert await desk.ana.suggest("sb1:find-mentors", "k") == []
        assert desk.ana.notices == []
        gate.set()


async def test_a_press_in_flight_is_finished_before_the_app_stops(desk: Scene) -> None:
    placed = await dm(desk)
    answer, gate = held(Swap(GREEN))
    desk.on(Asked.BUTTON, "accept", answer)
    pressing = asyncio.create_task(desk.ana.press(placed.channel, placed.message, "sb1:accept:b1:1"))
    await desk.script.called.wait()
    stopping = asyncio.create_task(desk.app.stop())
    await asyncio.sleep(0.05)
    assert not desk.app.ready
    assert not stopping.done()
    gate.set()
    await stopping
    assert (await pressing).ok
    assert "Confirmed" in on_screen(desk, placed)


async def test_a_press_that_comes_after_the_end_began_is_not_taken(desk: Scene) -> None:
    answer, gate = held(Show(RECEIPT))
    desk.on(Asked.COMMAND, "my-sessions", answer)
    first = asyncio.create_task(desk.ana.command("/my-sessions"))
    await desk.script.called.wait()
    stopping = asyncio.create_task(desk.app.stop())
    await asyncio.sleep(0)
    second = asyncio.create_task(desk.ken.command("/my-sessions"))
    await asyncio.sleep(0.05)
    gate.set()
    await stopping
    assert (await first).ok
    assert len(desk.script.calls) == 1
    second.cancel()


async def test_the_app_is_ready_while_it_is_connected(desk: Scene) -> None:
    assert desk.app.ready
    await desk.app.stop()
    assert not desk.app.ready


async def test_a_cut_line_comes_back_even_when_slack_refuses_at_first() -> None:
    async with scene(ping_interval=0.05) as desk:
        await desk.wire.wait_connected()
        desk.wire.faults.fail("apps.connections.open", status=500, times=2)
        desk.wire.faults.drop_sockets()
        await desk.wire.wait_connected()
        desk.on(Asked.COMMAND, "my-sessions", Show(RECEIPT))
        assert (await desk.ana.command("/my-sessions")).ok


async def test_an_address_that_slack_no_longer_takes_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scene(ping_interval=0.05) as desk:
        await desk.wire.wait_connected()
        sockets = desk.wire._sockets
        tickets = iter(["used up"])
        fresh = sockets.ticket
        monkeypatch.setattr(sockets, "ticket", lambda: next(tickets, None) or fresh())
        desk.wire.faults.drop_sockets()
        await desk.wire.wait_connected()
        assert next(tickets, None) is None


async def test_a_refresh_of_the_connection_loses_nothing(desk: Scene) -> None:
    await desk.wire.faults.disconnect()
    await desk.wire.wait_connected()
    desk.on(Asked.COMMAND, "my-sessions", Show(RECEIPT))
    assert (await desk.ana.command("/my-sessions")).ok


@pytest.mark.parametrize(
    ("method", "error", "kind"),
    [
        ("auth.test", "invalid_auth", TryLater),
        ("apps.connections.open", "invalid_auth", TryLater),
        ("auth.test", "ratelimited", TryLater),
        ("apps.connections.open", "", TryLater),
    ],
)
async def test_a_start_that_slack_refuses_says_so_at_once(
    method: str, error: str, kind: type[Exception]
) -> None:
    async with scene() as desk:
        await desk.app.stop()
        desk.app._web._identity = None
        if error:
            desk.wire.faults.refuse(method, error)
        else:
            desk.wire.faults.fail(method, status=500)
        with pytest.raises(kind):
            await desk.app.start()
        assert not desk.app.ready


async def test_the_libraries_never_log_what_people_say_or_what_opens_doors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "slack_sdk")
    caplog.set_level(logging.DEBUG, "slack_bolt")
    async with scene() as desk:
        await open_form(desk)
        desk.on(Asked.FORM, "book", Show(RECEIPT))
        await desk.ana.submit({"topic": "a secret plan"})
        await desk.ana.command("/weather", "another secret plan")
        await dm(desk, a_card(parts=(Line(("a secret plan",)),)))
        secrets = ("secret plan", desk.wire.bot_token, desk.wire.app_token, "/commands/T/")
    assert [one for one in secrets if one in caplog.text] == []
