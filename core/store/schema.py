"""The schema: brought up to date at start, and compared with this program."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import sqlalchemy as sa

from core.store import connections
from core.store.errors import SchemaAhead

_LOCK = 0x736368656D61
"""The advisory lock of PostgreSQL that lets one process migrate at a time ("schema" in ASCII)."""
_FILE = files("core.store") / "schema.sql"
"""What an empty SQLite database gets, ten times faster than by migrations."""
_HEAD = "-- What an empty SQLite database gets, printed from the migrations: python3 dev bot generate\n\n"
_BETWEEN = ";\n\n"


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
        for statement in _FILE.read_text(encoding="utf-8").removeprefix(_HEAD).split(_BETWEEN):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revisions()[-1],))
    else:
        from core.store import migrating  # noqa: PLC0415 - 10 MB that most starts do not need

        migrating.migrate(connection)


def is_ours(connection: sa.Connection) -> bool:
    """Say whether a database was ever made by this program, in whatever version."""
    return sa.inspect(connection).has_table("alembic_version") and sa.inspect(connection).has_table("program")


def at_head(connection: sa.Connection) -> bool:
    """Compare the schema with this program's newest; raises SchemaAhead when it is one not known here."""
    known = sa.inspect(connection).has_table("alembic_version")
    current = connections.schema_of(connection) if known else None
    if current is not None and current not in revisions():
        raise SchemaAhead(current)
    return current == revisions()[-1]


def printed(statements: tuple[str, ...]) -> str:
    """Return ``schema.sql``."""
    return f"{_HEAD}{_BETWEEN.join(statements)};\n"


@cache
def revisions() -> tuple[str, ...]:
    """Return the names of all schemas there have been, the oldest first; the file of a migration begins with one."""
    found = (files("core.store") / "migrations" / "versions").iterdir()
    return tuple(sorted(file.name[:4] for file in found if file.name[:4].isdigit()))
