"""Wordings: how one kind of ping reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import UserText
from core.screens.grammar import filled, text
from core.screens.session import when, who
from core.times.read import show
from core.times.zones import zone_label, zone_or_utc

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView
    from core.ports.cards import Sentence, Tone


@dataclass(frozen=True, slots=True)
class Wording:
    """How one kind of ping reads. ``{other}`` is the person on the other side, ``{topic}`` what it is about."""

    state: str
    """What it says in a word: crossed out when it holds no more."""
    tone: Tone
    sentence: str
    """One whole template (``core/screens/grammar.py``)."""
    quotes: str = ""
    """Which words of the booking are quoted: ``reply``, ``reason``, the ``note`` of a suggestion, or none."""
    steps: tuple[str, ...] = ()
    brief: str = ""
    """What a notification says, where it is not the sentence: it names no command and nobody's words."""

    def said(self, view: BookingView) -> Sentence:
        """Return the sentence."""
        booking = view.booking
        return filled(
            self.sentence,
            other=who(view.other),
            topic=UserText(booking.topic, strong=True),
            until=when(booking.lapses_at, view.me),
            time_until=when(booking.time_until or booking.lapses_at, view.me),
            **_clocks(view),
        )

    def summary(self, view: BookingView) -> str:
        """Return the one line of a notification."""
        return cut(f"{self.state}: {text(filled(self.brief, other=view.other.name))}", 200)


def _clocks(view: BookingView) -> dict[str, str]:
    """Return where both are, and what time it is there when the session begins."""
    start = view.booking.starts_at
    found: dict[str, str] = {}
    for side, person in (("my", view.me), ("their", view.other)):
        found[f"{side}_place"] = zone_label(person.zone) if person.zone else "UTC"
        found[f"{side}_time"] = show(start, zone_or_utc(person.zone)) if start else ""
    return found
