"""Clocks: the agreed sessions that are still to come, with the zones in which their two people read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.columns import SOMEDAY, UtcDateTime
from core.store.statements.base_query import HERE, BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_b = tables.booking.c
_student, _mentor = tables.person.alias("the_student"), tables.person.alias("the_mentor")
_AHEAD = (
    sa.select(
        _b.id,
        _b.starts_at,
        _b.student,
        _b.mentor,
        _student.c.zone.label("student_zone"),
        _mentor.c.zone.label("mentor_zone"),
    )
    .join_from(tables.booking, _student, _student.c.id == _b.student)
    .join(_mentor, _mentor.c.id == _b.mentor)
    .where(
        _b.program == HERE,
        tables.IS_ACCEPTED,
        _b.ends_at > sa.bindparam("now", type_=UtcDateTime()),
        _b.ends_at < sa.literal(SOMEDAY, UtcDateTime()),
    )
    .order_by(_b.starts_at, _b.id)
)


@dataclass(frozen=True, slots=True)
class AgreedTime:
    """When a session is, and in which zones its two people read that; None for who has none."""

    booking: BookingId
    starts_at: datetime
    student: PersonId
    mentor: PersonId
    student_zone: str | None
    mentor_zone: str | None


class Clocks(BaseQuery):
    """What the rules of clocks concern."""

    def agreed_times(self, now: datetime) -> list[AgreedTime]:
        """Return every agreed session with a time that is not over, the next one first."""
        return [AgreedTime(*tuple(row)) for row in self._run(_AHEAD, now=now)]
