"""Agreed links: which agreed sessions of a mentor lead to another call than the mentor's default one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, LIMIT, BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.links import MeetingLink
    from core.domain.people import PersonId

_b = tables.booking.c
_OTHER_LINK = (
    sa.select(_b.id)
    .where(
        _b.program == HERE,
        _b.mentor == sa.bindparam("mentor", type_=sa.Uuid()),
        tables.IS_ACCEPTED,
        _b.ends_at > sa.bindparam("now", type_=UtcDateTime()),
        _b.link.is_distinct_from(sa.bindparam("link", type_=sa.String())),
    )
    .order_by(_b.starts_at, _b.id)
    .limit(LIMIT)
)


class AgreedLinks(BaseQuery):
    """Where agreed sessions meet."""

    def with_other_link(
        self, mentor: PersonId, link: MeetingLink, now: datetime, limit: int
    ) -> list[BookingId]:
        """Return the agreed sessions of a mentor that are not over and lead anywhere else, the next one first."""
        return list(self._run(_OTHER_LINK, mentor=mentor, link=link.url, now=now, limit=limit).scalars())
