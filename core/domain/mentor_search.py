"""A search for any suitable mentor: who is asked one after another, in which order, and each until when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.booking import Act, Moved, Role
from core.domain.people import DEFAULT_MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import Offering, PersonId
    from core.domain.policy import Policy

ANY = "any"
"""Stands in a form for whoever is suitable, where else the id of a mentor stands."""
MOST_ASKED = 3
"""How many mentors are asked for one request."""
NEEDS_LENGTH = 120
"""UTF-16 units of what a mentor should know."""
FITS = 75
"""From which likeness (of 100) on words that are needed count as known."""
ROUGHLY = 20
"""Likenesses that differ by less than this do not decide."""
PASSING_ON = frozenset({Act.REJECT, Act.EXPIRE, Act.LEAVE})
"""The acts after which the next mentor is asked."""
_ITEMS = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorSearch:
    """Who is asked for one request, the best one first. Each is asked with a booking of their own."""

    mentors: tuple[PersonId, ...]
    place: int = 0
    """Whose turn it is, or was, with the booking that holds this."""
    following: BookingId | None = None
    """The booking with which the next one was asked after this one."""

    @property
    def ahead(self) -> tuple[PersonId, ...]:
        """Who would be asked after this one."""
        return self.mentors[self.place + 1 :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mentor who may be asked, and what speaks for them."""

    person: PersonId
    is_open: bool
    """Whether their hours leave the wished time open; else they would have to make an exception."""
    likeness: float
    """How well what they know fits what is needed, 0 to 100."""
    load: int = 0
    """Requests that wait for them, and agreed sessions to come."""
    answers_in: timedelta | None = None


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return them best first: open then, who knows it, who has least to do, who answers soon; then by id."""
    return sorted(candidates, key=_rank)


def _rank(one: Candidate) -> tuple[bool, int, int, timedelta, PersonId]:
    waits = timedelta.max if one.answers_in is None else one.answers_in
    return not one.is_open, -int(one.likeness // ROUGHLY), one.load, waits, one.person


def likeness(needed: str, said: str) -> float:
    """Return how well one thing of what a mentor says fits the words, 0 to 100; both as they are searched.

    ``said`` is a line for the name, which does not count, and lines of things between commas.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - only needed here, and takes a while to load

    things = [thing.strip() for thing in _ITEMS.split(said.partition("\n")[2])]
    return max((fuzz.token_set_ratio(needed, thing) for thing in things if thing), default=0)


def kind_for_anybody(offered: Sequence[Offering]) -> Offering | None:
    """Return the session type of somebody who was not chosen by it: of the usual length, or else the shortest.

    None where there is none, and where one of the usual length is among several: that needs no name.
    """
    if len(offered) != 1 and (not offered or any(one.minutes == DEFAULT_MINUTES for one in offered)):
        return None
    return min(offered, key=lambda one: (one.minutes, one.id))


def kind_of_length(offered: Sequence[Offering], minutes: int) -> Offering | None:
    """Return the session type of so many minutes, or else the one of somebody who was not chosen by it.

    The usual length needs no name.
    """
    same = (one for one in offered if one.minutes == minutes)
    return (next(same, None) if minutes != DEFAULT_MINUTES else None) or kind_for_anybody(offered)


def in_turn(moved: Moved, search: MentorSearch, policy: Policy) -> Moved:
    """Return a new request as one of a search: with the share of the time to answer that each of them has."""
    booking = moved.booking
    answer_by = policy.answer_in_turn(booking.starts_at, moved.at)
    return replace(moved, booking=replace(booking, search=search, answer_by=answer_by))


def answer_deadline(booking: Booking, start: datetime | None, policy: Policy, now: datetime) -> datetime:
    """Return until when a request that is changed ``now`` may be answered, in UTC."""
    return (policy.answer_in_turn if booking.search else policy.answer_by)(start, now)


def passes_on(moved: Moved) -> MentorSearch | None:
    """Return the search that goes on to the next mentor after what happened, or None."""
    booking = moved.booking
    student_left = moved.act is Act.LEAVE and booking.closed_by is not Role.MENTOR
    if moved.act not in PASSING_ON or student_left or booking.accepted_at is not None:
        return None
    return booking.search
