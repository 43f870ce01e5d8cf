"""Busy time: what keeps a person from being somewhere else, with what a mentor wants free around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.open_times import Busy
from core.store.rows import booking_of
from core.store.statements.base_query import HERE, BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, BookingId, Slot
    from core.domain.people import PersonId

_busy, _b, _e = tables.busy.c, tables.booking.c, tables.engagement.c
_m, _o = tables.mentor.c, tables.offering.c
_WHO = sa.bindparam("who", type_=sa.Uuid())
_OVERLAPS = sa.and_(
    _busy.person == _WHO,
    _busy.program == HERE,
    _busy.starts_at < sa.bindparam("end"),
    _busy.ends_at > sa.bindparam("start"),
    _busy.booking.is_distinct_from(sa.bindparam("but")),
)
_CLASHES = (
    sa.select(tables.booking)
    .join(tables.busy, _busy.booking == _b.id)
    .where(_OVERLAPS)
    .order_by(_busy.starts_at)
)
_NOT_FREE = (
    sa.select(
        _busy.starts_at,
        _busy.ends_at,
        sa.func.coalesce(_o.buffer, _m.buffer, 0).label("buffer"),
        (_b.mentor == _WHO).label("as_mentor"),
        sa.false().label("engaged"),
    )
    .select_from(tables.busy)
    .join(tables.booking, _b.id == _busy.booking)
    .outerjoin(tables.offering, _o.id == _b.offering)
    .outerjoin(tables.mentor, _m.person == _b.mentor)
    .where(_OVERLAPS)
)
_ENGAGED = sa.select(_e.starts_at, _e.ends_at, sa.literal(0), sa.false(), sa.true().label("engaged")).where(
    _e.person == _WHO,
    _e.program == HERE,
    _e.starts_at < sa.bindparam("end"),
    _e.ends_at > sa.bindparam("start"),
)
_NOT_FREE_AT_ALL = _NOT_FREE.union_all(_ENGAGED)


class BusyTime(BaseQuery):
    """When people are taken."""

    def clashes(self, who: PersonId, slot: Slot, but: BookingId | None = None) -> list[Booking]:
        """Return the bookings that keep a person busy during ``slot``, soonest first, without ``but``."""
        rows = self._rows(_CLASHES, who=who, start=slot.starts_at, end=slot.ends_at, but=but)
        return [booking_of(row) for row in rows]

    def busy(
        self,
        who: PersonId,
        start: datetime,
        end: datetime,
        but: BookingId | None = None,
        *,
        engaged: bool = False,
    ) -> list[Busy]:
        """Return the stretches between two instants that are not free for a person, soonest first, without ``but``.

        Each says whether the person gives that session, and what its mentor keeps free around it. With ``engaged``
        what their own calendar holds is among them.
        """
        query = _NOT_FREE_AT_ALL if engaged else _NOT_FREE
        rows = self._run(query, who=who, start=start, end=end, but=but)
        found = [
            Busy(start, end, buffer, as_mentor=bool(as_mentor), engaged=bool(calendar))
            for start, end, buffer, as_mentor, calendar in map(tuple, rows)
        ]
        return sorted(found, key=lambda one: one.start)
