"""A database of any size, written in bulk, in which everybody has equally many sessions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

from core.domain.people import PersonId
from core.store.columns import EPOCH, MICROSECOND
from core.store.store import Store
from tests.store.world import NOW, Ids

EACH = 20
"""Sessions of each pair: past ones, then five that are agreed and three that wait."""
PENDING, ACCEPTED = 3, 5
DUE = 200
"""Notices that are due, for as many people, in a database of any size."""
NUMBERS = {"each": EACH, "pending": PENDING, "accepted": ACCEPTED, "due": DUE, "hour": 3_600_000_000}
PAIR = "INSERT INTO pair (student, mentor) VALUES (?, ?)"
PREPARED = "CREATE TEMP TABLE pair (at INTEGER PRIMARY KEY, student TEXT NOT NULL, mentor TEXT NOT NULL)"
SESSIONS = """CREATE TEMP TABLE session AS
 WITH RECURSIVE nth (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM nth WHERE n < :each - 1),
 planned AS (SELECT (at - 1) * :each + n AS number, student, mentor, n - :each + :pending + :accepted AS ahead
  FROM pair CROSS JOIN nth)
 SELECT number, printf('%032x', number) AS id, student, mentor,
  :now + (ahead * 24 + (ahead >= 0)) * :hour AS start,
  CASE WHEN ahead < 0 THEN 'completed' WHEN ahead < :accepted THEN 'accepted' ELSE 'pending' END AS status
 FROM planned ORDER BY number"""
"""One row for each booking; instants are microseconds since 1970. Ids are in order, as version 7 makes them."""
FILLED = (
    """INSERT INTO person (id, program, name)
 SELECT student, :here, 'Somebody' FROM pair UNION ALL SELECT mentor, :here, 'Somebody' FROM pair""",
    """INSERT INTO address (program, platform, space, user_id, person)
 SELECT :here, 'slack', 'T1', id, id FROM person""",
    """INSERT INTO booking (id, program, ref, student, mentor, topic, message, starts_at, ends_at, minutes,
 status, version, reply, reason, answer_by, created_at, sort_at, lapses_at)
 SELECT id, :here, 'S-' || number, student, mentor, 'Careers', '', start, start + :hour / 2, 30,
 status, 1, '', '', start, start - 72 * :hour, start, start FROM session""",
    """INSERT INTO busy (booking, person, program, starts_at, ends_at)
 SELECT id, student, :here, start, start + :hour / 2 FROM session WHERE status <> 'completed'
 UNION ALL
 SELECT id, mentor, :here, start, start + :hour / 2 FROM session WHERE status <> 'completed'""",
    """INSERT INTO outbox (program, key, booking, version, kind, recipient, due_at, tries, state, platform)
 SELECT :here, id || ':done', id, 1, 'receipt', student, start, 0, 'done', 'slack' FROM session
 UNION ALL
 SELECT :here, id || ':soon', id, 1, 'remind_24h', mentor, start + :hour, 0, 'ready', 'slack'
 FROM session WHERE status <> 'completed'
 UNION ALL
 SELECT :here, id || ':due', id, 1, 'card', iif(number / :apart % 2, student, mentor),
 :now - :hour + number / :apart, 0, 'ready', 'slack'
 FROM session WHERE number % :apart = 0 AND number / :apart < :due""",
)
"""A notice that was sent for each booking, one to come for each that is open, and a fixed number that is due."""


async def crowded(file: Path, bookings: int) -> tuple[Store, list[PersonId]]:
    """Return a store with so many bookings, and its students."""
    store = await Store.open(f"sqlite:///{file}", program="bench", new_id=Ids(0))
    ids = Ids(7)
    pairs = [(ids().hex, ids().hex) for _ in range(bookings // EACH)]
    here, now = store.program.hex, (NOW - EPOCH) // MICROSECOND
    values = {"here": here, "now": now, "apart": bookings // DUE, **NUMBERS}
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        connection.execute(PREPARED)
        connection.executemany(PAIR, pairs)
        for statement in (SESSIONS, *FILLED):
            connection.execute(statement, values)
    return store, [PersonId(UUID(student)) for student, _ in pairs]
