"""Lists of bookings: what a person looks at, what limits them, and what the sweeps pick up."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.agenda import Section
from core.domain.booking import LONGEST_SESSION, TIME_WITHIN, Status
from core.domain.requests import AskedSoFar
from core.store.columns import EPOCH, SOMEDAY, UtcDateTime, among
from core.store.rows import booking_of, row_of
from core.store.statements.base_query import HERE, LIMIT, THESE, BaseQuery, ours
from core.store.tables import every as tables
from core.store.tables.standing import standing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId

_b = tables.booking.c
_LONGEST = timedelta(minutes=LONGEST_SESSION)
"""What is not over began no longer ago than this, which is where the index is entered."""
_PARTIES = (_b.student, _b.mentor)
_PREDICATES = {
    Section.PENDING: tables.IS_PENDING,
    Section.UPCOMING: tables.IS_ACCEPTED,
    Section.PAST: tables.NOT_PENDING,
}
"""What every booking of a section has in common, in the words of the partial indexes."""
_WHO, _STUDENT, _MENTOR = (sa.bindparam(name, type_=sa.Uuid()) for name in ("who", "student", "mentor"))
_NOW = sa.bindparam("now", type_=UtcDateTime())
_IN_SECTION = {
    Section.PENDING: tables.IS_PENDING,
    Section.UPCOMING: sa.and_(tables.IS_ACCEPTED, _b.ends_at > _NOW, _b.starts_at > sa.bindparam("earliest")),
    Section.PAST: sa.and_(
        tables.NOT_PENDING, sa.or_(sa.not_(among(_b.status, Status.ACCEPTED)), _b.ends_at <= _NOW)
    ),
}
_BOOKINGS = sa.select(tables.booking).where(_b.program == HERE)
_COUNT = sa.select(sa.func.count()).select_from(tables.booking)
_PLACE = _b.sort_at, _b.id
_EVER = _b.sort_at >= sa.literal(EPOCH, UtcDateTime())
_PENDING = _b.program == HERE, _b.student == _STUDENT, tables.IS_PENDING, _EVER
_ASKED = _b.program == HERE, _b.student == _STUDENT, _b.created_at >= sa.bindparam("since")
_FIRST_ASKED = sa.select(_b.ref).where(*_PENDING, _b.mentor == _MENTOR).order_by(*_PLACE).limit(1)
_ALONE_OR_FIRST = sa.or_(_b.series.is_(None), _b.series == _b.id)
_IS_BLOCKED = sa.select(standing.c.blocked).where(standing.c.person == _STUDENT).scalar_subquery()
_ASKED_SO_FAR = sa.select(
    sa.select(sa.func.count(sa.func.coalesce(_b.series, _b.id).distinct()))
    .select_from(tables.booking)
    .where(*_PENDING)
    .label("open_requests"),
    _COUNT.where(*_ASKED, _ALONE_OR_FIRST).label("requests_last_hour"),
    _FIRST_ASKED.label("pending_with_mentor"),
    sa.func.coalesce(_IS_BLOCKED, sa.false()).label("blocked"),
)
_WAITING_FOR = _BOOKINGS.where(_b.mentor == _MENTOR, tables.IS_PENDING).order_by(*_PLACE).limit(LIMIT)
_LAST_TOPIC = (
    sa.select(_b.topic)
    .where(
        _b.student == _STUDENT,
        _b.mentor == _MENTOR,
        _b.program == HERE,
        tables.NOT_PENDING,
        among(_b.status, Status.COMPLETED),
    )
    .order_by(_b.sort_at.desc(), _b.id.desc())
    .limit(1)
)
_held = tables.booking.alias("held")
_LAST_TOPICS = sa.select(
    _b.id,
    sa.select(_held.c.topic)
    .where(
        _held.c.student == _b.student,
        _held.c.mentor == _b.mentor,
        _held.c.program == HERE,
        _held.c.status != sa.literal_column("'pending'"),
        among(_held.c.status, Status.COMPLETED),
    )
    .order_by(_held.c.sort_at.desc(), _held.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("topic"),
).where(_b.id.in_(THESE), ours(_b.program))


def _due_by(column: sa.ColumnElement[Any], which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return _BOOKINGS.where(which, column <= _NOW).order_by(column).limit(LIMIT)


_OVERDUE = _due_by(_b.lapses_at, tables.IS_PENDING)
_FINISHED = _due_by(_b.ends_at, tables.IS_ACCEPTED)
_TIMELESS = (
    _BOOKINGS.where(
        tables.IS_ACCEPTED,
        _b.ends_at == sa.literal(SOMEDAY, UtcDateTime()),
        _b.accepted_at <= _NOW,
        _b.proposal_until.is_(None),
    )
    .order_by(_b.ends_at)
    .limit(LIMIT)
)
_STALE_PROPOSALS = _due_by(_b.proposal_until, _b.proposal_until.is_not(None))
_COUNTED = {
    Section.PENDING: (sa.func.count(), _EVER),
    Section.UPCOMING: (
        sa.func.count(sa.case((_b.ends_at > _NOW, 1))),
        _b.starts_at > sa.bindparam("earliest"),
    ),
    Section.PAST: (sa.func.count(), _EVER),
}
_COUNTS = sa.select(
    *(
        sa.select(number)
        .select_from(tables.booking)
        .where(party == _WHO, _b.program == HERE, _PREDICATES[section], place)
        .scalar_subquery()
        for section, (number, place) in _COUNTED.items()
        for party in _PARTIES
    )
)
"""How many of each section, as student and as mentor; those to come are among the past ones as well.

Each has a bound on the third column of its own index, be it ``_EVER``, so that SQLite takes that one. It would take
that of all that a student has asked for, and read every row of it, or that of the sweep, and walk through everybody's
sessions. What is counted whole is counted in the index alone.
"""


def _sorted_by(section: Section) -> sa.Column[Any]:
    return _b.starts_at if section is Section.UPCOMING else _b.sort_at


@cache
def _page(section: Section, *, behind: bool) -> sa.CompoundSelect[Any]:
    """One page of a section, from its beginning or from behind a booking."""
    by = _sorted_by(section)
    which = [_IN_SECTION[section]]
    if behind:
        place = sa.tuple_(by, _b.id)
        mark = sa.tuple_(sa.bindparam("at", type_=UtcDateTime()), sa.bindparam("after", type_=sa.Uuid()))
        which.append(place < mark if section is Section.PAST else place > mark)
    both = sa.union_all(*(_BOOKINGS.where(party == _WHO, *which) for party in _PARTIES))
    order = (both.selected_columns[by.name], both.selected_columns["id"])
    if section is Section.PAST:
        order = (order[0].desc(), order[1].desc())
    return both.order_by(*order).limit(LIMIT)


class Agenda(BaseQuery):
    """What comes, what waits and what was."""

    def agenda(
        self, who: PersonId, section: Section, now: datetime, limit: int, after: Booking | None = None
    ) -> list[Booking]:
        """Return one page of a section of a person's bookings, as student and as mentor together.

        The page begins right behind ``after``, the last booking of the page before.

        Pending ones come by their start, or by when they were asked if they have none; upcoming ones
        (accepted and not over) soonest first, those without a time last; all others newest first.
        """
        values: dict[str, object] = {"who": who, "now": now, "earliest": now - _LONGEST, "limit": limit}
        if after is not None:
            values |= {"at": row_of(after)[_sorted_by(section).name], "after": after.id}
        rows = self._rows(_page(section, behind=after is not None), **values)
        return [booking_of(row) for row in rows]

    def agenda_counts(self, who: PersonId, now: datetime) -> dict[Section, int]:
        """Return how many bookings each section holds."""
        found = self._run(_COUNTS, who=who, now=now, earliest=now - _LONGEST).one()
        counts = {section: sum(found[at * 2 : at * 2 + 2]) for at, section in enumerate(Section)}
        return counts | {Section.PAST: counts[Section.PAST] - counts[Section.UPCOMING]}

    def asked_so_far(self, student: PersonId, mentor: PersonId, since: datetime) -> AskedSoFar:
        """Return what waits of what a student has asked for, and of whom; an hour ago is ``since``.

        What was asked since then counts whatever became of it; of several that wait for ``mentor`` the first is named.
        A series is one request: it asks for one answer.
        """
        found = self._run(_ASKED_SO_FAR, student=student, mentor=mentor, since=since).mappings().one()
        return AskedSoFar(**{**found, "blocked": bool(found["blocked"])})

    def waiting_for(self, mentor: PersonId, limit: int) -> list[Booking]:
        """Return requests that wait for a mentor's answer, by their start or by when they were asked."""
        return [booking_of(row) for row in self._rows(_WAITING_FOR, mentor=mentor, limit=limit)]

    def last_topic(self, booking: Booking) -> str:
        """Return what the last session that the same two people held was about, or the empty string."""
        return self._run(_LAST_TOPIC, student=booking.student, mentor=booking.mentor).scalar() or ""

    def last_topics(self, these: Collection[BookingId]) -> dict[BookingId, str]:
        """Return for each of these bookings what ``last_topic`` does."""
        return {row["id"]: row["topic"] or "" for row in self._rows(_LAST_TOPICS, these=list(these))}

    def overdue(self, now: datetime, limit: int) -> list[Booking]:
        """Return pending bookings whose answer deadline or start has come, longest overdue first."""
        return self._due(_OVERDUE, now, limit)

    def finished(self, before: datetime, limit: int) -> list[Booking]:
        """Return accepted bookings that ended at or before an instant, oldest first."""
        return self._due(_FINISHED, before, limit)

    def timeless(self, now: datetime, limit: int) -> list[Booking]:
        """Return agreed bookings that have been without a time, and without a suggestion, for too long."""
        return self._due(_TIMELESS, now - TIME_WITHIN, limit)

    def stale_proposals(self, now: datetime, limit: int) -> list[Booking]:
        """Return bookings with an open proposal all of whose times have begun."""
        return self._due(_STALE_PROPOSALS, now, limit)

    def _due(self, which: sa.Select[Any], now: datetime, limit: int) -> list[Booking]:
        return [booking_of(row) for row in self._rows(which, now=now, limit=limit)]
