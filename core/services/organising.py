"""What an organiser does for others: sees who waits, asks for an answer, asks another mentor, and calls off.

Whether somebody is an organiser is asked by whoever calls (``core/handlers/admin_routes.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.domain.acts import Cancel, Nudge, OneByOne, Reassign
from core.domain.booking import BookingId, Role, Status
from core.domain.directory import usual_answer
from core.domain.errors import BadInput, BookingError, Clash, NotFound, Problem, Stale, TooEarly
from core.domain.mentor_search import kind_for_anybody
from core.domain.moves import move
from core.domain.organised import (
    LONG,
    NUDGE_EVERY,
    Substitute,
    Unanswered,
    UnansweredPage,
    Waits,
    nudged_last,
    people_of,
)
from core.domain.requests import RequestText, Wish, request
from core.services.clashes import ended
from core.services.endings import open_sessions
from core.services.hand_over import fresh_ref
from core.services.mentor_search import Needed, suitable
from core.services.series_members import told_with
from core.services.whom import whom
from core.store.transaction import Repeated

if TYPE_CHECKING:
    from core.domain.acts import Doing
    from core.domain.booking import Booking, Moved
    from core.domain.people import Mentor, Offering, Person, PersonId
    from core.ports.platform import Clock
    from core.services.hand_over import HandOver
    from core.store.store import Store
    from core.store.transaction import Transaction

PRESSING = timedelta(hours=2)
"""How soon a request must end by itself to be shown although it is young."""
ATTEMPTS = 2
"""How often an act is begun anew because another one came first, before it is refused as stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganiserAct:
    """One press of an organiser on the booking of others, at the version that was shown."""

    by: Person
    booking: BookingId
    version: int
    key: str


@dataclass(frozen=True, slots=True)
class Organised:
    """What came of it: how the booking stands now, whether it changed, or why it did not."""

    seen: Unanswered
    changed: bool = True
    error: BookingError | None = None


class OrganiserService:
    """The organiser's view of bookings, and what may be done there. ``hand_over`` asks the next mentor of a search."""

    def __init__(self, store: Store, clock: Clock, hand_over: HandOver) -> None:
        self._store = store
        self._clock = clock
        self._hand_over = hand_over

    async def unanswered(self, limit: int) -> UnansweredPage:
        """Return those who wait too long, at most so many, and how many there are of each."""

        def work(tx: Transaction) -> UnansweredPage:
            now = self._clock()
            found: list[Booking] = []
            counts: dict[Waits, int] = {}
            for which, (since, until) in self._too_long(now).items():
                counts[which] = tx.count_unanswered(which, since=since, until=until)
                found += tx.unanswered(which, since=since, until=until, limit=max(limit - len(found), 0))
            people = tx.people(people_of(found))
            rows = tuple(
                Unanswered(booking=one, student=people[one.student], mentor=people[one.mentor], now=now)
                for one in found
            )
            return UnansweredPage(rows=rows, counts=counts)

        return await self._store.read(work)

    async def see(self, booking: BookingId) -> Unanswered:
        """Return one booking as an organiser sees it; raises NotFound for an unknown id."""
        return await self._store.read(lambda tx: self._seen(tx, booking))

    async def of_person(self, who: PersonId) -> tuple[Person, tuple[Unanswered, ...]]:
        """Return somebody with their open sessions, requests first; raises NotFound for nobody known."""

        def work(tx: Transaction) -> tuple[Person, tuple[Unanswered, ...]]:
            person, now = whom(tx, who), self._clock()
            found = open_sessions(tx, person.id, now)
            people = tx.people(people_of(found))
            return person, tuple(
                Unanswered(booking=one, student=people[one.student], mentor=people[one.mentor], now=now)
                for one in found
            )

        return await self._store.read(work)

    async def substitutes(self, booking: BookingId) -> tuple[Substitute, ...]:
        """Return who could be asked in the place of the mentor, best first; raises NotFound for an unknown id."""

        def work(tx: Transaction) -> tuple[Substitute, ...]:
            now, seen = self._clock(), self._seen(tx, booking)
            old = seen.booking
            wish = Wish(text=RequestText.of(old), start=old.starts_at)
            these = [one for one in suitable(tx, seen.student, Needed(wish=wish), now) if one != old.mentor]
            able = [one for one in these if self._request_to(tx, seen, one, now) is not None]
            people, load, waits = tx.people(set(able)), tx.open_with(able, now), tx.waits(able)
            return tuple(
                Substitute(people[one], load.get(one, 0), usual_answer(waits.get(one, ()))) for one in able
            )

        return await self._store.read(work)

    async def nudge(self, act: OrganiserAct) -> Organised:
        """Ask those for an answer who owe one, at most once in ``NUDGE_EVERY``; raises NotFound as ``see`` does."""

        def check(tx: Transaction, booking: Booking, now: datetime) -> None:
            last = nudged_last(line.moved for line in tx.history(booking.id))
            if last is not None and now < last + NUDGE_EVERY:
                raise TooEarly("nudged_lately", until=last + NUDGE_EVERY)

        return await self._done(act, Nudge(), check)

    async def call_off(self, act: OrganiserAct, reason: str) -> Organised:
        """Call it off for both; raises BadInput without a reason, and NotFound as ``see`` does."""
        if not reason:
            raise BadInput({"reason": Problem("reason_missing")})
        return await self._done(act, Cancel(reason=reason))

    async def reassign(self, act: OrganiserAct, mentor: PersonId) -> Organised:
        """Close the request and ask another mentor the same for the same student, in one transaction.

        Raises BadInput where that mentor may not be asked any more, and NotFound as ``see`` does; the result shows
        the booking with which the new one was asked.
        """

        def work(tx: Transaction) -> Organised:
            now, seen = self._clock(), self._seen(tx, act.booking)
            if (known := tx.seen(act.key)) is not None:
                return Organised(self._seen(tx, known), changed=tx.in_doubt)
            tx.line_up(seen.booking.student, seen.booking.mentor, mentor)
            if (refused := self._refusal(seen, act, Reassign(following=act.booking), now)) is not None:
                return refused
            asked = self._request_to(tx, seen, mentor, now)
            if asked is None:
                raise BadInput({"mentor": Problem("no_substitute")})
            doing = Reassign(following=asked.booking.id)
            moved = move(seen.booking, doing, Role.ADMIN, now, grace=self._hand_over.policy().grace)
            if moved is None:
                raise Stale
            self._record(tx, moved, None, act.by.id, now)
            tx.record(asked, key=act.key, who=act.by.id)
            tx.carry_card(moved.booking.id, asked.booking.id, asked.booking.student)
            return Organised(self._seen(tx, asked.booking.id))

        return await self._written(act, work)

    async def _done(
        self,
        act: OrganiserAct,
        doing: Doing,
        check: Callable[[Transaction, Booking, datetime], None] | None = None,
    ) -> Organised:
        def work(tx: Transaction) -> Organised:
            now, seen = self._clock(), self._seen(tx, act.booking)
            if tx.seen(act.key) is not None:
                return Organised(seen, changed=tx.in_doubt)
            if (refused := self._refusal(seen, act, doing, now)) is not None:
                return refused
            try:
                if check is not None:
                    check(tx, seen.booking, now)
            except BookingError as error:
                return Organised(seen, changed=False, error=error)
            moved = move(seen.booking, doing, Role.ADMIN, now, grace=self._hand_over.policy().grace)
            if moved is not None:
                self._record(tx, moved, act.key, act.by.id, now)
            return Organised(self._seen(tx, act.booking), changed=moved is not None)

        return await self._written(act, work)

    async def _written(self, act: OrganiserAct, work: Callable[[Transaction], Organised]) -> Organised:
        """Run ``work``, and look once more when somebody else has just moved the booking."""
        for attempt in range(ATTEMPTS):
            try:
                return await self._store.write(work)
            except Stale:
                if attempt + 1 == ATTEMPTS:
                    return Organised(await self.see(act.booking), changed=False, error=Stale())
            except Clash:
                raise BadInput({"mentor": Problem("no_substitute")}) from None
            except Repeated as repeated:
                return Organised(await self.see(repeated.booking), changed=False)
        raise AssertionError("the last attempt answers")

    def _refusal(self, seen: Unanswered, act: OrganiserAct, doing: Doing, now: datetime) -> Organised | None:
        """Return why it may not be done: the rule is asked before the version, so that the truth is told."""
        booking = seen.booking
        try:
            moved = move(booking, doing, Role.ADMIN, now, grace=self._hand_over.policy().grace)
        except BookingError as error:
            return Organised(seen, changed=False, error=ended(error, booking))
        if moved is not None and act.version != booking.version:
            return Organised(seen, changed=False, error=Stale())
        return None

    def _record(self, tx: Transaction, moved: Moved, key: str | None, who: PersonId, now: datetime) -> None:
        """Store what an organiser has done; what waited with it for one answer is answered on its own from now on."""
        together = (
            told_with(tx, moved.before) if moved.before and moved.booking.status is Status.CANCELLED else []
        )
        self._hand_over.record(tx, moved, key=key, who=who)
        for one in together:
            alone = move(one, OneByOne(), Role.SYSTEM, now)
            if alone is not None:
                tx.record(alone, key=None, who=None)

    def _seen(self, tx: Transaction, which: BookingId) -> Unanswered:
        booking = tx.booking(which)
        if booking is None:
            raise NotFound
        people = tx.people({booking.student, booking.mentor})
        last = nudged_last(line.moved for line in tx.history(which))
        return Unanswered(
            booking=booking,
            student=people[booking.student],
            mentor=people[booking.mentor],
            now=self._clock(),
            nudged_at=last,
        )

    def _request_to(self, tx: Transaction, seen: Unanswered, who: PersonId, now: datetime) -> Moved | None:
        """Return the same request to another mentor, not yet stored; None where they can't take it."""
        old, mentor = seen.booking, tx.mentor(who)
        if mentor is None or not _may_be_asked(tx, old, mentor, now):
            return None
        moved = request(
            Wish(text=RequestText.of(old), start=old.starts_at),
            seen.student,
            mentor,
            _kind_like(tx.offerings(who), old.minutes),
            id=BookingId(self._hand_over.new_id()),
            ref=fresh_ref(tx),
            policy=self._hand_over.policy(),
            now=now,
        )
        if self._hand_over.refusal(tx, moved, instead=old.id) is not None:
            return None
        return replace(moved, by=Role.ADMIN)

    def _too_long(self, now: datetime) -> dict[Waits, tuple[datetime, datetime]]:
        """Return, for each thing that is waited for, since when it is too long and until when it is pressing."""
        whole = self._hand_over.policy().answer_within
        return {
            Waits.REQUEST: (now - whole * LONG, now + PRESSING),
            Waits.SUGGESTION: (now, now + whole * (1 - LONG)),
            Waits.TIME: (now - whole, now),
        }


def _may_be_asked(tx: Transaction, old: Booking, mentor: Mentor, now: datetime) -> bool:
    who = mentor.person.id
    if (
        mentor.person.left_at is not None
        or not mentor.takes_requests(now)
        or who in {old.student, old.mentor}
    ):
        return False
    return tx.asked_so_far(old.student, who, now).pending_with_mentor is None


def _kind_like(offered: list[Offering], minutes: int) -> Offering | None:
    """Return the session type of the same length, or the one of somebody who was not chosen by it."""
    return next((one for one in offered if one.minutes == minutes), None) or kind_for_anybody(offered)
