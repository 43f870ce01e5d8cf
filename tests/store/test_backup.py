"""Backups: made while the bot runs, whole, and put back into either kind of database; damage is found and told."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command

from core.domain.acts import Accept
from core.domain.booking import Role
from core.store import backup, migrating, soundness
from core.store.checksums import checksums, pages
from core.store.errors import Damaged, Unavailable
from core.store.store import Store
from core.store.tables import every as tables
from core.store.transaction import AdminAct
from tests.store.filling import fill_what_is_empty
from tests.store.postgres import fresh_database
from tests.store.world import DAY, NOW, Ids, World, slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.store.transaction import Transaction

KINDS = ("sqlite", "postgres")


def empty(kind: str, folder: Path) -> str:
    return f"sqlite:///{folder}/{kind}.db" if kind == "sqlite" else fresh_database()


async def opened(address: str) -> Store:
    return await Store.open(address, program="p", new_id=Ids())


async def lived_in(address: str) -> World:
    """A database with people, a mentor, an accepted session, a request without a time, notices and a draft."""
    world = World(await opened(address))
    mentor = (await world.mentor("Ken", skills="Rust, \U0001d4d0", zone="Europe/Berlin")).person.id
    student = (await world.person("Ana")).id
    agreed = await world.ask(student, mentor, slot(DAY), key="pressed", message='Zoë: "notes"')
    await world.do(agreed, Accept(), Role.MENTOR)
    await world.ask(student, mentor)
    await world.store.write(lambda tx: tx.set_fact("a", "1"))
    await world.store.write(lambda tx: tx.save_rules(1, {"name": "Acme"}, NOW))
    await world.store.write(lambda tx: tx.add_organiser(student, None, NOW))
    for at in range(9):
        act = AdminAct(at=NOW, act="decide", who=student, facts={"rules": [str(at)]})
        await world.store.write(lambda tx, act=act: tx.note_admin_act(act))  # type: ignore[misc]
    return world


def everything(tx: Transaction) -> dict[str, list[str]]:
    found = {one.name: tx._connection.execute(sa.select(one)).all() for one in tables.METADATA.sorted_tables}
    return {name: sorted(map(repr, rows)) for name, rows in found.items()}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("sqlite", "sqlite"),
        pytest.param("postgres", "postgres", marks=pytest.mark.wide),
        pytest.param("sqlite", "postgres", marks=pytest.mark.wide),
        pytest.param("postgres", "sqlite", marks=pytest.mark.wide),
    ],
)
async def test_what_is_backed_up_while_the_bot_runs_is_restored_as_it_was(
    source: str, target: str, tmp_path: Path
) -> None:
    origin = empty(source, tmp_path)
    world = await lived_in(origin)
    before = await world.store.read(everything)
    copy = tmp_path / "copy.db"
    await backup.back_up(origin, copy)
    await world.store.write(lambda tx: tx.set_fact("a", "2"))
    await world.store.close()
    assert copy.stat().st_mode & 0o777 == 0o600
    (tmp_path / "new").mkdir()
    address = empty(target, tmp_path / "new")
    await backup.restore(address, copy)
    store = await opened(address)
    assert await store.read(everything) == before
    assert store.program == world.store.program
    assert await soundness.findings(address) == []
    again = World(store, seed=7)
    student, mentor = await again.pair()
    await again.ask(student, mentor, slot(2 * DAY))
    assert await again.entries(mentor), "the counter of the outbox goes on behind what was restored"
    await store.close()
    with pytest.raises(backup.NotCopied, match="already in use"):
        await backup.restore(address, copy)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param("sqlite", "postgres", marks=pytest.mark.wide),
        pytest.param("postgres", "sqlite", marks=pytest.mark.long),
    ],
)
async def test_a_copy_holds_the_same_in_every_table(source: str, target: str, tmp_path: Path) -> None:
    origin = empty(source, tmp_path)
    world = await lived_in(origin)
    await world.store.write(lambda tx: fill_what_is_empty(tx._connection, 2))
    before = await world.store.read(everything)
    assert [name for name, rows in before.items() if not rows] == []
    await world.store.close()
    address = empty(target, tmp_path)
    held = {one.table: one for one in await backup.copy(origin, address)}
    assert {name: one.rows for name, one in held.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    store = await opened(address)
    assert await store.read(everything) == before
    assert {one.table: one for one in await store.read(lambda tx: checksums(tx._connection))} == held
    await store.write(lambda tx: tx.set_fact("a", "2"))
    after = {one.table: one for one in await store.read(lambda tx: checksums(tx._connection))}
    assert [name for name, one in after.items() if one != held[name]] == ["fact"], (
        "one word more is another sum"
    )
    await store.write(lambda tx: tx.note_admin_act(AdminAct(at=NOW, act="decide")))  # its id is the next one
    await store.close()
    with pytest.raises(backup.NotCopied, match="already in use"):
        await backup.copy(origin, address)


async def test_a_copy_that_is_not_equal_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin, address = empty("sqlite", tmp_path), fresh_database()
    await (await lived_in(origin)).store.close()

    def forgetful(connection: sa.Connection, table: sa.Table) -> Iterator[list[Mapping[str, object]]]:
        for page in pages(connection, table):
            yield page if table is not tables.fact else [{**row, "value": "?"} for row in page]

    monkeypatch.setattr(backup, "pages", forgetful)
    with pytest.raises(backup.NotCopied, match="not equal"):
        await backup.copy(origin, address)
    monkeypatch.undo()
    await backup.copy(origin, address)  # it is as empty as before


async def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/old.db", poolclass=sa.NullPool)
    with engine.begin() as connection:
        command.upgrade(migrating.configuration(connection), "0001")
        connection.execute(sa.insert(tables.program), {"id": Ids()(), "name": "p"})
    await backup.restore(f"sqlite:///{tmp_path}/new.db", tmp_path / "old.db")
    store = await opened(f"sqlite:///{tmp_path}/new.db")
    assert store.program == Ids()()
    await store.close()


async def test_a_backup_never_overwrites_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    copy, address = tmp_path / "copy.db", f"sqlite:///{tmp_path}/bot.db"
    copy.write_text("dear to somebody")
    await (await opened(address)).close()
    with pytest.raises(backup.NotCopied, match="already exists"):
        await backup.back_up(address, copy)
    assert copy.read_text() == "dear to somebody"
    damage(tmp_path / "bot.db")
    with pytest.raises(backup.NotCopied, match=r"malformed|not a database|damaged"):
        await backup.back_up(address, tmp_path / "other.db")
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("sqlite://", "in memory"), ("sqlite:///nowhere/at/all.db", "no database")],
)
async def test_a_backup_that_cannot_be_made_says_why(typed: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(backup.NotCopied, match=words):
        await backup.back_up(typed, tmp_path / "copy.db")
    assert list(os.scandir(tmp_path)) == []
    with pytest.raises(Unavailable):
        await backup.back_up("postgresql://127.0.0.1:1/none", tmp_path / "copy.db")
    assert list(os.scandir(tmp_path)) == []


async def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear mentor, " * 100)
    for name, words in (("letter.txt", "not a database"), ("nothing.db", "no backup")):
        with pytest.raises(backup.NotCopied, match=words):
            await backup.restore(f"sqlite:///{tmp_path}/new.db", tmp_path / name)


def damage(file: Path, *, from_page: int = 3) -> None:
    """Overwrite everything behind the first pages, as a disk does that has lost its mind."""
    with closing(sqlite3.connect(file)) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as opened_file:
        opened_file.seek(from_page * 4096)
        opened_file.write(b"?" * (size - from_page * 4096))


async def test_a_damaged_file_is_refused_at_the_start(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/bot.db"
    await (await opened(address)).close()
    damage(tmp_path / "bot.db")
    with pytest.raises(Damaged):
        await opened(address)


async def test_the_look_at_the_start_ends_where_the_time_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no time at all nothing is found, and nothing is refused either."""
    monkeypatch.setattr(soundness, "QUICK_SECONDS", 0.0)
    monkeypatch.setattr(soundness, "STEPS", 1)
    store = await opened(f"sqlite:///{tmp_path}/bot.db")
    await store.write(lambda tx: tx.set_fact("a", "1"))
    await store.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_unsound_is_found(kind: str, tmp_path: Path) -> None:
    """Overlaps and lost rows, as they come about only where the guards of the tables were taken away."""
    address = empty(kind, tmp_path)
    world = await lived_in(address)
    await world.store.write(overlap)
    await world.store.close()
    found = await soundness.findings(address)
    assert any("overlap" in one for one in found)


def overlap(tx: Transaction) -> None:
    """Move the time of the second session onto the first one's, with no guard in the way."""
    drop = (
        "DROP TRIGGER busy_INSERT"
        if tx._connection.dialect.name == "sqlite"
        else "ALTER TABLE busy DROP CONSTRAINT ex_busy_overlap"
    )
    tx._connection.exec_driver_sql(drop)
    other = sa.select(tables.booking.c.id).where(tables.booking.c.status == "pending").scalar_subquery()
    held = sa.select(
        other, tables.busy.c.person, tables.busy.c.program, tables.busy.c.starts_at, tables.busy.c.ends_at
    )
    columns = ["booking", "person", "program", "starts_at", "ends_at"]
    tx._connection.execute(sa.insert(tables.busy).from_select(columns, held))


async def test_lost_rows_and_damage_are_found(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/bot.db"
    await (await lived_in(address)).store.close()
    with closing(sqlite3.connect(tmp_path / "bot.db")) as file, file:
        file.execute("DELETE FROM mentor")
        file.execute("DELETE FROM address")
        file.execute("DELETE FROM person")
    assert any(
        "belongs to a row of person that is not there" in one for one in await soundness.findings(address)
    )
    damage(tmp_path / "bot.db", from_page=12)
    assert (await soundness.findings(address))[0].startswith("The file is damaged: ")


def test_every_table_is_copied_whatever_else_was_imported() -> None:
    """The command line imports little: what no module of it knows would be in no backup, and in no checksum."""
    asks = "import core.store.backup as one; print(*sorted(table.name for table in one.EVERY_TABLE))"
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    written = [path.read_text(encoding="utf-8") for path in Path(tables.__file__).parent.glob("*.py")]
    named = {name for source in written for name in re.findall(r'sa\.Table\(\s*"(\w+)"', source)}
    assert set(told.stdout.split()) == named
