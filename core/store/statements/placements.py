"""Placements: which messages show which booking to whom, so that they can be edited later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.ports.platform import Posted
from core.store import tables
from core.store.statements.base_query import BaseQuery

if TYPE_CHECKING:
    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_p = tables.placement.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A message that shows a booking: ``version`` is what it shows, ``key`` the notice that made it."""

    booking: BookingId
    person: PersonId
    platform: str
    posted: Posted
    version: int
    key: str


class Placements(BaseQuery):
    """Where cards stand."""

    def placements(self, booking: BookingId, person: PersonId) -> list[Placement]:
        """Return the messages that show a booking to a person."""
        query = sa.select(tables.placement).where(
            _p.booking == booking, _p.person == person, _p.program == self.program
        )
        return [_placement_of(row) for row in self._rows(query.order_by(_p.message))]

    def placement_at(self, posted: Posted) -> Placement | None:
        """Return what a message shows; None for one that is not remembered."""
        row = self._row(sa.select(tables.placement).where(*self._at(posted)))
        return _placement_of(row) if row else None

    def place(self, booking: BookingId, person: PersonId, posted: Posted, version: int, key: str) -> None:
        """Remember a message on the person's platform; a known one keeps its newest version."""
        home = sa.select(tables.address.c.platform).where(tables.address.c.person == person)
        placed = self._insert(tables.placement).values(
            program=self.program,
            channel=posted.channel,
            message=posted.message,
            booking=booking,
            person=person,
            platform=home.scalar_subquery(),
            version=version,
            key=key,
        )
        fresh = placed.on_conflict_do_nothing().returning(_p.message)
        if self._connection.execute(fresh).first() is None:
            self.shown(posted, version)

    def shown(self, posted: Posted, version: int) -> None:
        """Remember that a message now shows ``version``; an older one is ignored."""
        self._connection.execute(
            sa.update(tables.placement).where(*self._at(posted), _p.version < version).values(version=version)
        )

    def forget(self, posted: Posted) -> None:
        """Forget a message that is gone."""
        self._connection.execute(sa.delete(tables.placement).where(*self._at(posted)))

    def _at(self, posted: Posted) -> tuple[sa.ColumnElement[bool], ...]:
        return _p.program == self.program, _p.channel == posted.channel, _p.message == posted.message


def _placement_of(row: sa.RowMapping) -> Placement:
    return Placement(
        booking=row["booking"],
        person=row["person"],
        platform=row["platform"],
        posted=Posted(row["channel"], row["message"]),
        version=row["version"],
        key=row["key"],
    )
