"""In which bookings somebody waits for an answer or for a time: what an organiser looks after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.organised import Waits
from core.store.columns import SOMEDAY, UtcDateTime
from core.store.rows import booking_of
from core.store.statements.base_query import HERE, LIMIT, BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.booking import Booking

_b = tables.booking.c
_SINCE = sa.bindparam("since", type_=UtcDateTime())
_UNTIL = sa.bindparam("until", type_=UtcDateTime())
_FIRST_OF_ITS_SERIES = (_b.told_with.is_(None), _b.held_until.is_(None))
_WHICH: Mapping[Waits, tuple[sa.ColumnElement[bool], ...]] = {
    Waits.REQUEST: (
        tables.IS_PENDING,
        _b.proposal_until.is_(None),
        sa.or_(_b.created_at <= _SINCE, _b.lapses_at <= _UNTIL),
        *_FIRST_OF_ITS_SERIES,
    ),
    Waits.SUGGESTION: (_b.proposal_until.is_not(None), _b.proposal_until <= _UNTIL, *_FIRST_OF_ITS_SERIES),
    Waits.TIME: (
        tables.IS_ACCEPTED,
        _b.ends_at == sa.literal(SOMEDAY, UtcDateTime()),
        _b.proposal_until.is_(None),
        _b.accepted_at <= _SINCE,
    ),
}
_BY = {Waits.REQUEST: _b.created_at, Waits.SUGGESTION: _b.proposal_until, Waits.TIME: _b.accepted_at}
_ROWS = {
    which: sa.select(tables.booking)
    .where(_b.program == HERE, *where)
    .order_by(_BY[which], _b.id)
    .limit(LIMIT)
    for which, where in _WHICH.items()
}
_COUNTS = {
    which: sa.select(sa.func.count()).select_from(tables.booking).where(_b.program == HERE, *where)
    for which, where in _WHICH.items()
}


class AwaitedAnswers(BaseQuery):
    """Who waits."""

    def unanswered(self, which: Waits, *, since: datetime, until: datetime, limit: int) -> list[Booking]:
        """Return the bookings in which somebody waits since before ``since``, or that end by themselves by ``until``.

        Who waits longest comes first; of suggestions the one that ends first. Of requests that are answered together
        there is the one that tells of all.
        """
        values = {"since": since, "until": until, "limit": limit}
        return [booking_of(row) for row in self._rows(_ROWS[which], **values)]

    def count_unanswered(self, which: Waits, *, since: datetime, until: datetime) -> int:
        """Return how many there are of them."""
        return self._number(_COUNTS[which], since=since, until=until)
