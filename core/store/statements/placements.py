"""Placements: which messages show which booking to whom, so that they can be edited later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.ports.platform import Posted
from core.store import tables
from core.store.statements.base_query import HERE, THESE, BaseQuery, upsert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_p = tables.placement.c
_HOME = sa.select(tables.address.c.platform).where(tables.address.c.person == sa.bindparam("whose"))
_OF_THESE = sa.select(tables.placement).where(_p.booking.in_(THESE), _p.program == HERE).order_by(_p.message)
_NEW = upsert(tables.placement).values(platform=_HOME.scalar_subquery())
_PLACE = _NEW.on_conflict_do_update(
    index_elements=["program", "channel", "message"],
    set_={"version": _NEW.excluded.version},
    where=_p.version < _NEW.excluded.version,
)
_THERE = _p.program == HERE, _p.channel == sa.bindparam("there"), _p.message == sa.bindparam("this")
_SHOWN = (
    sa.update(tables.placement)
    .where(*_THERE, _p.version < sa.bindparam("shows"))
    .values(version=sa.bindparam("shows"))
)
_ANSWERED = sa.update(tables.placement).where(*_THERE).values(version=sa.bindparam("shows"))
_AT = sa.select(tables.placement).where(*_THERE)
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


@dataclass(frozen=True, slots=True)
class Placed:
    """A message that has just been posted; which platform it is on is the person's."""

    booking: BookingId
    person: PersonId
    posted: Posted
    version: int
    key: str


class Placements(BaseQuery):
    """Where cards stand."""

    def placements(self, booking: BookingId, person: PersonId) -> list[Placement]:
        """Return the messages that show a booking to a person."""
        return self.placements_of([booking]).get((booking, person), [])

    def placements_of(
        self, these: Collection[BookingId]
    ) -> dict[tuple[BookingId, PersonId], list[Placement]]:
        """Return the messages that show these bookings, to anybody."""
        found: dict[tuple[BookingId, PersonId], list[Placement]] = {}
        for row in self._rows(_OF_THESE, these=list(these)):
            found.setdefault((row["booking"], row["person"]), []).append(_placement_of(row))
        return found

    def placement_at(self, posted: Posted) -> Placement | None:
        """Return what a message shows; None for one that is not remembered."""
        row = self._row(_AT, there=posted.channel, this=posted.message)
        return _placement_of(row) if row else None

    def place(self, booking: BookingId, person: PersonId, posted: Posted, version: int, key: str) -> None:
        """Remember a message on the person's platform; a known one keeps its newest version."""
        self.place_all([Placed(booking, person, posted, version, key)])

    def place_all(self, placed: Iterable[Placed]) -> None:
        """Remember messages, each as ``place`` does."""
        self._run_each(
            _PLACE,
            [
                {
                    "program": self.program,
                    "channel": one.posted.channel,
                    "message": one.posted.message,
                    "booking": one.booking,
                    "person": one.person,
                    "whose": one.person,
                    "version": one.version,
                    "key": one.key,
                }
                for one in placed
            ],
        )

    def shown(self, posted: Posted, version: int) -> None:
        """Remember that a message now shows ``version``; an older one is ignored."""
        self._run(_SHOWN, there=posted.channel, this=posted.message, shows=version)

    def answered(self, posted: Posted, version: int) -> None:
        """Remember that the answer to a press put ``version`` there.

        An older one counts too: an answer that was under way for long has replaced what was newer, and the audit,
        which looks for old cards, brings it up to date.
        """
        self._run(_ANSWERED, there=posted.channel, this=posted.message, shows=version)

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
