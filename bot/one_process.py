"""One process for one SQLite file: the second that wants to serve it is told so, and does not start."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from bot.database import DatabaseUnusable
from core.store.connections import address_of, file_of

if TYPE_CHECKING:
    from pathlib import Path

BESIDE = "-serving"
"""What the name of the file that is locked ends with. It is empty, stays behind and may be deleted when nobody runs."""


class OneProcess:
    """Holds a file for as long as this process serves it; who only reads, checks or copies it needs no permission.

    The lock is SQLite's own, on an empty file beside the database: it works wherever SQLite does, is gone with the
    process however that ends, and is no more to be trusted on a network drive than the database there.
    """

    def __init__(self, lock: sqlite3.Connection | None) -> None:
        self._lock = lock

    @classmethod
    def of(cls, url: str) -> OneProcess:
        """Take the database at ``url`` for this process; raises DatabaseUnusable when another one serves it.

        Nothing is taken on PostgreSQL, which any number of processes may serve.
        """
        file = file_of(address_of(url))
        if file is None:
            return cls(None)
        try:
            return cls(_locked(file))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        raise DatabaseUnusable(
            f"Another process already serves {file}, and an SQLite file takes one: stop that one first, "
            "or use PostgreSQL, which takes any number.",
            1,
        )

    def release(self) -> None:
        """Let another process have it; a second time does nothing."""
        if self._lock is not None:
            self._lock.close()


def _locked(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(file.name + BESIDE)
    os.close(os.open(beside, os.O_CREAT | os.O_RDWR, 0o600))
    lock = sqlite3.connect(beside, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except BaseException:
        lock.close()
        raise
    return lock
