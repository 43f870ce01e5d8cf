"""Open times: what a mentor's hours leave free, read from the memory and shown to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.open_times import SessionTerms, looked_at, open_times, terms_of

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.people import Mentor, Offering, OfferingId, PersonId
    from core.ports.platform import Clock
    from core.store.store import Store
    from core.store.transaction import Transaction

AROUND = timedelta(days=8)
"""How far around an instant a mentor's sessions are read: its week counts against the cap, neighbours have buffers."""
CANDIDATES = 40
"""How many mentors are looked at when others with the same time are sought."""


class OpenTimes:
    """Answers which starts are open."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def of(
        self,
        mentor: PersonId,
        *,
        student: PersonId | None = None,
        offering: OfferingId | None = None,
        but: BookingId | None = None,
        limit: int,
    ) -> tuple[datetime, ...]:
        """Return the next open starts of a mentor in UTC, without those at which ``student`` is busy.

        They are those of the session type that is meant; ``but`` is a booking that would be moved to one of them.
        """

        def work(tx: Transaction) -> tuple[datetime, ...]:
            known = tx.mentor(mentor)
            if known is None or not known.hours:
                return ()
            kind = looked_at(tx.offerings(mentor), offering)
            if kind is None and but is not None and offering is not None:
                kind = tx.offering(offering)
            asked = Asked(known, terms_of(known, kind), student, but)
            return tuple(open_starts(tx, asked, now=self._clock(), limit=limit))

        return await self._store.read(work)

    async def shown_by(
        self,
        mentor: Mentor,
        *,
        student: PersonId | None = None,
        offering: OfferingId | None = None,
        limit: int,
    ) -> tuple[tuple[Offering, ...], tuple[datetime, ...]]:
        """Return what a mentor offers and the next starts that this or any student would see, in one reading."""

        def work(tx: Transaction) -> tuple[tuple[Offering, ...], tuple[datetime, ...]]:
            offered = tx.offerings(mentor.person.id)
            asked = Asked(mentor, terms_of(mentor, looked_at(offered, offering)), student)
            return tuple(offered), tuple(open_starts(tx, asked, now=self._clock(), limit=limit))

        return await self._store.read(work)

    async def mentors_free_at(self, start: datetime, minutes: int, but: PersonId) -> tuple[Mentor, ...]:
        """Return mentors, without ``but``, whose own hours and sessions leave ``start`` open, by name."""

        def work(tx: Transaction) -> tuple[Mentor, ...]:
            now = self._clock()
            return tuple(
                one for one in tx.mentors("", CANDIDATES, but=but) if _is_open(tx, one, start, minutes, now)
            )

        return await self._store.read(work)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose open times are asked for, for what kind of session, by whom, and in the place of which booking."""

    mentor: Mentor
    terms: SessionTerms
    student: PersonId | None = None
    but: BookingId | None = None


def open_starts(tx: Transaction, asked: Asked, *, now: datetime, limit: int) -> list[datetime]:
    """Return the next open starts in UTC, soonest first."""
    mentor, student = asked.mentor, asked.student
    if not mentor.hours or not mentor.takes_requests(now):
        return []
    end = now + timedelta(days=mentor.horizon) + AROUND
    mine = tx.busy(mentor.person.id, now - AROUND, end, asked.but, engaged=True)
    theirs = tx.busy(student, now, end, asked.but) if student else []
    return open_times(mentor, asked.terms, of_mentor=mine, of_student=theirs, now=now, limit=limit)


def _is_open(tx: Transaction, mentor: Mentor, start: datetime, minutes: int, now: datetime) -> bool:
    terms = replace(terms_of(mentor, None), minutes=minutes)
    mine = tx.busy(mentor.person.id, start - AROUND, start + AROUND, engaged=True)
    return open_times(mentor, terms, of_mentor=mine, now=now, limit=1, since=start) == [start]
