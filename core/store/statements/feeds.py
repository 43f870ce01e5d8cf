"""Feeds: whose sessions a secret address shows, and those sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.booking import Status
from core.domain.calendar_feed import FeedEntry
from core.store.columns import SOMEDAY, UtcDateTime, among
from core.store.statements.base_query import HERE, LIMIT, BaseQuery, upsert
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import PersonId

_f, _b, _p = tables.feed.c, tables.booking.c, tables.person.c
_WHO = sa.bindparam("who", type_=sa.Uuid())
_SOMEDAY = sa.literal(SOMEDAY, UtcDateTime())
"""In place of the start of a session without a time."""
_CHANGED = sa.func.coalesce(_b.decided_at, _b.created_at, type_=UtcDateTime())
_l = tables.account_link.c
_OWNER = (
    sa.select(sa.func.coalesce(_l.kept, _f.person, type_=sa.Uuid()))
    .outerjoin_from(tables.feed, tables.account_link, _l.joined == _f.person)
    .where(_f.secret == sa.bindparam("secret"), _f.program == HERE)
)
_KNOWN = sa.select(_f.made_at).where(_f.person == _WHO, _f.program == HERE)
_NEW = upsert(tables.feed)
_SET = _NEW.on_conflict_do_update(
    index_elements=["person"], set_={"secret": _NEW.excluded.secret, "made_at": _NEW.excluded.made_at}
)
_END = sa.delete(tables.feed).where(_f.person == _WHO, _f.program == HERE)


def _sessions(
    me: sa.ColumnElement[object], other: sa.ColumnElement[object], words: sa.ColumnElement[str]
) -> sa.Select[tuple[object, ...]]:
    """Return the agreed sessions with a time of whoever is ``me``, newest first, with the other side's name."""
    name = sa.select(_p.name).where(_p.id == other).scalar_subquery()
    return (
        sa.select(
            _b.id, _b.ref, _b.version, _b.topic, _b.starts_at, _b.ends_at, _CHANGED, _b.link, words, name
        )
        .where(
            me == _WHO,
            _b.program == HERE,
            tables.NOT_PENDING,
            among(_b.status, Status.ACCEPTED, Status.COMPLETED),
            _b.starts_at < _SOMEDAY,
        )
        .order_by(_b.sort_at.desc(), _b.id.desc())
        .limit(LIMIT)
    )


_AS_STUDENT = _sessions(_b.student, _b.mentor, _b.reply)
_AS_MENTOR = _sessions(_b.mentor, _b.student, _b.message)


class Feeds(BaseQuery):
    """Calendar feeds; a secret is known by its digest alone."""

    def feed_owner(self, digest: str) -> PersonId | None:
        """Return whose sessions an address shows."""
        found: PersonId | None = self._run(_OWNER, secret=digest).scalar()
        return found

    def feed_since(self, person: PersonId) -> datetime | None:
        """Return since when somebody has an address, or None while they have none."""
        made: datetime | None = self._run(_KNOWN, who=person).scalar()
        return made

    def set_feed(self, person: PersonId, digest: str, at: datetime) -> None:
        """Give somebody an address; the one before it ends."""
        self._run(_SET, program=self.program, person=person, secret=digest, made_at=at)

    def end_feed(self, person: PersonId) -> None:
        """Take somebody's address away."""
        self._run(_END, who=person)

    def feed_entries(self, person: PersonId, most: int) -> list[FeedEntry]:
        """Return somebody's agreed sessions, the newest ``most`` as student and as mentor."""
        return [
            FeedEntry(*tuple(row))
            for statement in (_AS_STUDENT, _AS_MENTOR)
            for row in self._run(statement, who=person, limit=most).all()
        ]
