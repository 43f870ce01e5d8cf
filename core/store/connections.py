"""Connections to the database: one that writes and one that reads on SQLite, a pool on PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import suppress
from contextvars import ContextVar, copy_context
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import greenlet_spawn

from core.store.addresses import DRIVERS
from core.store.bounds import bounded
from core.store.database_file import compacted, log_of, make_private, place_of
from core.store.errors import Doubtful, Unavailable
from core.store.faults import spends_the_connection, unavailable
from core.store.group_commit import TransactionQueue, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")

TRIES = 5
"""How often a write is begun before PostgreSQL's refusals are taken for an answer."""
PAUSE = 0.05
"""Seconds before a write is begun again; twice as many each time."""
MIGRATION_SECONDS = 30
"""How long SQLite waits for another process that writes, while the program starts: it may be migrating."""
BUSY_SECONDS = 2
"""How long SQLite waits for another process that writes, while people wait for an answer."""
ANSWER_SECONDS = 2
"""How long a free connection is waited for, and how long a statement may take on PostgreSQL: people wait for it."""
IDLE_SECONDS = 5
"""How long a process may do nothing inside a transaction before PostgreSQL ends it: what it holds, others wait for.

Ours are idle for milliseconds. One that is longer was stopped, or is no longer there; whoever wakes begins again.
"""
RETRIED_CODES = frozenset({"40001", "40P01", "23505"})
"""Serialization failure, deadlock, unique violation (PostgreSQL, Appendix A): a second look decides."""
_PRAGMAS: tuple[str, ...] = (
    f"busy_timeout = {MIGRATION_SECONDS * 1000}",
    "synchronous = FULL",
    "wal_autocheckpoint = 10000",
    "foreign_keys = ON",
    "secure_delete = ON",
)
_HANDED: ContextVar[sqlite3.Connection] = ContextVar("_HANDED")
"""The connection of aiosqlite that the engine is to take for its next one."""


class TransactionRunner(Protocol):
    """A way to run transactions."""

    async def run(self, job: Callable[[sa.Connection], T]) -> T:
        """Run ``job`` in a transaction and commit; an exception rolls back and comes out."""
        ...

    async def serve(self) -> None:
        """Say that from now on people wait: what cannot be had within seconds is refused."""
        ...

    async def compact(self) -> bool:
        """Leave nothing in the files of what was deleted; return whether nothing hindered it."""
        ...

    def to_compact(self) -> int:
        """Return how many bytes that rewrites while nothing else can be written."""
        ...

    async def close(self) -> None:
        """Close what was opened."""
        ...


class SingleConnection:
    """One SQLite connection, kept open in the thread that aiosqlite gives it, and one transaction at a time.

    A transaction is one piece of work for that thread: to cross it for each statement costs more than the statement.
    One that was asked for goes on when its caller is cancelled.
    """

    def __init__(self, owner: aiosqlite.Connection, file: Path | None, *, reads: bool) -> None:
        self._owner = owner
        self._file = file
        self._reads = reads
        self._pragmas: tuple[str, ...] = (*_PRAGMAS, "query_only = ON") if reads else _PRAGMAS
        self._spent = False
        self._schema: str | None = None
        self._place = place_of(file)
        self._log: tuple[int, int] | None = None
        self._connection = _connect(owner, self._pragmas, reads=reads)
        self._queue = TransactionQueue(self._connection)

    @classmethod
    async def open(cls, url: sa.URL, *, reads: bool = False) -> SingleConnection:
        """Connect; raises Unavailable. A transaction that may write begins IMMEDIATE.

        A deferred one that reads before it writes fails, or books twice, beside another writer.
        """
        file = file_of(url)
        if file:
            make_private(file)
        arguments, options = url.get_dialect()().create_connect_args(url)
        owner = aiosqlite.connect(*arguments, **{**options, "isolation_level": None})
        owner._thread.daemon = True  # a program that ends without closing does not wait for it for ever
        try:
            await owner
        except sqlite3.Error as error:
            raise Unavailable(str(error)) from error
        try:
            return await _in_thread_of(owner, partial(cls, owner, file, reads=reads))
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            await owner.close()
            raise unavailable(error) or error from error

    async def run(self, job: Callable[[sa.Connection], T]) -> T:
        """Run ``job`` when what was asked before it has ended, and commit it with what waits beside it.

        Raises Unavailable.
        """
        answer = self._queue.add(job)
        await _in_thread_of(self._owner, self._work)
        try:
            return answer.result()
        except (sa.exc.DBAPIError, sqlite3.Error, OSError) as error:
            self._spent = self._spent or spends_the_connection(error)
            raise unavailable(error) or error from error

    async def serve(self) -> None:
        """Be less patient, and know the schema by which the file is told from another one."""
        self._pragmas = (f"busy_timeout = {BUSY_SECONDS * 1000:.0f}", *self._pragmas[1:])
        await self.pragma(self._pragmas[0])
        self._schema = await self.run(schema_of)
        if self._file is not None:
            self._log = place_of(log_of(self._file))

    async def pragma(self, *pragmas: str) -> None:
        """Run pragmas outside any transaction; raises what the driver raises."""
        await _in_thread_of(self._owner, lambda: _set_up(self._connection.connection, pragmas))

    async def compact(self) -> bool:
        """Rewrite the file without what was deleted, and empty its log; nothing is written meanwhile.

        To overwrite what is deleted (``secure_delete``) leaves copies that the file's own moves have made.
        """
        return await _in_thread_of(self._owner, lambda: compacted(self._owner._conn))

    def to_compact(self) -> int:
        """Return the size of the file in bytes; of a database in memory none."""
        try:
            return self._file.stat().st_size if self._file is not None else 0
        except OSError:
            return 0

    async def close(self) -> None:
        """Wait for what was asked before, then close; a second time does nothing."""
        if self._owner._connection is not None:
            await _in_thread_of(self._owner, self._let_go)
            await self._owner.close()

    def _work(self) -> None:
        try:
            if self._spent or self._place != place_of(self._file):
                self._open_anew()
        except (sa.exc.DBAPIError, sqlite3.Error, Unavailable) as error:
            self._queue.refuse(error)
        else:
            self._queue.work()

    def _open_anew(self) -> None:
        """Open the file again: the disk is back, or a backup was put in its place. Raises Unavailable.

        A connection to a file that was moved away would go on writing into what nobody will ever read.
        """
        self._spent, place = True, place_of(self._file)
        if self._schema is None or self._file is None:
            return
        if place is None:
            raise Unavailable(f"{self._file} is not there")
        if place != self._place and self._log == place_of(log_of(self._file)):
            raise Unavailable(
                f"{self._file} was replaced, and {log_of(self._file)} is still that of the old one"
            )
        self._let_go()
        self._owner._connection = self._owner._connector()
        pragmas = self._pragmas if self._reads else (*self._pragmas, "journal_mode = WAL")
        self._connection = self._queue.connection = _connect(self._owner, pragmas, reads=self._reads)
        found = in_transaction(self._connection, schema_of)
        if found != self._schema:
            raise Unavailable(f"{self._file} has schema {found} instead of {self._schema}")
        self._spent, self._place, self._log = False, place, place_of(log_of(self._file))

    def _let_go(self) -> None:
        with suppress(sa.exc.SQLAlchemyError, sqlite3.Error):
            self._connection.close()
        self._owner._conn.close()


class ConnectionPool:
    """A pool of connections; what PostgreSQL refuses for the sake of others is begun again.

    With ``reads`` nothing is stored, so that a commit without an answer is no doubt, but one more try.
    """

    def __init__(self, engine: AsyncEngine, *, reads: bool = False) -> None:
        self._engine = engine
        self._reads = reads

    async def run(self, job: Callable[[sa.Connection], T]) -> T:
        """Run ``job``, more than once if need be; raises Unavailable, or Doubtful where it may have been stored."""
        for attempt in range(1, TRIES + 1):
            try:
                return await greenlet_spawn(self._run, job)
            except sa.exc.DBAPIError as error:
                if attempt == TRIES or not _worth_another_try(error):
                    raise unavailable(error) or error from error
            except Doubtful:
                if attempt == TRIES or not self._reads:
                    raise
            except sa.exc.TimeoutError as error:
                raise Unavailable("every connection is in use") from error
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
        raise AssertionError("the last try returns or raises")

    def _run(self, job: Callable[[sa.Connection], T]) -> T:
        """Do what ``AsyncConnection`` would, in one greenlet instead of three, which cost a sixth of a transaction."""
        with self._engine.sync_engine.connect() as connection:
            return in_transaction(connection, job)

    async def serve(self) -> None:
        """Let no statement, and no pause in a transaction, take longer than people wait, from new connections on."""
        sa.event.listen(self._engine.sync_engine, "connect", _limit)
        await self._engine.dispose()

    async def compact(self) -> bool:
        """Leave it to PostgreSQL, whose autovacuum lets what was deleted be written over."""
        return True

    def to_compact(self) -> int:
        """Return that nobody waits for that."""
        return 0

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()


def address_of(url: str) -> sa.URL:
    """Return ``url`` with the driver this program uses; raises ValueError for another kind of database."""
    try:
        parsed = sa.make_url(url)
        return parsed.set(drivername=DRIVERS[parsed.drivername])
    except (sa.exc.ArgumentError, KeyError):
        raise ValueError("A database address begins with sqlite:/// or postgresql://.") from None


def file_of(url: sa.URL) -> Path | None:
    """Return the file of an SQLite database, or None when it has none."""
    name = url.database or ":memory:"
    return Path(name) if url.get_backend_name() == "sqlite" and name != ":memory:" else None


def takes_many(address: str) -> bool:
    """Say whether several processes may serve one database at ``address``."""
    return address_of(address).get_backend_name() != "sqlite"


async def open_runner(url: sa.URL, *, reads: bool = False) -> TransactionRunner:
    """Connect for transactions of one kind; raises Unavailable."""
    if url.get_backend_name() == "sqlite":
        return await SingleConnection.open(url, reads=reads)
    engine = _engine(url)
    return ConnectionPool(_snapshots(engine) if reads else engine, reads=reads)


async def open_runners(address: str) -> tuple[TransactionRunner, TransactionRunner]:
    """Connect; return what runs the transactions that write, and what runs those that read."""
    url = address_of(address)
    if url.get_backend_name() != "sqlite":
        engine = _engine(url)
        return ConnectionPool(engine), ConnectionPool(_snapshots(engine), reads=True)
    writes = await SingleConnection.open(url)
    if file_of(url) is None:
        return writes, writes
    try:
        await _write_ahead(writes)
        return writes, await SingleConnection.open(url, reads=True)
    except BaseException:
        await writes.close()
        raise


def _engine(url: sa.URL) -> AsyncEngine:
    return create_async_engine(
        bounded(url),
        hide_parameters=True,  # an error is logged, and they are what people wrote
        pool_size=5,
        max_overflow=5,
        pool_timeout=ANSWER_SECONDS,
        pool_recycle=1800,
    )


def _snapshots(engine: AsyncEngine) -> AsyncEngine:
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


async def _write_ahead(single: SingleConnection) -> None:
    """Switch a file to the write-ahead log, for good: readers and the writer then never wait for each other.

    SQLite answers "locked" at once, whatever the busy timeout, when several processes do it together.
    """
    for _ in range(TRIES):
        with suppress(sqlite3.OperationalError):
            await single.pragma("journal_mode = WAL")
            return
        await asyncio.sleep(PAUSE)


@cache
def _sqlite() -> sa.Engine:
    """What every connection to SQLite shares: to compile a statement costs more than to run it, so it is done once."""
    return sa.create_engine(
        "sqlite://",
        creator=_HANDED.get,
        poolclass=NullPool,
        json_deserializer=_json_or_none,
        hide_parameters=True,  # an error is logged, and they are what people wrote
    )


def _connect(owner: aiosqlite.Connection, pragmas: tuple[str, ...], *, reads: bool) -> sa.Connection:
    _HANDED.set(owner._conn)
    connection = _sqlite().connect()
    try:
        for pragma in pragmas:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    connection.commit()
    begin = "BEGIN" if reads else "BEGIN IMMEDIATE"
    sa.event.listen(connection, "begin", lambda connection: connection.exec_driver_sql(begin))
    return connection


def schema_of(connection: sa.Connection) -> str | None:
    """Return the name of the schema that a database of ours has."""
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def _limit(connection: DBAPIConnection, _record: object) -> None:
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f"SET statement_timeout = '{ANSWER_SECONDS}s'")
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS * 1000:.0f}ms'")
    cursor.close()
    connection.autocommit = False


async def _in_thread_of(owner: aiosqlite.Connection, work: Callable[[], T]) -> T:
    """Do ``work`` where ``owner`` lives; aiosqlite has no public name for what its own methods use."""
    done: T = await owner._execute(copy_context().run, work)  # type: ignore[no-untyped-call]
    return done


def _worth_another_try(error: sa.exc.DBAPIError) -> bool:
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in RETRIED_CODES


def _set_up(connection: DBAPIConnection, pragmas: tuple[str, ...]) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _json_or_none(text: str) -> object:
    """Read what SQLite keeps as plain text; PostgreSQL refuses what is no JSON when it is stored."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
