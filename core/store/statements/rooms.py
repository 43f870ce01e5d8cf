"""Rooms: the private places where the two people of a booking talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.statements.base_query import HERE, BaseQuery, upsert
from core.store.tables import every as tables

if TYPE_CHECKING:
    from core.domain.booking import BookingId

_r = tables.room.c
_ROOM = sa.select(_r.url).where(_r.booking == sa.bindparam("booking"), _r.program == HERE)
_NEW = upsert(tables.room)
_SET = _NEW.on_conflict_do_update(index_elements=["booking"], set_={"url": _NEW.excluded.url})


class Rooms(BaseQuery):
    """Where people talk."""

    def room(self, booking: BookingId) -> str | None:
        """Return the link to the private place where the two of a booking talk."""
        url: str | None = self._run(_ROOM, booking=booking).scalar()
        return url

    def set_room(self, booking: BookingId, url: str) -> None:
        """Remember where the two of a booking talk."""
        self._run(_SET, program=self.program, booking=booking, url=url)
