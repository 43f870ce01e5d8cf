"""The program in numbers, each with one statement over the rows of the span that is counted, however many there are."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.booking import Act, Role, Status
from core.domain.feedback import AllowedWords
from core.domain.numbers import Ending, WeekNumbers, ending_of, median
from core.store.columns import SOMEDAY, UtcDateTime, among
from core.store.statements.base_query import HERE, LIMIT, BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from core.domain.feedback import Score
    from core.domain.numbers import Span
    from core.domain.people import PersonId

_b, _h, _f, _p = tables.booking.c, tables.history.c, tables.feedback.c, tables.person.c
_START, _END, _SINCE = (sa.bindparam(name, type_=UtcDateTime()) for name in ("start", "end", "since"))
_IN_SPAN = (_b.program == HERE, tables.NOT_PENDING, _b.starts_at >= _START, _b.starts_at < _END)
_agreed = _b.accepted_at.is_not(None).label("agreed")
_ENDINGS = (
    sa.select(_b.status, _b.closed_by, _agreed, sa.func.count())
    .where(*_IN_SPAN)
    .group_by(_b.status, _b.closed_by, _agreed)
)
_BY_MENTOR = (
    sa.select(_b.mentor, sa.func.count())
    .where(*_IN_SPAN, among(_b.status, Status.ACCEPTED, Status.COMPLETED, Status.NO_SHOW))
    .group_by(_b.mentor)
)
_WAITING = (
    sa.select(_b.mentor, sa.func.count())
    .where(_b.program == HERE, tables.IS_PENDING, _b.held_until.is_(None))
    .group_by(_b.mentor)
)
_of_mentor = (_f.person == _b.mentor).label("of_mentor")
_FELT = (
    sa.select(_of_mentor, _f.score, sa.func.count())
    .join_from(tables.booking, tables.feedback, _f.booking == _b.id)
    .where(*_IN_SPAN, _f.score.is_not(None))
    .group_by(_of_mentor, _f.score)
)


def _medians() -> sa.Select[Any]:
    """The one or two answers in the middle of each mentor's, by how long they took."""
    took = _h.at - _b.created_at
    ranked = (
        sa.select(
            _b.mentor,
            _b.created_at.label("asked"),
            _h.at.label("answered"),
            sa.func.row_number().over(partition_by=_b.mentor, order_by=(took, _b.id)).label("place"),
            sa.func.count().over(partition_by=_b.mentor).label("many"),
        )
        .join_from(tables.history, tables.booking, _b.id == _h.booking)
        .where(
            _h.program == HERE,
            _h.at >= _SINCE,
            among(_h.act, Act.ACCEPT, Act.REJECT, Act.ACCEPT_PROPOSAL),
            _h.at == sa.func.coalesce(_b.accepted_at, _b.decided_at),
        )
        .subquery()
    )
    of = ranked.c
    middle = of.place.between((of.many + 1) // 2, (of.many + 2) // 2)
    return sa.select(of.mentor, of.asked, of.answered).where(middle)


_MEDIANS = _medians()
_student, _mentor = tables.person.alias("student"), tables.person.alias("mentor")
_NEWEST = (
    sa.select(
        _b.ref,
        _b.status,
        _student.c.name.label("student"),
        _mentor.c.name.label("mentor"),
        _b.topic,
        _b.starts_at,
        _b.minutes,
        _b.created_at,
        _b.accepted_at,
        _b.decided_at,
        _b.closed_by,
    )
    .join_from(tables.booking, _student, _student.c.id == _b.student)
    .join(_mentor, _mentor.c.id == _b.mentor)
    .where(_b.program == HERE)
    .order_by(_b.id.desc())
    .limit(LIMIT)
)

_ALLOWED = (
    sa.select(
        _f.words,
        (_f.person == _b.mentor).label("by_mentor"),
        _student.c.name.label("student"),
        _mentor.c.name.label("mentor"),
        _f.at,
    )
    .join_from(tables.feedback, tables.booking, _b.id == _f.booking)
    .join(_student, _student.c.id == _b.student)
    .join(_mentor, _mentor.c.id == _b.mentor)
    .where(_f.program == HERE, _f.for_organisers)
    .order_by(_f.at.desc())
    .limit(LIMIT)
)


@lru_cache(maxsize=4)
def _by_week(weeks: int) -> sa.Select[Any]:
    """How bookings stand, for each of so many weeks; ``end0`` is where the first one ends."""
    ends = [(_b.starts_at < sa.bindparam(f"end{at}", type_=UtcDateTime()), at) for at in range(weeks)]
    rows = (
        sa.select(sa.case(*ends).label("week"), _b.status, _b.closed_by, _agreed).where(*_IN_SPAN).subquery()
    )
    return sa.select(*rows.c, sa.func.count()).group_by(*rows.c)


class Numbers(BaseQuery):
    """How the program does. Spans are over the starts of sessions."""

    def _counted(self, statement: sa.Executable, **values: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._run(statement, **values)]

    def _by_person(self, statement: sa.Executable, **values: object) -> dict[PersonId, int]:
        return {who: int(number) for who, number in self._counted(statement, **values)}

    def endings(self, span: Span) -> dict[Ending, int]:
        """Return how the sessions of a span stand."""
        return _summed(self._counted(_ENDINGS, start=span.start, end=span.end))

    def endings_by_week(self, weeks: Sequence[Span]) -> tuple[WeekNumbers, ...]:
        """Return the same for each of several weeks that follow one another."""
        values: dict[str, object] = {f"end{at}": week.end for at, week in enumerate(weeks)}
        values |= {"start": weeks[0].start, "end": weeks[-1].end}
        rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for week, *rest in self._counted(_by_week(len(weeks)), **values):
            rows[week].append(tuple(rest))
        return tuple(WeekNumbers(one.first, _summed(rows.get(at, ()))) for at, one in enumerate(weeks))

    def sessions_by_mentor(self, span: Span) -> dict[PersonId, int]:
        """Return how many sessions of a span each mentor has or had, whether or not both came."""
        return self._by_person(_BY_MENTOR, start=span.start, end=span.end)

    def waiting_by_mentor(self) -> dict[PersonId, int]:
        """Return how many requests wait for each mentor."""
        return self._by_person(_WAITING)

    def answer_times(self, since: datetime) -> dict[PersonId, timedelta]:
        """Return the median of how long each mentor took to answer, of the answers since an instant."""
        waits: dict[PersonId, list[timedelta]] = defaultdict(list)
        for who, asked, answered in self._counted(_MEDIANS, since=since):
            waits[who].append(answered - asked)
        return {who: middle for who, several in waits.items() if (middle := median(several)) is not None}

    def felt(self, span: Span) -> dict[tuple[Role, Score], int]:
        """Return how many students and mentors called a session of a span good, and not so good."""
        rows = self._counted(_FELT, start=span.start, end=span.end)
        return {
            (Role.MENTOR if of_mentor else Role.STUDENT, score): number for of_mentor, score, number in rows
        }

    def allowed_words(self, limit: int) -> list[AllowedWords]:
        """Return the newest words of feedback that their writers let organisers read."""
        return [
            AllowedWords(**{**row, "by_mentor": bool(row["by_mentor"])})
            for row in self._rows(_ALLOWED, limit=limit)
        ]

    def newest_sessions(self, limit: int) -> list[Mapping[str, Any]]:
        """Return the newest bookings as they are written into a file; ``starts_at`` None while no time is set."""
        return [
            {**row, "starts_at": None if row["starts_at"] == SOMEDAY else row["starts_at"]}
            for row in self._rows(_NEWEST, limit=limit)
        ]


def _summed(rows: Iterable[tuple[Any, ...]]) -> dict[Ending, int]:
    found: dict[Ending, int] = defaultdict(int)
    for status, closed_by, agreed, number in rows:
        ending = ending_of(status, closed_by, agreed=bool(agreed))
        if ending is not None:
            found[ending] += number
    return dict(found)
