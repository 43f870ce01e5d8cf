"""Forms: opened, submitted, refused, searched, changed, left open; played in a strict workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from core.ports.call import Call, Trigger
from core.ports.cards import Option
from core.ports.forms import ChoiceField, SearchField, TextField, TimeField
from core.ports.platform import Posted
from core.ports.replies import Ask, Refuse, Show, Swap
from tests.adapters.slack_bench import (
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

MENTOR = SearchField(key="mentor", label="Mentor", source="search-mentors", watched=True)
TOPIC = TextField(key="topic", label="Topic", longest=120)
KEN_OPTION = Option("Ken", "7")


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


def alerts(bench: Scene) -> list[str]:
    """Return the errors that stand above the fields of the open form."""
    blocks = bench.ana.view["blocks"] if bench.ana.view else []
    return [str(one["text"]["text"]) for one in blocks if one.get("level") == "error"]


async def test_a_submitted_form_becomes_its_receipt(bench: Scene) -> None:
    await open_form(bench)
    bench.on(Trigger.FORM, "book", Show(RECEIPT))
    assert (await bench.ana.submit({"topic": "Review"})).ok
    assert bench.call.values == {"topic": "Review"}
    assert bench.ana.view is not None
    assert "Pending" in str(bench.ana.view["blocks"])
    assert bench.ana.view["submit"] is None


async def test_errors_stand_below_their_fields_and_nothing_is_lost(bench: Scene) -> None:
    when = TimeField(key="when", label="When", zone="UTC")
    topic = TextField(key="topic", label="Topic", longest=120)
    await open_form(bench, a_form(topic, when))
    bench.on(
        Trigger.FORM,
        "book",
        Refuse(why=("x",), fields={"when": ("That time has passed.",), "nowhere": ("Hm.",)}),
    )
    outcome = await bench.ana.submit({"topic": "Review", "when": 1_796_133_600})
    assert outcome.fields == {"when": "That time has passed.", "topic": "Hm."}
    assert bench.ana.view is not None
    assert bench.ana.view["state"]["values"]["topic"]["field"]["value"] == "Review"


async def test_what_concerns_no_field_stands_above_them_all_and_nothing_is_lost(bench: Scene) -> None:
    await open_form(bench, a_form(TOPIC, TimeField(key="when", label="When", zone="UTC")))
    for why in ("You have too many open requests.", "You still have too many."):
        bench.on(Trigger.FORM, "book", Refuse(why=(why,)))
        assert (await bench.ana.submit({"topic": "Review", "when": 1_796_133_600})).ok
        assert alerts(bench) == [why]
    bench.on(Trigger.FORM, "book", Show(RECEIPT))
    await bench.ana.submit()
    assert bench.call.values == {"topic": "Review", "when": "2026-12-01T14:00:00+00:00"}
    assert alerts(bench) == []


async def test_a_failure_of_ours_keeps_the_form_open_with_everything_typed(bench: Scene) -> None:
    async def broken(_: Call) -> Show:
        raise RuntimeError("a mistake")

    await open_form(bench)
    bench.on(Trigger.FORM, "book", broken)
    await bench.ana.submit({"topic": "Review"})
    assert alerts(bench) == ["Something went wrong on our side. Please try again."]
    assert bench.ana.view is not None
    assert bench.ana.view["state"]["values"]["topic"]["field"]["value"] == "Review"


async def test_a_form_opened_from_a_card_closes_and_the_card_changes(bench: Scene) -> None:
    placed = await dm(bench)
    await form_from(bench, placed)
    bench.on(Trigger.FORM, "book", Swap(GREEN, NOTE))
    assert (await bench.ana.submit({"topic": "Review"})).ok
    await bench.app.idle()
    assert bench.call.origin == placed
    assert bench.ana.view is None
    assert "Confirmed" in on_screen(bench, placed)
    assert "Done" in private(bench)[0]


async def test_a_form_opened_from_a_private_card_changes_that_card(bench: Scene) -> None:
    bench.on(Trigger.COMMAND, "my-sessions", Show(ACCEPT))
    await bench.ana.command("/my-sessions")
    await form_from(bench, Posted(str(bench.ana.dm), bench.ana.messages()[0]["ts"]))
    bench.on(Trigger.FORM, "book", Swap(GREEN))
    await bench.ana.submit({"topic": "Review"})
    await bench.app.idle()
    assert bench.ana.view is None
    assert len(private(bench)) == 1
    assert "Confirmed" in private(bench)[0]


async def test_a_swap_without_a_card_to_change_is_shown_in_the_modal(bench: Scene) -> None:
    await open_form(bench)
    bench.on(Trigger.FORM, "book", Swap(GREEN, NOTE))
    await bench.ana.submit({"topic": "Review"})
    assert "Confirmed" in str(bench.ana.view)
    assert "Done" in str(bench.ana.view)


async def test_a_stale_form_keeps_its_words_and_the_card_shows_the_truth(bench: Scene) -> None:
    placed = await dm(bench)
    await form_from(bench, placed)
    bench.on(Trigger.FORM, "book", Refuse(why=("Ken has cancelled.",), card=GREEN))
    await bench.ana.submit({"topic": "Review"})
    await bench.app.idle()
    assert alerts(bench) == ["Ken has cancelled."]
    assert "Confirmed" in on_screen(bench, placed)


async def test_a_form_can_be_submitted_to_a_bot_that_was_restarted(bench: Scene) -> None:
    placed = await dm(bench)
    await form_from(bench, placed)
    await bench.app.stop()
    await bench.app.start()
    bench.on(Trigger.FORM, "book", Swap(GREEN))
    assert (await bench.ana.submit({"topic": "Review"})).ok
    await bench.app.idle()
    assert bench.call.values == {"topic": "Review"}
    assert "Confirmed" in on_screen(bench, placed)


async def test_a_receipt_can_be_pressed_and_becomes_a_form_with_a_key_of_its_own(bench: Scene) -> None:
    await open_form(bench)
    bench.on(Trigger.FORM, "book", Show(ACCEPT))
    await bench.ana.submit({"topic": "One"})
    bench.on(Trigger.BUTTON, "accept", Ask(a_form()))
    await bench.ana.choose(block_of(bench.ana.view, "sb1:accept:b1:1"))
    await bench.app.idle()
    await bench.ana.submit({"topic": "Two"})
    first, second = (call for call in bench.script.calls if call.trigger is Trigger.FORM)
    assert (first.values, second.values) == ({"topic": "One"}, {"topic": "Two"})
    assert first.key != second.key


async def test_a_refused_press_in_a_modal_is_said_above_it(bench: Scene) -> None:
    await open_form(bench)
    bench.on(Trigger.FORM, "book", Show(ACCEPT))
    await bench.ana.submit({"topic": "One"})
    bench.on(Trigger.BUTTON, "accept", Refuse(why=("Too late.",)))
    await bench.ana.choose(block_of(bench.ana.view, "sb1:accept:b1:1"))
    await bench.app.idle()
    assert "Too late." in str(bench.ana.view)
    await bench.ana.close()
    assert "Accept" in str(bench.ana.view)


async def test_a_search_is_answered_with_what_was_found(bench: Scene) -> None:
    await open_form(bench, a_form(MENTOR, TOPIC, args=("b1",)))
    await bench.ana.choose("topic", "Rust")
    bench.finds("search-mentors", (KEN_OPTION, Option("Ana", "8", "Go")))
    found = await bench.ana.suggest("sb1:search-mentors", "")
    assert [one["value"] for one in found] == ["7", "8"]
    assert bench.call.values == {"topic": "Rust", "words": ""}
    assert bench.call.args == ("b1",)


async def test_a_search_that_fails_finds_nothing(bench: Scene) -> None:
    await open_form(bench, a_form(MENTOR))
    bench.on(Trigger.SEARCH, "search-mentors", Refuse(why=("x",)))
    assert await bench.ana.suggest("sb1:search-mentors", "k") == []
    assert bench.ana.notices == []


async def test_a_change_replaces_the_form_and_keeps_what_is_typed(bench: Scene) -> None:
    await open_form(bench, a_form(MENTOR, TOPIC))
    bench.finds("search-mentors", (KEN_OPTION,))
    await bench.ana.suggest("sb1:search-mentors", "ken")
    await bench.ana.choose("topic", "Rust")

    async def refreshed(call: Call) -> Ask:
        chosen = replace(MENTOR, chosen=KEN_OPTION)
        topic = replace(TOPIC, value=call.values["topic"])
        kind = ChoiceField(key="kind", label="Kind", options=(Option("Review", "r"),))
        return Ask(a_form(chosen, topic, kind))

    bench.on(Trigger.CHANGE, "book", refreshed)
    assert (await bench.ana.choose("mentor", "7")).ok
    await bench.app.idle()
    assert bench.call.values == {"mentor": "7", "topic": "Rust"}
    bench.on(Trigger.FORM, "book", Show(RECEIPT))
    await bench.ana.submit({"kind": "r"})
    assert bench.call.values == {"mentor": "7", "topic": "Rust", "kind": "r"}


async def test_an_older_change_does_not_overwrite_a_newer_one(bench: Scene) -> None:
    await open_form(bench, a_form(MENTOR, TOPIC))
    bench.finds("search-mentors", (KEN_OPTION,))
    await bench.ana.suggest("sb1:search-mentors", "ken")
    bench.on(Trigger.CHANGE, "book", Ask(a_form(title="Newer")))
    await bench.ana.choose("mentor", "7")
    await bench.app.idle()
    assert bench.sent("views.update")[-1]["hash"]
