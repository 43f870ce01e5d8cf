"""Faults of a database: which errors of its drivers mean that it cannot answer now, as opposed to a mistake of ours."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from core.store.errors import Damaged, Unavailable

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_FAULTS = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOLFS,
    }
)
"""Primary result codes (sqlite.org/rescode.html) that say nothing of the statement and all of where it ran."""
_PASSING = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_INTERRUPT}
)
"""Those after which the same connection serves on; after any other one the file is opened anew."""
_ELSEWHERE = frozenset({"25006", "XX001", "XX002"})
"""PostgreSQL, Appendix A: a server that only reads, data and an index that are damaged. Psycopg calls them internal."""


def unavailable(error: BaseException) -> Unavailable | None:
    """Return what an error of SQLAlchemy or of sqlite3 says about the database, or None when it says nothing."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = _primary(cause)
        return (
            Damaged(str(cause)) if code in _DAMAGED else Unavailable(str(cause)) if code in _FAULTS else None
        )
    gone = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError)
    gone = gone or getattr(cause, "sqlstate", None) in _ELSEWHERE
    return Unavailable(str(cause)) if gone else None


def spends_the_connection(error: BaseException) -> bool:
    """Whether SQLite's file has to be opened anew after this error: the connection does not see that it is over."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return isinstance(cause, sqlite3.Error) and _primary(cause) in (_FAULTS | _DAMAGED) - _PASSING


def _primary(error: sqlite3.Error) -> int:
    """The low byte of the extended code; -1 where the driver itself complains, and SQLite was not asked."""
    code: int = getattr(error, "sqlite_errorcode", -1)
    return code & 0xFF if code >= 0 else -1
