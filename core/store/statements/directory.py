"""The directory: everybody who may be asked in one reading, and what is told of those on one page."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import sqlalchemy as sa

from core.domain.booking import LONGEST_SESSION
from core.domain.directory import ANSWERS, Listed
from core.domain.open_times import Busy
from core.domain.people import PersonId
from core.store.columns import Elapsed, UtcDateTime
from core.store.statements.base_query import HERE, BaseQuery
from core.store.statements.mentors import (
    IS_NO_JOINED_ACCOUNT,
    MENTOR_ROWS,
    OFFERING_ROWS,
    mentor_of,
    offering_of,
)
from core.store.statements.search import ESCAPE, SORT_LENGTH, escaped, normal
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from core.domain.people import Mentor, Offering
    from core.times.intervals import Interval

_m, _p, _b, _o, _busy = (
    one.c for one in (tables.mentor, tables.person, tables.booking, tables.offering, tables.busy)
)
_e = tables.engagement.c
_LAST = "\U0010ffff"
_LOOKED_AT = 2 * ANSWERS
"""How many of a mentor's newest bookings are looked at for answers: the others expired, or were called off."""
_THESE = sa.bindparam("these", expanding=True, type_=sa.Uuid())

_START, _END, _EARLIEST = (sa.bindparam(name, type_=UtcDateTime()) for name in ("start", "end", "earliest"))
_LONGEST = timedelta(minutes=LONGEST_SESSION)
_BY_IDS = MENTOR_ROWS.where(_m.program == HERE, _m.person.in_(_THESE))
_OFFERED = OFFERING_ROWS.where(_o.mentor.in_(_THESE), sa.not_(_o.removed)).order_by(_o.id)
_HELD = (
    sa.select(sa.type_coerce(_busy.person, sa.String()), _busy.starts_at, _busy.ends_at)
    .where(_busy.program == HERE, _busy.starts_at > _EARLIEST, _busy.starts_at < _END, _busy.ends_at > _START)
    .order_by(_busy.starts_at)
)
_BUSY = (
    sa.select(
        _busy.person,
        _busy.starts_at,
        _busy.ends_at,
        sa.func.coalesce(_o.buffer, _m.buffer, 0).label("buffer"),
        (_b.mentor == _busy.person).label("as_mentor"),
        sa.false().label("engaged"),
    )
    .select_from(tables.busy)
    .join(tables.booking, _b.id == _busy.booking)
    .outerjoin(tables.offering, _o.id == _b.offering)
    .outerjoin(tables.mentor, _m.person == _b.mentor)
    .where(_busy.person.in_(_THESE), _busy.program == HERE, _busy.starts_at < _END, _busy.ends_at > _START)
)
_ENGAGED = sa.select(
    _e.person, _e.starts_at, _e.ends_at, sa.literal(0), sa.false(), sa.true().label("engaged")
).where(_e.person.in_(_THESE), _e.program == HERE, _e.starts_at < _END, _e.ends_at > _START)
_NOT_FREE_EACH = _BUSY.union_all(_ENGAGED)
_OPEN = (
    sa.select(_b.mentor, sa.func.count()).where(_b.program == HERE, _b.mentor.in_(_THESE)).group_by(_b.mentor)
)
_OPEN_NOW = (_OPEN.where(tables.IS_PENDING), _OPEN.where(tables.IS_ACCEPTED, _b.starts_at > _START))


@lru_cache(maxsize=20_000)
def _person(stored: str | UUID) -> PersonId:
    """Return whom a stored id names: of a thousand that are read each time, most were read before.

    To make ids of them took as long as to read them. PostgreSQL gives ids, and SQLite their digits.
    """
    return PersonId(stored if isinstance(stored, UUID) else UUID(stored))


@lru_cache(maxsize=32)
def _roster(words: int, *, rests: bool) -> sa.Select[Any]:
    taking = sa.and_(_m.paused, _m.paused_until.is_not(None)) if rests else sa.not_(_m.paused)
    called = sa.and_(_m.sort_name >= sa.bindparam("first"), _m.sort_name < sa.bindparam("last"))
    return (
        sa.select(
            sa.type_coerce(_m.person, sa.String()),
            sa.func.coalesce(_m.zone, _p.zone),
            _m.hours,
            _m.exceptions,
            _m.search,
            called.label("called"),
        )
        .join_from(tables.mentor, tables.person, _p.id == _m.person)
        .where(
            _m.program == HERE,
            taking,
            _m.offered,
            IS_NO_JOINED_ACCOUNT,
            _p.left_at.is_(None),
            _m.person.is_distinct_from(sa.bindparam("but")),
            *(_m.search.contains(sa.bindparam(f"word{at}"), escape=ESCAPE) for at in range(words)),
        )
        .order_by(_m.sort_name, _m.person)
    )


@lru_cache(maxsize=64)
def _answered(mentors: int) -> sa.CompoundSelect[Any]:
    """When the newest answered bookings of so many mentors were asked and answered: one short walk for each."""
    return sa.union_all(*(sa.select(_answers_of(at)) for at in range(mentors)))


def _answers_of(at: int) -> sa.Subquery:
    newest = (
        sa.select(_b.mentor, _b.status, _b.created_at, _b.accepted_at, _b.decided_at)
        .where(_b.program == HERE, _b.mentor == sa.bindparam(f"who{at}", type_=sa.Uuid()), tables.NOT_PENDING)
        .order_by(_b.sort_at.desc(), _b.id.desc())
        .limit(_LOOKED_AT)
        .subquery()
    )
    of = newest.c
    answered = sa.or_(of.accepted_at.is_not(None), of.status == sa.literal_column("'rejected'"))
    took = sa.func.coalesce(of.accepted_at, of.decided_at) - of.created_at
    return (
        sa.select(
            sa.literal_column(str(at), sa.Integer()).label("at"),
            sa.type_coerce(took, Elapsed()).label("took"),
        )
        .where(answered, took.is_not(None))
        .limit(ANSWERS)
        .subquery()
    )


class Directory(BaseQuery):
    """Who may be asked, and what is known of how they answer."""

    def _tuples(self, statement: sa.Executable, **values: object) -> Sequence[tuple[Any, ...]]:
        return cast("Sequence[tuple[Any, ...]]", self._run(statement, **values).all())

    def roster(self, words: str, *, but: PersonId | None = None) -> list[Listed]:
        """Return every mentor who is there and whom every one of ``words`` fits; who rests comes last.

        Those whose name begins with what was typed come before the others, then by name. Case and accents do not
        count. Who has paused without an end is left out.
        """
        typed = normal(words)
        start, looked_for = typed[:SORT_LENGTH], typed.split()
        values: dict[str, object] = {f"word{at}": escaped(word) for at, word in enumerate(looked_for)}
        values |= {"first": start, "last": start + _LAST, "but": but}
        found: list[Listed] = []
        for rests in (False, True):
            rows = self._tuples(_roster(len(looked_for), rests=rests), **values)
            ordered = sorted(rows, key=lambda row: not row[-1]) if typed else rows
            found += [
                Listed(_person(who), zone, hours, exceptions, said, rests)
                for who, zone, hours, exceptions, said, _ in ordered
            ]
        return found

    def mentors_by_id(self, these: Sequence[PersonId]) -> dict[PersonId, Mentor]:
        """Return what these people say as mentors; strangers are left out."""
        rows = self._rows(_BY_IDS, these=list(these)) if these else []
        return {row["id"]: mentor_of(row) for row in rows}

    def offered_by(self, these: Sequence[PersonId]) -> dict[PersonId, list[Offering]]:
        """Return what each of these mentors offers now, in the order in which it was added."""
        offered: dict[PersonId, list[Offering]] = defaultdict(list)
        for row in self._rows(_OFFERED, these=list(these)) if these else ():
            offered[row["mentor"]].append(offering_of(row))
        return offered

    def held_between(self, start: datetime, end: datetime) -> dict[PersonId, list[Interval]]:
        """Return the stretches (epoch seconds) that anybody has between two instants, soonest first."""
        held: dict[PersonId, list[Interval]] = defaultdict(list)
        rows = self._tuples(_HELD, start=start, end=end, earliest=start - _LONGEST)
        for who, begins, ends in rows:
            held[_person(who)].append((int(begins.timestamp()), int(ends.timestamp())))
        return held

    def busy_each(
        self, these: Iterable[PersonId], start: datetime, end: datetime
    ) -> dict[PersonId, list[Busy]]:
        """Return for each person what ``busy`` returns for one, with what their own calendar holds."""
        found: dict[PersonId, list[Busy]] = defaultdict(list)
        rows = self._tuples(_NOT_FREE_EACH, these=list(these), start=start, end=end)
        for who, begins, ends, buffer, as_mentor, engaged in sorted(rows, key=lambda row: row[1]):
            found[who].append(Busy(begins, ends, buffer, as_mentor=bool(as_mentor), engaged=bool(engaged)))
        return found

    def waits(self, these: Sequence[PersonId]) -> dict[PersonId, list[timedelta]]:
        """Return how long each of these mentors took to answer, that of the newest session first."""
        waits: dict[PersonId, list[timedelta]] = defaultdict(list)
        values = {f"who{at}": who for at, who in enumerate(these)}
        rows = self._tuples(_answered(len(these)), **values) if these else ()
        for at, took in rows:
            waits[these[at]].append(took)
        return waits

    def open_with(self, these: Sequence[PersonId], now: datetime) -> dict[PersonId, int]:
        """Return how many requests wait for each of these mentors, with the agreed sessions still to come."""
        count: dict[PersonId, int] = defaultdict(int)
        for statement in _OPEN_NOW if these else ():
            for who, number in self._tuples(statement, these=list(these), start=now):
                count[who] += number
        return count
