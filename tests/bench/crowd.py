"""A database of any size, written in bulk, in which everybody has equally many sessions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from uuid import UUID

from core.domain.people import PersonId, ProgramId
from core.store.columns import EPOCH, MICROSECOND
from core.store.store import Store
from tests.store.world import NOW, Ids

EACH = 20
"""Sessions of each pair: past ones, then five that are agreed and three that wait."""
PENDING, ACCEPTED = 3, 5
DUE = 200
"""Notices that are due, for as many people, in a database of any size."""
HOUR = 3_600_000_000
AT = (NOW - EPOCH) // MICROSECOND
PERSON = "INSERT INTO person (id, program, name) VALUES (?, ?, 'Somebody')"
ADDRESS = "INSERT INTO address (program, platform, space, user_id, person) VALUES (?, 'slack', 'T1', ?, ?)"
BOOKING = """INSERT INTO booking (id, program, ref, student, mentor, topic, message, starts_at, ends_at,
 minutes, status, version, reply, reason, answer_by, created_at, sort_at, lapses_at)
 VALUES (?, ?, ?, ?, ?, 'Careers', '', ?, ?, 30, ?, 1, '', '', ?, ?, ?, ?)"""
BUSY = "INSERT INTO busy (booking, person, program, starts_at, ends_at) VALUES (?, ?, ?, ?, ?)"
OUTBOX = """INSERT INTO outbox (program, key, booking, version, kind, recipient, due_at, tries, state, platform)
 VALUES (?, ?, ?, 1, ?, ?, ?, 0, ?, 'slack')"""


@dataclass(frozen=True, slots=True)
class Session:
    """One generated booking; instants in microseconds since 1970."""

    number: int
    id: str
    student: str
    mentor: str
    start: int
    status: str

    @property
    def is_open(self) -> bool:
        """Whether it holds time and still has a notice to come."""
        return self.status in {"pending", "accepted"}


async def crowded(file: Path, bookings: int) -> tuple[Store, list[PersonId]]:
    """Return a store with so many bookings, and its students."""
    store = await Store.open(f"sqlite:///{file}", program="bench", new_id=Ids(0))
    pairs = _pairs(bookings // EACH)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        _fill(connection, store.program, pairs)
    return store, [PersonId(UUID(student)) for student, _ in pairs]


def _pairs(count: int) -> list[tuple[str, str]]:
    ids = Ids(7)
    return [(ids().hex, ids().hex) for _ in range(count)]


def _fill(connection: sqlite3.Connection, program: ProgramId, pairs: list[tuple[str, str]]) -> None:
    here = program.hex
    people = list(chain.from_iterable(pairs))
    sessions = list(_sessions(pairs))
    connection.executemany(PERSON, ((who, here) for who in people))
    connection.executemany(ADDRESS, ((here, who, who) for who in people))
    connection.executemany(BOOKING, (_booking(one, here) for one in sessions))
    connection.executemany(BUSY, (row for one in sessions if one.is_open for row in _busy(one, here)))
    connection.executemany(OUTBOX, _notices(sessions, here))


def _sessions(pairs: list[tuple[str, str]]) -> Iterator[Session]:
    ids = Ids(9)
    for at, (student, mentor) in enumerate(pairs):
        for nth in range(EACH):
            ahead = nth - (EACH - ACCEPTED - PENDING)
            status = "completed" if ahead < 0 else "accepted" if ahead < ACCEPTED else "pending"
            start = AT + (ahead * 24 + (1 if ahead >= 0 else 0)) * HOUR
            yield Session(at * EACH + nth, ids().hex, student, mentor, start, status)


def _booking(one: Session, here: str) -> tuple[object, ...]:
    end, until = one.start + HOUR // 2, one.start
    asked = one.start - 72 * HOUR
    return (
        one.id, here, f"S-{one.number}", one.student, one.mentor, one.start, end, one.status, until, asked,
        one.start, until,
    )  # fmt: skip


def _busy(one: Session, here: str) -> Iterator[tuple[object, ...]]:
    for person in (one.student, one.mentor):
        yield one.id, person, here, one.start, one.start + HOUR // 2


def _notices(sessions: list[Session], here: str) -> Iterator[tuple[object, ...]]:
    """One that was sent for each booking, one to come for each open one, and a fixed number that is due."""
    for one in sessions:
        yield here, f"{one.id}:done", one.id, "receipt", one.student, one.start, "done"
        if one.is_open:
            yield here, f"{one.id}:soon", one.id, "remind_24h", one.mentor, one.start + HOUR, "ready"
    for nth, one in enumerate(sessions[:: len(sessions) // DUE][:DUE]):
        yield (
            here,
            f"{one.id}:due",
            one.id,
            "card",
            one.student if nth % 2 else one.mentor,
            AT - HOUR + nth,
            "ready",
        )
