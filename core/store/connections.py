"""Connections to the database: one that writes and one that reads on SQLite, a pool on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from core.store.addresses import DRIVERS
from core.store.errors import Doubtful, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")

TRIES = 5
"""How often a write is begun before PostgreSQL's refusals are taken for an answer."""
PAUSE = 0.05
"""Seconds before a write is begun again; twice as many each time."""
BUSY_SECONDS = 5
"""How long SQLite waits for another process that writes."""
RETRIED_CODES = frozenset({"40001", "40P01", "23505"})
"""Serialization failure, deadlock, unique violation (PostgreSQL, Appendix A): a second look decides."""
_PRAGMAS = (
    f"busy_timeout = {BUSY_SECONDS * 1000}",
    "synchronous = FULL",
    "wal_autocheckpoint = 10000",
    "foreign_keys = ON",
)


class TransactionRunner(Protocol):
    """A way to run transactions."""

    async def run(self, job: Callable[[sa.Connection], T]) -> T:
        """Run ``job`` in a transaction and commit; an exception rolls back and comes out."""
        ...

    async def close(self) -> None:
        """Close what was opened."""
        ...


class SingleConnection:
    """One connection, kept open, and one transaction at a time.

    A transaction that has begun goes on when its caller is cancelled: SQLAlchemy throws an interrupted
    connection away, and a database in memory would go with it.
    """

    def __init__(self, engine: AsyncEngine, connection: AsyncConnection) -> None:
        self._engine = engine
        self._connection = connection
        self._turn = asyncio.Lock()
        self._begun: asyncio.Task[Any] | None = None

    async def run(self, job: Callable[[sa.Connection], T]) -> T:
        """Wait for the turn, then run ``job``."""
        await self._turn.acquire()
        begun = asyncio.create_task(self._run(job))
        self._begun = begun
        return await asyncio.shield(begun)

    async def _run(self, job: Callable[[sa.Connection], T]) -> T:
        try:
            return await self._connection.run_sync(_in_transaction, job)
        except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
            raise Unavailable(str(error.orig)) from error
        finally:
            self._turn.release()

    async def pragma(self, *pragmas: str) -> None:
        """Run pragmas outside any transaction; raises what the driver raises."""
        async with self._turn:
            raw = (await self._connection.get_raw_connection()).dbapi_connection
            if raw is not None:
                await self._connection.run_sync(lambda _: _set_up(raw, pragmas))

    async def close(self) -> None:
        """Wait for the transaction in flight, then close."""
        async with self._turn:
            await self._connection.close()
            await self._engine.dispose()


class ConnectionPool:
    """A pool of connections; what PostgreSQL refuses for the sake of others is begun again."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, job: Callable[[sa.Connection], T]) -> T:
        """Run ``job``, more than once if need be."""
        for attempt in range(1, TRIES + 1):
            try:
                async with self._engine.connect() as connection:
                    return await connection.run_sync(_in_transaction, job)
            except sa.exc.DBAPIError as error:
                if attempt == TRIES or not _worth_another_try(error):
                    raise _plain(error) from error
            except sa.exc.TimeoutError as error:
                raise Unavailable("every connection is in use") from error
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
        raise AssertionError("the last try returns or raises")

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


def engine_for(url: sa.URL, *, reads: bool = False) -> AsyncEngine:
    """Return an engine.

    A transaction that may write begins IMMEDIATE on SQLite: a deferred one that reads before it writes fails,
    or books twice, beside another writer.
    """
    if url.get_backend_name() != "sqlite":
        return create_async_engine(
            url, pool_pre_ping=True, pool_size=5, max_overflow=5, pool_timeout=10, pool_recycle=1800
        )
    file = file_of(url)
    if file:
        _make_private(file)
    pool: dict[str, Any] = {"poolclass": NullPool} if file else {}
    engine = create_async_engine(url, connect_args={"isolation_level": None}, **pool)
    pragmas = (*_PRAGMAS, "query_only = ON") if reads else _PRAGMAS
    begin = "BEGIN" if reads else "BEGIN IMMEDIATE"
    sa.event.listen(engine.sync_engine, "connect", lambda connection, _: _set_up(connection, pragmas))
    sa.event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


async def open_runners(address: str) -> tuple[TransactionRunner, TransactionRunner]:
    """Connect; return what runs the transactions that write, and what runs those that read."""
    url = address_of(address)
    if url.get_backend_name() != "sqlite":
        engine = engine_for(url)
        snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return ConnectionPool(engine), ConnectionPool(snapshot)
    writes = await _single(engine_for(url))
    if file_of(url) is None:
        return writes, writes
    try:
        await _write_ahead(writes)
        return writes, await _single(engine_for(url, reads=True))
    except BaseException:
        await writes.close()
        raise


async def _single(engine: AsyncEngine) -> SingleConnection:
    try:
        connection = await engine.connect()
    except sa.exc.OperationalError as error:
        await engine.dispose()
        raise Unavailable(str(error.orig)) from error
    return SingleConnection(engine, connection)


async def _write_ahead(single: SingleConnection) -> None:
    """Switch a file to the write-ahead log, for good: readers and the writer then never wait for each other.

    SQLite answers "locked" at once, whatever the busy timeout, when several processes do it together.
    """
    for _ in range(TRIES):
        with suppress(sqlite3.OperationalError):
            await single.pragma("journal_mode = WAL")
            return
        await asyncio.sleep(PAUSE)


def _in_transaction(connection: sa.Connection, job: Callable[[sa.Connection], T]) -> T:
    transaction = connection.begin()
    try:
        result = job(connection)
    except BaseException:
        transaction.rollback()
        raise
    try:
        transaction.commit()
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:
            raise Doubtful(str(error.orig)) from error
        transaction.rollback()
        connection.connection.rollback()  # left to the pool, which a held connection never sees
        raise
    return result


def _worth_another_try(error: sa.exc.DBAPIError) -> bool:
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in RETRIED_CODES


def _plain(error: sa.exc.DBAPIError) -> Exception:
    gone = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError)
    return Unavailable(str(error.orig)) if gone else error


def _set_up(connection: DBAPIConnection, pragmas: tuple[str, ...]) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _make_private(file: Path) -> None:
    """Keep the database from other users of the machine: it holds what people write to each other."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
