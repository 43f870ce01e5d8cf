"""Retention: which sessions ended long ago, and their removal as wholes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.booking import Status
from core.store.columns import UtcDateTime, among
from core.store.statements.base_query import HERE, LIMIT, THESE, BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.domain.booking import BookingId

_b = tables.booking.c
_BEFORE = sa.bindparam("before", type_=UtcDateTime())
_ENDED = (
    sa.select(_b.id)
    .where(
        _b.program == HERE,
        _b.decided_at < _BEFORE,
        sa.not_(among(_b.status, Status.PENDING, Status.ACCEPTED)),
    )
    .order_by(_b.id)
    .limit(LIMIT)
)


class Retention(BaseQuery):
    """What is kept no longer."""

    def ended_before(self, instant: datetime, limit: int) -> list[BookingId]:
        """Return sessions that came to their end, whatever it was, before an instant."""
        return list(self._run(_ENDED, before=instant, limit=limit).scalars())

    def remove_sessions(self, these: Collection[BookingId]) -> int:
        """Delete sessions with everything that hangs on them, in whatever table; returns how many there were."""
        removed = 0
        for statement in _removals():
            removed = self._run(statement, these=list(these)).rowcount
        return removed


@cache
def _removals() -> tuple[sa.Delete, ...]:
    """Return the statements, children before their parents: every table that refers to a booking, or to its chat."""
    of_sessions = {tables.booking.name}
    hanging = []
    for table in tables.METADATA.sorted_tables:
        keys = [key for key in table.foreign_keys if key.column.table.name in of_sessions]
        if keys:
            of_sessions.add(table.name)
            hanging.append(sa.delete(table).where(keys[0].parent.in_(THESE)))
    inbox = sa.delete(tables.inbox).where(tables.inbox.c.booking.in_(THESE), tables.inbox.c.program == HERE)
    return (inbox, *reversed(hanging), sa.delete(tables.booking).where(_b.id.in_(THESE), _b.program == HERE))
