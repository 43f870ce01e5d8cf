"""Leases: what one process of several does, until it says that it has ended or is silent for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.store.statements.base_query import BaseQuery, upsert
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID

_l = tables.lease.c
_MICROSECONDS_NOW = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"
"""SQLite's own clock in the unit in which instants are kept there."""


class Leases(BaseQuery):
    """Who holds what, by the database's clock: those of the processes may differ."""

    def take_lease(self, name: str, holder: UUID, lasts: timedelta) -> bool:
        """Take what nobody else holds, or hold it for longer; returns whether ``holder`` has it now."""
        taken = upsert(tables.lease).values(
            program=self.program, name=name, holder=holder, until=self._from_now(lasts)
        )
        free = sa.or_(_l.holder == holder, _l.until <= self._now())
        unless = taken.on_conflict_do_update(
            index_elements=["program", "name"],
            set_={"holder": taken.excluded.holder, "until": taken.excluded.until},
            where=free,
        )
        return self._connection.execute(unless.returning(_l.name)).first() is not None

    def release_lease(self, name: str, holder: UUID) -> None:
        """Let another one take at once what ``holder`` held."""
        mine = (_l.program == self.program, _l.name == name, _l.holder == holder)
        self._connection.execute(sa.delete(tables.lease).where(*mine))

    def alone(self, name: str) -> bool:
        """Say whether no other transaction does the same at this moment; it holds until this one ends."""
        if not self._on_postgres:
            return True
        key = sa.func.hashtextextended(f"{self.program}:{name}", 0)
        alone: bool = self._connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(key))).scalar_one()
        return alone

    def _now(self) -> sa.ColumnElement[Any]:
        if self._on_postgres:
            return sa.func.clock_timestamp()
        return sa.literal_column(_MICROSECONDS_NOW)

    def _from_now(self, lasts: timedelta) -> sa.ColumnElement[Any]:
        if self._on_postgres:
            return sa.func.clock_timestamp() + sa.literal(lasts, sa.Interval())
        return sa.literal_column(f"{_MICROSECONDS_NOW} + {round(lasts.total_seconds() * 1_000_000)}")
