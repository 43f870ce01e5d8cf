"""Whether a database is sound: a quick look at start, and everything that can be checked when somebody asks."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa

from core.store import connections
from core.store.errors import Damaged
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK_SECONDS = 0.5
"""How long the look at start may take: a large file is looked at as far as this goes."""
STEPS = 10_000
"""After how many steps of SQLite's virtual machine the clock is looked at."""
MOST_FINDINGS = 5
"""How many findings of one kind are told."""


def glance(connection: sa.Connection) -> None:
    """Look through an SQLite file for as long as the start can wait; raises Damaged. PostgreSQL looks after itself."""
    if connection.dialect.name != "sqlite":
        return
    end = time.monotonic() + QUICK_SECONDS
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    driver.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        verdict = driver.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return  # as far as it went, all was well
    finally:
        driver.set_progress_handler(None, 0)
    if verdict != "ok":
        raise Damaged(verdict)


async def findings(url: str) -> list[str]:
    """Return everything that is wrong with a database at the newest schema, one sentence each; raises Unavailable.

    It reads all of it, at one moment; the bot may go on meanwhile.
    """
    try:
        runner = await connections.open_runner(connections.address_of(url), reads=True)
        try:
            return await runner.run(_findings)
        finally:
            await runner.close()
    except Damaged as damaged:
        return [f"The file is damaged: {damaged}."]


def _findings(connection: sa.Connection) -> list[str]:
    found = list(_damage(connection)) if connection.dialect.name == "sqlite" else []
    return found or list(_overlaps(connection))


def _damage(connection: sa.Connection) -> Iterator[str]:
    for verdict in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_FINDINGS})").scalars():
        if verdict != "ok":
            yield f"The file is damaged: {verdict}."
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    for table, row, parent, _ in lost[:MOST_FINDINGS]:
        yield f"Row {row} of {table} belongs to a row of {parent} that is not there."


def _overlaps(connection: sa.Connection) -> Iterator[str]:
    """Two sessions of one person at one time; the database itself refuses them."""
    one, other = tables.busy.alias("one"), tables.busy.alias("other")
    both = sa.and_(
        one.c.person == other.c.person,
        one.c.booking < other.c.booking,
        one.c.starts_at < other.c.ends_at,
        other.c.starts_at < one.c.ends_at,
    )
    query = sa.select(one.c.booking, other.c.booking).join_from(one, other, both).limit(MOST_FINDINGS)
    for first, second in connection.execute(query):
        yield f"The sessions {first} and {second} overlap."
