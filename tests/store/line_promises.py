"""What is promised about the line of notices: who may go goes, and whoever waits is let by, in any order of events."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.notices import Kind, Notice
from core.store.tables import every as tables
from core.store.transaction import OutboxOutcome, OutboxState, Transaction
from tests.store.world import DAY, MINUTE, NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.domain.people import PersonId
    from core.store.store import Store
    from core.store.transaction import OutboxEntry
    from tests.store.world import World

LEASE = timedelta(seconds=10)
STEPS, PEOPLE = 250, 6


def _rows(tx: Transaction) -> list[sa.RowMapping]:
    row = tables.outbox.c
    ours = sa.select(tables.outbox).where(row.state != OutboxState.DONE, row.program == tx.program)
    return list(tx._connection.execute(ours).mappings())


def _may_go(rows: list[sa.RowMapping], now: datetime) -> set[str]:
    """The first that is due, of each person of whom nothing is in flight or postponed."""
    heads: dict[PersonId, sa.RowMapping] = {}
    for row in sorted(rows, key=lambda one: one["id"]):
        if row["due_at"] <= now:
            heads.setdefault(row["recipient"], row)
    started = {row["recipient"] for row in rows if row["first_try_at"] and row["due_at"] > now}
    return {row["key"] for who, row in heads.items() if who not in started}


def _ends(one: OutboxEntry, now: datetime, later: datetime) -> list[Callable[[Transaction], object]]:
    """All that may become of a notice in flight."""
    key = one.notice.key
    return [
        lambda tx: tx.settle(key, OutboxOutcome.SENT, now),
        lambda tx: tx.settle_all([(key, OutboxOutcome.SENT, now)]),
        lambda tx: tx.postpone(key, later, unknown=False),
        lambda tx: tx.release(key),
        lambda tx: tx.drop(key, now),
        lambda tx: tx.give_up(key, now),
        lambda tx: tx.revive(one.notice.recipient, now) if tx.give_up(key, now) else None,
    ]


class LinePromises:
    async def test_whoever_may_go_goes_and_nobody_is_forgotten(self, store: Store, world: World) -> None:
        chance = random.Random(7)
        people = [(await world.person(f"P{number}")).id for number in range(PEOPLE)]
        flying: list[OutboxEntry] = []
        now = NOW
        for step in range(STEPS):
            match chance.randrange(5):
                case 0 | 1:
                    due = now + chance.choice((0, 0, 0, 1, 30)) * MINUTE
                    notice = Notice(
                        booking=None,
                        version=step,
                        kind=Kind.CALENDAR_UNREAD,
                        recipient=chance.choice(people),
                        due_at=due,
                    )
                    await store.write(lambda tx, one=notice: tx.enqueue(one))  # type: ignore[misc]
                case 2 if flying:
                    one = flying.pop(chance.randrange(len(flying)))
                    end = chance.choice(_ends(one, now, now + chance.choice((1, 40)) * MINUTE))
                    await store.write(end)
                case 3:
                    now += chance.choice((timedelta(seconds=1), LEASE, 5 * MINUTE))
                case _:
                    most = chance.choice((1, 2, 16))
                    can = await store.read(lambda tx, at=now: _may_go(_rows(tx), at))  # type: ignore[misc]
                    took = await store.write(lambda tx, at=now, n=most: tx.claim(at, LEASE, n, "slack"))  # type: ignore[misc]
                    keys = {one.notice.key for one in took}
                    assert keys <= can
                    assert len(keys) == min(most, len(can))
                    flying = [one for one in flying if one.notice.key not in keys] + took
            assert await store.read(lambda tx: tx.stranded()) == []
        for _ in range(STEPS):
            now += DAY
            took = await store.write(lambda tx, at=now: tx.claim(at, LEASE, 16, "slack"))  # type: ignore[misc]
            for one in took:
                await store.write(
                    partial(Transaction.settle, key=one.notice.key, outcome=OutboxOutcome.SENT, at=now)
                )
        assert await store.read(_rows) == []

    async def test_a_claim_looks_at_no_more_of_those_who_wait(self, store: Store, world: World) -> None:
        """However much one person has to be told, the next claim sees one of it."""
        who = (await world.person("Noor")).id
        notices = [
            Notice(booking=None, version=number, kind=Kind.CALENDAR_UNREAD, recipient=who, due_at=NOW)
            for number in range(40)
        ]
        await store.write(lambda tx: tx.enqueue(*notices))
        (first,) = await store.write(lambda tx: tx.claim(NOW, LEASE, 16))
        for following in notices[1:4]:
            rows = await store.read(_rows)
            assert [row["key"] for row in rows if not row["behind"]] == [first.notice.key]
            await store.write(lambda tx, key=first.notice.key: tx.settle(key, OutboxOutcome.SENT, NOW))  # type: ignore[misc]
            (first,) = await store.write(lambda tx: tx.claim(NOW, LEASE, 16))
            assert first.notice.key == following.key

    async def test_whoever_was_left_behind_is_found_and_freed(self, store: Store, world: World) -> None:
        who = (await world.person("Noor")).id
        notice = Notice(booking=None, version=1, kind=Kind.CALENDAR_UNREAD, recipient=who, due_at=NOW)
        await store.write(lambda tx: tx.enqueue(notice))
        await store.write(lambda tx: tx._connection.execute(sa.update(tables.outbox).values(behind=True)))
        assert await store.write(lambda tx: tx.claim(NOW, LEASE, 16)) == []
        assert await store.read(lambda tx: tx.stranded()) == [who]
        await store.write(lambda tx: tx.free([who]))
        assert len(await store.write(lambda tx: tx.claim(NOW, LEASE, 16))) == 1

    async def test_pages_that_wait_to_be_drawn_are_drawn_once(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair())
        homes = [
            Notice(booking=booking.id, version=number, kind=Kind.HOME, recipient=booking.student, due_at=NOW)
            for number in range(90, 93)
        ]
        await store.write(lambda tx: tx.enqueue(*homes))
        while (took := await store.write(lambda tx: tx.claim(NOW, LEASE, 1)))[0].notice.kind is not Kind.HOME:
            await world.settle(took[0].notice)
        left = await world.entries(booking.student)
        assert [one.notice.key for one in left if one.notice.kind is Kind.HOME] == [took[0].notice.key]
        await store.write(lambda tx: tx.drop(took[0].notice.key, NOW))
        again = {one.notice.key for one in await world.entries(booking.student)}
        assert {one.key for one in homes} - {took[0].notice.key} <= again
