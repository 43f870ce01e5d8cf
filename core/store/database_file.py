"""The file of an SQLite database: where it stands, its log, who may read it, and how it is rewritten."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from pathlib import Path

log = structlog.get_logger(__name__)


def place_of(file: Path | None) -> tuple[int, int] | None:
    """Return which file of which disk stands under the name, or None where none does."""
    try:
        found = file.stat() if file is not None else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found is not None else None


def log_of(file: Path) -> Path:
    """Return the write-ahead log of a file: SQLite would play it into whatever has the file's name."""
    return file.with_name(f"{file.name}-wal")


def make_private(file: Path) -> None:
    """Keep the database from other users of the machine: it holds what people write to each other.

    A file that is there is not touched: to close it would end the locks that other connections of this process hold
    (sqlite.org/howtocorrupt.html, 2.2), and whoever looks into it then takes its write-ahead log away.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def compacted(connection: sqlite3.Connection) -> bool:
    """Write the file anew without what was deleted, and empty its log; return whether nothing hindered it."""
    try:
        connection.execute("VACUUM")
        (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        log.warning("not_compacted", reason=str(error))
        return False
    return not is_busy
