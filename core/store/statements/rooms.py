"""Rooms: the private places where the two people of a booking talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store import tables
from core.store.statements.base_query import BaseQuery

if TYPE_CHECKING:
    from core.domain.booking import BookingId

_r = tables.room.c


class Rooms(BaseQuery):
    """Where people talk."""

    def room(self, booking: BookingId) -> str | None:
        """Return the link to the private place where the two of a booking talk."""
        query = sa.select(_r.url).where(_r.booking == booking, _r.program == self.program)
        url: str | None = self._connection.execute(query).scalar()
        return url

    def set_room(self, booking: BookingId, url: str) -> None:
        """Remember where the two of a booking talk."""
        self._connection.execute(
            self._insert(tables.room)
            .values(program=self.program, booking=booking, url=url)
            .on_conflict_do_update(index_elements=["booking"], set_={"url": url})
        )
