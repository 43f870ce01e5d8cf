"""Waits: what was put off for a while keeps its while when the clock is set back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.statements.base_query import BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import datetime, timedelta

_o = tables.outbox.c


class Waits(BaseQuery):
    """What waits for no instant of anybody's day, but for a stretch of time."""

    def bring_forward(self, by: timedelta, now: datetime) -> int:
        """Let every claim and every later try end ``by`` sooner, because the clock now says ``now`` again.

        What is due for the first time waits for its own instant, as people's calendars do. On PostgreSQL nothing
        is changed: another machine, whose clock was not set, may have put it off. Returns how many that were.
        """
        if self._on_postgres:
            return 0
        started = sa.select(_o.id, _o.due_at, _o.first_try_at).where(
            _o.program == self.program, tables.NOT_DONE, _o.first_try_at.is_not(None), _o.due_at > now
        )
        rows = self._rows(started)
        for row in rows:
            first = row["first_try_at"]
            self._connection.execute(
                sa.update(tables.outbox)
                .where(_o.id == row["id"])
                .values(due_at=row["due_at"] - by, first_try_at=first - by if first > now else first)
            )
        return len(rows)
