"""Waiting lists: joining and leaving one, and the time that is held for the first in line once it comes free."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.domain.asked_notices import line_ended
from core.domain.booking import BookingId, Slot
from core.domain.errors import BadInput, Clash, NotAvailable, Problem
from core.domain.open_times import looked_at, terms_of
from core.domain.waiting import MOST_PLACES, Waited, WaitingPlace, offer
from core.services.hand_over import fresh_ref
from core.services.open_times import Asked, open_starts

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import Person, PersonId
    from core.domain.requests import RequestText
    from core.ports.platform import Clock, NewId
    from core.services.current_policy import CurrentPolicy
    from core.store.store import Store
    from core.store.transaction import Transaction

LOOKED_AT_TOGETHER = 25
"""How many in a line are looked at in one transaction when a time comes free: those before may be busy then."""


class WaitingLists:
    """Who waits for a mentor without an open time."""

    def __init__(self, store: Store, clock: Clock, new_id: NewId, policy: CurrentPolicy) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._policy = policy

    async def join(self, student: Person, mentor: PersonId, text: RequestText) -> Waited:
        """Give somebody a place in line, or keep the one they have; raises BadInput where nobody can wait.

        Raises NotAvailable for who is blocked.
        """

        def work(tx: Transaction) -> None:
            known = tx.mentor(mentor)
            if known is None:
                raise BadInput({"mentor": Problem("not_a_mentor")})
            if tx.standing(student.id).blocked:
                raise NotAvailable("blocked")
            if not known.offered or (known.paused and known.paused_until is None):
                raise BadInput({"mentor": Problem("mentor_not_offered", name=known.person.name)})
            if mentor == student.id:
                raise BadInput({"mentor": Problem("self_booking")})
            others = [one for one, _ in tx.places_of(student.id) if one.mentor != mentor]
            if len(others) >= MOST_PLACES:
                raise BadInput({"mentor": Problem("too_many_places", count=len(others))})
            tx.join_line(WaitingPlace(mentor=mentor, student=student.id, text=text, since=self._clock()))
            tx.waits_through(student.account, student.id, mentor)

        await self._store.write(work)
        return next(one for one in await self.places(student) if one.mentor.id == mentor)

    async def leave(self, student: Person, mentor: PersonId) -> None:
        """Give a place in line up; nothing happens where there is none."""
        await self._store.write(lambda tx: tx.leave_line(mentor, student.id))

    async def places(self, student: Person) -> tuple[Waited, ...]:
        """Return for whom somebody waits, the longest wait first."""
        return await self._store.read(partial(places_in, student=student.id))

    async def fill_all(self) -> int:
        """Hold what has come free for those who wait for it; return for how many."""
        return sum([await self.fill(mentor) for mentor in await self._store.read(lambda tx: tx.waited_for())])

    async def fill(self, mentor: PersonId) -> int:
        """Hold a mentor's open times for those who wait for one, the first in line first; return for how many."""
        if not await self._store.read(lambda tx: tx.line_for(mentor, 1)):
            return 0
        held, behind, goes_on = 0, None, True
        while goes_on:
            try:
                one, behind = await self._store.write(partial(self._hold_one, mentor, behind))
            except Clash:  # somebody has just taken it: the next sweep looks again
                break
            held += one
            goes_on = one or behind is not None
        return held

    def _hold_one(
        self, mentor: PersonId, behind: WaitingPlace | None, tx: Transaction
    ) -> tuple[bool, WaitingPlace | None]:
        """Hold the next open time for the first who can come then; each in a transaction of its own.

        Returns whether one is held, and behind whom to look on: those before can't come.
        """
        now, known = self._clock(), tx.mentor(mentor)
        if known is None or known.person.left_at is not None:
            return False, None
        kind = looked_at(tx.offerings(mentor), None)
        terms = terms_of(known, kind)
        if not open_starts(tx, Asked(known, terms), now=now, limit=1):
            return False, None
        line = tx.line_for(mentor, LOOKED_AT_TOGETHER, behind)
        people = tx.people({place.student for place in line})
        for place in line:
            if people[place.student].left_at is not None:
                continue
            asked = Asked(known, terms, place.student)
            if not open_starts(tx, asked, now=now, limit=1):
                continue
            tx.line_up(place.student, mentor)
            if tx.standing(place.student).blocked:
                continue
            starts = open_starts(tx, asked, now=now, limit=1)
            if not starts:
                return False, None
            moved = offer(
                place,
                known,
                Slot(starts[0], terms.minutes),
                kind.id if kind else None,
                id=BookingId(self._new_id()),
                ref=fresh_ref(tx),
                policy=self._policy(),
                now=now,
            )
            tx.record(moved, key=None, who=None)
            tx.made_through(tx.waiting_account(place.student, mentor), moved.booking.id)
            tx.leave_line(mentor, place.student)
            return True, behind
        return False, line[-1] if line else None


def end_line(tx: Transaction, mentor: PersonId, now: datetime) -> None:
    """End the line of a mentor who takes no more requests; whoever stood in it is told, once."""
    for student in tx.end_line(mentor):
        tell_ended(tx, student, mentor, now)


def tell_ended(tx: Transaction, student: PersonId, mentor: PersonId, now: datetime) -> None:
    """Tell somebody who waited for a mentor that nothing comes of it."""
    notice = line_ended(student, mentor, now)
    if notice.start is not None:
        tx.note_ended_place(student, mentor, notice.start)
    tx.enqueue(notice)


def places_in(tx: Transaction, student: PersonId) -> tuple[Waited, ...]:
    """Return for whom somebody waits, and as which in line, the longest wait first."""
    found = tx.places_of(student)
    people = tx.people({one.mentor for one, _ in found}) if found else {}
    return tuple(Waited(people[one.mentor], number) for one, number in found)
