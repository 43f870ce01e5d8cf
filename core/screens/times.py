"""What is said, and asked, about a typed time that cannot be taken as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Option
from core.times.read import show
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from core.domain.people import Person

from core.ports.cards import Actions, Button, Card, Line, Look, Tone

READINGS = 4
"""How many readings of a typed time get a button each; more are no question that anybody reads."""


def time_option(start: datetime, me: Person) -> Option:
    """Return an instant as a choice, written in the reader's own zone, or in UTC while it is unknown."""
    return Option(cut(show(start, zone_or_utc(me.zone)), 75), f"<t:{int(start.timestamp())}>")


def which_time(choices: Sequence[datetime], me: Person, draft: UUID) -> Card:
    """Ask which of at most ``READINGS`` readings of a typed time is meant; nothing is booked before the answer."""
    place = zone_or_utc(me.zone)
    picks = tuple(
        Button(cut(_short(choice, me), 34), "book-at", (draft.hex, str(int(choice.timestamp()))))
        for choice in choices
    )
    lines = tuple(Line((show(choice, place),)) for choice in choices)
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
    place = zone_or_utc(me.zone)
    local = choice.astimezone(place)
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M} {local:%Z}"
