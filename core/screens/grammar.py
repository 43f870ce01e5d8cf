"""Sentences from whole templates: numbers with their nouns, lists, and named places for what varies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias

from core.ports.cards import CommandName, Inline, Sentence, Strong, Struck, UserText, When, Who
from core.times.calendar import print_date
from core.times.read import show
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Value: TypeAlias = "Inline | float | date | Sequence[str] | Sequence[datetime]"
"""What may stand in a template: an inline value, or a fact that becomes one."""


def counted(number: float, noun: str) -> str:
    """Return a number with its noun: ``1 hour``, ``1.5 hours``."""
    digits = str(int(number)) if number == int(number) else f"{number:g}"
    return f"{digits} {noun}" if number == 1 else f"{digits} {noun}s"


def listed(items: Iterable[Inline], between: str = ", ") -> Sentence:
    """Return items one after the other: ``Europe/Berlin, Europe/Paris``."""
    pieces = [piece for item in items for piece in (between, item)]
    return tuple(pieces[1:])


def filled(template: str, /, *, place: str = "UTC", **values: Value) -> Sentence:
    """Return a sentence from a template, whose every place is one value; raises KeyError for one that is missing.

    ``{/my-sessions}`` is a command as it is called here, ``{count:request}`` a number with its noun, and
    ``{name}`` any other value. A text among the values is somebody's, and stays inert. Instants that are not
    ``When`` yet are written in the zone ``place`` (an IANA name) where a platform cannot do it itself.
    """
    pieces: list[Inline] = []
    for literal, field, noun, _ in Formatter().parse(template):
        if literal:
            pieces.append(literal)
        if field is None:
            continue
        pieces += (
            [CommandName(field[1:])] if field.startswith("/") else _value(values[field], noun or "", place)
        )
    return tuple(pieces)


def text(sentence: Sentence) -> str:
    """Return a sentence as plain characters, for a summary or a terminal."""
    return "".join(_text(part) for part in sentence)


def _value(value: Value, noun: str, place: str) -> list[Inline]:
    match value:
        case str():
            return [UserText(value)]
        case int() | float():
            return [counted(value, noun) if noun else str(value)]
        case datetime():
            return [_instant(value, place)]
        case date():
            return [print_date(value)]
        case Strong() | Struck() | When() | Who() | UserText() | CommandName():
            return [value]
        case _:
            return _many(value, place)


def _many(values: Sequence[str] | Sequence[datetime], place: str) -> list[Inline]:
    if any(isinstance(value, datetime) for value in values):
        return [
            *listed(_zone_once([_instant(one, place) for one in values if isinstance(one, datetime)]), "; ")
        ]
    return [*listed((one for one in values if isinstance(one, str)), "; ")]


def _zone_once(instants: list[When]) -> list[When]:
    """Name the zone behind the last instant only, where all of them are in one with one offset."""
    zones = {one.fallback.partition(" (")[2] for one in instants}
    if len(zones) > 1:
        return instants
    bare = [replace(one, fallback=one.fallback.partition(" (")[0]) for one in instants[:-1]]
    return [*bare, *instants[-1:]]


def _instant(instant: datetime, place: str) -> When:
    return When(instant, fallback=show(instant, zone_or_utc(place)))


def _text(part: Inline) -> str:
    match part:
        case When():
            return part.fallback
        case Who(name):
            return name
        case CommandName(name):
            return f"/{name}"
        case Strong(words) | Struck(words) | UserText(words) | words:
            return str(words)
