"""Busy calendars: mentors' own calendars are read in the background, and their times kept free."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from core.domain.busy_calendar import READING_TAKES, BusyCalendar, Trouble, calendar_address
from core.domain.errors import NotFound
from core.domain.notices import Kind, Notice
from core.ports.busy_calendar import CalendarUnread, Wish
from core.times.intervals import merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.domain.people import Person
    from core.ports.busy_calendar import CalendarReader, Reading
    from core.ports.platform import Clock
    from core.services.current_policy import CurrentPolicy
    from core.store.store import Store
    from core.store.transaction import Transaction
    from core.times.busy_events import BusyEvent

log = structlog.get_logger(__name__)

A_LOOK = 100
"""How many calendars one process takes at once; with a look each minute that is 1,500 in a quarter of an hour."""
READ_AT_ONCE = 8
"""How many are on their way at the same time."""
DAYS_BEHIND = timedelta(days=8)
"""How far behind the last bookable day times are kept: the day moves on until the calendar is read whole again."""


class BusyCalendars:
    """Each mentor has one calendar at most."""

    def __init__(self, store: Store, reader: CalendarReader, clock: Clock, policy: CurrentPolicy) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._policy = policy

    async def of(self, me: Person) -> BusyCalendar | None:
        """Return somebody's calendar."""
        return await self._store.read(lambda tx: tx.busy_calendar(me.id))

    async def connect(self, me: Person, typed: str) -> BusyCalendar:
        """Keep the times of a calendar free from now on, in the place of any other one.

        It is read in the background, soon. Raises BadInput, and NotFound for somebody who is no mentor.
        """
        fresh = BusyCalendar(person=me.id, address=calendar_address(typed), due_at=self._clock())

        def work(tx: Transaction) -> None:
            if tx.mentor(me.id) is None:
                raise NotFound("no_mentor_yet")
            tx.end_calendar(me.id)
            tx.save_calendar(fresh)

        await self._store.write(work)
        return fresh

    async def end(self, me: Person) -> None:
        """Forget somebody's calendar and its times."""
        await self._store.write(lambda tx: tx.end_calendar(me.id))

    async def look(self) -> int:
        """Read the calendars that are due; return how many people have to be told something.

        Of several processes each calendar is read by one: whoever puts it off first has it.
        """
        now = self._clock()
        due = await self._store.read(lambda tx: tx.due_calendars(now, A_LOOK))
        if not due:
            return 0

        def take(tx: Transaction) -> list[BusyCalendar]:
            return [one.taken(now) for one in due if tx.take_calendar(one, now + READING_TAKES)]

        gate = asyncio.Semaphore(READ_AT_ONCE)

        async def one_by_one(calendar: BusyCalendar) -> bool:
            async with gate:
                return await self._look_at(calendar)

        taken = await self._store.write(take)
        ended = await asyncio.gather(*map(one_by_one, taken), return_exceptions=True)
        for error in (one for one in ended if isinstance(one, BaseException)):
            raise error  # the others have ended as well, and what was not stored is read again
        return ended.count(True)

    async def _look_at(self, calendar: BusyCalendar) -> bool:
        now = self._clock()
        try:
            reading = await self._reader.read(await self._wish(calendar, now))
        except CalendarUnread as unread:
            return await self._failed(calendar, unread.trouble)
        except Exception as error:  # noqa: BLE001 - the edge
            name = type(error).__name__
            log.error("calendar_not_read", error=name)  # noqa: TRY400 - its text may hold the address
            return await self._failed(calendar, Trouble.UNREACHABLE)
        await self._store.write(lambda tx: self._keep(tx, calendar, reading))
        return False

    async def _wish(self, calendar: BusyCalendar, now: datetime) -> Wish:
        mentor = await self._store.read(lambda tx: tx.mentor(calendar.person))
        zone = (mentor.zone or mentor.person.zone) if mentor else None
        fresh = calendar.is_fresh(now)
        return Wish(
            address=calendar.address,
            zone=zone or "UTC",
            since=now,
            until=now + self._policy().horizon + DAYS_BEHIND,
            etag=calendar.etag if fresh else None,
            modified=calendar.modified if fresh else None,
        )

    def _keep(self, tx: Transaction, calendar: BusyCalendar, reading: Reading | None) -> None:
        now = self._clock()
        if not _stands(tx, calendar):
            return
        if reading is None:
            tx.save_calendar(calendar.read(now))
            return
        tx.set_engagements(calendar.person, _times(_foreign(tx, reading.events)))
        tx.save_calendar(calendar.read_whole(now, reading.etag, reading.modified))

    async def _failed(self, calendar: BusyCalendar, trouble: Trouble) -> bool:
        log.info("calendar_unread", trouble=trouble.value)

        def work(tx: Transaction) -> bool:
            now = self._clock()
            after = calendar.unread(now, trouble)
            if not _stands(tx, calendar):
                return False
            tx.save_calendar(after)
            if after.dropped and not calendar.dropped:
                tx.set_engagements(calendar.person, ())
                tx.enqueue(_notice(after, Kind.CALENDAR_DROPPED, now))
                return True
            if after.breaks_now:
                tx.enqueue(_notice(after, Kind.CALENDAR_UNREAD, now))
            return after.breaks_now

        return await self._store.write(work)


def _stands(tx: Transaction, calendar: BusyCalendar) -> bool:
    """Whether a calendar is still in the hands of whoever took it: its owner may have changed it meanwhile."""
    known = tx.busy_calendar(calendar.person)
    return known is not None and (known.address, known.due_at) == (calendar.address, calendar.due_at)


def _foreign(tx: Transaction, events: Iterable[BusyEvent]) -> list[BusyEvent]:
    """Leave out our own sessions, which came into the calendar from us: they are in the database anyway."""
    named = [(one, _id(one.uid)) for one in events]
    ours = tx.our_bookings({uid for _, uid in named if uid is not None})
    return [one for one, uid in named if uid not in ours]


def _id(uid: str) -> UUID | None:
    try:
        return UUID(uid)
    except ValueError:
        return None


def _times(events: Iterable[BusyEvent]) -> list[tuple[datetime, datetime]]:
    whole = merged((int(one.start.timestamp()), int(one.end.timestamp())) for one in events)
    return [(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)) for start, end in whole]


def _notice(calendar: BusyCalendar, kind: Kind, now: datetime) -> Notice:
    return Notice(
        booking=None,
        version=0,
        kind=kind,
        recipient=calendar.person,
        due_at=now,
        start=calendar.trouble_since,
    )
