"""Buttons, menus and links on messages, played on the real adapter in a strict workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.booking import BookingId
from core.ports.call import Trigger
from core.ports.cards import About, Actions, Link, Menu, Option
from core.ports.replies import Acknowledge, Ask, Refuse, Show, Swap
from tests.adapters.slack_bench import (
    ACCEPT,
    ANA,
    GREEN,
    KEN,
    NOTE,
    RECEIPT,
    Scene,
    at,
    dm,
    on_screen,
    private,
    scene,
)
from tests.adapters.slack_examples import a_card, a_form

BUTTON = {"type": "button", "action_id": "sb1:accept:b1:1", "text": {"type": "plain_text", "text": "Accept"}}


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def test_a_pressed_card_changes_in_place_and_its_note_is_private(bench: Scene) -> None:
    placed = await dm(bench)
    bench.on(Trigger.BUTTON, "accept", Swap(GREEN, NOTE))
    assert (await bench.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")).ok
    await bench.app.idle()
    assert (bench.call.args, bench.call.origin) == (("b1", "1"), placed)
    assert "Confirmed" in on_screen(bench, placed)
    assert "'color': '2EB67D'" in on_screen(bench, placed)
    assert "Accept" not in on_screen(bench, placed)
    assert "Done" in private(bench)[0]
    assert len(bench.ana.pings) == 1


async def test_a_card_that_is_gone_is_told_privately_and_the_core_hears_of_it(bench: Scene) -> None:
    placed = await dm(bench)
    bench.on(Trigger.BUTTON, "accept", Swap(GREEN))
    bench.emulator.faults.refuse("chat.update", "message_not_found")
    await bench.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")
    await bench.app.idle()
    assert "Confirmed" in private(bench)[0]
    assert [str(one) for one in bench.script.failures] == ["message_not_found"]


async def test_the_card_of_a_booking_is_told_nowhere_but_in_its_place(bench: Scene) -> None:
    placed = await dm(bench)
    about = About(BookingId(UUID(int=1)), 2)
    bench.on(Trigger.BUTTON, "accept", Swap(replace(GREEN, about=about)))
    bench.emulator.faults.refuse("chat.update", "message_not_found")
    await bench.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")
    await bench.app.idle()
    (said,) = private(bench)
    assert "could not be brought up to date" in said and "Confirmed" not in said


async def test_what_comes_as_a_message_is_answered_with_nothing(bench: Scene) -> None:
    placed = await dm(bench)
    bench.on(Trigger.BUTTON, "accept", Acknowledge())
    assert (await bench.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")).ok
    await bench.app.idle()
    assert private(bench) == [] and len(bench.ana.messages()) == 1


async def test_a_private_card_is_replaced_too(bench: Scene) -> None:
    bench.on(Trigger.COMMAND, "my-sessions", Show(ACCEPT))
    await bench.ana.command("/my-sessions")
    (card,) = bench.ana.messages()
    bench.on(Trigger.BUTTON, "accept", Swap(GREEN))
    await bench.ana.press(bench.ana.dm, card["ts"], "sb1:accept:b1:1")
    await bench.app.idle()
    assert bench.call.origin is None
    assert len(private(bench)) == 1
    assert "Confirmed" in private(bench)[0]


async def test_a_refused_press_is_told_privately_and_the_card_shows_the_truth(bench: Scene) -> None:
    placed = await dm(bench)
    bench.on(Trigger.BUTTON, "accept", Refuse(why=("Already cancelled by Ken.",), card=GREEN))
    await bench.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")
    await bench.app.idle()
    assert "Already cancelled by Ken." in private(bench)[0]
    assert "Confirmed" in on_screen(bench, placed)


async def test_a_strangers_press_is_refused_to_them_alone(bench: Scene) -> None:
    public = bench.emulator.add_channel("general", [ANA, KEN])
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    await bench.app._web.client.chat_postMessage(channel=public, text="x", blocks=blocks)
    (message,) = bench.ken.messages(public)
    bench.on(Trigger.BUTTON, "accept", Refuse(why=("Not found.",)))
    await bench.ken.press(public, message["ts"], "sb1:accept:b1:1")
    await bench.app.idle()
    assert bench.call.actor == at(KEN)
    assert len(bench.ken.messages(public)) == 2
    assert len(bench.ana.messages(public)) == 1


async def test_a_menu_brings_its_choice(bench: Scene) -> None:
    menu = Menu("Pick", "pick", (Option("Review", "review"), Option("Career", "career")))
    placed = await dm(bench, a_card(parts=(menu,)))
    bench.on(Trigger.BUTTON, "pick", Show(RECEIPT))
    await bench.ana.press(placed.channel, placed.message, "sb1:pick", value="career")
    assert bench.call.values == {"choice": "career"}


async def test_a_link_is_acknowledged_and_calls_nothing(bench: Scene) -> None:
    placed = await dm(bench, a_card(parts=(Actions((Link("Join", "https://meet.example/x"),)),)))
    assert (await bench.ana.press(placed.channel, placed.message, "sb1link:0")).ok
    assert bench.script.calls == []


async def test_a_form_that_opens_too_late_is_said_privately(bench: Scene) -> None:
    placed = await dm(bench)
    bench.on(Trigger.BUTTON, "accept", Ask(a_form()))
    bench.emulator.faults.refuse("views.open", "expired_trigger_id")
    await bench.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")
    await bench.app.idle()
    assert "That took too long" in private(bench)[0]
