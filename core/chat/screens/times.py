"""What is said about a typed time that cannot be taken as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.kit import Option
from core.domain.text import cut
from core.domain.typed_time import show
from core.domain.zones import zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.domain.people import Person

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
