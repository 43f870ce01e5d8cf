"""How transactions run: durable, one writer at a time, still usable after anything went wrong."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.util.concurrency import await_

from core.store import connections
from core.store.errors import Unavailable
from core.store.store import Store
from core.store.tables import every as tables
from core.store.transaction import Transaction
from tests.conftest import DURABLE
from tests.store.postgres import fresh_database
from tests.store.world import Ids

if TYPE_CHECKING:
    from pathlib import Path


async def _opened(address: str) -> Store:
    return await Store.open(address, program="p", new_id=Ids())


async def _say(store: Store, name: str, value: str) -> None:
    await store.write(lambda tx: tx.set_fact(name, value))


def _pragma(tx: Transaction, name: str) -> object:
    return tx._connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.fixture(params=["memory", "file", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return fresh_database()
    return "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path}/bot.db"


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("postgres://u:p@h/d?sslmode=require", "postgresql+psycopg://u:***@h/d?sslmode=require"),
        ("postgresql://h/d", "postgresql+psycopg://h/d"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("sqlite:///data/bot.db", "sqlite+aiosqlite:///data/bot.db"),
        ("sqlite://", "sqlite+aiosqlite://"),
    ],
)
def test_an_address_gets_the_driver_that_is_installed(typed: str, used: str) -> None:
    assert str(connections.address_of(typed)) == used


@pytest.mark.parametrize("typed", ["mysql://h/d", "nonsense", "", "http://example.org"])
def test_another_kind_of_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="begins with sqlite"):
        connections.address_of(typed)


@pytest.mark.parametrize(
    ("address", "seconds"),
    [
        ("postgresql://h/d", "3"),
        ("postgres://u:p@h:5432/d?sslmode=require", "3"),
        ("postgresql://h/d?connect_timeout=9", "9"),
    ],
)
async def test_a_server_that_does_not_answer_is_waited_for_within_a_bound(address: str, seconds: str) -> None:
    for runner in await connections.open_runners(address):
        assert isinstance(runner, connections.ConnectionPool)
        url = runner._engine.url
        _, options = url.get_dialect()().create_connect_args(url)
        assert options["connect_timeout"] == seconds
        assert options["tcp_user_timeout"] == "3000"
        await runner.close()


async def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "data" / "bot.db"
    store = await _opened(f"sqlite:///{file}")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (file.parent, *file.parent.iterdir())}
    await store.close()
    assert modes.pop("data") == 0o700
    assert set(modes) >= {"bot.db", "bot.db-wal"}
    assert set(modes.values()) == {0o600}


async def test_a_commit_on_sqlite_survives_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_PRAGMAS", DURABLE)
    store = await _opened(f"sqlite:///{tmp_path}/bot.db")
    for run in (store.read, store.write):
        assert await run(lambda tx: _pragma(tx, "journal_mode")) == "wal"
        assert await run(lambda tx: _pragma(tx, "synchronous")) == 2
        assert await run(lambda tx: _pragma(tx, "foreign_keys")) == 1
        assert await run(lambda tx: _pragma(tx, "busy_timeout")) == 2000
        assert await run(lambda tx: _pragma(tx, "wal_autocheckpoint")) == 10000
    await store.close()


LOOK = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM fact').fetchall(); c.close()"


async def test_another_process_may_look_and_what_is_written_then_is_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    await (await _opened(f"sqlite:///{file}")).close()  # from the second start on the file is there
    store = await _opened(f"sqlite:///{file}")
    await _say(store, "k", "before")
    looking = await asyncio.create_subprocess_exec(sys.executable, "-c", LOOK, str(file))
    assert await looking.wait() == 0
    await _say(store, "k", "after")
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT value FROM fact").fetchone() == ("after",)
    await store.close()


async def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/bot.db"
    store = await _opened(address)
    await store.write(lambda tx: tx.set_fact("a", "1"))
    await store.close()
    again = await _opened(address)
    assert again.program == store.program
    assert await again.read(lambda tx: tx.fact("a")) == "1"
    await again.close()


async def test_a_read_sees_the_write_before_it(address: str) -> None:
    store = await _opened(address)
    for value in "123":
        await _say(store, "a", value)
        assert await store.read(lambda tx: tx.fact("a")) == value
    await store.close()


async def test_a_read_cannot_write(address: str) -> None:
    store = await _opened(address)
    if address != "sqlite://":
        with pytest.raises(Exception, match=r"(?i)read-?only|readonly"):
            await store.read(lambda tx: tx.set_fact("a", "1"))
    await store.write(lambda tx: tx.set_fact("a", "2"))
    assert await store.read(lambda tx: tx.fact("a")) == "2"
    await store.close()


async def test_a_cancelled_caller_leaves_the_store_in_order(address: str) -> None:
    store = await _opened(address)

    def work(tx: Transaction) -> None:
        for value in range(20):
            tx.set_fact("a", str(value))

    for turns in range(12):
        task = asyncio.create_task(store.write(work))
        for _ in range(turns * 7):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await _say(store, "b", str(turns))
        assert await store.read(lambda tx: tx.fact("b")) == str(turns)
    await store.close()


async def test_a_foreign_key_is_kept(address: str) -> None:
    store = await _opened(address)
    stray = {"booking": Ids(9)(), "program": store.program, "url": "https://x.example.org"}
    with pytest.raises(sa.exc.IntegrityError):
        await store.write(lambda tx: tx._connection.execute(sa.insert(tables.room), stray))
    await store.close()


async def test_a_commit_that_fails_leaves_the_store_in_order(tmp_path: Path) -> None:
    store = await _opened(f"sqlite:///{tmp_path}/bot.db")
    stray = {"booking": Ids(9)(), "program": store.program, "url": "https://x.example.org"}

    def work(tx: Transaction) -> None:
        tx._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tx._connection.execute(sa.insert(tables.room), stray)

    with pytest.raises(sa.exc.IntegrityError):
        await store.write(work)
    await _say(store, "a", "1")
    assert await store.read(lambda tx: tx.fact("a")) == "1"
    await store.close()


async def test_a_full_disk_is_unavailable_until_there_is_room(tmp_path: Path) -> None:
    store = await _opened(f"sqlite:///{tmp_path}/bot.db")
    await store.write(lambda tx: _pragma(tx, "max_page_count = 1"))
    with pytest.raises(Unavailable, match="full"):
        await _say(store, "a", "x" * 100_000)
    assert await store.read(lambda tx: tx.fact("a")) is None
    await store.write(lambda tx: _pragma(tx, "max_page_count = 1000000"))
    await _say(store, "a", "x" * 100_000)
    await store.close()


async def test_another_writer_is_waited_for_and_then_reported(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/bot.db"
    store = await _opened(address)
    await store.write(lambda tx: _pragma(tx, "busy_timeout = 50"))
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"):
            await _say(store, "a", "1")
        assert await store.read(lambda tx: tx.fact("a")) is None
    await _say(store, "a", "1")
    await store.close()


async def test_a_database_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_bytes(b"this is no database, " * 100)
    with pytest.raises((Unavailable, sa.exc.DatabaseError)):
        await _opened(f"sqlite:///{tmp_path}/bot.db")
    with pytest.raises(Unavailable):
        await _opened("postgresql://127.0.0.1:1/none?connect_timeout=1")


async def test_a_killed_connection_is_replaced_and_the_work_done_again() -> None:
    store = await _opened(fresh_database())
    calls: list[int] = []

    def work(tx: Transaction) -> None:
        calls.append(1)
        tx.set_fact("a", str(len(calls)))
        if len(calls) == 1:
            tx._connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    await store.write(work)
    assert await store.read(lambda tx: tx.fact("a")) == "2"
    await store.close()


async def test_who_is_stopped_in_a_transaction_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is stopped, or cut off, still holds what it locked: PostgreSQL ends its transaction."""
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.2)
    address, calls = fresh_database(), list[int]()
    stopped, other = await _opened(address), await _opened(address)
    holds, wakes = asyncio.Event(), asyncio.Event()

    def work(tx: Transaction) -> None:
        tx.free([])
        calls.append(1)
        holds.set()
        if len(calls) == 1:
            await_(wakes.wait())
        tx.set_fact("a", "told")

    first = asyncio.create_task(stopped.write(work))
    await holds.wait()
    await other.write(lambda tx: tx.free([]))
    wakes.set()
    await first
    assert len(calls) == 2, "what was ended is done again"
    assert await other.read(lambda tx: tx.fact("a")) == "told"
    await stopped.close()
    await other.close()
