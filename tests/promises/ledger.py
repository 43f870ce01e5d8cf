"""The ledger: every row of the tables that the promises are about, as it lies in the database at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.booking import Role
from core.store.rows import booking_of
from core.store.tables import every as tables

if TYPE_CHECKING:
    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId
    from core.store.store import Store
    from core.store.transaction import Transaction

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the database holds: bookings, held time, history (by booking and version), outbox (by key) and feedback."""

    bookings: dict[BookingId, Booking]
    busy: dict[tuple[BookingId, PersonId], Row]
    lines: dict[tuple[BookingId, int], Row]
    outbox: dict[str, Row]
    felt: dict[tuple[BookingId, PersonId], Row]


async def open_ledger(store: Store) -> Ledger:
    """Read all of it in one transaction."""

    def rows(tx: Transaction, table: sa.Table) -> list[Row]:
        return [dict(row) for row in tx._connection.execute(sa.select(table)).mappings()]

    def work(tx: Transaction) -> Ledger:
        held = tx._connection.execute(sa.select(tables.booking)).mappings()
        return Ledger(
            {row["id"]: booking_of(row) for row in held},
            {(row["booking"], row["person"]): row for row in rows(tx, tables.busy)},
            {(row["booking"], row["version"]): row for row in rows(tx, tables.history)},
            {row["key"]: row for row in rows(tx, tables.outbox)},
            {(row["booking"], row["person"]): row for row in rows(tx, tables.feedback)},
        )

    return await store.read(work)


async def read_letters(store: Store) -> dict[tuple[BookingId, int], Row]:
    """Read everything that was ever said in a session chat, by the booking and its number."""

    def work(tx: Transaction) -> dict[tuple[BookingId, int], Row]:
        rows = tx._connection.execute(sa.select(tables.letter)).mappings()
        return {(row["booking"], row["number"]): dict(row) for row in rows}

    return await store.read(work)


def unchanged(before: Ledger, after: Ledger) -> None:
    """Assert that nothing moved, but for what a clock did and for old notices that were given another chance."""
    moved = {which for which, line in new_lines(before, after).items() if line["role"] is not Role.SYSTEM}
    assert not moved, "a refusal moved something"
    assert before.felt == after.felt, "what somebody felt was changed"
    ticked = {booking for booking, _ in new_lines(before, after)}
    assert set(before.bookings) == set(after.bookings)
    for which, booking in before.bookings.items():
        assert which in ticked or after.bookings[which] == booking
    assert _apart_from(ticked, before.busy) == _apart_from(ticked, after.busy), "a refusal took time"
    for key, row in after.outbox.items():
        if row["booking"] in ticked:
            continue
        assert key in before.outbox, "a refusal told somebody something"
        assert row == before.outbox[key] or before.outbox[key]["outcome"] == "dead"
    assert set(before.outbox) <= set(after.outbox)


def new_lines(before: Ledger, after: Ledger) -> dict[tuple[BookingId, int], Row]:
    """Return the history that came in between."""
    assert before.lines.items() <= after.lines.items(), "history was rewritten"
    return {which: line for which, line in after.lines.items() if which not in before.lines}


def _apart_from(
    ticked: set[BookingId], busy: dict[tuple[BookingId, PersonId], Row]
) -> dict[tuple[BookingId, PersonId], Row]:
    return {which: row for which, row in busy.items() if which[0] not in ticked}
