"""What is promised about the outbox: each person in order, nothing lost, nothing taken twice."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.domain.acts import Accept
from core.domain.booking import Role
from core.domain.notices import Kind, Notice
from core.domain.people import Address
from core.store.transaction import OutboxEntry, OutboxOutcome, OutboxState, Transaction
from tests.store.world import DAY, MINUTE, NOW, slot

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.domain.booking import Booking
    from core.domain.people import PersonId
    from core.store.store import Store
    from tests.store.world import World

LEASE = MINUTE / 2


async def _quiet(world: World) -> Booking:
    """A booking whose own notices are all settled."""
    booking = await world.ask(*await world.pair())
    for who in (booking.student, booking.mentor):
        for one in await world.entries(who):
            await world.settle(one.notice)
    return booking


async def _enqueue(
    store: Store, booking: Booking, version: int, to: PersonId | None = None, due: datetime = NOW
) -> Notice:
    notice = Notice(
        booking=booking.id, version=version, kind=Kind.CARD, recipient=to or booking.student, due_at=due
    )
    await store.write(lambda tx: tx.enqueue(notice))
    return notice


async def _claim(store: Store, now: datetime, limit: int = 10) -> list[OutboxEntry]:
    return await store.write(lambda tx: tx.claim(now, LEASE, limit))


def _versions(entries: list[OutboxEntry]) -> list[int]:
    return [one.notice.version for one in entries]


class OutboxPromises:
    async def test_a_notice_of_an_unknown_kind_is_kept_as_dead_and_stops_no_other(
        self, store: Store, world: World
    ) -> None:
        booking = await _quiet(world)
        odd = await _enqueue(store, booking, 5)
        await _enqueue(store, booking, 6)
        change = sa.text(f"UPDATE outbox SET kind = 'sung' WHERE key = '{odd.key}'")  # noqa: S608 - ours
        await store.write(lambda tx: tx._connection.execute(change))
        assert await world.entries(booking.student) != []
        assert await _claim(store, NOW) == []
        assert _versions(await _claim(store, NOW)) == [6]
        assert (await store.read(lambda tx: tx.lag(NOW))).dead == 1

    async def test_the_same_notice_is_enqueued_once(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        notice = await _enqueue(store, booking, 5)
        await _enqueue(store, booking, 5)
        assert [one.notice for one in await store.read(lambda tx: tx.entries_for(booking.student))] == [
            notice
        ]
        await store.write(lambda tx: tx.settle(notice.key, OutboxOutcome.SENT, NOW))
        await _enqueue(store, booking, 5)
        assert await _claim(store, NOW + DAY) == []

    async def test_nothing_is_taken_before_it_is_due(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        notice = await _enqueue(store, booking, 5, due=NOW + MINUTE)
        assert await store.read(lambda tx: tx.next_due()) == NOW + MINUTE
        assert await _claim(store, NOW) == []
        (entry,) = await _claim(store, NOW + MINUTE)
        assert entry == OutboxEntry(notice, 1, OutboxState.READY, NOW + MINUTE, failures=0, platform="slack")

    async def test_one_at_a_time_for_each_person_in_order(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        for version in (5, 6):
            await _enqueue(store, booking, version)
            await _enqueue(store, booking, version + 10, booking.mentor)
        first = await _claim(store, NOW)
        assert sorted(_versions(first)) == [5, 15]
        assert await _claim(store, NOW) == []
        await store.write(lambda tx: tx.settle(first[0].notice.key, OutboxOutcome.SENT, NOW))
        (second,) = await _claim(store, NOW)
        assert second.notice.version == first[0].notice.version + 1

    async def test_a_long_line_on_one_platform_takes_no_place_of_another(
        self, store: Store, world: World
    ) -> None:
        booking = await _quiet(world)
        for number in range(5):
            await _enqueue(store, booking, 5, (await world.person(f"S{number}")).id)
        there = replace(world.somebody("Mia"), address=Address("discord", "-", "Mia"))
        await store.write(lambda tx: tx.add_person(there))
        wanted = await _enqueue(store, booking, 5, there.id, NOW + MINUTE)
        taken = await store.write(lambda tx: tx.claim(NOW + MINUTE, LEASE, 1, "discord"))
        assert [one.notice for one in taken] == [wanted]

    async def test_a_later_reminder_keeps_nobody_waiting(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        await _enqueue(store, booking, 5, due=NOW + DAY)
        await _enqueue(store, booking, 6)
        (entry,) = await _claim(store, NOW)
        assert entry.notice.version == 6
        await store.write(lambda tx: tx.settle(entry.notice.key, OutboxOutcome.SENT, NOW))
        assert _versions(await _claim(store, NOW + DAY)) == [5]

    async def test_a_due_reminder_waits_for_what_is_in_flight(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        await _enqueue(store, booking, 5, due=NOW + LEASE / 2)
        await _enqueue(store, booking, 6)
        assert _versions(await _claim(store, NOW)) == [6]
        assert await _claim(store, NOW + LEASE / 2) == []

    async def test_a_dead_worker_leaves_its_notice_to_the_next_as_unknown(
        self, store: Store, world: World
    ) -> None:
        booking = await _quiet(world)
        await _enqueue(store, booking, 5)
        await _claim(store, NOW)
        assert await store.read(lambda tx: tx.next_due()) == NOW + LEASE
        assert await _claim(store, NOW + LEASE / 2) == []
        (entry,) = await _claim(store, NOW + LEASE)
        assert (entry.tries, entry.state, entry.first_try_at) == (2, OutboxState.UNKNOWN, NOW)

    @pytest.mark.parametrize("late", ["postpone", "release", "drop", "give_up"])
    async def test_a_worker_that_was_stopped_changes_nothing_in_the_hands_of_its_successor(
        self, store: Store, world: World, late: str
    ) -> None:
        booking = await _quiet(world)
        await _enqueue(store, booking, 5)
        (stopped,) = await _claim(store, NOW)
        (ours,) = await _claim(store, NOW + LEASE)
        key, claim = ours.notice.key, stopped.tries
        closings: dict[str, Callable[[Transaction], object]] = {
            "postpone": lambda tx: tx.postpone(key, NOW, unknown=False, claim=claim),
            "release": lambda tx: tx.release(key, claim=claim),
            "drop": lambda tx: tx.drop(key, NOW, claim=claim),
            "give_up": lambda tx: tx.give_up(key, NOW, claim=claim),
        }
        await store.write(closings[late])
        (entry,) = await world.entries(booking.student)
        assert (entry.notice.due_at, entry.state) == (NOW + LEASE + LEASE, OutboxState.UNKNOWN)
        await store.write(lambda tx: tx.postpone(key, NOW + DAY, unknown=False, claim=ours.tries))
        (entry,) = await world.entries(booking.student)
        assert (entry.notice.due_at, entry.state) == (NOW + DAY, OutboxState.READY)

    @pytest.mark.parametrize("unknown", [True, False])
    async def test_a_postponed_notice_comes_again_with_what_is_known(
        self, store: Store, world: World, unknown: bool
    ) -> None:
        booking = await _quiet(world)
        notice = await _enqueue(store, booking, 5)
        await _enqueue(store, booking, 6)
        await _claim(store, NOW)
        await store.write(lambda tx: tx.postpone(notice.key, NOW + MINUTE, unknown=unknown))
        assert await _claim(store, NOW) == [], "the next one must not overtake it"
        assert await store.read(lambda tx: tx.next_due()) == NOW + MINUTE
        (entry,) = await _claim(store, NOW + MINUTE)
        known = OutboxState.UNKNOWN if unknown else OutboxState.READY
        assert (entry.notice.version, entry.tries, entry.state) == (5, 2, known)

    async def test_failures_are_counted_until_a_person_is_back(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        notice = await _enqueue(store, booking, booking.version)
        for failed, counted in ((True, 0), (False, 1), (True, 1)):
            (entry,) = await _claim(store, NOW)
            assert entry.failures == counted
            await store.write(
                partial(Transaction.postpone, key=notice.key, due_at=NOW, unknown=True, failed=failed)
            )
        assert [one.failures for one in await world.entries(booking.student)] == [2]
        await store.write(lambda tx: tx.give_up(notice.key, NOW))
        await store.write(lambda tx: tx.revive(booking.student, NOW))
        assert [one.failures for one in await world.entries(booking.student)] == [0]

    async def test_what_is_given_back_was_never_tried(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        notice = await _enqueue(store, booking, 5)
        await _claim(store, NOW)
        await store.write(lambda tx: tx.release(notice.key))
        (entry,) = await _claim(store, NOW)
        assert (entry.tries, entry.state, entry.first_try_at) == (1, OutboxState.READY, NOW)
        await _claim(store, NOW + LEASE)
        await store.write(lambda tx: tx.release(notice.key))
        (entry,) = await _claim(store, NOW + LEASE)
        assert (entry.tries, entry.state, entry.first_try_at) == (2, OutboxState.UNKNOWN, NOW)

    async def test_what_is_settled_stays_settled(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        notice = await _enqueue(store, booking, 5)
        await store.write(lambda tx: tx.settle(notice.key, OutboxOutcome.DROPPED, NOW))
        await store.write(lambda tx: tx.postpone(notice.key, NOW, unknown=True))
        await store.write(lambda tx: tx.release(notice.key))
        assert await _claim(store, NOW + DAY) == []
        assert await store.read(lambda tx: tx.next_due()) is None

    async def test_the_longest_due_come_first_and_no_more_than_asked_for(
        self, store: Store, world: World
    ) -> None:
        bookings = [await _quiet(world) for _ in range(3)]
        for age, booking in enumerate(bookings):
            await _enqueue(store, booking, age, due=NOW - age * MINUTE)
        assert _versions(await _claim(store, NOW, 2)) == [2, 1]
        assert _versions(await _claim(store, NOW, 2)) == [0]

    async def test_a_person_who_is_back_hears_what_still_matters(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair(), slot(3 * DAY))
        accepted = await world.do(booking, Accept(), Role.MENTOR)
        keys = [one.notice for one in await store.read(lambda tx: tx.entries_for(booking.student))]
        for notice in keys:
            await world.settle(notice, OutboxOutcome.DEAD)
        lag = await store.read(lambda tx: tx.lag(NOW))
        assert lag.dead == len(keys)
        count = await store.write(lambda tx: tx.revive(booking.student, NOW + MINUTE))
        entries = await store.read(lambda tx: tx.entries_for(booking.student))
        assert len(entries) == count > 0
        assert {one.notice.version for one in entries} == {accepted.version}
        assert {(one.tries, one.state, one.first_try_at) for one in entries} == {(0, OutboxState.READY, None)}

    async def test_what_is_folded_is_closed_and_found_with_its_head(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        head, one, doubtful = [await _enqueue(store, booking, version) for version in (5, 6, 7)]
        await store.write(lambda tx: tx.postpone(doubtful.key, NOW, unknown=True))
        await store.write(lambda tx: tx.fold(head.key, [one.key, doubtful.key], NOW))
        assert _versions(await store.read(lambda tx: tx.folded(head.key))) == [6]
        assert _versions(await store.read(lambda tx: tx.entries_for(booking.student))) == [5, 7]

    async def test_what_is_folded_takes_along_what_was_folded_into_it(
        self, store: Store, world: World
    ) -> None:
        booking = await _quiet(world)
        head, middle, last = [await _enqueue(store, booking, version) for version in (5, 6, 7)]
        await store.write(lambda tx: tx.fold(middle.key, [last.key], NOW))
        await store.write(lambda tx: tx.fold(head.key, [middle.key], NOW))
        assert _versions(await store.read(lambda tx: tx.folded(head.key))) == [6, 7]
        assert await store.read(lambda tx: tx.folded(middle.key)) == []

    async def test_what_was_folded_into_what_is_dropped_is_told_after_all(
        self, store: Store, world: World
    ) -> None:
        booking = await _quiet(world)
        head, one = [await _enqueue(store, booking, version) for version in (5, 6)]
        await store.write(lambda tx: tx.fold(head.key, [one.key], NOW))
        await store.write(lambda tx: tx.drop(head.key, NOW))
        assert [each.notice for each in await world.entries(booking.student)] == [one]
        assert _versions(await _claim(store, NOW)) == [6]

    async def test_what_was_folded_into_what_cannot_arrive_comes_back_with_it(
        self, store: Store, world: World
    ) -> None:
        booking = await world.ask(*await world.pair(), slot(3 * DAY))
        accepted = await world.do(booking, Accept(), Role.MENTOR)
        entries = [
            one.notice
            for one in await world.entries(booking.student)
            if one.notice.version == accepted.version
        ]
        head, *rest = entries
        await store.write(lambda tx: tx.fold(head.key, [one.key for one in rest], NOW))
        await store.write(lambda tx: tx.give_up(head.key, NOW))
        assert await store.read(lambda tx: tx.folded(head.key)) == []
        assert await store.write(lambda tx: tx.revive(booking.student, NOW + MINUTE)) == len(entries)

    async def test_what_comes_back_stays_as_late_as_it_is(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        late, early = [
            await _enqueue(store, booking, booking.version, to, due=due)
            for to, due in ((booking.student, NOW - DAY), (booking.mentor, NOW + DAY))
        ]
        for notice in (late, early):
            await store.write(lambda tx, key=notice.key: tx.settle(key, OutboxOutcome.DEAD, NOW))  # type: ignore[misc]
            await store.write(lambda tx, to=notice.recipient: tx.revive(to, NOW))  # type: ignore[misc]
        found = [(await world.entries(to))[0].notice.due_at for to in (booking.student, booking.mentor)]
        assert found == [NOW - DAY, NOW]

    async def test_the_lag_tells_how_far_behind_it_is(self, store: Store, world: World) -> None:
        booking = await _quiet(world)
        assert (await store.read(lambda tx: tx.lag(NOW))).oldest is None
        first = await _enqueue(store, booking, 5)
        await _enqueue(store, booking, 6, due=NOW + MINUTE)
        await _enqueue(store, booking, 7, due=NOW + DAY)
        await store.write(lambda tx: tx.postpone(first.key, NOW, unknown=True))
        lag = await store.read(lambda tx: tx.lag(NOW + MINUTE))
        assert (lag.waiting, lag.unknown, lag.oldest, lag.dead) == (2, 1, NOW, 0)
