"""The floor: Python's own sqlite3 in one thread, a commit for each booking, on the product's own tables."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid5

from tests.bench.pairs import Pairs

BOOKING = """INSERT INTO booking (id, program, ref, student, mentor, topic, message, starts_at, ends_at,
 minutes, status, version, reply, reason, answer_by, created_at, sort_at, lapses_at)
 VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, 30, 'pending', 1, '', '', ?, ?, ?, ?)"""
BUSY = "INSERT INTO busy (booking, person, program, starts_at, ends_at) VALUES (?, ?, ?, ?, ?)"
HISTORY = """INSERT INTO history (booking, version, program, act, role, who, at, snapshot)
 VALUES (?, 1, ?, 'request', 'student', ?, ?, ?)"""
INBOX = "INSERT INTO inbox (program, key, booking, at) VALUES (?, ?, ?, ?)"
OUTBOX = """INSERT INTO outbox (program, key, booking, version, kind, recipient, due_at, tries, state)
 VALUES (?, ?, ?, 1, ?, ?, ?, 0, 'ready')"""
NOTICES = ("receipt", "requested", "home", "home", "nudge_50", "nudge_90")
"""What a request leaves in the outbox, two of them for the student and four for the mentor."""


class RawBooks:
    """Books with eleven inserts in one transaction, as fast as sqlite3 goes."""

    def __init__(self, file: Path, pairs: Pairs) -> None:
        self._pairs = pairs
        self._thread = ThreadPoolExecutor(1)
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "wal_autocheckpoint = 10000",
            "foreign_keys = ON",
        ):
            self._connection.execute(f"PRAGMA {pragma}")

    async def book(self, number: int) -> None:
        """Store one request."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._book, number)

    async def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()
        self._connection.close()

    def _book(self, number: int) -> None:
        pairs, run = self._pairs, self._connection.execute
        student, mentor = (who.hex for who in pairs.of(number))
        here, booking = pairs.program.hex, uuid5(pairs.program, str(number)).hex
        start, now = pairs.start(number), pairs.now
        end, until = start + 1_800_000_000, now + 172_800_000_000
        snapshot = {
            "id": booking,
            "student": student,
            "mentor": mentor,
            "topic": "Careers",
            "slot": [start, 30],
        }
        run("BEGIN IMMEDIATE")
        try:
            run(INBOX, (here, f"key {number}", booking, now))
            run(
                BOOKING,
                (
                    booking,
                    here,
                    f"S-{number}",
                    student,
                    mentor,
                    "Careers",
                    start,
                    end,
                    until,
                    now,
                    start,
                    until,
                ),
            )
            self._connection.executemany(
                BUSY, [(booking, who, here, start, end) for who in (student, mentor)]
            )
            run(HISTORY, (booking, here, student, now, json.dumps(snapshot)))
            told = [student, mentor, student, mentor, mentor, mentor]
            rows = [
                (here, f"{booking}:v1:{at}:{kind}", booking, kind, who, now)
                for at, (kind, who) in enumerate(zip(NOTICES, told, strict=True))
            ]
            self._connection.executemany(OUTBOX, rows)
        except BaseException:
            run("ROLLBACK")
            raise
        run("COMMIT")
