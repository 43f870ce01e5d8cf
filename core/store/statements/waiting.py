"""Waiting lists: who waits for a time of which mentor, in the order in which they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.requests import RequestText
from core.domain.waiting import WaitingPlace
from core.store.account_tables import account_link
from core.store.statements.base_query import HERE, LIMIT, BaseQuery, upsert
from core.store.waiting_tables import waiting

if TYPE_CHECKING:
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
    set_={"topic": _NEW.excluded.topic, "message": _NEW.excluded.message},
)
_LEAVE = sa.delete(waiting).where(_w.mentor == _MENTOR, _w.student == _STUDENT, _w.program == HERE)


class WaitingLists(BaseQuery):
    """Who waits for whom."""

    def line_for(self, mentor: PersonId, limit: int) -> list[WaitingPlace]:
        """Return who waits for a mentor, the first in line first."""
        return [_place(row) for row in self._rows(_LINE, whom=mentor, limit=limit)]

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


def _place(row: sa.RowMapping) -> WaitingPlace:
    text = RequestText(row["topic"], row["message"])
    return WaitingPlace(mentor=row["mentor"], student=row["student"], text=text, since=row["since"])
