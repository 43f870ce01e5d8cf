"""Own data: what is stored about one person, as counts and as rows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.store.held import Exported
from core.store.personal_data import HELD
from core.store.statements.base_query import HERE, THESE, BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.domain.booking import BookingId
    from core.domain.people import PersonId
    from core.store.held import Held

_WHO = sa.bindparam("who", type_=sa.Uuid())


def _names(held: Held) -> sa.ColumnElement[bool]:
    return sa.or_(*(held.table.c[name] == _WHO for name in held.owners))


_b = tables.booking.c
_MINE = (
    sa.select(_b.id).where(_b.program == HERE, _b.student == _WHO),
    sa.select(_b.id).where(_b.program == HERE, _b.mentor == _WHO, tables.NOT_PENDING),
    sa.select(_b.id).where(_b.program == HERE, _b.mentor == _WHO, tables.IS_PENDING),
)
"""The sessions of a person, each part by an index of its own."""
_SESSIONS = sa.union(*_MINE)


def _theirs(held: Held) -> sa.ColumnElement[bool]:
    """The rows that name a person; those that hang on sessions are looked for at the person's own ones."""
    table = held.table.c
    named = sa.and_(_names(held), table.program == HERE)
    if held.table is tables.booking:
        return table.id.in_(_SESSIONS)
    return sa.and_(named, table.booking.in_(_SESSIONS)) if _hangs(held) else named


def _hangs(held: Held) -> bool:
    return "booking" in held.table.c and held.table is not tables.outbox


_BY_NAME = {held.table.name: held for held in HELD if held.who}
_ROWS = {
    held.table.name: sa.select(*(held.table.c[name] for name in held.personal)).where(_theirs(held))
    for held in _BY_NAME.values()
    if held.exported is Exported.ROWS
}
_n, _l, _r, _h = tables.note.c, tables.letter.c, tables.room.c, tables.history.c
_READABLE = (
    sa.select(_n.booking, _n.text, _n.shared, _n.at, (_n.writer == _WHO).label("mine"))
    .where(_n.booking.in_(THESE), _n.program == HERE, sa.or_(_n.writer == _WHO, _n.shared))
    .order_by(_n.booking, _n.writer)
)
_LETTERS = (
    sa.select(_l.booking, _l.said_at, _l.words, _l.excerpt, _l.more, (_l.author == _WHO).label("mine"))
    .where(_l.booking.in_(THESE), _l.program == HERE, sa.or_(_l.author == _WHO, _l.recipient == _WHO))
    .order_by(_l.booking, _l.number)
)
_ROOMS = sa.select(_r.booking, _r.url).where(_r.booking.in_(THESE), _r.program == HERE)
_LINES = (
    sa.select(_h.booking, _h.version, _h.act, _h.role, _h.at, _h.snapshot)
    .where(_h.booking.in_(THESE), _h.program == HERE)
    .order_by(_h.booking, _h.version)
)
_BESIDE = {"notes": _READABLE, "chat": _LETTERS, "room": _ROOMS, "history": _LINES}
"""What is read of each session beside the booking itself."""


class OwnData(BaseQuery):
    """What a person may know of what is stored about them."""

    def sessions_of(self, who: PersonId) -> list[BookingId]:
        """Return all sessions of a person, whatever has become of them, the oldest ids first."""
        return sorted(self._run(_SESSIONS, who=who).scalars())

    def counts_about(self, who: PersonId, names: Collection[str]) -> dict[str, int]:
        """Return how many rows of some tables name a person."""
        return {name: self._number(_count(name), who=who) for name in names}

    def rows_about(self, who: PersonId) -> dict[str, list[dict[str, Any]]]:
        """Return the rows that name a person, by table, with every column that is about people."""
        return {
            name: [dict(row) for row in self._rows(statement, who=who)] for name, statement in _ROWS.items()
        }

    def beside_sessions(
        self, these: Collection[BookingId], who: PersonId
    ) -> dict[tuple[str, BookingId], list[dict[str, Any]]]:
        """Return what stands beside these sessions and this person of them may read, by kind and session."""
        found: dict[tuple[str, BookingId], list[dict[str, Any]]] = {}
        for name, statement in _BESIDE.items():
            for row in self._rows(statement, these=list(these), who=who):
                found.setdefault((name, row["booking"]), []).append(dict(row))
        return found


@cache
def _count(name: str) -> sa.Select[int]:
    held = _BY_NAME[name]
    return sa.select(sa.func.count()).select_from(held.table).where(_theirs(held))
