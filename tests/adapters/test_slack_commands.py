"""Commands, shortcuts and the Home tab, played on the real adapter in a strict workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.chat.kit import Button
from core.chat.replies import Ask, Page, Refuse, Show, Swap
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
    open_form,
    private,
    scene,
)
from tests.adapters.slack_examples import a_form

BUTTON = {"type": "button", "action_id": "sb1:accept:b1:1", "text": {"type": "plain_text", "text": "Accept"}}


@pytest.fixture
async def desk() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def test_a_caller_is_known_with_zone_and_language(desk: Scene) -> None:
    desk.on(Asked.COMMAND, "mentor", Show(RECEIPT))
    await desk.ana.command("/mentor")
    assert desk.call.actor == at(ANA)
    assert (desk.call.profile.name, desk.call.profile.zone) == ("ana", "Europe/Madrid")
    assert desk.call.profile.locale == "es-ES"
    assert (desk.call.shows_fields, desk.call.searches, desk.call.knows_zone) == (True, True, True)


async def test_a_profile_is_asked_for_once_an_hour(desk: Scene) -> None:
    desk.on(Asked.COMMAND, "mentor", Show(RECEIPT))
    for wait in (timedelta(0), timedelta(minutes=59), timedelta(minutes=2)):
        desk.clock.forward(wait)
        await desk.ana.command("/mentor")
    assert len(desk.sent("users.info")) == 2


async def test_a_profile_that_cannot_be_read_stops_nobody(desk: Scene) -> None:
    desk.on(Asked.COMMAND, "mentor", Show(RECEIPT))
    desk.wire.faults.fail("users.info", status=500)
    assert (await desk.ana.command("/mentor")).ok
    assert (desk.call.profile.name, desk.call.profile.zone) == ("ana", None)


async def test_a_command_is_answered_privately_in_its_acknowledgement(desk: Scene) -> None:
    desk.on(Asked.COMMAND, "my-sessions", Show(RECEIPT))
    outcome = await desk.ana.command("/my-sessions", "past")
    assert desk.call.values == {"show": "past"}
    assert outcome.payload is not None
    assert outcome.payload["response_type"] == "ephemeral"
    assert "Pending" in private(desk)[0]
    assert desk.ana.pings == []


async def test_a_command_in_a_public_channel_is_answered_to_its_caller_alone(desk: Scene) -> None:
    public = desk.wire.add_channel("general", [ANA, KEN], with_bot=False)
    desk.on(Asked.COMMAND, "my-sessions", Show(RECEIPT))
    assert (await desk.ana.command("/my-sessions", channel=public)).ok
    assert len(desk.ana.messages(public)) == 1
    assert desk.ken.messages(public) == []


async def test_a_command_opens_a_form(desk: Scene) -> None:
    await open_form(desk)
    assert desk.ana.view is not None
    assert desk.ana.view["title"]["text"] == "Book a session"


async def test_a_refused_command_says_why_and_offers_the_way_back(desk: Scene) -> None:
    again = Button("Edit…", "edit-draft", ("1",))
    desk.on(Asked.COMMAND, "mentors", Refuse(why="No such skill.", edit=again, card=GREEN))
    await desk.ana.command("/mentors", "cobol")
    await desk.app.idle()
    assert ["No such skill." in one for one in private(desk)] == [True, False]
    assert "sb1:edit-draft:1" in private(desk)[0]
    assert "Confirmed" in private(desk)[1]


async def test_a_mentioned_person_and_a_prefix_are_understood() -> None:
    async with scene(command_prefix="acme-") as desk:
        desk.on(Asked.COMMAND, "book-session", Show(RECEIPT))
        await desk.ana.command("/acme-book-session", "@ken Code review")
        assert desk.call.mentioned == at(KEN)
        assert desk.call.values == {"topic": "Code review"}


async def test_an_unknown_command_is_acknowledged_and_nothing_else(desk: Scene) -> None:
    assert (await desk.ana.command("/weather")).ok
    assert desk.script.calls == []


async def test_a_shortcut_opens_a_form_and_shows_cards_in_a_modal(desk: Scene) -> None:
    desk.on(Asked.COMMAND, "book-session", Ask(a_form()))
    assert (await desk.ana.shortcut("book-session")).ok
    await desk.app.idle()
    assert desk.ana.view is not None
    desk.on(Asked.COMMAND, "book-session", Refuse(why="You are paused."))
    await desk.ana.shortcut("book-session")
    await desk.app.idle()
    assert "You are paused." in str(desk.ana.view)


async def test_a_message_shortcut_brings_the_text_of_its_message(desk: Scene) -> None:
    channel = desk.wire.add_channel("general", [ANA])
    ts = await desk.ana.say(channel, "how do monads work")
    desk.on(Asked.COMMAND, "ask-about", Ask(a_form()))
    await desk.ana.message_shortcut("ask-about", channel, ts)
    await desk.app.idle()
    assert desk.call.values == {"text": "how do monads work"}
    assert desk.ana.view is not None


async def test_the_home_tab_is_filled_when_it_is_opened(desk: Scene) -> None:
    desk.on(Asked.PAGE, "home", Page(ACCEPT))
    assert (await desk.ana.open_home()).ok
    await desk.app.idle()
    assert "Accept" in str(desk.ana.home)


async def test_a_button_of_the_home_tab_answers_in_a_modal(desk: Scene) -> None:
    desk.on(Asked.PAGE, "home", Page(ACCEPT))
    await desk.ana.open_home()
    await desk.app.idle()
    desk.on(Asked.BUTTON, "accept", Swap(GREEN, NOTE))
    await desk.ana.press(None, None, "sb1:accept:b1:1")
    await desk.app.idle()
    assert "Confirmed" in str(desk.ana.view)
    assert "Accept" in str(desk.ana.home)
