"""What all tables share: where they are registered, how their parts are named, and the columns of many of them.

The guard against overlapping time is not in this metadata, because SQLAlchemy has no word for it: triggers on
SQLite and an exclusion constraint on PostgreSQL are made over ``busy`` by the first migration.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id() -> sa.Column[Any]:
    """Return the key of a row that is known by an id of its own."""
    return sa.Column("id", sa.Uuid(), primary_key=True)


def in_program(*, key: bool = False) -> sa.Column[Any]:
    """Return the program of a row, which every row has."""
    return sa.Column("program", sa.Uuid(), primary_key=key, nullable=False)


def refers(name: str, target: str, *, key: bool = False, optional: bool = False) -> sa.Column[Any]:
    """Return a column that names a row of another table."""
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{target}.id"), primary_key=key, nullable=optional)


def needed(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    """Return a column that is never null."""
    return sa.Column(name, kind, nullable=False)


def partial_index(name: str, where: sa.ColumnElement[bool], *columns: sa.ColumnElement[Any]) -> None:
    """Index those rows of a table of which ``where`` is so; a query says it in the same words, or reads all of them."""
    sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)
