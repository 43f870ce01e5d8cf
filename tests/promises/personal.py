"""Canaries: a word of its own in every column that may hold something of a person, and where they are found again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from core.store.columns import UtcDateTime, Word
from core.store.held import Erased
from core.store.personal_data import HELD
from core.store.tables import every as tables

if TYPE_CHECKING:
    from pathlib import Path

    from core.domain.booking import Booking
    from core.domain.people import Person, PersonId
    from core.store.held import Held
    from core.store.store import Store
    from core.store.transaction import Transaction
    from tests.promises.world import World

MADE = frozenset({"person", "address", "booking", "history", "busy", "outbox", "program"})
"""Tables that have rows of whoever has booked anything, with canaries in what they typed."""
LINKS = frozenset({"account_link", "belonging"})
"""Rows between two accounts, which mean something only together; a test of their own links and erases."""
NOBODYS = (
    LINKS
    | frozenset({"inbox", "fact", "pause", "old_card"})
    | {held.table.name for held in HELD if held.erased is Erased.NOTHING}
)
"""Tables in which nobody's words stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planting:
    """Rows of one person in every table, about one booking of theirs."""

    who: str
    me: Person
    booking: Booking
    world: World

    def row(self, held: Held) -> dict[str, object]:
        """Return a row in which everything that may be somebody's words has a word of its own."""
        return {column.name: self._value(held, column) for column in held.table.c}

    def _value(self, held: Held, column: sa.Column[Any]) -> object:
        if column.name in held.who:
            return self.me.id if column.name == held.owners[0] else self._other
        if column.name in held.mentions:
            return self._other
        leads = {key.column.table.name for key in column.foreign_keys} | {column.name}
        for known, value in self._known.items():
            if known in leads:
                return value
        word = f"canary{self.who}{held.table.name}{column.name}".replace("_", "")
        if held.erased is Erased.FORMER:
            word = "no words of anybody"
        for kind, made in self._made(word).items():
            if isinstance(column.type, kind):
                return made
        if isinstance(column.type, Word):
            return next(iter(column.type.kind))
        return word[: getattr(column.type, "length", None) or 200]

    @property
    def _other(self) -> PersonId:
        booking = self.booking
        return booking.mentor if self.me.id == booking.student else booking.student

    @property
    def _known(self) -> dict[str, object]:
        booking = self.booking
        return {
            "program": self.me.program,
            "booking": booking.id,
            "chat": booking.id,
            "person": self._other,
            "zone": "Pacific/Chatham",
            "ends_at": booking.answer_by,
        }

    def _made(self, word: str) -> dict[type, object]:
        return {
            UtcDateTime: self.booking.created_at,
            sa.JSON: {"said": word},
            sa.Boolean: True,
            sa.Integer: 30,
            sa.Uuid: self.world.new_id(),
            sa.LargeBinary: word[:16].encode(),
        }


async def plant(world: World, who: str, booking: Booking) -> None:
    """Fill every table that may name a person with a row of theirs, a canary in every text."""
    planting = Planting(who=who, me=world.people[who], booking=booking, world=world)
    filled = [
        held
        for held in sorted(HELD, key=lambda one: tables.METADATA.sorted_tables.index(one.table))
        if held.table.name not in MADE | NOBODYS
    ]

    def work(tx: Transaction) -> None:
        for held in filled:
            row = planting.row(held)
            there = [held.table.c[one.name] == row[one.name] for one in held.table.primary_key]
            tx._connection.execute(sa.delete(held.table).where(*there))
            tx._connection.execute(sa.insert(held.table), row)

    await world.store.write(work)


async def everything(world: World) -> str:
    """Return every row of every table as one text."""
    return await rows_as_text(world.store)


async def rows_as_text(store: Store) -> str:
    """Return every row of every table of a store as one text."""

    def work(tx: Transaction) -> str:
        rows = [
            (one.name, [list(row) for row in tx._connection.execute(sa.select(one))])
            for one in tables.METADATA.sorted_tables
        ]
        return json.dumps(rows, default=_said, ensure_ascii=False)

    return await store.read(work)


def _said(value: object) -> str:
    return value.hex if isinstance(value, UUID) else str(value)


def in_the_files(folder: Path) -> bytes:
    """Every byte that lies in a folder."""
    return b"\0".join(one.read_bytes() for one in sorted(folder.iterdir()) if one.is_file())
