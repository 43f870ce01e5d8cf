"""Waiting lists: who waits for a time of which mentor, in the order in which they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.requests import REQUEST_FIELDS, RequestText
from core.domain.waiting import WaitingPlace
from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, LIMIT, BaseQuery, upsert
from core.store.tables.accounts import account_link
from core.store.tables.waiting import ended_place, waiting

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import PersonId

_w = waiting.c
_MENTOR, _STUDENT = sa.bindparam("whom", type_=sa.Uuid()), sa.bindparam("who", type_=sa.Uuid())
_ORDER = _w.since, _w.student
_IS_SOMEBODY = ~sa.exists().where(account_link.c.joined == _w.student)
"""What a joined account waits for twice, or with itself, stays with it until the link ends."""
_LINE = (
    sa.select(waiting)
    .where(_w.mentor == _MENTOR, _w.program == HERE, _IS_SOMEBODY)
    .order_by(*_ORDER)
    .limit(LIMIT)
)
_BEHIND = _LINE.where(sa.tuple_(*_ORDER) > sa.tuple_(sa.bindparam("since", type_=UtcDateTime()), _STUDENT))
_PLACES = sa.select(waiting).where(_w.student == _STUDENT, _w.program == HERE).order_by(_w.since, _w.mentor)
_BEFORE = (
    sa.select(sa.func.count())
    .select_from(waiting)
    .where(_w.mentor == _MENTOR, _w.program == HERE, _w.since <= sa.bindparam("since"))
)
_WAITED_FOR = sa.select(_w.mentor).where(_w.program == HERE).distinct()
_NEW = upsert(waiting)
_JOIN = _NEW.on_conflict_do_update(
    index_elements=["mentor", "student"],
    set_={name: _NEW.excluded[name] for name in REQUEST_FIELDS},
)
_LEAVE = sa.delete(waiting).where(_w.mentor == _MENTOR, _w.student == _STUDENT, _w.program == HERE)

_IN_LINE = sa.select(_w.student).where(_w.mentor == _MENTOR, _w.program == HERE, _IS_SOMEBODY)
_END_LINE = sa.delete(waiting).where(_w.mentor == _MENTOR, _w.program == HERE)
_e = ended_place.c
_ENDED = upsert(ended_place).on_conflict_do_nothing()
_ENDED_AT = sa.select(_e.mentor).where(
    _e.program == HERE, _e.student == _STUDENT, _e.at == sa.bindparam("ended", type_=UtcDateTime())
)
_OLD = sa.delete(ended_place).where(_e.program == HERE, _e.at < sa.bindparam("before", type_=UtcDateTime()))


class WaitingLists(BaseQuery):
    """Who waits for whom."""

    def line_for(
        self, mentor: PersonId, limit: int, behind: WaitingPlace | None = None
    ) -> list[WaitingPlace]:
        """Return who waits for a mentor, or who of them stands behind one of the line; the first in line first."""
        if behind is None:
            rows = self._rows(_LINE, whom=mentor, limit=limit)
        else:
            rows = self._rows(_BEHIND, whom=mentor, limit=limit, since=behind.since, who=behind.student)
        return [_place(row) for row in rows]

    def places_of(self, student: PersonId) -> list[tuple[WaitingPlace, int]]:
        """Return for whom somebody waits, and as which in line."""
        found = [_place(row) for row in self._rows(_PLACES, who=student)]
        return [(one, self._number(_BEFORE, whom=one.mentor, since=one.since)) for one in found]

    def waited_for(self) -> list[PersonId]:
        """Return the mentors for whom somebody waits."""
        return [row["mentor"] for row in self._rows(_WAITED_FOR)]

    def join_line(self, place: WaitingPlace) -> None:
        """Put somebody at the end of the line; who is in it already keeps the place, with the new words."""
        self._run(
            _JOIN,
            program=self.program,
            mentor=place.mentor,
            student=place.student,
            since=place.since,
            **place.text.values(),
        )

    def leave_line(self, mentor: PersonId, student: PersonId) -> None:
        """Give a place in line up."""
        self._run(_LEAVE, whom=mentor, who=student)

    def end_line(self, mentor: PersonId) -> list[PersonId]:
        """End every place in a mentor's line; return who stood in it, each person once."""
        stood = [row["student"] for row in self._rows(_IN_LINE, whom=mentor)]
        self._run(_END_LINE, whom=mentor)
        return stood

    def note_ended_place(self, student: PersonId, mentor: PersonId, at: datetime) -> None:
        """Keep for whom somebody has waited until they are told that it has ended."""
        self._run(_ENDED, program=self.program, student=student, at=at, mentor=mentor)

    def ended_place(self, student: PersonId, at: datetime) -> PersonId | None:
        """Return for whom somebody waited whose place in line ended at an instant (UTC)."""
        row = self._row(_ENDED_AT, who=student, ended=at)
        return row["mentor"] if row else None

    def purge_ended_places(self, before: datetime) -> int:
        """Forget the places that ended before an instant; returns how many."""
        return self._run(_OLD, before=before).rowcount


def _place(row: sa.RowMapping) -> WaitingPlace:
    text = RequestText(**{name: row[name] for name in REQUEST_FIELDS})
    return WaitingPlace(mentor=row["mentor"], student=row["student"], text=text, since=row["since"])
