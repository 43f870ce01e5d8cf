"""Rows that fill tables of their own, until a database cares how it reads them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from core.domain.standing import Approval, Standing
from core.store.columns import UtcDateTime, Word
from core.store.tables import every as tables
from core.store.tables.every import EVERY_TABLE
from core.store.transaction import Transaction
from tests.store.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.domain.booking import Booking
    from core.domain.people import PersonId, ProgramId


def fill_with_notes(connection: sa.Connection, bookings: list[Booking]) -> None:
    rows: list[dict[str, object]] = [
        {
            "booking": one.id,
            "writer": one.student,
            "program": one.program,
            "at": NOW,
            "text": "x",
            "shared": True,
        }
        for one in bookings
        if not one.status.is_open
    ]
    connection.execute(sa.insert(tables.note), rows)


def fill_with_standing(connection: sa.Connection, program: ProgramId, people: Sequence[PersonId]) -> None:
    tx = Transaction(connection, program)
    for number, who in enumerate(people):
        waits = Approval.GIVEN if number else Approval.WANTED
        asked_at = NOW + timedelta(seconds=number)
        tx.save_standing(Standing(person=who, at=NOW, asked_at=asked_at, approval=waits))
    connection.execute(
        sa.insert(tables.approval_card),
        [
            {"program": program, "channel": "D1", "message": str(number), "about": who, "reader": people[0]}
            for number, who in enumerate(people)
        ],
    )


STANDINGS: dict[str, Callable[[PersonId], Callable[[Transaction, Booking], object]]] = {
    "standing": lambda who: lambda tx, _: tx.standing(who),
    "approval_cards": lambda who: lambda tx, _: tx.approval_cards(who, who),
    "approval_readers": lambda who: lambda tx, _: tx.approval_readers(who),
    "standing_asked_at": lambda _: lambda tx, __: tx.standing_asked_at(NOW),
    "asking": lambda _: lambda tx, __: tx.asking(5),
    "save_standing": lambda who: lambda tx, _: tx.save_standing(Standing(person=who)),
}
"""Statements about standing."""


def fill_what_is_empty(connection: sa.Connection, rows: int) -> None:
    """Put made-up rows into every table that has none, as far as there are people and bookings for them.

    They mean nothing, but have a value in every column: whoever copies all tables has to bring each of them over.
    """
    ids = {
        table.name: list(connection.scalars(sa.select(table.c.id)))
        for table in (tables.program, tables.person, tables.booking)
    }
    ids["chat"] = ids["booking"]
    count = min(rows, *(len(ids[name]) for name in ("person", "booking")))
    for table in EVERY_TABLE:
        if connection.execute(sa.select(table).limit(1)).first() is None:
            number_of_rows = 1 if table.name == "program_rules" else count
            connection.execute(sa.insert(table), [_made(table, at, ids) for at in range(number_of_rows)])


def _made(table: sa.Table, at: int, ids: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    counted = isinstance(table.autoincrement_column, sa.Column) and table.autoincrement_column.name
    return {
        column.name: _value(column, at, place, ids)
        for place, column in enumerate(table.c)
        if column.name != counted
    }


def _value(column: sa.Column[Any], at: int, place: int, ids: Mapping[str, Sequence[Any]]) -> object:
    of = next((key.column.table.name for key in column.foreign_keys), column.name)
    if of in ids:
        return ids[of][(at + place * (of == "person")) % len(ids[of])]
    if isinstance(column.type, Word):
        return list(column.type.kind)[at % len(column.type.kind)]
    kind = next(kind for kind in VALUES if isinstance(column.type, kind))
    return VALUES[kind](column.type, at, place)


VALUES: dict[type[Any], Callable[[Any, int, int], object]] = {
    UtcDateTime: lambda _, at, place: NOW + timedelta(days=place, microseconds=at),
    sa.Boolean: lambda _, at, place: (at + place) % 2 == 0,
    sa.Integer: lambda _, at, place: at + place,
    sa.Uuid: lambda _, at, place: UUID(int=at * 1000 + place),
    sa.LargeBinary: lambda kind, at, _: at.to_bytes(4) * (kind.length // 4),
    sa.JSON: lambda _, at, place: {"at": at, "many": [place, 2.5, None, True, "Zoë \U0001d4d0"]},
    sa.String: lambda kind, at, place: f"{at} {place} Zoë \U0001d4d0"[: kind.length],
}
"""What a column of each type holds in the row ``at``; ``place`` is that of the column in its table."""
