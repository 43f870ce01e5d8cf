"""Placements: which messages show which booking to whom, so that they can be edited later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.notices import Kind
from core.ports.platform import Posted
from core.store import tables
from core.store.statements.base_query import HERE, BaseQuery, upsert

if TYPE_CHECKING:
    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_p = tables.placement.c
_PLACEMENTS = (
    sa.select(tables.placement)
    .where(_p.booking == sa.bindparam("booking"), _p.person == sa.bindparam("person"), _p.program == HERE)
    .order_by(_p.message)
)
_HOME = sa.select(tables.address.c.platform).where(tables.address.c.person == sa.bindparam("whose"))
_PLACE = (
    upsert(tables.placement)
    .values(platform=_HOME.scalar_subquery())
    .on_conflict_do_nothing()
    .returning(_p.message)
)
_THERE = _p.program == HERE, _p.channel == sa.bindparam("there"), _p.message == sa.bindparam("this")
_SHOWN = (
    sa.update(tables.placement)
    .where(*_THERE, _p.version < sa.bindparam("shows"))
    .values(version=sa.bindparam("shows"))
)
_ANSWERED = sa.update(tables.placement).where(*_THERE).values(version=sa.bindparam("shows"))
_AT = sa.select(tables.placement).where(*_THERE)
_CARRY = (
    sa.update(tables.placement)
    .where(
        _p.booking == sa.bindparam("was"),
        _p.person == sa.bindparam("whose"),
        _p.program == HERE,
        _p.key.like(f"%:{Kind.CARD}:%"),
    )
    .values(booking=sa.bindparam("to"), version=0)
)
_FORGET = sa.delete(tables.placement).where(*_THERE)


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
        return [_placement_of(row) for row in self._rows(_PLACEMENTS, booking=booking, person=person)]

    def placement_at(self, posted: Posted) -> Placement | None:
        """Return what a message shows; None for one that is not remembered."""
        row = self._row(_AT, there=posted.channel, this=posted.message)
        return _placement_of(row) if row else None

    def place(self, booking: BookingId, person: PersonId, posted: Posted, version: int, key: str) -> None:
        """Remember a message on the person's platform; a known one keeps its newest version."""
        fresh = self._run(
            _PLACE,
            program=self.program,
            channel=posted.channel,
            message=posted.message,
            booking=booking,
            person=person,
            whose=person,
            version=version,
            key=key,
        ).scalar()
        if fresh is None:
            self.shown(posted, version)

    def shown(self, posted: Posted, version: int) -> None:
        """Remember that a message now shows ``version``; an older one is ignored."""
        self._run(_SHOWN, there=posted.channel, this=posted.message, shows=version)

    def answered(self, posted: Posted, version: int) -> None:
        """Remember that the answer to a press put ``version`` there.

        An older one counts too: an answer that was under way for long has replaced what was newer, and the audit,
        which looks for old cards, brings it up to date.
        """
        self._run(_ANSWERED, there=posted.channel, this=posted.message, shows=version)

    def carry_card(self, booking: BookingId, to: BookingId, person: PersonId) -> None:
        """Let the card that shows a person one booking show another one from now on; it has to be drawn anew."""
        self._run(_CARRY, was=booking, to=to, whose=person)

    def forget(self, posted: Posted) -> None:
        """Forget a message that is gone."""
        self._run(_FORGET, there=posted.channel, this=posted.message)


def _placement_of(row: sa.RowMapping) -> Placement:
    return Placement(
        booking=row["booking"],
        person=row["person"],
        platform=row["platform"],
        posted=Posted(row["channel"], row["message"]),
        version=row["version"],
        key=row["key"],
    )
