"""Placements: which messages show which booking to whom, so that they can be edited later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.asked_notices import redrawing
from core.domain.notices import Kind
from core.ports.platform import Posted
from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, THESE, ours, upsert
from core.store.statements.outbox import Outbox
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_p = tables.placement.c
_OF_THESE = sa.select(tables.placement).where(_p.booking.in_(THESE), ours(_p.program)).order_by(_p.message)
_PLACE = upsert(tables.placement).on_conflict_do_nothing()
_THERE = _p.program == HERE, _p.channel == sa.bindparam("there"), _p.message == sa.bindparam("this")
_NEWEST = sa.select(tables.booking.c.version).where(tables.booking.c.id == _p.booking)
_SHOWN = (
    sa.update(tables.placement)
    .where(*_THERE)
    .values(version=sa.bindparam("shows"))
    .returning(_p.booking, _p.person, _NEWEST.scalar_subquery().label("newest"))
)
_b, _h = tables.booking.c, tables.history.c
_LAST_ACT = sa.select(sa.func.max(_h.at)).where(_h.program == HERE)
_OVERTAKEN = (
    sa.select(_h.booking, _h.who, _b.version)
    .where(_h.program == HERE, _h.at > sa.bindparam("since", type_=UtcDateTime()))
    .where(_b.id == _h.booking, _b.version > _h.version, _h.who.is_not(None))
    .order_by(_h.at.desc())
    .limit(1000)
)
"""Who has acted since an instant on a booking that has moved on, as far as a start can see to it."""
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


ANSWERED_WITHIN = timedelta(seconds=15)
"""How long the answer to a press may be on its way: a request, what it waits for, and the library's own repetition."""


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
    """A message that has just been posted on a platform."""

    booking: BookingId
    person: PersonId
    platform: str
    posted: Posted
    version: int
    key: str


class Placements(Outbox):
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

    def place_all(self, placed: Iterable[Placed]) -> None:
        """Remember messages; of a known one nothing is changed."""
        self._run_each(
            _PLACE,
            [
                {
                    "program": self.program,
                    "channel": one.posted.channel,
                    "message": one.posted.message,
                    "booking": one.booking,
                    "person": one.person,
                    "platform": one.platform,
                    "version": one.version,
                    "key": one.key,
                }
                for one in placed
            ],
        )

    def shown(self, posted: Posted, version: int, now: datetime) -> None:
        """Remember that a message was made to show ``version``, by an edit or by the answer to a press.

        Both may be under way at the same time, and nobody knows which of them the platform took last. Of two, the
        older one is noted while the booking is at a newer version: then the card is drawn anew, whatever is
        noted of it later.
        """
        row = self._row(_SHOWN, there=posted.channel, this=posted.message, shows=version)
        if row is not None and version < row["newest"]:
            self.enqueue(redrawing(row["booking"], row["newest"], row["person"], now, since=now))

    def draw_again(self, now: datetime) -> int:
        """Draw anew what the answers of a process that was killed may have covered; returns for how many people.

        Such an answer is noted by nobody. It can only have covered something newer where the booking has moved on,
        and it was given soon after its act: looked at is what was done before the end, whenever that was.
        """
        last = self._run(_LAST_ACT).scalar()
        rows = [] if last is None else self._rows(_OVERTAKEN, since=last - ANSWERED_WITHIN)
        self.enqueue(*(redrawing(one["booking"], one["version"], one["who"], now, since=now) for one in rows))
        return len(rows)

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
