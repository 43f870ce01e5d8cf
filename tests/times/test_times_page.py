"""Every example on the page about times is read as the page says."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.domain.errors import Problem
from core.screens.errors import sentence
from core.times.day_exceptions import parse_exceptions, print_exceptions
from core.times.read import HORIZON, Ambiguous, Understood, read_time, show
from core.times.suggest import suggest_time
from core.times.weekly_hours import BadHours, parse_hours, print_hours
from core.times.zone_names import Candidates, Known, Unknown, find_zone
from core.times.zones import zone, zone_label
from tests.plain import line
from tests.times.words import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PAGE = (Path(__file__).parents[2] / "docs" / "times.md").read_text(encoding="utf-8")
BERLIN = zone("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, 7, tzinfo=BERLIN)


def _shown(times: Iterable[datetime]) -> str:
    return " or ".join(show(one, BERLIN).partition(" (")[0] for one in times)


def times(text: str) -> str:
    """What is answered to a typed time."""
    match read_time(text, zone=BERLIN, now=NOW):
        case Understood(instant):
            return _shown([instant])
        case Ambiguous(candidates=candidates):
            return f"asked: {_shown(candidates)}"
        case refused:
            return f"refused: {line(sentence(Problem(f'time_{refused.why}', days=HORIZON.days)))}"


def suggestions(text: str) -> str:
    """What is offered for a time in another language."""
    language, _, words = text.partition(": ")
    return _shown(suggest_time(words, zone=BERLIN, now=NOW, languages=(language, "en")))


def zones(text: str) -> str:
    """What is made of a typed zone."""
    match find_zone(text):
        case Known(found):
            return zone_label(found)
        case Candidates(choices):
            return f"asked: {' or '.join(choice.label for choice in choices)}"
        case Unknown():
            return f"refused: {line(sentence(Problem('zone_unknown')))}"


def hours(text: str) -> str:
    """How weekly hours are written back."""
    return _or_refused(lambda: print_hours(parse_hours(text)))


def days(text: str) -> str:
    """How days off are written back."""
    return _or_refused(lambda: print_exceptions(parse_exceptions(text, today=NOW.date())))


def _or_refused(read: Callable[[], str]) -> str:
    try:
        return read()
    except BadHours as error:
        return f"refused: {said(error)}"


READERS = {"times": times, "suggestions": suggestions, "zones": zones, "hours": hours, "days": days}
EXAMPLES = [
    (kind, *re.split(r" {2,}", line, maxsplit=1))
    for kind, block in re.findall(r"```(\w+)\n(.+?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize(("kind", "typed", "answer"), EXAMPLES)
def test_an_example_is_read_as_the_page_says(kind: str, typed: str, answer: str) -> None:
    said = READERS[kind](typed)
    assert said.startswith(answer) if answer.startswith("refused: ") else said == answer


def test_every_kind_of_example_is_there() -> None:
    assert {kind for kind, *_ in EXAMPLES} == set(READERS)
    assert len(EXAMPLES) > 40
