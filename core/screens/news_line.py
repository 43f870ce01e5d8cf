"""The line of a ping: a sign for those who see no colour, what happened, and when the session is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Status
from core.ports.cards import Inline, Line, Tone
from core.screens.session import time_of

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView
    from core.ports.cards import Sentence

SIGNS = {Tone.GOOD: "✅", Tone.WAITING: "⏳", Tone.PLAIN: "⚪", Tone.BAD: "⚠️"}
"""How a ping's line begins, for those who see no colour."""


def line_of_news(tone: Tone, said: Sentence, view: BookingView) -> Line:
    """Return one line: a sign for who sees no colour, what happened, and when the session is."""
    agreed = view.booking.status is Status.ACCEPTED
    time: tuple[Inline, ...] = (", no time set yet",) if agreed else ()
    if view.booking.slot:
        time = (", ", *time_of(view))
    return Line((f"{SIGNS[tone]} ", *said, *time))
