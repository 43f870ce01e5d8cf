"""A booking on PostgreSQL as tutorials write it: psycopg's async connections, a few of them, a statement at a time.

asyncpg is no dependency of this project; its textbook transaction is as many round trips as this one.
"""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid5

import psycopg
from psycopg.types.json import Jsonb

from tests.bench.pairs import Pairs
from tests.bench.textbook_raw import NOTICES
from tests.store.world import DAY, NOW

CONNECTIONS = 10
"""As many as the product's pool may open."""
CLASH = "SELECT 1 FROM busy WHERE person = ANY(%s) AND starts_at < %s AND ends_at > %s LIMIT 1"
BOOKING = """INSERT INTO booking (id, program, ref, student, mentor, topic, message, starts_at, ends_at,
 minutes, status, version, reply, reason, answer_by, created_at, sort_at, lapses_at)
 VALUES (%s, %s, %s, %s, %s, 'Careers', '', %s, %s, 30, 'pending', 1, '', '', %s, %s, %s, %s)"""
BUSY = "INSERT INTO busy (booking, person, program, starts_at, ends_at) VALUES (%s, %s, %s, %s, %s)"
HISTORY = """INSERT INTO history (booking, version, program, act, role, who, at, snapshot)
 VALUES (%s, 1, %s, 'request', 'student', %s, %s, %s)"""
INBOX = "INSERT INTO inbox (program, key, booking, at) VALUES (%s, %s, %s, %s)"
OUTBOX = """INSERT INTO outbox (program, key, booking, version, kind, recipient, due_at, tries, state)
 VALUES (%s, %s, %s, 1, %s, %s, %s, 0, 'ready')"""


class PsycopgBooks:
    """Books with one query for clashes and the same eleven rows as the product, on the product's own tables."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._free: asyncio.Queue[psycopg.AsyncConnection] = asyncio.Queue()

    async def open(self, address: str) -> PsycopgBooks:
        """Connect."""
        for _ in range(CONNECTIONS):
            self._free.put_nowait(await psycopg.AsyncConnection.connect(address))
        return self

    async def book(self, number: int) -> None:
        """Store one request."""
        connection = await self._free.get()
        try:
            async with connection.transaction():
                await self._book(connection, number)
        finally:
            self._free.put_nowait(connection)

    async def close(self) -> None:
        """Close every connection."""
        while not self._free.empty():
            await self._free.get_nowait().close()

    async def _book(self, connection: psycopg.AsyncConnection, number: int) -> None:
        pairs = self._pairs
        student, mentor = pairs.of(number)
        slot, booking = pairs.slot(number), uuid5(pairs.program, str(number))
        start, end, until = slot.starts_at, slot.ends_at, NOW + 2 * DAY
        clash = await connection.execute(CLASH, ([student, mentor], end, start))
        if await clash.fetchone():
            raise AssertionError("every pair has a time of its own")
        await connection.execute(INBOX, (pairs.program, f"key {number}", booking, NOW))
        row = (booking, pairs.program, f"S-{number}", student, mentor, start, end, until, NOW, start, until)
        await connection.execute(BOOKING, row)
        for who in (student, mentor):
            await connection.execute(BUSY, (booking, who, pairs.program, start, end))
        snapshot = Jsonb({"id": booking.hex, "topic": "Careers", "student": student.hex})
        await connection.execute(HISTORY, (booking, pairs.program, student, NOW, snapshot))
        await self._notices(connection, booking, (student, mentor, student, mentor, mentor, mentor))

    async def _notices(
        self, connection: psycopg.AsyncConnection, booking: UUID, told: tuple[UUID, ...]
    ) -> None:
        for at, (kind, who) in enumerate(zip(NOTICES, told, strict=True)):
            row = (self._pairs.program, f"{booking}:v1:{at}:{kind}", booking, kind, who, NOW + DAY)
            await connection.execute(OUTBOX, row)
