"""A small world for the tests of the store: people, bookings, and a clock that stands where it is put."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.domain.booking import Act, Booking, BookingId, Moved, Role, Slot
from core.domain.moves import move
from core.domain.people import Address, Mentor, Person, PersonId
from core.store.store import Store
from core.store.transaction import OutboxOutcome

if TYPE_CHECKING:
    from core.domain.acts import Doing
    from core.domain.notices import Notice
    from core.store.transaction import OutboxEntry

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Ids:
    """Ids that are the same in every run, and different for every ``seed``."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(f"ids {seed}")

    def __call__(self) -> UUID:
        """The next one."""
        return UUID(int=self._random.getrandbits(128))


def slot(after: timedelta, minutes: int = 30) -> Slot:
    """A stretch of time that begins so long after now."""
    return Slot(NOW + after, minutes)


def booking_of(store: Store, ids: Ids, student: PersonId, mentor: PersonId, **fields: Any) -> Booking:
    """A new request."""
    which = ids()
    values: dict[str, Any] = {
        "id": BookingId(which),
        "ref": f"S-{which.hex[:12]}",
        "program": store.program,
        "student": student,
        "mentor": mentor,
        "topic": "Careers",
        "minutes": 30,
        "answer_by": NOW + 2 * DAY,
        "created_at": NOW,
    }
    return Booking(**values | fields)


def asked(booking: Booking) -> Moved:
    """What happened when it was asked for."""
    return Moved(booking, Act.REQUEST, Role.STUDENT, booking.created_at)


class World:
    """Writes through the store's front door only."""

    def __init__(self, store: Store, seed: int = 1) -> None:
        self.store = store
        self.ids = Ids(seed)

    def somebody(self, name: str, **fields: Any) -> Person:
        who = PersonId(self.ids())
        where = Address("slack", "T1", who.hex)
        return Person(id=who, program=self.store.program, name=name, address=where, **fields)

    async def person(self, name: str, **fields: Any) -> Person:
        person = self.somebody(name, **fields)
        await self.store.write(lambda tx: tx.add_person(person))
        return person

    async def mentor(self, name: str, headline: str = "Helps", **fields: Any) -> Mentor:
        mentor = Mentor(person=await self.person(name), headline=headline, since=NOW, **fields)
        await self.store.write(lambda tx: tx.save_mentor(mentor))
        return mentor

    async def pair(self) -> tuple[PersonId, PersonId]:
        """A student and a mentor."""
        return (await self.person("Ana")).id, (await self.person("Ken")).id

    async def entries(self, who: PersonId) -> list[OutboxEntry]:
        """What that person still has to be told."""
        return await self.store.read(lambda tx: tx.entries_for(who))

    async def settle(self, notice: Notice, outcome: OutboxOutcome = OutboxOutcome.SENT) -> None:
        await self.store.write(lambda tx: tx.settle(notice.key, outcome, NOW))

    async def ask(
        self,
        student: PersonId,
        mentor: PersonId,
        when: Slot | None = None,
        *,
        key: str | None = None,
        **fields: Any,
    ) -> Booking:
        booking = booking_of(self.store, self.ids, student, mentor, slot=when, **fields)
        await self.store.write(lambda tx: tx.record(asked(booking), key=key, who=student))
        return booking

    async def do(
        self, booking: Booking, doing: Doing, by: Role, *, at: datetime = NOW, key: str | None = None
    ) -> Booking:
        moved = move(booking, doing, by, at)
        assert moved is not None
        who = None if by in {Role.SYSTEM, Role.ADMIN} else booking.party(by)
        await self.store.write(lambda tx: tx.record(moved, key=key, who=who))
        return moved.booking
