"""Rows that fill tables of their own, until a database cares how it reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.standing import Standing
from core.store import note_tables, standing_tables
from core.store.transaction import Transaction
from tests.store.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    connection.execute(sa.insert(note_tables.note), rows)


def fill_with_standing(connection: sa.Connection, program: ProgramId, people: Sequence[PersonId]) -> None:
    tx = Transaction(connection, program)
    for who in people:
        tx.save_standing(Standing(person=who, at=NOW, asked_at=NOW))
    connection.execute(
        sa.insert(standing_tables.approval_card),
        [
            {"program": program, "channel": "D1", "message": str(number), "about": who, "reader": people[0]}
            for number, who in enumerate(people)
        ],
    )


STANDINGS: dict[str, Callable[[PersonId], Callable[[Transaction, Booking], object]]] = {
    "standing": lambda who: lambda tx, _: tx.standing(who),
    "approval_cards": lambda who: lambda tx, _: tx.approval_cards(who, who),
    "approval_readers": lambda who: lambda tx, _: tx.approval_readers(who),
    "save_standing": lambda who: lambda tx, _: tx.save_standing(Standing(person=who)),
}
"""Statements about the standing of one person."""
