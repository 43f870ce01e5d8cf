"""Column types and literals that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import enum
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import structlog
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.domain.booking import aware

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect

log = structlog.get_logger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SOMEDAY = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "time to be agreed": a real instant, so that such bookings sort last on both engines."""
_LAST = (SOMEDAY - EPOCH) // MICROSECOND

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A counter as primary key; SQLite counts only plain INTEGER keys."""
EXACT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
"""Text compared by code point on both engines, so that a prefix is a range of an index."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; naive ones are refused with ValueError, and UTC comes back, from ``EPOCH`` to ``SOMEDAY``.

    Near the years 1 and 9999 some zones have no date, and nothing can be added any more. SQLite has no such type:
    whole microseconds since 1970 compare and index exactly there.
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
        if isinstance(value, datetime):
            return min(max(value.astimezone(UTC), EPOCH), SOMEDAY)
        return EPOCH + min(max(value, 0), _LAST) * MICROSECOND


class Elapsed(TypeDecorator[timedelta]):
    """What lies between two instants of ``UtcDateTime``, as the database takes one from the other; never negative.

    One number is read where two instants would be, and no calendar is asked.
    """

    impl = sa.Interval
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the engine answers with: SQLite takes a number from a number."""
        kind: TypeEngine[Any] = sa.BigInteger() if dialect.name == "sqlite" else sa.Interval()
        return dialect.type_descriptor(kind)

    def process_result_value(
        self,
        value: int | timedelta | None,
        dialect: Dialect,  # noqa: ARG002 - as SQLAlchemy calls it
    ) -> timedelta | None:
        """Turn the difference into a stretch of time."""
        if value is None:
            return None
        took = value if isinstance(value, timedelta) else min(value, _LAST) * MICROSECOND
        return max(took, timedelta())


class Word(TypeDecorator[Any]):
    """A member of an enumeration, kept as its value; a word that is no member comes back as ``unknown``.

    A newer version, or a repair by hand, may have left such a word: SQLAlchemy's own type would raise LookupError,
    and end every list and every claim in which the row is one of many.
    """

    impl = sa.Enum
    cache_ok = True

    def __init__(
        self,
        kind: type[enum.StrEnum],
        unknown: enum.StrEnum | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            kind,
            name=name,
            native_enum=False,
            create_constraint=name is not None,
            length=24,
            values_callable=_words,
        )
        self.kind, self.unknown, self.name = kind, unknown, name

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002 - as SQLAlchemy calls it
        coltype: object,  # noqa: ARG002 - as SQLAlchemy calls it
    ) -> Callable[[str | None], enum.StrEnum | None]:
        """Turn what was stored into a member."""
        members: dict[str, enum.StrEnum] = {member.value: member for member in self.kind}

        def member_of(word: str | None) -> enum.StrEnum | None:
            found = members.get(word) if word is not None else None
            if found is None and word is not None:
                _log_once(self.kind.__name__, word)
                return self.unknown
            return found

        return member_of


def checked(kind: type[enum.StrEnum], name: str, *, unknown: enum.StrEnum | None = None) -> Word:
    """Return a column type that keeps the members' values and lets the database refuse any other word."""
    return Word(kind, unknown, name)


def open_ended(kind: type[enum.StrEnum]) -> Word:
    """Return a column type like ``checked``, for a list of words that grows without a migration."""
    return Word(kind)


def among(column: sa.ColumnElement[Any], *words: enum.StrEnum) -> sa.ColumnElement[bool]:
    """Compare with words that are written into the statement.

    A bound word would hide from SQLite that a partial index applies: such a query reads the whole table.
    """
    inlined: list[sa.ColumnElement[Any]] = [sa.literal_column(f"'{word.value}'") for word in words]
    return column == inlined[0] if len(inlined) == 1 else column.in_(inlined)


def _words(kind: type[enum.StrEnum]) -> list[str]:
    return [member.value for member in kind]


@lru_cache(maxsize=256)
def _log_once(kind: str, word: str) -> None:
    log.warning("word_unknown", kind=kind, word=word)
