"""Feedback: how a session was for one of its two people, in one tap and, if they like, a few words."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.booking import Status
from core.domain.errors import NotAvailable

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId

WORDS_LENGTH = 1000
OPENS_AFTER = timedelta(days=7)
"""How long after the end a mentor who has not answered waits for the student's kind words."""


class Score(enum.StrEnum):
    """The one tap."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What one person said of one session.

    Nobody else is shown any of it, but for the student's words beside a good score (``kind_words``), and words that
    their writer lets organisers read.
    ``score`` is None while there are only words.
    """

    booking: BookingId
    person: PersonId
    score: Score | None = None
    words: str = ""
    at: datetime
    for_organisers: bool = False
    """Whether its writer lets the organisers of the program read the words."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a form, and whether organisers may read them."""

    text: str
    for_organisers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedWords:
    """Words of feedback that their writer lets organisers read, with the names of the session's people."""

    words: str
    by_mentor: bool
    student: str
    mentor: str
    at: datetime


def check_over(booking: Booking) -> None:
    """Raise NotAvailable unless the session took place: nothing else can be looked back on."""
    if booking.status is not Status.COMPLETED:
        raise NotAvailable("not_completed")


def kind_words(booking: Booking, student: Feedback | None, mentor: Feedback | None, now: datetime) -> str:
    """Return what the mentor may read of the student's answer: words beside a good score, and empty for all else.

    They are shown once both have answered, so that neither answer follows the other, or after ``OPENS_AFTER``.
    """
    if booking.status is not Status.COMPLETED or student is None or student.score is not Score.GOOD:
        return ""
    is_open = booking.decided_at is not None and now >= booking.decided_at + OPENS_AFTER
    return student.words if mentor is not None or is_open else ""


def rated(old: Feedback | None, booking: Booking, person: PersonId, score: Score, at: datetime) -> Feedback:
    """Return feedback with this tap; words that were given before stay."""
    check_over(booking)
    return replace(old or Feedback(booking=booking.id, person=person, at=at), score=score, at=at)


def worded(old: Feedback | None, booking: Booking, person: PersonId, said: Words, at: datetime) -> Feedback:
    """Return feedback with these words; a tap that was given before stays."""
    check_over(booking)
    allowed = said.for_organisers and bool(said.text)
    known = old or Feedback(booking=booking.id, person=person, at=at)
    return replace(known, words=said.text, for_organisers=allowed, at=at)
