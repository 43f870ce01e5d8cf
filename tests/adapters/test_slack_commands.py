"""Commands, shortcuts and the Home tab, played on the real adapter in a strict workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.slack.capabilities import CAPABILITIES
from core.ports.call import Trigger
from core.ports.cards import Button
from core.ports.replies import Ask, Refuse, Show, Swap
from tests.adapters.slack_bench import (
    ACCEPT,
    ANA,
    GREEN,
    KEN,
    NOTE,
    RECEIPT,
    Scene,
    at,
    open_form,
    private,
    scene,
)
from tests.adapters.slack_examples import a_form

BUTTON = {"type": "button", "action_id": "sb1:accept:b1:1", "text": {"type": "plain_text", "text": "Accept"}}


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def test_a_caller_is_known_with_zone_and_language(bench: Scene) -> None:
    bench.on(Trigger.COMMAND, "mentor", Show(RECEIPT))
    await bench.ana.command("/mentor-panel")
    assert bench.call.actor == at(ANA)
    assert (bench.call.profile.name, bench.call.profile.zone) == ("ana", "Europe/Madrid")
    assert bench.call.profile.locale == "es-ES"
    assert bench.call.capabilities is CAPABILITIES


async def test_a_profile_is_asked_for_once_an_hour(bench: Scene) -> None:
    bench.on(Trigger.COMMAND, "mentor", Show(RECEIPT))
    for wait in (timedelta(0), timedelta(minutes=59), timedelta(minutes=2)):
        bench.clock.forward(wait)
        await bench.ana.command("/mentor-panel")
    assert len(bench.sent("users.info")) == 2


async def test_a_profile_that_cannot_be_read_stops_nobody(bench: Scene) -> None:
    bench.on(Trigger.COMMAND, "mentor", Show(RECEIPT))
    bench.emulator.faults.fail("users.info", status=500)
    assert (await bench.ana.command("/mentor-panel")).ok
    assert (bench.call.profile.name, bench.call.profile.zone) == ("ana", None)


async def test_a_command_is_answered_privately_in_its_acknowledgement(bench: Scene) -> None:
    bench.on(Trigger.COMMAND, "my-sessions", Show(RECEIPT))
    outcome = await bench.ana.command("/my-sessions", "past")
    assert bench.call.values == {"show": "past"}
    assert outcome.payload is not None
    assert outcome.payload["response_type"] == "ephemeral"
    assert "Pending" in private(bench)[0]
    assert bench.ana.pings == []


async def test_a_command_in_a_public_channel_is_answered_to_its_caller_alone(bench: Scene) -> None:
    public = bench.emulator.add_channel("general", [ANA, KEN], with_bot=False)
    bench.on(Trigger.COMMAND, "my-sessions", Show(RECEIPT))
    assert (await bench.ana.command("/my-sessions", channel=public)).ok
    assert len(bench.ana.messages(public)) == 1
    assert bench.ken.messages(public) == []


async def test_a_command_opens_a_form(bench: Scene) -> None:
    await open_form(bench)
    assert bench.ana.view is not None
    assert bench.ana.view["title"]["text"] == "Book a session"


async def test_a_refused_command_says_why_and_offers_the_way_back(bench: Scene) -> None:
    again = Button("Edit…", "edit-draft", ("1",))
    bench.on(Trigger.COMMAND, "find-mentor", Refuse(why=("No such skill.",), edit=again, card=GREEN))
    await bench.ana.command("/find-mentor", "cobol")
    await bench.app.idle()
    assert ["No such skill." in one for one in private(bench)] == [True, False]
    assert "sb1:edit-draft:1" in private(bench)[0]
    assert "Confirmed" in private(bench)[1]


async def test_a_mentioned_person_and_a_prefix_are_understood() -> None:
    async with scene(prefix="acme-") as bench:
        bench.on(Trigger.COMMAND, "book-session", Show(RECEIPT))
        await bench.ana.command("/acme-book-session", "@ken Code review")
        assert bench.call.mentioned == at(KEN)
        assert bench.call.values == {"topic": "Code review"}


async def test_an_unknown_command_is_acknowledged_and_nothing_else(bench: Scene) -> None:
    assert (await bench.ana.command("/weather")).ok
    assert bench.script.calls == []


async def test_a_shortcut_opens_a_form_and_shows_cards_in_a_modal(bench: Scene) -> None:
    bench.on(Trigger.COMMAND, "book-session", Ask(a_form()))
    assert (await bench.ana.shortcut("book-session")).ok
    await bench.app.idle()
    assert bench.ana.view is not None
    bench.on(Trigger.COMMAND, "book-session", Refuse(why=("You are paused.",)))
    await bench.ana.shortcut("book-session")
    await bench.app.idle()
    assert "You are paused." in str(bench.ana.view)


async def test_a_message_shortcut_brings_the_text_of_its_message(bench: Scene) -> None:
    channel = bench.emulator.add_channel("general", [ANA])
    ts = await bench.ana.say(channel, "how do monads work")
    bench.on(Trigger.COMMAND, "ask-about", Ask(a_form()))
    await bench.ana.message_shortcut("ask-about", channel, ts)
    await bench.app.idle()
    link = f"https://playground.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    assert bench.call.values == {"text": "how do monads work", "author": "ana", "link": link}
    assert bench.ana.view is not None


async def test_the_home_tab_is_filled_when_it_is_opened(bench: Scene) -> None:
    bench.on(Trigger.PAGE, "home", Show(ACCEPT))
    assert (await bench.ana.open_home()).ok
    await bench.app.idle()
    assert "Accept" in str(bench.ana.home)


async def test_a_button_of_the_home_tab_answers_in_a_modal(bench: Scene) -> None:
    bench.on(Trigger.PAGE, "home", Show(ACCEPT))
    await bench.ana.open_home()
    await bench.app.idle()
    bench.on(Trigger.BUTTON, "accept", Swap(GREEN, NOTE))
    await bench.ana.press(None, None, "sb1:accept:b1:1")
    await bench.app.idle()
    assert "Confirmed" in str(bench.ana.view)
    assert "Accept" in str(bench.ana.home)
