"""Lists of bookings: what a person looks at, what limits them, and what the sweeps pick up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.agenda import Section
from core.domain.booking import LONGEST_SESSION, Status
from core.domain.open_times import Busy
from core.store import tables
from core.store.columns import UtcDateTime, among
from core.store.rows import booking_of, row_of
from core.store.statements.base_query import BaseQuery

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, BookingId, Slot
    from core.domain.people import PersonId

_b, _busy = tables.booking.c, tables.busy.c
_m, _o = tables.mentor.c, tables.offering.c
_LONGEST = timedelta(minutes=LONGEST_SESSION)
"""What is not over began no longer ago than this, which is where the index is entered."""
_PARTIES = (_b.student, _b.mentor)
_PREDICATES = {
    Section.PENDING: tables.IS_PENDING,
    Section.UPCOMING: tables.IS_ACCEPTED,
    Section.PAST: tables.NOT_PENDING,
}
"""What every booking of a section has in common, in the words of the partial indexes."""


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
        by = _b.starts_at if section is Section.UPCOMING else _b.sort_at
        place = sa.tuple_(by, _b.id)
        where = [_in_section(section, now)]
        if after is not None:
            at = sa.literal(row_of(after)[by.name], UtcDateTime())
            mark = sa.tuple_(at, sa.literal(after.id, sa.Uuid()))
            where.append(place < mark if section is Section.PAST else place > mark)
        whole = sa.select(tables.booking).where(_b.program == self.program, *where)
        both = sa.union_all(*(whole.where(party == who) for party in _PARTIES))
        order = (both.selected_columns[by.name], both.selected_columns["id"])
        if section is Section.PAST:
            order = (order[0].desc(), order[1].desc())
        return [booking_of(row) for row in self._rows(both.order_by(*order).limit(limit))]

    def agenda_counts(self, who: PersonId, now: datetime) -> dict[Section, int]:
        """Return how many bookings each section holds.

        Only the status stands in WHERE: beside a bound on ``ends_at`` SQLite would take the sweep's index,
        and walk through everybody's sessions.
        """
        counts = [
            sa.select(sa.func.count(sa.case((_in_section(section, now), 1))))
            .where(party == who, _b.program == self.program, _PREDICATES[section])
            .scalar_subquery()
            for section in Section
            for party in _PARTIES
        ]
        found = self._connection.execute(sa.select(*counts)).one()
        return {section: sum(found[at * 2 : at * 2 + 2]) for at, section in enumerate(Section)}

    def open_requests(self, student: PersonId) -> int:
        """Return how many of a student's requests wait for an answer."""
        return self._number(
            _count().where(_b.student == student, _b.program == self.program, tables.IS_PENDING)
        )

    def pending_between(self, student: PersonId, mentor: PersonId) -> Booking | None:
        """Return the first request of ``student`` that waits for an answer of ``mentor``."""
        query = sa.select(tables.booking).where(
            _b.student == student, _b.mentor == mentor, _b.program == self.program, tables.IS_PENDING
        )
        row = self._row(query.order_by(_b.sort_at, _b.id).limit(1))
        return booking_of(row) if row else None

    def waiting_for(self, mentor: PersonId, limit: int) -> list[Booking]:
        """Return requests that wait for a mentor's answer, by their start or by when they were asked."""
        query = sa.select(tables.booking).where(
            _b.mentor == mentor, _b.program == self.program, tables.IS_PENDING
        )
        return [booking_of(row) for row in self._rows(query.order_by(_b.sort_at, _b.id).limit(limit))]

    def requests_since(self, student: PersonId, instant: datetime) -> int:
        """Return how many requests a student has made since an instant, whatever became of them."""
        return self._number(
            _count().where(_b.student == student, _b.program == self.program, _b.created_at >= instant)
        )

    def last_topic(self, booking: Booking) -> str:
        """Return what the last session that the same two people held was about, or the empty string."""
        query = sa.select(_b.topic).where(
            _b.student == booking.student,
            _b.mentor == booking.mentor,
            _b.program == self.program,
            tables.NOT_PENDING,
            among(_b.status, Status.COMPLETED),
        )
        return (
            self._connection.execute(query.order_by(_b.sort_at.desc(), _b.id.desc()).limit(1)).scalar() or ""
        )

    def clashes(self, who: PersonId, slot: Slot, but: BookingId | None = None) -> list[Booking]:
        """Return the bookings that keep a person busy during ``slot``, soonest first, without ``but``."""
        query = (
            sa.select(tables.booking)
            .join(tables.busy, _busy.booking == _b.id)
            .where(*self._overlaps(who, slot.starts_at, slot.ends_at))
            .order_by(_busy.starts_at)
        )
        if but is not None:
            query = query.where(_busy.booking != but)
        return [booking_of(row) for row in self._rows(query)]

    def busy(self, who: PersonId, start: datetime, end: datetime, but: BookingId | None = None) -> list[Busy]:
        """Return the stretches between two instants that are not free for a person, soonest first, without ``but``.

        Each says whether the person gives that session, and what its mentor keeps free around it.
        """
        query = (
            sa.select(
                _busy.starts_at,
                _busy.ends_at,
                sa.func.coalesce(_o.buffer, _m.buffer, 0).label("buffer"),
                (_b.mentor == who).label("as_mentor"),
            )
            .select_from(tables.busy)
            .join(tables.booking, _b.id == _busy.booking)
            .outerjoin(tables.offering, _o.id == _b.offering)
            .outerjoin(tables.mentor, _m.person == _b.mentor)
            .where(*self._overlaps(who, start, end))
            .order_by(_busy.starts_at)
        )
        if but is not None:
            query = query.where(_busy.booking != but)
        return [
            Busy(row["starts_at"], row["ends_at"], row["buffer"], bool(row["as_mentor"]))
            for row in self._rows(query)
        ]

    def overdue(self, now: datetime, limit: int) -> list[Booking]:
        """Return pending bookings whose answer deadline or start has come, longest overdue first."""
        return self._due(_b.lapses_at, now, limit, tables.IS_PENDING)

    def finished(self, before: datetime, limit: int) -> list[Booking]:
        """Return accepted bookings that ended at or before an instant, oldest first."""
        return self._due(_b.ends_at, before, limit, tables.IS_ACCEPTED)

    def stale_proposals(self, now: datetime, limit: int) -> list[Booking]:
        """Return bookings with an open proposal all of whose times have begun."""
        return self._due(_b.proposal_until, now, limit, _b.proposal_until.is_not(None))

    def _due(
        self, column: sa.ColumnElement[Any], at: datetime, limit: int, where: sa.ColumnElement[bool]
    ) -> list[Booking]:
        query = sa.select(tables.booking).where(_b.program == self.program, where, column <= at)
        return [booking_of(row) for row in self._rows(query.order_by(column).limit(limit))]

    def _overlaps(self, who: PersonId, start: datetime, end: datetime) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            _busy.person == who,
            _busy.program == self.program,
            _busy.starts_at < end,
            _busy.ends_at > start,
        )


def _count() -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(tables.booking)


def _in_section(section: Section, now: datetime) -> sa.ColumnElement[bool]:
    if section is Section.PENDING:
        return tables.IS_PENDING
    if section is Section.UPCOMING:
        return sa.and_(tables.IS_ACCEPTED, _b.ends_at > now, _b.starts_at > now - _LONGEST)
    not_accepted = sa.not_(among(_b.status, Status.ACCEPTED))
    return sa.and_(tables.NOT_PENDING, sa.or_(not_accepted, _b.ends_at <= now))
