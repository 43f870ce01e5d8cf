"""Checksums: what a table holds in one short word, the same on SQLite and on PostgreSQL, and in whatever order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.columns import Word
from core.store.tables.every import EVERY_TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS_AT_ONCE = 1000
"""How many rows are in memory at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """What one table holds: how many rows, and the sum of the SHA-256 of each as 16 hexadecimal digits."""

    table: str
    rows: int
    digest: str


def checksums(connection: sa.Connection) -> tuple[Checksum, ...]:
    """Return the checksum of every table, parents before their children."""
    return tuple(_checksum(connection, table) for table in EVERY_TABLE)


def plain(table: sa.Table) -> sa.TableClause:
    """Return a table that takes words as they are: also one that only another version of this program knows."""
    columns = [
        sa.column(one.name, sa.String() if isinstance(one.type, Word) else one.type) for one in table.c
    ]
    return sa.table(table.name, *columns)


def pages(connection: sa.Connection, table: sa.Table) -> Iterator[list[Mapping[str, object]]]:
    """Return all rows of a table, ``ROWS_AT_ONCE`` at a time, whatever else the connection does meanwhile."""
    found = connection.execute(sa.select(plain(table)).execution_options(yield_per=ROWS_AT_ONCE))
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def _checksum(connection: sa.Connection, table: sa.Table) -> Checksum:
    rows = total = 0
    for page in pages(connection, table):
        for row in page:
            written = json.dumps(list(row.values()), sort_keys=True, default=str)
            total += int.from_bytes(hashlib.sha256(written.encode()).digest())
            rows += 1
    return Checksum(table=table.name, rows=rows, digest=f"{total % 2**64:016x}")
