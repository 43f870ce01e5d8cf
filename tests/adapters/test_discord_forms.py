"""Forms on Discord: every form that can be built is a modal within the limits, and loses nothing typed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from adapters.discord.render_form import local_time, modal_of
from core.ports.cards import Option
from core.ports.forms import ChoiceField, Form, SearchField, TextField, TimeField
from core.ports.text import units
from tests.adapters.discord_examples import HERE, a_form, forms
from tests.contract import discord_spec

Json = dict[str, Any]
SELECT, INPUT, WORDS, LABEL, RADIO = 3, 4, 10, 18, 21
ANA, KEN = Option("Ana", "a1", "Python"), Option("Ken", "k1")


def inputs(form: Form) -> list[Json]:
    return [one["component"] for one in modal_of(form, HERE).to_dict()["components"] if one["type"] == LABEL]


@settings(max_examples=50)
@given(forms())
def test_every_form_stays_within_discords_limits(form: Form) -> None:
    modal = modal_of(form, HERE).to_dict()
    assert 1 <= units(modal["title"]) <= 45
    assert 1 <= len(modal["custom_id"]) <= 100
    assert 1 <= len(modal["components"]) <= 5
    names = [one["custom_id"] for one in inputs(form)]
    assert len(names) == len(set(names))
    assert discord_spec.problems("POST", "/interactions/1/t/callback", {"type": 9, "data": modal}) == []
    for label in modal["components"]:
        if label["type"] == WORDS:
            assert 1 <= units(label["content"]) <= 4000
            continue
        assert 1 <= units(label["label"]) <= 45
        assert units(label.get("description", "")) <= 100
        _within(label["component"])


def _within(item: Json) -> None:
    assert 1 <= len(item["custom_id"]) <= 100
    assert isinstance(item["required"], bool)
    if item["type"] == INPUT:
        assert units(item.get("value") or "") <= item["max_length"] <= 4000
        assert units(item.get("placeholder") or "") <= 100
    else:
        least, most = {SELECT: (1, 25), RADIO: (2, 10)}[item["type"]]
        assert least <= len(item["options"]) <= most
        assert all(1 <= units(one["label"]) <= 100 for one in item["options"])
        assert sum(one.get("default", False) for one in item["options"]) <= 1


def test_typed_words_are_filled_in_again() -> None:
    field = TextField(
        key="message", label="Message", longest=2000, lines=True, value="two\nlines", hint="More", example="e"
    )
    (item,) = inputs(a_form(field))
    assert (item["value"], item["style"], item["max_length"], item["placeholder"]) == (
        "two\nlines",
        2,
        2000,
        "e",
    )
    assert item["required"] is False


def test_a_choice_shows_what_it_holds() -> None:
    (item,) = inputs(
        a_form(ChoiceField(key="kind", label="Kind", options=(ANA, KEN), value="k1", required=True))
    )
    assert [one["value"] for one in item["options"] if one["default"]] == ["k1"]
    assert item["required"] is True


@pytest.mark.parametrize(
    ("count", "group", "kind"),
    [(1, "", SELECT), (2, "", RADIO), (10, "", RADIO), (11, "", SELECT), (3, "Monday", SELECT)],
)
def test_a_short_choice_without_headings_shows_all_its_options_at_once(
    count: int, group: str, kind: int
) -> None:
    options = tuple(Option(f"Kind {at}", str(at), "30 minutes", group) for at in range(count))
    (item,) = inputs(a_form(ChoiceField(key="kind", label="Kind", options=options, value="0")))
    assert item["type"] == kind
    assert [(one["label"], one["value"], one["description"]) for one in item["options"]] == [
        (one.label, one.value, one.note) for one in options
    ]
    assert [one["value"] for one in item["options"] if one.get("default")] == ["0"]
    assert item["required"] is False


@pytest.mark.parametrize(
    ("options", "chosen", "offered"),
    [((ANA, KEN), KEN, ["a1", "k1"]), ((ANA,), KEN, ["k1", "a1"]), ((), KEN, ["k1"])],
)
def test_a_search_offers_its_first_options_and_always_the_chosen_one(
    options: tuple[Option, ...], chosen: Option, offered: list[str]
) -> None:
    field = SearchField(key="mentor", label="Mentor", source="find", options=options, chosen=chosen)
    (item,) = inputs(a_form(field))
    assert [one["value"] for one in item["options"]] == offered
    assert [one["value"] for one in item["options"] if one["default"]] == ["k1"]


def test_a_full_search_makes_room_for_the_chosen_one() -> None:
    many = tuple(Option(f"Mentor {number}", str(number)) for number in range(25))
    (item,) = inputs(a_form(SearchField(key="m", label="Mentor", source="find", options=many, chosen=KEN)))
    assert [one["value"] for one in item["options"]][:2] == ["k1", "0"]
    assert len(item["options"]) == 25


def test_a_search_without_options_asks_for_the_name() -> None:
    (item,) = inputs(a_form(SearchField(key="mentor", label="Mentor", source="find", required=True)))
    assert (item["type"], item["required"]) == (INPUT, True)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("2026-12-01T14:00:00+00:00", "2026-12-01 15:00"),
        ("2026-12-01T14:00:00Z", "2026-12-01 15:00"),
        ("<t:1796133600:F>", "2026-12-01 15:00"),
        ("next friday", "next friday"),
        ("2026-12-01 15:00", "2026-12-01 15:00"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25T00:30:00+00:00"),
        ("", ""),
    ],
)
def test_a_time_is_shown_as_one_would_type_it_unless_that_would_be_a_guess(
    given_text: str, shown: str
) -> None:
    assert local_time(given_text, "Europe/Berlin") == shown


def test_a_time_in_an_unknown_zone_stays_as_it_is() -> None:
    assert local_time("2026-12-01T14:00:00Z", "Mars/Olympus") == "2026-12-01T14:00:00Z"


def test_a_time_is_typed_with_an_example() -> None:
    (item,) = inputs(a_form(TimeField(key="when", label="When", zone="UTC")))
    assert (item["type"], item["placeholder"]) == (INPUT, "2026-12-01 15:00")


def test_an_introduction_stands_above_the_fields_and_cannot_format() -> None:
    first, *_ = modal_of(a_form(intro=("That is *no* mentor.",)), HERE).to_dict()["components"]
    assert (first["type"], first["content"]) == (WORDS, r"That is \*no\* mentor.")


async def test_discord_py_keeps_nothing_of_a_form() -> None:
    assert modal_of(a_form(), HERE).is_finished()
