"""What is said, and asked, about a typed time that cannot be taken as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Option
from core.times.read import show
from core.times.zones import zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from core.domain.people import Person

from core.ports.cards import Actions, Button, Card, Line, Look, Tone

EXAMPLES = "Examples: tomorrow 15:00 · fri 9:30 · 2026-12-01 15:00 · in 2 hours"


WHY: dict[str, str] = {
    "empty": f"Please type a time. {EXAMPLES}",
    "not_understood": f"I can't read that time. {EXAMPLES}",
    "no_hour": f"Please add the hour. {EXAMPLES}",
    "impossible_date": "That date does not exist. Please check the day and the month.",
    "gap": "The clocks go forward then, so that time does not exist. Please choose another one.",
    "past": "That time has already passed. Please choose a later one.",
    "too_far": "That is too far ahead. Please choose a time within the next 180 days.",
    "too_long": f"That is too long for a time. {EXAMPLES}",
}


def why(code: str) -> str:
    """Return the sentence for a refused time."""
    return WHY.get(code, WHY["not_understood"])


def time_option(start: datetime, me: Person) -> Option:
    """Return an instant as a choice, written in the reader's own zone, or in UTC while it is unknown."""
    return Option(cut(show(start, zone(me.zone or "UTC")), 75), f"<t:{int(start.timestamp())}>")


def still_open(sentence: str, starts: Sequence[datetime], me: Person) -> str:
    """Return a refusal with the times that are still open behind it."""
    if not starts:
        return sentence
    place = zone(me.zone or "UTC")
    return f"{sentence} Still open: {'; '.join(show(start, place) for start in starts)}."


def which_time(choices: Sequence[datetime], me: Person, draft: UUID) -> Card:
    """Ask which of several readings of a typed time is meant; nothing is booked before the answer."""
    place = zone(me.zone or "UTC")
    picks = tuple(
        Button(cut(_short(choice, me), 34), "book-at", (draft.hex, str(int(choice.timestamp()))))
        for choice in choices[:4]
    )
    lines = tuple(Line((show(choice, place),)) for choice in choices[:4])
    return Card(
        title="Which time do you mean?",
        summary="Please choose what you meant",
        tone=Tone.WAITING,
        parts=(*lines, Actions((*picks, Button("Type it again…", "edit-draft", (draft.hex,))))),
    )


def zone_first(draft: UUID) -> Card:
    """Ask for a time zone before a typed time is read; what was typed is kept."""
    return Card(
        title="Which time zone are you in?",
        summary="I need your time zone to read the time you typed",
        tone=Tone.WAITING,
        parts=(
            Line(("I need your time zone to read the time you typed. Everything you typed is kept.",)),
            Actions((Button("Set time zone…", "zone", (draft.hex,), Look.PRIMARY),)),
        ),
    )


def _short(choice: datetime, me: Person) -> str:
    place = zone(me.zone or "UTC")
    local = choice.astimezone(place)
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M} {local:%Z}"
