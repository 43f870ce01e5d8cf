"""Busy calendars: where a mentor's own calendar is read, and the times that it holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from core.domain.busy_calendar import BusyCalendar
from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, LIMIT, BaseQuery, ours, upsert
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from core.domain.people import PersonId

_c, _e, _b = tables.busy_calendar.c, tables.engagement.c, tables.booking.c
_WHO = sa.bindparam("who", type_=sa.Uuid())
_WAS = sa.bindparam("was", type_=UtcDateTime())
_COLUMNS = [column for column in _c if column.name != "program"]
_KNOWN = sa.select(*_COLUMNS).where(_c.program == HERE)
_OF = _KNOWN.where(_c.person == _WHO)
_DUE = (
    _KNOWN.join(tables.person, tables.person.c.id == _c.person)
    .where(_c.due_at <= sa.bindparam("now", type_=UtcDateTime()), tables.person.c.left_at.is_(None))
    .where(~sa.exists().where(tables.account_link.c.joined == _c.person))
    .order_by(_c.due_at)
    .limit(LIMIT)
)
_NEW = upsert(tables.busy_calendar)
_SET = _NEW.on_conflict_do_update(
    index_elements=["person"],
    set_={column.name: _NEW.excluded[column.name] for column in _COLUMNS if column.name != "person"},
)
_TAKE = (
    sa.update(tables.busy_calendar)
    .where(_c.person == _WHO, _c.program == HERE, _c.due_at == _WAS)
    .values(due_at=sa.bindparam("until", type_=UtcDateTime()))
)
_END = sa.delete(tables.busy_calendar).where(_c.person == _WHO, _c.program == HERE)
_FREE = sa.delete(tables.engagement).where(_e.person == _WHO, _e.program == HERE)
_OURS = sa.select(_b.id).where(
    _b.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid())), ours(_b.program)
)
IDS_AT_ONCE = 500
"""How many ids one statement asks for."""


class BusyCalendars(BaseQuery):
    """Mentors' own calendars; of what is in them only the times are kept."""

    def busy_calendar(self, person: PersonId) -> BusyCalendar | None:
        """Return somebody's calendar."""
        row = self._row(_OF, who=person)
        return BusyCalendar(**row) if row else None

    def due_calendars(self, now: datetime, limit: int) -> list[BusyCalendar]:
        """Return the calendars of people who are there that are to be read by now, the longest due first."""
        return [BusyCalendar(**row) for row in self._rows(_DUE, now=now, limit=limit)]

    def take_calendar(self, known: BusyCalendar, until: datetime) -> bool:
        """Put off a calendar that is due, unless somebody else has done so or it was changed; says whether it was."""
        return self._run(_TAKE, who=known.person, was=known.due_at, until=until).rowcount == 1

    def save_calendar(self, calendar: BusyCalendar) -> None:
        """Store a calendar, over the one before."""
        self._run(_SET, program=self.program, **asdict(calendar))

    def end_calendar(self, person: PersonId) -> None:
        """Forget somebody's calendar and its times."""
        self._run(_FREE, who=person)
        self._run(_END, who=person)

    def set_engagements(self, person: PersonId, times: Iterable[tuple[datetime, datetime]]) -> None:
        """Replace the times at which somebody's calendar holds something; none of them begins where another does."""
        self._run(_FREE, who=person)
        rows = [
            {"program": self.program, "person": person, "starts_at": start, "ends_at": end}
            for start, end in times
        ]
        if rows:
            self._connection.execute(sa.insert(tables.engagement), rows)

    def our_bookings(self, ids: Collection[UUID]) -> set[UUID]:
        """Return those of ``ids`` that are bookings of this program."""
        asked, found = sorted(ids), set[UUID]()
        for at in range(0, len(asked), IDS_AT_ONCE):
            found |= set(self._run(_OURS, ids=asked[at : at + IDS_AT_ONCE]).scalars())
        return found
