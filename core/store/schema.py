"""The schema: brought up to date at start, compared with this program, and copied for safe keeping."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.store import connections
from core.store.errors import SchemaAhead

if TYPE_CHECKING:
    from pathlib import Path

_LOCK = 0x736368656D61
"""The advisory lock of PostgreSQL that lets one process migrate at a time ("schema" in ASCII)."""


async def upgrade(url: str) -> None:
    """Bring the schema of a database up to date; raises SchemaAhead when it is newer than this program."""
    runner = await connections.open_runner(connections.address_of(url))
    try:
        await runner.run(bring_up)
    finally:
        await runner.close()


async def check(url: str) -> bool:
    """Say whether the schema is up to date; raises SchemaAhead when it is newer than this program."""
    address = connections.address_of(url)
    file = connections.file_of(address)
    if file is not None and not file.exists():
        return False
    runner = await connections.open_runner(address, reads=True)
    try:
        return await runner.run(at_head)
    finally:
        await runner.close()


def bring_up(connection: sa.Connection) -> None:
    """Migrate to the newest schema inside the caller's transaction; one process at a time does it."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    if at_head(connection):
        return
    if connection.dialect.name == "sqlite" and not sa.inspect(connection).get_table_names():
        for statement in _whole():
            connection.exec_driver_sql(statement)
        MigrationContext.configure(connection).stamp(_scripts(), "head")
        return
    command.upgrade(configuration(connection), "head")


def at_head(connection: sa.Connection) -> bool:
    """Compare the schema with this program's newest; raises SchemaAhead when it is one not known here."""
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if current is not None and current not in known:
        raise SchemaAhead(current)
    return current == _scripts().get_current_head()


def configuration(connection: sa.Connection | None = None) -> Config:
    """Return what Alembic needs to know; there is no ini file, so it works from an installed wheel."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "core.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def backup(url: str, target: Path) -> None:
    """Copy a running SQLite database into the new file ``target`` and check the copy.

    Raises ValueError, with a sentence for the operator, when that cannot be done.
    """
    source = connections.file_of(connections.address_of(url))
    if source is None:
        raise ValueError("Only an SQLite file can be copied here. For PostgreSQL use pg_dump.")
    if not source.exists():
        raise ValueError(f"There is no database at {source}.")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise ValueError(f"{target} already exists; a backup never overwrites.") from None
    reading = f"{source.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(reading, uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        verdict = new.execute("PRAGMA quick_check").fetchone()[0]
    if verdict != "ok":
        raise ValueError(f"The copy is damaged ({verdict}); the database may be as well.")


@cache
def _whole() -> tuple[str, ...]:
    """Return the whole schema as the migrations make it: an empty database gets it five times faster so."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as scratch:
        command.upgrade(configuration(scratch), "head")
        made = scratch.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        statements = tuple(made.scalars())
    engine.dispose()
    return statements


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration())
