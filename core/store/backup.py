"""Backups: always one SQLite file, whatever the database, and the way back from it into an empty database of any kind.

From SQLite it is SQLite's own online copy. From PostgreSQL it is a copy of every row at one moment: unlike a dump it
needs no program of the server's version, can be looked into and checked anywhere, and moves a program to SQLite and
back. The bot may go on meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store import connections, schema
from core.store.checksums import Checksum, checksums, pages, plain
from core.store.tables import every as tables
from core.store.tables.every import EVERY_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator


SOUND = "ok"
"""What SQLite says of a whole database (sqlite.org/pragma.html, integrity_check)."""


class NotCopied(ValueError):
    """A backup could not be made or restored; the text is a sentence for the operator."""


async def back_up(url: str, target: Path) -> None:
    """Copy a database into the new file ``target`` and check the copy; raises NotCopied and Unavailable."""
    address = connections.address_of(url)
    source = connections.file_of(address)
    if source is not None and not source.exists():
        raise NotCopied(f"There is no database at {source}.")
    if source is None and address.get_backend_name() == "sqlite":
        raise NotCopied("A database in memory can't be copied.")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise NotCopied(
            f"{target} already exists; a backup never overwrites: give it another name."
        ) from None
    except OSError as error:
        raise NotCopied(f"{target} can't be written: {error.strerror}.") from None
    with ExitStack() as undo:
        undo.callback(target.unlink)
        await _fill(address, source, target)
        if (verdict := _verdict(target)) != SOUND:
            raise NotCopied(f"The copy is damaged ({verdict}); the database may be as well.")
        undo.pop_all()


async def refuse_used(url: str) -> None:
    """Raise NotCopied for a database in use and Unavailable for one that is away, before work goes into a copy."""
    address = connections.address_of(url)
    file = connections.file_of(address)
    if file is not None and not file.exists():
        return
    runner = await connections.open_runner(address)
    try:
        await runner.run(_refuse_used)
    finally:
        await runner.close()


async def copy(url: str, target: str) -> tuple[Checksum, ...]:
    """Copy a database into the empty one at ``target``, of either kind, through a backup; raises as both halves do.

    Returns what each table holds now, there and here: a copy that is not equal is not kept.
    """
    with tempfile.TemporaryDirectory(prefix="copy-") as folder:
        between = Path(folder) / "between.db"
        await back_up(url, between)
        return await restore(target, between)


async def restore(url: str, backup: Path) -> tuple[Checksum, ...]:
    """Put every row of a backup into an empty database; raises NotCopied, Unavailable and SchemaAhead.

    Returns what each table holds now.
    """
    _refuse_damaged(backup)
    runner = await connections.open_runner(connections.address_of(url))
    try:
        with tempfile.TemporaryDirectory(prefix="restore-") as folder:
            copy = Path(folder) / "copy.db"
            _copy_file(backup, copy)
            with _opened(copy) as source:
                if not schema.is_ours(source):
                    raise NotCopied(f"{backup} holds no bookings: name a file that db backup has written.")
                schema.bring_up(source)
                return await runner.run(lambda target: _into_empty(source, target))
    finally:
        await runner.close()


async def _fill(address: sa.URL, source: Path | None, target: Path) -> None:
    if source is not None:
        _copy_file(source, target)
        return
    runner = await connections.open_runner(address, reads=True)

    def work(connection: sa.Connection) -> None:
        if not schema.at_head(connection):
            raise NotCopied(
                "The database is behind: bring it to the newest schema with db upgrade, or start the bot."
            )
        with _opened(target) as made:
            schema.bring_up(made)
            _copy_rows(connection, made)

    try:
        await runner.run(work)
    finally:
        await runner.close()


def _copy_file(source: Path, target: Path) -> None:
    reading = f"{source.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(reading, uri=True)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file: whoever reads it leaves nothing beside it
    except sqlite3.DatabaseError as error:
        raise NotCopied(f"{source} can't be copied: {error}.") from None


def _refuse_damaged(backup: Path) -> None:
    if not backup.exists():
        raise NotCopied(f"There is no backup at {backup}.")
    if (verdict := _verdict(backup)) != SOUND:
        raise NotCopied(f"{backup} is damaged, or no backup ({verdict}): restore another one.")


def _verdict(file: Path) -> str:
    """Return what SQLite says of a file: ``SOUND``, or what is wrong."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            return str(opened.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)


@contextmanager
def _opened(file: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=sa.NullPool)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _into_empty(source: sa.Connection, target: sa.Connection) -> tuple[Checksum, ...]:
    _refuse_used(target)
    schema.bring_up(target)
    made = _copy_rows(source, target)
    if target.dialect.name == "postgresql":
        for table in (tables.outbox, tables.admin_act):  # those whose ids the database itself counts
            counter = sa.func.pg_get_serial_sequence(table.name, "id")
            last = sa.func.coalesce(sa.func.max(table.c.id), 0) + 1
            target.execute(sa.select(sa.func.setval(counter, last, False)))  # noqa: FBT003 - as PostgreSQL has it
    return made


def _refuse_used(target: sa.Connection) -> None:
    made = sa.inspect(target).has_table(tables.program.name)
    if made and target.execute(sa.select(tables.program.c.id).limit(1)).first() is not None:
        raise NotCopied(
            "That database is already in use, and only an empty one is filled: move it away, or name another."
        )


def _copy_rows(source: sa.Connection, target: sa.Connection) -> tuple[Checksum, ...]:
    """Copy every row and read both sides again; raises NotCopied, before anything is stored, when they differ."""
    for table in EVERY_TABLE:
        for rows in pages(source, table):
            target.execute(sa.insert(plain(table)), rows)
    made = checksums(target)
    if made != checksums(source):
        raise NotCopied("The copy is not equal to what was copied, so it was not kept. Please try again.")
    return made
