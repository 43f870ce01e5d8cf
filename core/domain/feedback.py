"""Feedback: how a session was for one of its two people, in one tap and, if they like, a few words."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.booking import Status
from core.domain.errors import NotAvailable

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId

WORDS_LENGTH = 1000


class Score(enum.StrEnum):
    """The one tap."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What one person said of one session. It is never shown to the other side.

    ``score`` is None while there are only words.
    """

    booking: BookingId
    person: PersonId
    score: Score | None = None
    words: str = ""
    at: datetime


def check_over(booking: Booking) -> None:
    """Raise NotAvailable unless the session took place: nothing else can be looked back on."""
    if booking.status is not Status.COMPLETED:
        raise NotAvailable("not_completed")


def rated(old: Feedback | None, booking: Booking, person: PersonId, score: Score, at: datetime) -> Feedback:
    """Return feedback with this tap; words that were given before stay."""
    check_over(booking)
    return replace(old or Feedback(booking=booking.id, person=person, at=at), score=score, at=at)


def worded(old: Feedback | None, booking: Booking, person: PersonId, words: str, at: datetime) -> Feedback:
    """Return feedback with these words; a tap that was given before stays."""
    check_over(booking)
    return replace(old or Feedback(booking=booking.id, person=person, at=at), words=words, at=at)
