"""Buttons, menus and links on messages, played on the real adapter in a strict workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from core.chat.kit import Actions, Link, Menu, Option
from core.chat.replies import Ask, Refuse, Show, Swap
from core.chat.routes import Asked
from tests.adapters.slack_desk import (
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
async def desk() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def test_a_pressed_card_changes_in_place_and_its_note_is_private(desk: Scene) -> None:
    placed = await dm(desk)
    desk.on(Asked.BUTTON, "accept", Swap(GREEN, NOTE))
    assert (await desk.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")).ok
    await desk.app.idle()
    assert (desk.call.args, desk.call.origin) == (("b1", "1"), placed)
    assert "Confirmed" in on_screen(desk, placed)
    assert "'color': '2EB67D'" in on_screen(desk, placed)
    assert "Accept" not in on_screen(desk, placed)
    assert "Done" in private(desk)[0]
    assert len(desk.ana.pings) == 1


async def test_a_card_that_is_gone_is_told_privately_and_the_core_hears_of_it(desk: Scene) -> None:
    placed = await dm(desk)
    desk.on(Asked.BUTTON, "accept", Swap(GREEN))
    desk.wire.faults.refuse("chat.update", "message_not_found")
    await desk.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")
    await desk.app.idle()
    assert "Confirmed" in private(desk)[0]
    assert [str(one) for one in desk.script.failures] == ["message_not_found"]


async def test_a_private_card_is_replaced_too(desk: Scene) -> None:
    desk.on(Asked.COMMAND, "my-sessions", Show(ACCEPT))
    await desk.ana.command("/my-sessions")
    (card,) = desk.ana.messages()
    desk.on(Asked.BUTTON, "accept", Swap(GREEN))
    await desk.ana.press(desk.ana.dm, card["ts"], "sb1:accept:b1:1")
    await desk.app.idle()
    assert desk.call.origin is None
    assert len(private(desk)) == 1
    assert "Confirmed" in private(desk)[0]


async def test_a_refused_press_is_told_privately_and_the_card_shows_the_truth(desk: Scene) -> None:
    placed = await dm(desk)
    desk.on(Asked.BUTTON, "accept", Refuse(why="Already cancelled by Ken.", card=GREEN))
    await desk.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")
    await desk.app.idle()
    assert "Already cancelled by Ken." in private(desk)[0]
    assert "Confirmed" in on_screen(desk, placed)


async def test_a_strangers_press_is_refused_to_them_alone(desk: Scene) -> None:
    public = desk.wire.add_channel("general", [ANA, KEN])
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    await desk.app._web.client.chat_postMessage(channel=public, text="x", blocks=blocks)
    (message,) = desk.ken.messages(public)
    desk.on(Asked.BUTTON, "accept", Refuse(why="Not found."))
    await desk.ken.press(public, message["ts"], "sb1:accept:b1:1")
    await desk.app.idle()
    assert desk.call.actor == at(KEN)
    assert len(desk.ken.messages(public)) == 2
    assert len(desk.ana.messages(public)) == 1


async def test_a_menu_brings_its_choice(desk: Scene) -> None:
    menu = Menu("Pick", "pick", (Option("Review", "review"), Option("Career", "career")))
    placed = await dm(desk, a_card(parts=(menu,)))
    desk.on(Asked.BUTTON, "pick", Show(RECEIPT))
    await desk.ana.press(placed.channel, placed.message, "sb1:pick", value="career")
    assert desk.call.values == {"choice": "career"}


async def test_a_link_is_acknowledged_and_calls_nothing(desk: Scene) -> None:
    placed = await dm(desk, a_card(parts=(Actions((Link("Join", "https://meet.example/x"),)),)))
    assert (await desk.ana.press(placed.channel, placed.message, "sb1link:0")).ok
    assert desk.script.calls == []


async def test_a_form_that_opens_too_late_is_said_privately(desk: Scene) -> None:
    placed = await dm(desk)
    desk.on(Asked.BUTTON, "accept", Ask(a_form()))
    desk.wire.faults.refuse("views.open", "expired_trigger_id")
    await desk.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")
    await desk.app.idle()
    assert "That took too long" in private(desk)[0]
