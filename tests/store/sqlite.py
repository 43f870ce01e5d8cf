"""A SQLite file whose schema is up to date: migrated once in a run, and copied for each test."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from core.store import schema

FILE = "sqlite:///"


def copy_of_a_migrated_one(address: str) -> None:
    """Make the file that an address names, unless there is one or it names none."""
    path = Path(address.removeprefix(FILE))
    if address.startswith(FILE) and not path.exists():
        path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with closing(sqlite3.connect(":memory:")) as kept:
        engine = sa.create_engine("sqlite://", creator=lambda: kept, poolclass=sa.StaticPool)
        with engine.begin() as connection:
            schema.bring_up(connection)
        content = kept.serialize()
        engine.dispose()
    return content
