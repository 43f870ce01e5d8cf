"""Codes: which are out, who has typed one, and how often somebody has typed a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.accounts import LinkRequest, Tries, is_the_code
from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, BaseQuery, upsert
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from core.domain.people import PersonId

_r, _t = tables.link_request.c, tables.link_try.c
_WHO, _NOW = sa.bindparam("who", type_=sa.Uuid()), sa.bindparam("now", type_=UtcDateTime())
_THIS = _r.id == sa.bindparam("this", type_=sa.Uuid()), _r.program == HERE
_TOLD = (_r.id, _r.issuer, _r.issued_on, _r.platform, _r.until, _r.taker, _r.taken_at)
_REQUEST = sa.select(*_TOLD).where(*_THIS)
_OF = sa.select(*_TOLD).where(_r.issuer == _WHO, _r.program == HERE)
_LIVE = sa.select(_r.salt, _r.digest, *_TOLD).where(
    _r.program == HERE,
    _r.platform == sa.bindparam("on", type_=sa.String()),
    _r.until > _NOW,
    _r.taker.is_(None),
)
_FRESH = upsert(tables.link_request)
_ISSUE = _FRESH.on_conflict_do_update(
    index_elements=["issuer"],
    set_={one.name: _FRESH.excluded[one.name] for one in _r if one.name not in {"program", "issuer"}},
)
_TAKE = sa.update(tables.link_request).where(*_THIS, _r.taker.is_(None)).values(taker=_WHO, taken_at=_NOW)
_END = sa.delete(tables.link_request).where(_r.program == HERE, sa.or_(_r.issuer == _WHO, _r.taker == _WHO))
_TRIES = sa.select(_t.wrong, _t.since).where(_t.person == _WHO, _t.program == HERE)
_COUNT = upsert(tables.link_try)
_COUNTED = _COUNT.on_conflict_do_update(
    index_elements=["person"], set_={"wrong": _COUNT.excluded.wrong, "since": _COUNT.excluded.since}
)
_OLD = sa.bindparam("before", type_=UtcDateTime())
_PURGE = (
    sa.delete(tables.link_request).where(
        _r.program == HERE, sa.func.coalesce(_r.taken_at, _r.until, type_=UtcDateTime()) < _OLD
    ),
    sa.delete(tables.link_try).where(_t.program == HERE, _t.since < _OLD),
)


class LinkCodes(BaseQuery):
    """Codes by which accounts are linked; one of each issuer at most."""

    def issue_code(self, request: LinkRequest, salt: bytes, digest: bytes) -> None:
        """Keep a code in the place of the one that the same person had before."""
        self._run(
            _ISSUE,
            program=self.program,
            id=request.id,
            issuer=request.issuer,
            issued_on=request.issued_on,
            platform=request.platform,
            salt=salt,
            digest=digest,
            until=request.until,
            taker=None,
            taken_at=None,
        )

    def request_by_code(self, typed: str, platform: str, now: datetime) -> LinkRequest | None:
        """Return what a code that was typed on a platform stands for.

        Every one that is out there is compared: each has a salt of its own, and few are out at the same time.
        """
        found = [
            row
            for row in self._rows(_LIVE, on=platform, now=now)
            if is_the_code(typed, row["salt"], row["digest"])
        ]
        return _request(found[0]) if found else None

    def take_code(self, request: LinkRequest, taker: PersonId, now: datetime) -> bool:
        """Use a code up; return whether nobody was faster."""
        return self._run(_TAKE, this=request.id, who=taker, now=now).rowcount == 1

    def link_request(self, which: UUID) -> LinkRequest | None:
        """Return a code that was issued, and what has become of it."""
        row = self._row(_REQUEST, this=which)
        return _request(row) if row else None

    def request_of(self, issuer: PersonId) -> LinkRequest | None:
        """Return the code that somebody has issued last."""
        row = self._row(_OF, who=issuer)
        return _request(row) if row else None

    def end_codes(self, who: PersonId) -> None:
        """Forget what somebody has issued or typed."""
        self._run(_END, who=who)

    def tries(self, who: PersonId) -> Tries:
        """Return how often somebody has typed a wrong code."""
        row = self._row(_TRIES, who=who)
        return Tries(wrong=row["wrong"], since=row["since"]) if row else Tries()

    def count_try(self, who: PersonId, tries: Tries) -> None:
        """Remember how often somebody has typed a wrong code."""
        self._run(_COUNTED, program=self.program, person=who, wrong=tries.wrong, since=tries.since)

    def purge_codes(self, before: datetime) -> int:
        """Delete codes and tries that have counted for nothing since an instant; returns how many."""
        return sum(self._run(statement, before=before).rowcount for statement in _PURGE)


def _request(row: sa.RowMapping) -> LinkRequest:
    return LinkRequest(**{one.name: row[one.name] for one in _TOLD})
