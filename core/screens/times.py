"""What is said, and asked, about a typed time that cannot be taken as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Line, Option, Tone
from core.times.read import show
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from core.domain.people import Person
    from core.ports.cards import Sentence

READINGS = 4
"""How many readings of a typed time get a button each; more are no question that anybody reads."""


def time_option(start: datetime, me: Person) -> Option:
    """Return an instant as a choice, written in the reader's own zone, or in UTC while it is unknown."""
    return Option(cut(show(start, zone_or_utc(me.zone)), 75), f"<t:{int(start.timestamp())}>")


def which_time(choices: Sequence[datetime], me: Person, draft: UUID, field: str) -> Card:
    """Ask which of several readings of a typed time is meant; nothing is done before the answer.

    ``draft`` is the form as it was typed, and ``field`` the key under which the time stands in it.
    """
    place = zone_or_utc(me.zone)
    picks = tuple(_pick(choice, me, draft, field) for choice in choices)
    lines = tuple(Line((show(choice, place),)) for choice in choices)
    return Card(
        title="Which time do you mean?",
        summary="Please choose what you meant",
        tone=Tone.WAITING,
        parts=(*lines, Actions((*picks, Button("Type it again…", "edit-draft", (draft.hex,))))),
    )


def still_open(
    said: Sequence[Sentence], starts: Sequence[datetime], me: Person, draft: UUID, field: str
) -> Card:
    """Say why a time was not taken, with a button for each time that is open; everything typed is kept."""
    picks = tuple(_pick(start, me, draft, field) for start in starts[:4])
    return Card(
        title="That did not work",
        summary="That did not work",
        tone=Tone.BAD,
        parts=(
            *(Line(one) for one in said),
            Line(("Open times, in your time zone:" if me.zone else "Open times, in UTC:",), small=True),
            Actions((*picks, Button("Edit…", "edit-draft", (draft.hex,)))),
        ),
    )


def _pick(start: datetime, me: Person, draft: UUID, field: str) -> Button:
    """Return the button that sends a form again with this time in the field."""
    return Button(cut(_short(start, me), 34), "book-at", (draft.hex, str(int(start.timestamp())), field))


def _short(choice: datetime, me: Person) -> str:
    place = zone_or_utc(me.zone)
    local = choice.astimezone(place)
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M} {local:%Z}"
