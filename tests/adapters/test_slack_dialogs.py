"""Forms: opened, submitted, refused, searched, changed, left open; played in a strict workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from core.chat.forms import ChoiceField, SearchField, TextField, TimeField
from core.chat.kit import Option
from core.chat.replies import Ask, Found, Refuse, Show, Swap
from core.chat.routes import Asked, Call
from core.ports import Posted
from tests.adapters.slack_desk import (
    ACCEPT,
    GREEN,
    NOTE,
    RECEIPT,
    Scene,
    block_of,
    dm,
    form_from,
    on_screen,
    open_form,
    private,
    scene,
)
from tests.adapters.slack_examples import a_form

BUTTON = {"type": "button", "action_id": "sb1:accept:b1:1", "text": {"type": "plain_text", "text": "Accept"}}

MENTOR = SearchField(key="mentor", label="Mentor", source="find-mentors", watched=True)
TOPIC = TextField(key="topic", label="Topic", longest=120)
KEN_OPTION = Option("Ken", "7")


@pytest.fixture
async def desk() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def test_a_submitted_form_becomes_its_receipt(desk: Scene) -> None:
    await open_form(desk)
    desk.on(Asked.FORM, "book", Show(RECEIPT))
    assert (await desk.ana.submit({"topic": "Review"})).ok
    assert desk.call.values == {"topic": "Review"}
    assert desk.ana.view is not None
    assert "Pending" in str(desk.ana.view["blocks"])
    assert desk.ana.view["submit"] is None


async def test_errors_stand_below_their_fields_and_nothing_is_lost(desk: Scene) -> None:
    when = TimeField(key="when", label="When", zone="UTC")
    topic = TextField(key="topic", label="Topic", longest=120)
    await open_form(desk, a_form(topic, when))
    desk.on(Asked.FORM, "book", Refuse(why="x", fields={"when": "That time has passed.", "nowhere": "Hm."}))
    outcome = await desk.ana.submit({"topic": "Review", "when": 1_796_133_600})
    assert outcome.fields == {"when": "That time has passed.", "topic": "Hm."}
    assert desk.ana.view is not None
    assert desk.ana.view["state"]["values"]["topic"]["field"]["value"] == "Review"
    desk.on(Asked.FORM, "book", Refuse(why="You have too many open requests."))
    assert (await desk.ana.submit()).fields == {"topic": "You have too many open requests."}
    assert desk.call.values == {"topic": "Review", "when": "2026-12-01T14:00:00+00:00"}


async def test_a_failure_of_ours_keeps_the_form_open_with_everything_typed(desk: Scene) -> None:
    async def broken(_: Call) -> Show:
        raise RuntimeError("a mistake")

    await open_form(desk)
    desk.on(Asked.FORM, "book", broken)
    outcome = await desk.ana.submit({"topic": "Review"})
    assert outcome.fields == {"topic": "Something went wrong on our side. Please try again."}


async def test_a_form_opened_from_a_card_closes_and_the_card_changes(desk: Scene) -> None:
    placed = await dm(desk)
    await form_from(desk, placed)
    desk.on(Asked.FORM, "book", Swap(GREEN, NOTE))
    assert (await desk.ana.submit({"topic": "Review"})).ok
    await desk.app.idle()
    assert desk.call.origin == placed
    assert desk.ana.view is None
    assert "Confirmed" in on_screen(desk, placed)
    assert "Done" in private(desk)[0]


async def test_a_form_opened_from_a_private_card_changes_that_card(desk: Scene) -> None:
    desk.on(Asked.COMMAND, "my-sessions", Show(ACCEPT))
    await desk.ana.command("/my-sessions")
    await form_from(desk, Posted(str(desk.ana.dm), desk.ana.messages()[0]["ts"]))
    desk.on(Asked.FORM, "book", Swap(GREEN))
    await desk.ana.submit({"topic": "Review"})
    await desk.app.idle()
    assert desk.ana.view is None
    assert len(private(desk)) == 1
    assert "Confirmed" in private(desk)[0]


async def test_a_swap_without_a_card_to_change_is_shown_in_the_modal(desk: Scene) -> None:
    await open_form(desk)
    desk.on(Asked.FORM, "book", Swap(GREEN, NOTE))
    await desk.ana.submit({"topic": "Review"})
    assert "Confirmed" in str(desk.ana.view)
    assert "Done" in str(desk.ana.view)


async def test_a_stale_form_keeps_its_words_and_the_card_shows_the_truth(desk: Scene) -> None:
    placed = await dm(desk)
    await form_from(desk, placed)
    desk.on(Asked.FORM, "book", Refuse(why="Ken has cancelled.", card=GREEN))
    outcome = await desk.ana.submit({"topic": "Review"})
    await desk.app.idle()
    assert outcome.fields == {"topic": "Ken has cancelled."}
    assert "Confirmed" in on_screen(desk, placed)


async def test_a_form_can_be_submitted_to_a_bot_that_was_restarted(desk: Scene) -> None:
    placed = await dm(desk)
    await form_from(desk, placed)
    await desk.app.stop()
    await desk.app.start()
    desk.on(Asked.FORM, "book", Swap(GREEN))
    assert (await desk.ana.submit({"topic": "Review"})).ok
    await desk.app.idle()
    assert desk.call.values == {"topic": "Review"}
    assert "Confirmed" in on_screen(desk, placed)


async def test_a_receipt_can_be_pressed_and_becomes_a_form_with_a_key_of_its_own(desk: Scene) -> None:
    await open_form(desk)
    desk.on(Asked.FORM, "book", Show(ACCEPT))
    await desk.ana.submit({"topic": "One"})
    desk.on(Asked.BUTTON, "accept", Ask(a_form()))
    await desk.ana.choose(block_of(desk.ana.view, "sb1:accept:b1:1"))
    await desk.app.idle()
    await desk.ana.submit({"topic": "Two"})
    first, second = (call for call in desk.script.calls if call.asked is Asked.FORM)
    assert (first.values, second.values) == ({"topic": "One"}, {"topic": "Two"})
    assert first.key != second.key


async def test_a_refused_press_in_a_modal_is_said_above_it(desk: Scene) -> None:
    await open_form(desk)
    desk.on(Asked.FORM, "book", Show(ACCEPT))
    await desk.ana.submit({"topic": "One"})
    desk.on(Asked.BUTTON, "accept", Refuse(why="Too late."))
    await desk.ana.choose(block_of(desk.ana.view, "sb1:accept:b1:1"))
    await desk.app.idle()
    assert "Too late." in str(desk.ana.view)
    await desk.ana.close()
    assert "Accept" in str(desk.ana.view)


async def test_a_search_is_answered_with_what_was_found(desk: Scene) -> None:
    await open_form(desk, a_form(MENTOR, TOPIC, args=("b1",)))
    await desk.ana.choose("topic", "Rust")
    desk.on(Asked.SEARCH, "find-mentors", Found((KEN_OPTION, Option("Ana", "8", "Go"))))
    found = await desk.ana.suggest("sb1:find-mentors", "")
    assert [one["value"] for one in found] == ["7", "8"]
    assert desk.call.values == {"topic": "Rust", "words": ""}
    assert desk.call.args == ("b1",)


async def test_a_search_that_fails_finds_nothing(desk: Scene) -> None:
    await open_form(desk, a_form(MENTOR))
    desk.on(Asked.SEARCH, "find-mentors", Refuse(why="x"))
    assert await desk.ana.suggest("sb1:find-mentors", "k") == []
    assert desk.ana.notices == []


async def test_a_change_replaces_the_form_and_keeps_what_is_typed(desk: Scene) -> None:
    await open_form(desk, a_form(MENTOR, TOPIC))
    desk.on(Asked.SEARCH, "find-mentors", Found((KEN_OPTION,)))
    await desk.ana.suggest("sb1:find-mentors", "ken")
    await desk.ana.choose("topic", "Rust")

    async def refreshed(call: Call) -> Ask:
        chosen = replace(MENTOR, chosen=KEN_OPTION)
        topic = replace(TOPIC, value=call.values["topic"])
        kind = ChoiceField(key="kind", label="Kind", options=(Option("Review", "r"),))
        return Ask(a_form(chosen, topic, kind))

    desk.on(Asked.CHANGE, "book", refreshed)
    assert (await desk.ana.choose("mentor", "7")).ok
    await desk.app.idle()
    assert desk.call.values == {"mentor": "7", "topic": "Rust"}
    desk.on(Asked.FORM, "book", Show(RECEIPT))
    await desk.ana.submit({"kind": "r"})
    assert desk.call.values == {"mentor": "7", "topic": "Rust", "kind": "r"}


async def test_an_older_change_does_not_overwrite_a_newer_one(desk: Scene) -> None:
    await open_form(desk, a_form(MENTOR, TOPIC))
    desk.on(Asked.SEARCH, "find-mentors", Found((KEN_OPTION,)))
    await desk.ana.suggest("sb1:find-mentors", "ken")
    desk.on(Asked.CHANGE, "book", Ask(a_form(title="Newer")))
    await desk.ana.choose("mentor", "7")
    await desk.app.idle()
    assert desk.sent("views.update")[-1]["hash"]
