"""A time in a form or behind a command: taken, said back, asked, or asked for the zone first; never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.errors import BadInput, Problem
from core.handlers.times import Unclear, Zoneless, chosen_or_typed, read_when
from tests.factories import a_person

if TYPE_CHECKING:
    from core.domain.people import Person

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
THREE = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
IN_BERLIN, NOWHERE = a_person(locale="de"), a_person(zone=None)
STAMP = f"<t:{int(THREE.timestamp())}>"


def asked(text: str, person: Person = IN_BERLIN, *, in_form: bool = True) -> tuple[datetime, ...]:
    with pytest.raises(Unclear) as unclear:
        read_when(text, person, NOW, field="when2", in_form=in_form)
    assert unclear.value.field == "when2"
    return unclear.value.candidates


@pytest.mark.parametrize("person", [IN_BERLIN, NOWHERE])
@pytest.mark.parametrize("in_form", [True, False])
def test_what_was_picked_is_taken(person: Person, *, in_form: bool) -> None:
    assert read_when(STAMP, person, NOW, in_form=in_form) == THREE


def test_a_full_date_with_its_hour_is_taken_in_a_form_and_said_back_elsewhere() -> None:
    assert read_when("1 Dec 2026 15:00", IN_BERLIN, NOW) == THREE
    assert asked("1 Dec 2026 15:00", in_form=False) == (THREE,)


@pytest.mark.parametrize("text", ["1 Dec 15:00", "1 Dec 2026 3pm", "in 149 hours"])
def test_anything_else_is_said_back_first(text: str) -> None:
    assert min(asked(text)) > NOW


def test_of_several_readings_none_is_taken() -> None:
    assert len(asked("3/4/2027 15:00")) == 2


def test_words_of_another_language_are_asked_and_never_taken() -> None:
    assert asked("morgen um 15 Uhr") == (datetime(2026, 11, 26, 14, 0, tzinfo=UTC),)


@pytest.mark.parametrize("text", ["tomorrow 15:00", "1 Dec 2026 15:00", "in 3 hours", "gibberish"])
def test_without_a_zone_none_is_taken_for_granted(text: str) -> None:
    with pytest.raises(Zoneless):
        read_when(text, NOWHERE, NOW)


def test_what_names_its_own_offset_needs_no_zone() -> None:
    assert read_when("2026-12-01T15:00:00+01:00", NOWHERE, NOW) == THREE


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_no_time(text: str) -> None:
    assert read_when(text, NOWHERE, NOW) is None


@pytest.mark.parametrize(
    ("text", "code"), [("gibberish", "time_not_understood"), ("1 Dec 2020 15:00", "time_past")]
)
def test_what_cannot_be_is_named_at_its_field(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_when(text, IN_BERLIN, NOW, field="when3")
    assert {field: problem.code for field, problem in refused.value.fields.items()} == {"when3": code}


def test_a_chosen_time_is_taken_and_another_one_beside_it_refused() -> None:
    slot = str(int(THREE.timestamp()))
    assert chosen_or_typed({"slot": slot}, NOWHERE, NOW) == THREE
    old = THREE - timedelta(days=1)
    typed = {"slot": slot, "when": "30 Nov 2026 15:00"}
    assert chosen_or_typed(typed, IN_BERLIN, NOW, held=old) == THREE, "it is the time that the form came with"
    for held in (None, THREE):
        with pytest.raises(BadInput) as refused:
            chosen_or_typed(typed, IN_BERLIN, NOW, held=held)
        assert refused.value.fields == {"when": Problem("not_both")}
    with pytest.raises(BadInput) as refused:
        chosen_or_typed({"slot": "soon"}, IN_BERLIN, NOW)
    assert refused.value.fields == {"slot": Problem("slot_unknown")}
