"""What is promised about mentors' own calendars: one for each person, read by one process, and only its times kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.domain.busy_calendar import BusyCalendar, Trouble
from core.domain.notices import Kind, Notice
from core.domain.open_times import Busy
from core.store.transaction import Transaction
from tests.store.world import DAY, HOUR, NOW, Ids, slot

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import PersonId
    from core.store.store import Store
    from tests.store.world import World


def _busy(tx: Transaction, who: PersonId, edge: tuple[datetime, datetime]) -> list[Busy]:
    return tx.busy(who, *edge, engaged=True)


class BusyCalendarPromises:
    async def test_a_calendar_is_kept_whole_and_forgotten_whole(self, store: Store, world: World) -> None:
        one, other = await world.pair()
        plain = BusyCalendar(person=one, address="https://calendar.example.org/a.ics", due_at=NOW)
        await store.write(lambda tx: tx.save_calendar(plain))
        assert await store.read(lambda tx: tx.busy_calendar(one)) == plain
        full = replace(
            plain.read_whole(NOW, '"1"', "Mon, 02 Mar 2026 09:00:00 GMT").unread(NOW + HOUR, Trouble.GONE),
            dropped=True,
        )
        times = [(NOW + HOUR, NOW + 2 * HOUR), (NOW + DAY, NOW + 3 * DAY)]
        await store.write(lambda tx: tx.save_calendar(full))
        await store.write(lambda tx: tx.set_engagements(one, times))
        await store.write(lambda tx: tx.set_engagements(other, times[:1]))
        assert await store.read(lambda tx: tx.busy_calendar(one)) == full
        await store.write(lambda tx: tx.end_calendar(one))
        assert await store.read(lambda tx: tx.busy_calendar(one)) is None
        assert await store.read(lambda tx: tx.busy(one, NOW, NOW + 9 * DAY, engaged=True)) == []
        assert len(await store.read(lambda tx: tx.busy(other, NOW, NOW + 9 * DAY, engaged=True))) == 1

    async def test_times_are_replaced_and_stand_beside_sessions(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        await world.ask(student, mentor, slot(2 * HOUR))
        await store.write(lambda tx: tx.set_engagements(mentor, [(NOW, NOW + HOUR)]))
        await store.write(lambda tx: tx.set_engagements(mentor, [(NOW + HOUR, NOW + 3 * HOUR)]))
        session = Busy(NOW + 2 * HOUR, NOW + 2.5 * HOUR)
        engaged = Busy(NOW + HOUR, NOW + 3 * HOUR, as_mentor=False, engaged=True)
        assert await store.read(lambda tx: tx.busy(mentor, NOW, NOW + DAY)) == [session]
        assert await store.read(lambda tx: tx.busy(mentor, NOW, NOW + DAY, engaged=True)) == [
            engaged,
            session,
        ]
        edges = [(NOW, NOW + HOUR), (NOW + 3 * HOUR, NOW + DAY)]
        for edge in edges:
            assert await store.read(partial(_busy, who=mentor, edge=edge)) == []

    async def test_what_is_due_is_taken_by_one(self, store: Store, world: World) -> None:
        one, other = await world.pair()
        for who, due in ((one, NOW), (other, NOW + HOUR)):
            known = BusyCalendar(person=who, address="https://calendar.example.org/a.ics", due_at=due)
            await store.write(partial(Transaction.save_calendar, calendar=known))
        (due_now,) = await store.read(lambda tx: tx.due_calendars(NOW, 9))
        assert due_now.person == one
        assert len(await store.read(lambda tx: tx.due_calendars(NOW + HOUR, 1))) == 1
        assert await store.write(lambda tx: tx.take_calendar(due_now, NOW + HOUR))
        assert not await store.write(lambda tx: tx.take_calendar(due_now, NOW + HOUR)), "it is taken"
        assert await store.read(lambda tx: tx.due_calendars(NOW, 9)) == []
        gone = replace(await world.person("Lea"), left_at=NOW)
        theirs = replace(due_now, person=gone.id)
        await store.write(lambda tx: tx.update_person(gone))
        await store.write(lambda tx: tx.save_calendar(theirs))
        assert await store.read(lambda tx: tx.due_calendars(NOW, 9)) == [], (
            "whoever has left is busy elsewhere"
        )

    async def test_our_own_sessions_are_known_among_many(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.ask(student, mentor, slot(DAY))
        ids = Ids(9)
        strange = {ids() for _ in range(600)}
        assert await store.read(lambda tx: tx.our_bookings({*strange, booking.id})) == {booking.id}

    async def test_a_notice_may_be_about_no_booking(self, store: Store, world: World) -> None:
        mentor = (await world.person("Ana")).id
        notice = Notice(
            booking=None, version=0, kind=Kind.CALENDAR_UNREAD, recipient=mentor, due_at=NOW, start=NOW
        )
        await store.write(lambda tx: tx.enqueue(notice, notice))
        (entry,) = await world.entries(mentor)
        assert entry.notice == notice
        later = replace(notice, start=NOW + HOUR)
        await store.write(lambda tx: tx.enqueue(later))
        assert len(await world.entries(mentor)) == 2, "another breakage is told anew"
