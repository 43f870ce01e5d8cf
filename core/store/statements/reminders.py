"""Reminders: what a person has chosen, and what of their agreed sessions is to be told them because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.notices import AHEAD, reminders_of
from core.store.columns import SOMEDAY, UtcDateTime, among
from core.store.outcomes import OutboxState
from core.store.rows import booking_of
from core.store.statements.base_query import HERE
from core.store.statements.bookings import Bookings
from core.store.statements.people import chosen_in, chosen_out
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from core.domain.people import PersonId
    from core.domain.reminders import Ahead, Chosen

_p, _b, _o = tables.person.c, tables.booking.c, tables.outbox.c
_WHO = sa.bindparam("who", type_=sa.Uuid())
_NOW = sa.bindparam("now", type_=UtcDateTime())
_CHOOSE = sa.update(tables.person).where(_p.id == _WHO, _p.program == HERE)
_UNPLAN = sa.delete(tables.outbox).where(
    _o.recipient == _WHO,
    _o.program == HERE,
    tables.NOT_DONE,
    among(_o.state, OutboxState.READY),
    among(_o.kind, *AHEAD),
    _o.first_try_at.is_(None),
    _o.due_at > _NOW,
)
"""What nobody has begun to send. Whatever else is not wanted any more is dropped when it becomes due."""


def _agreed(party: sa.ColumnElement[object]) -> sa.Select[Any]:
    """Return the agreed sessions of a person, on one of the two sides, that are still to begin."""
    someday = sa.literal(SOMEDAY, UtcDateTime())
    ahead = (_b.starts_at > _NOW, _b.starts_at < someday)
    return sa.select(tables.booking).where(_b.program == HERE, party == _WHO, tables.IS_ACCEPTED, *ahead)


_AGREED = (_agreed(_b.student), _agreed(_b.mentor))


_STUDENT, _MENTOR = tables.person.alias("student_"), tables.person.alias("mentor_")
_ALL_AGREED = (
    sa.select(tables.booking, _STUDENT.c.reminders.label("students"), _MENTOR.c.reminders.label("mentors"))
    .join_from(tables.booking, _STUDENT, _STUDENT.c.id == _b.student)
    .join(_MENTOR, _MENTOR.c.id == _b.mentor)
    .where(
        _b.program == HERE,
        tables.IS_ACCEPTED,
        _b.starts_at > _NOW,
        _b.starts_at < sa.literal(SOMEDAY, UtcDateTime()),
    )
)


class Reminders(Bookings):
    """What people have chosen to be reminded by."""

    def set_reminders(self, who: PersonId, chosen: Chosen, now: datetime) -> None:
        """Store what a person has chosen, and plan the reminders of their agreed sessions anew."""
        self._mentors.clear()
        self._run(_CHOOSE, who=who, reminders=chosen_out(chosen))
        self.replan(who, chosen, now)

    def replan(self, who: PersonId, chosen: Chosen, now: datetime) -> None:
        """Plan the reminders of a person's agreed sessions anew.

        One whose moment has passed is left out, as it is when a session is agreed.
        """
        self._run(_UNPLAN, who=who, now=now)
        agreed = [booking_of(row) for query in _AGREED for row in self._rows(query, who=who, now=now)]
        self.enqueue(
            *(
                notice
                for one in agreed
                for notice in reminders_of(one, now, {who: chosen})
                if notice.recipient == who
            )
        )

    def plan_reminders(self, usual: AbstractSet[Ahead], now: datetime) -> None:
        """Plan the reminders of every agreed session ahead for whom the program's ``usual`` ones count from now on.

        What is planned already stays, and is dropped when it becomes due and is not wanted any more.
        """
        for row in self._rows(_ALL_AGREED, now=now):
            booking = booking_of(row)
            stored = {booking.student: row["students"], booking.mentor: row["mentors"]}
            chosen = {who: chosen_in(one, usual) for who, one in stored.items()}
            self.enqueue(
                *(one for one in reminders_of(booking, now, chosen) if stored[one.recipient] is None)
            )
