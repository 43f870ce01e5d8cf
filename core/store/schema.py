"""The schema: brought up to date at start, and compared with this program."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.store import connections
from core.store.errors import SchemaAhead

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
