"""What the auditor reads: bookings a page at a time, and all that was stored about those of one page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from core.domain.audit import Told
from core.domain.booking import LONGEST_SESSION, SHORTEST_SESSION, Slot
from core.store.columns import UtcDateTime
from core.store.outcomes import OutboxOutcome, OutboxState
from core.store.rows import booking_of
from core.store.statements.base_query import HERE, BaseQuery, ours
from core.store.statements.bookings import history_of
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from core.domain.booking import Booking, BookingId, Moved
    from core.domain.people import PersonId

Mark: TypeAlias = "tuple[datetime, BookingId]"
"""Behind which booking a page begins: the instant by which it is ordered, and its id."""

_b, _h, _o, _pl = tables.booking.c, tables.history.c, tables.outbox.c, tables.placement.c
_one, _other = tables.busy.alias("one"), tables.busy.alias("other")
_THESE = sa.bindparam("these", expanding=True, type_=sa.Uuid())
_MARK = sa.tuple_(sa.bindparam("at", type_=UtcDateTime()), sa.bindparam("behind", type_=sa.Uuid()))
_MOST = sa.bindparam("most", type_=sa.Integer())

KEYS_AT_ONCE = 2000
"""How many keys one statement asks for: SQLite takes 32,766 values at most."""


def _page(at: sa.ColumnElement[Any], booking: sa.ColumnElement[Any], *where: Any) -> sa.Select[Any]:  # noqa: ANN401 - conditions
    place = sa.tuple_(at, booking)
    return (
        sa.select(at.label("at"), booking.label("booking"))
        .where(*where, place > _MARK)
        .order_by(at, booking)
        .limit(_MOST)
    )


_CHANGED = _page(_h.at, _h.booking, _h.program == HERE)
_PENDING = _page(_b.lapses_at, _b.id, _b.program == HERE, tables.IS_PENDING)
_ACCEPTED = _page(_b.ends_at, _b.id, _b.program == HERE, tables.IS_ACCEPTED)
_BOOKINGS = sa.select(tables.booking).where(_b.id.in_(_THESE), ours(_b.program))
_HISTORIES = (
    sa.select(tables.history).where(_h.booking.in_(_THESE), ours(_h.program)).order_by(_h.booking, _h.version)
)
_a = tables.address.c
_HOME = sa.select(_a.platform).where(_a.person == _pl.person).scalar_subquery()
_AT_HOME = sa.case((_pl.platform == _HOME, _pl.version))
_PLACEMENTS = (
    sa.select(
        _pl.booking,
        _pl.person,
        sa.func.coalesce(sa.func.min(_AT_HOME), sa.func.max(_pl.version)).label("version"),
    )
    .where(_pl.booking.in_(_THESE), ours(_pl.program))
    .group_by(_pl.booking, _pl.person)
)
"""The cards where a person is told things; those on their other account have an entry of the outbox of their own."""
_HELD = sa.select(_one).where(_one.c.booking.in_(_THESE), ours(_one.c.program))
_OVERLAPPED = (
    sa.select(_other.c.booking)
    .where(
        _other.c.person == _one.c.person,
        _other.c.booking != _one.c.booking,
        _other.c.starts_at < _one.c.ends_at,
        _other.c.ends_at > _one.c.starts_at,
    )
    .limit(1)
    .scalar_subquery()
)
"""One at a time, by the index: joined, PostgreSQL would read all that is held."""
_OVERLAPS = sa.select(_one.c.booking).where(
    _one.c.booking.in_(_THESE), ours(_one.c.program), _OVERLAPPED.is_not(None)
)
_TOLD = sa.select(_o.key, _o.state, _o.outcome, _o.done_at).where(
    _o.key.in_(sa.bindparam("these", expanding=True)), ours(_o.program)
)
_OPEN = sa.select(
    *(
        sa.select(sa.func.count())
        .select_from(tables.booking)
        .where(_b.program == HERE, status)
        .scalar_subquery()
        .label(name)
        for name, status in (("pending", tables.IS_PENDING), ("accepted", tables.IS_ACCEPTED))
    )
)
_ACTS = (
    sa.select(_h.act, sa.func.count())
    .where(_h.program == HERE, _h.at > sa.bindparam("since", type_=UtcDateTime()))
    .group_by(_h.act)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """What stands about one booking, but for its notices."""

    booking: Booking
    moves: tuple[Moved, ...]
    cards: Mapping[PersonId, int]
    held: Mapping[PersonId, Slot]
    overlaps: bool


class AuditQueries(BaseQuery):
    """What stands, looked at from all sides."""

    def changed_after(self, mark: Mark, limit: int) -> list[Mark]:
        """Return which bookings changed behind an instant, oldest change first."""
        return self._marks(_CHANGED, mark, limit)

    def pending_after(self, mark: Mark, limit: int) -> list[Mark]:
        """Return requests in the order in which they expire."""
        return self._marks(_PENDING, mark, limit)

    def accepted_after(self, mark: Mark, limit: int) -> list[Mark]:
        """Return accepted sessions in the order in which they end."""
        return self._marks(_ACCEPTED, mark, limit)

    def records(self, which: Collection[BookingId]) -> list[StoredRecord]:
        """Return what stands about some bookings."""
        these = list(which)
        moves: defaultdict[BookingId, list[sa.RowMapping]] = defaultdict(list)
        for row in self._of(_HISTORIES, these):
            moves[row["booking"]].append(row)
        cards: defaultdict[BookingId, dict[PersonId, int]] = defaultdict(dict)
        for row in self._of(_PLACEMENTS, these):
            cards[row["booking"]][row["person"]] = row["version"]
        held: defaultdict[BookingId, dict[PersonId, Slot]] = defaultdict(dict)
        for row in self._of(_HELD, these):
            held[row["booking"]][row["person"]] = _slot(row)
        overlaps = {row["booking"] for row in self._of(_OVERLAPS, these)}
        return [
            StoredRecord(
                booking=one,
                moves=tuple(line.moved for line in history_of(moves[one.id])),
                cards=cards[one.id],
                held=held[one.id],
                overlaps=one.id in overlaps,
            )
            for one in (booking_of(row) for row in self._of(_BOOKINGS, these))
        ]

    def told(self, keys: Sequence[str]) -> dict[str, Told]:
        """Return what became of the notices with these keys, as far as they are stored."""
        return {
            row["key"]: Told(
                row["done_at"] if row["state"] is OutboxState.DONE else None,
                row["outcome"] is OutboxOutcome.DEAD,
            )
            for begin in range(0, len(keys), KEYS_AT_ONCE)
            for row in self._of(_TOLD, keys[begin : begin + KEYS_AT_ONCE])
        }

    def open_bookings(self) -> dict[str, int]:
        """Return how many bookings are pending and accepted."""
        return dict(self._connection.execute(_OPEN, {"here": self.program}).mappings().one())

    def acts_since(self, instant: datetime) -> dict[str, int]:
        """Return how often each act was done since an instant."""
        rows = self._connection.execute(_ACTS, {"here": self.program, "since": instant})
        return {str(act): count for act, count in rows if act is not None}

    def _marks(self, statement: sa.Select[Any], mark: Mark, limit: int) -> list[Mark]:
        values = {"here": self.program, "at": mark[0], "behind": mark[1], "most": limit}
        return [(row["at"], row["booking"]) for row in self._connection.execute(statement, values).mappings()]

    def _of(self, statement: sa.Select[Any], these: Sequence[object]) -> list[sa.RowMapping]:
        if not these:
            return []
        values = {"here": self.program, "these": list(these)}
        return list(self._connection.execute(statement, values).mappings())


def _slot(row: sa.RowMapping) -> Slot:
    minutes = int((row["ends_at"] - row["starts_at"]).total_seconds()) // 60
    return Slot(row["starts_at"], min(max(minutes, SHORTEST_SESSION), LONGEST_SESSION))
