"""Column types and literals that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import enum
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.domain.booking import aware

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SOMEDAY = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "time to be agreed": a real instant, so that such bookings sort last on both engines."""

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A counter as primary key; SQLite counts only plain INTEGER keys."""
EXACT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
"""Text compared by code point on both engines, so that a prefix is a range of an index."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; naive ones are refused with ValueError, and UTC comes back.

    SQLite has no such type: whole microseconds since 1970 compare and index exactly there.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose how the engine keeps it."""
        kind: TypeEngine[Any] = sa.BigInteger() if dialect.name == "sqlite" else sa.DateTime(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | datetime | None:
        """Turn an aware instant into what is stored."""
        if value is None:
            return None
        instant = aware(value)
        return (instant - EPOCH) // MICROSECOND if dialect.name == "sqlite" else instant

    def process_result_value(
        self,
        value: int | datetime | None,
        dialect: Dialect,  # noqa: ARG002 - as SQLAlchemy calls it
    ) -> datetime | None:
        """Turn what was stored into an aware instant in UTC."""
        if value is None:
            return None
        instant = value if isinstance(value, datetime) else EPOCH + value * MICROSECOND
        return instant.astimezone(UTC)


def checked(kind: type[enum.StrEnum], name: str) -> sa.Enum:
    """Return a column type that keeps the members' values and lets the database refuse any other word."""
    return sa.Enum(
        kind, name=name, native_enum=False, create_constraint=True, length=24, values_callable=_words
    )


def open_ended(kind: type[enum.StrEnum]) -> sa.Enum:
    """Return a column type like ``checked``, for a list of words that grows without a migration."""
    return sa.Enum(kind, native_enum=False, create_constraint=False, length=24, values_callable=_words)


def among(column: sa.ColumnElement[Any], *words: enum.StrEnum) -> sa.ColumnElement[bool]:
    """Compare with words that are written into the statement.

    A bound word would hide from SQLite that a partial index applies: such a query reads the whole table.
    """
    inlined: list[sa.ColumnElement[Any]] = [sa.literal_column(f"'{word.value}'") for word in words]
    return column == inlined[0] if len(inlined) == 1 else column.in_(inlined)


def _words(kind: type[enum.StrEnum]) -> list[str]:
    return [member.value for member in kind]
