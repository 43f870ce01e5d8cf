"""Series: several sessions with one mentor, asked for, answered and called off in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.acts import Accept, Cancel, Reject
from core.domain.booking import Act, BookingId, Role, Status
from core.domain.errors import BadInput, BookingError, Clash, NotFound, Problem
from core.domain.moves import move
from core.domain.requests import RequestText, Wish, request
from core.domain.series import Date, Judged, joined, judged
from core.services.availability import Times, offering_meant
from core.services.bookings import ActResult, BookingService
from core.services.hand_over import fresh_ref
from core.services.series_members import following, told_with
from core.services.views import seen_by, view_of
from core.store.transaction import Repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from core.domain.acts import Doing
    from core.domain.booking import Booking, Moved
    from core.domain.people import Mentor, OfferingId, Person, PersonId
    from core.services.bookings import Press
    from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesWish:
    """What a student asks for, several times: the starts, and which mentor."""

    mentor: PersonId
    text: RequestText
    days: Sequence[Date]
    offering: OfferingId | None = None


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """Every date of a series as it stands, and the name of the mentor."""

    mentor: Mentor
    days: tuple[Judged, ...]

    @property
    def mask(self) -> str:
        """Which dates would be asked for, as a number: what was looked at is what is sent."""
        return str(sum(one.is_free << at for at, one in enumerate(self.days)))


class SeriesService(BookingService):
    """What is done to several sessions at once; everything else about them is as for a single one."""

    async def plan(self, student: Person, wish: SeriesWish) -> SeriesPlan:
        """Return what stands against each date; raises BadInput where this mentor may not be asked at all."""

        def work(tx: Transaction) -> SeriesPlan:
            now = self._clock()
            whom = self._addressee(tx, student, wish.mentor, now)
            return SeriesPlan(whom, self._judged(tx, student, whom, wish, now)[0])

        return await self._write(work)

    async def ask_for(
        self, student: Person, wish: SeriesWish, *, mask: str, key: str
    ) -> ActResult | SeriesPlan:
        """Ask for every date of the plan that was looked at, or for none: the plan as it now is, where it changed."""

        def work(tx: Transaction) -> ActResult | SeriesPlan:
            now = self._clock()
            if (seen := tx.seen(key)) is not None:
                return ActResult(view_of(tx, seen, student.id, now), changed=tx.in_doubt)
            whom = self._addressee(tx, student, wish.mentor, now)
            days, requests = self._judged(tx, student, whom, wish, now)
            plan = SeriesPlan(whom, days)
            if plan.mask != mask or not requests:
                return plan
            series = joined(requests)
            for at, moved in enumerate(series):
                booking = replace(moved.booking, ref=fresh_ref(tx))
                tx.record(replace(moved, booking=booking), key=None if at else key, who=student.id)
            return ActResult(view_of(tx, series[0].booking.id, student.id, now))

        try:
            return await self._write(work)
        except Clash:
            return await self.plan(student, wish)
        except Repeated as repeated:
            return ActResult(await self.view(student, repeated.booking), changed=False)

    async def answer_all(self, press: Press) -> ActResult:
        """Accept or decline every request that waits with this one for one answer, or none of them."""
        return await self._all(press, told_with, lambda _one: press.doing)

    async def cancel_following(self, press: Press) -> ActResult:
        """Call off a session of a series with all that follow; a mentor so declines what was not accepted yet."""
        doing = press.doing
        words = doing.reason if isinstance(doing, Cancel) else ""

        def each(one: Booking) -> Doing:
            declines = one.status is Status.PENDING and one.mentor == press.by.id
            return Reject(reply=words) if declines else doing

        return await self._all(press, following, each)

    async def _all(
        self,
        press: Press,
        others: Callable[[Transaction, Booking], Sequence[Booking]],
        doing: Callable[[Booking], Doing],
    ) -> ActResult:
        def work(tx: Transaction) -> ActResult:
            now = self._clock()
            booking = tx.booking(press.booking)
            role = booking.role_of(press.by.id) if booking else None
            if booking is None or role is None:
                raise NotFound
            more = others(tx, booking)
            if tx.seen(press.key) is not None or press.version != booking.version or not more:
                return self._act(tx, press)
            try:
                moves = [self._moved(tx, one, doing(one), role, booking) for one in (booking, *more)]
            except BookingError:
                return self._act(tx, press)
            done = [one for one in moves if one is not None]
            for one in done:
                refused = self._refused(tx, one, press, now) if one.act is Act.ACCEPT else None
                if refused is not None:
                    return ActResult(seen_by(tx, booking, press.by.id, now), changed=False, error=refused)
            for at, one in enumerate(done):
                tx.record(one, key=None if at else press.key, who=press.by.id)
            return ActResult(view_of(tx, booking.id, press.by.id, now))

        try:
            outcome = await self._write(work)
            await self._freed(outcome, press)
        except Repeated as repeated:
            return ActResult(await self.view(press.by, repeated.booking), changed=False)
        return outcome

    def _moved(self, tx: Transaction, one: Booking, doing: Doing, role: Role, first: Booking) -> Moved | None:
        """Return what happens to one of several; each that is accepted gets a link of its own."""
        if isinstance(doing, Accept):
            doing = self._with_link(tx, doing, one)
        along = None if one.id == first.id else first.id
        return move(one, doing, role, self._clock(), grace=self.policy().grace, told_with=along)

    def _judged(
        self, tx: Transaction, student: Person, whom: Mentor, wish: SeriesWish, now: datetime
    ) -> tuple[tuple[Judged, ...], list[Moved]]:
        """Return what stands against each date, and the requests for those that may be asked for."""
        kind = offering_meant(tx, whom, wish.offering)

        def asked(day: Date) -> Moved:
            return request(
                Wish(text=wish.text, start=day.start),
                student,
                whom,
                kind,
                id=BookingId(self._new_id()),
                ref="",
                policy=self.policy(),
                now=now,
            )

        if not wish.days:
            raise BadInput({"when": Problem("time_missing")})
        first = asked(wish.days[0]).booking
        times = Times(tx=tx, booking=first, policy=self.policy(), now=now, offered=kind)
        days = judged(wish.days, first.minutes, times.wanted)
        return days, [asked(one.date) for one in days if one.is_free]
