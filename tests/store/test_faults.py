"""Faults of disk and database: refused at once, never a false success, and over when the fault is over."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from itertools import count
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.store import connections
from core.store.connections import ConnectionPool
from core.store.errors import Damaged, Doubtful, Unavailable
from core.store.store import Store
from tests.store.postgres import Server, fresh_database
from tests.store.world import Ids

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from core.store.transaction import Transaction

SHORT = 0.3
"""Seconds of patience in these tests, where people have two."""
AT_ONCE = 5.0
"""Seconds within which a refusal must come on a busy machine as well; one after the other would take longer."""


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", SHORT)
    monkeypatch.setattr(connections, "ANSWER_SECONDS", SHORT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite:///{file}", program="p", new_id=Ids())
    await say(opened, "before")
    yield opened
    await opened.close()


async def say(store: Store, name: str, value: str = "said") -> None:
    await store.write(lambda tx: tx.set_fact(name, value))


async def said(store: Store, name: str) -> str | None:
    return await store.read(lambda tx: tx.fact(name))


async def refused(store: Store, name: str, value: str = "said") -> None:
    """What cannot be saved is refused at once, and is not there."""
    began = time.monotonic()
    with pytest.raises(Unavailable):
        await say(store, name, value)
    assert time.monotonic() - began < AT_ONCE


async def test_while_another_holds_the_file_everybody_is_refused_at_once(store: Store, file: Path) -> None:
    """Seventy who wait in line do not wait one after the other."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.gather(*(refused(store, f"{n}") for n in range(70)))
        assert await said(store, "before") == "said", "who only reads does not notice"
    await asyncio.gather(*(say(store, f"late {n}") for n in range(70)))
    assert await said(store, "0") is None
    assert await said(store, "late 69") == "said"


async def test_a_full_disk_refuses_until_there_is_room(store: Store) -> None:
    await store.write(lambda tx: pragma(tx, "max_page_count = 1"))
    big = "x" * 1_000_000
    await asyncio.gather(*(refused(store, f"{n}", big) for n in range(5)))
    assert await said(store, "before") == "said"
    await store.write(lambda tx: pragma(tx, "max_page_count = 1000000"))
    await say(store, "0", big)
    assert await said(store, "0") == big


async def test_a_disk_that_only_reads_refuses_until_it_is_mended(store: Store) -> None:
    await store.write(lambda tx: pragma(tx, "query_only = ON"))
    await refused(store, "meanwhile")
    await say(store, "after")
    assert await said(store, "meanwhile") is None
    assert await said(store, "after") == "said"


def pragma(tx: Transaction, words: str) -> None:
    tx._connection.exec_driver_sql(f"PRAGMA {words}")


async def test_a_damaged_file_is_refused_until_a_backup_stands_in_its_place(
    store: Store, file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.backup(target)
    with file.open("r+b") as opened:  # the header of the file and the root of every table
        opened.write(b"no database at all" * 4096)
    with pytest.raises(Damaged):
        await say(store, "meanwhile")
    with pytest.raises(Damaged):
        await said(store, "before")
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    copy.replace(file)
    await say(store, "after")
    assert await said(store, "meanwhile") is None
    assert (await said(store, "before"), await said(store, "after")) == ("said", "said")


async def test_a_file_that_is_gone_is_not_written_into(store: Store, file: Path, tmp_path: Path) -> None:
    """A disk that is unmounted, and comes back: SQLite itself would write on into a file without a name."""
    away = tmp_path / "away"
    away.mkdir()
    for one in (file, file.with_name("bot.db-wal"), file.with_name("bot.db-shm")):
        shutil.move(one, away)
    await refused(store, "meanwhile")
    with pytest.raises(Unavailable):
        await said(store, "before")
    assert [one.name for one in os.scandir(tmp_path)] == ["away"], (
        "an empty database in its place would be a false success"
    )
    for one in away.iterdir():
        shutil.move(one, file.parent)
    await say(store, "after")
    assert (await said(store, "before"), await said(store, "meanwhile")) == ("said", None)


async def test_another_database_in_the_same_place_is_not_written_into(store: Store, file: Path) -> None:
    with closing(sqlite3.connect(file.with_name("other.db"))) as other:
        other.execute("CREATE TABLE alembic_version (version_num TEXT)")
        other.execute("CREATE TABLE fact (program TEXT, name TEXT, value TEXT)")
        other.commit()
    shutil.move(file.with_name("other.db"), file)
    with pytest.raises(Unavailable, match="-wal is still that of the old one"):
        await say(store, "meanwhile")
    file.with_name("bot.db-wal").replace(file.with_name("put away"))
    with pytest.raises(Unavailable, match="has schema None"):
        await say(store, "meanwhile")


async def test_a_mistake_of_ours_is_no_fault_of_the_database(store: Store) -> None:
    with pytest.raises(sa.exc.OperationalError, match="no such table"):
        await store.write(lambda tx: tx._connection.exec_driver_sql("SELECT * FROM no_table"))
    await say(store, "after")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    own = Server.start()
    yield own
    own.stop()


@pytest.mark.wide
async def test_a_server_that_is_restarted_ten_times_loses_nothing(server: Server) -> None:
    """Whoever was told that it is saved finds it; whoever was refused may try again at once, or soon."""
    store = await Store.open(server.fresh_database(), program="p", new_id=Ids())
    saved: list[str] = []
    slowest = 0.0
    going, news = True, asyncio.Semaphore(0)

    async def write_on(which: int) -> None:
        nonlocal slowest
        for number in count():
            began = time.monotonic()
            with suppress(Unavailable):
                await say(store, f"{which}.{number}")
                saved.append(f"{which}.{number}")
                news.release()
            slowest = max(slowest, time.monotonic() - began)
            if not going:
                return

    writers = [asyncio.create_task(write_on(which)) for which in range(3)]
    for _ in range(10):
        for _ in range(3):
            await news.acquire()
        await asyncio.to_thread(server.restart)
    going = False
    await asyncio.gather(*writers)
    await say(store, "at last")
    assert [name for name in saved if await said(store, name) != "said"] == []
    assert slowest < AT_ONCE
    await store.close()


@pytest.mark.wide
async def test_a_server_that_is_away_refuses_at_once_and_serves_when_it_is_back(server: Server) -> None:
    store = await Store.open(server.fresh_database(), program="p", new_id=Ids())
    server.stop_serving()
    await asyncio.gather(*(refused(store, f"{n}") for n in range(12)))
    server.serve()
    await say(store, "after")
    assert (await said(store, "after"), await said(store, "0")) == ("said", None)
    await store.close()


async def test_when_every_connection_is_taken_the_next_is_refused_at_once() -> None:
    store = await Store.open(fresh_database(), program="p", new_id=Ids())
    assert isinstance(store._writes, ConnectionPool)
    engine = store._writes._engine
    async with engine.connect() as one:
        held = [one, *[await engine.connect() for _ in range(9)]]
        await refused(store, "meanwhile")
        for other in held[1:]:
            await other.close()
    await say(store, "after")
    await store.close()


async def test_a_statement_that_takes_too_long_is_refused() -> None:
    store = await Store.open(fresh_database(), program="p", new_id=Ids())
    wait = f"SELECT pg_sleep({AT_ONCE * 2})"
    began = time.monotonic()
    with pytest.raises(Unavailable, match="statement timeout"):
        await store.write(lambda tx: tx._connection.exec_driver_sql(wait))
    assert time.monotonic() - began < AT_ONCE
    await say(store, "after")
    await store.close()


async def test_a_commit_whose_answer_was_lost_is_done_once() -> None:
    """The server commits, and the connection breaks before it can say so: the work is looked at again."""
    store = await Store.open(fresh_database(), program="p", new_id=Ids())
    assert isinstance(store._writes, ConnectionPool)
    calls: list[str] = []

    def work(tx: Transaction) -> str:
        calls.append("called")
        if tx.fact("once") is not None:
            return "found"
        tx.set_fact("once", "said")
        if len(calls) == 1:
            sa.event.listen(tx._connection, "commit", lose_the_answer)
        return "stored"

    assert await store.write(work) == "found"
    assert len(calls) == 2
    await store.close()


def lose_the_answer(connection: sa.Connection) -> None:
    """Commit, end the session of this connection, and let the commit that follows find it broken."""
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")


async def test_a_commit_of_which_nothing_can_be_learnt_is_in_doubt(server: Server) -> None:
    """The server commits and is gone: nobody is told that nothing has changed."""
    store = await Store.open(server.fresh_database(), program="p", new_id=Ids())

    def lose_the_server(connection: sa.Connection) -> None:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("SELECT 1")  # the driver believes that there is something to commit
        server.stop_serving()

    def work(tx: Transaction) -> None:
        tx.set_fact("once", "said")
        sa.event.listen(tx._connection, "commit", lose_the_server)

    with pytest.raises(Doubtful):
        await store.write(work)
    server.serve()
    assert await said(store, "once") == "said"
    await store.close()
