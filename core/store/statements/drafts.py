"""Drafts: forms that were refused, kept for the person who typed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.drafts import Draft
from core.store.statements.base_query import HERE, BaseQuery, upsert
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from core.domain.people import PersonId

_d = tables.draft.c
_l = tables.account_link.c
_WHO = sa.bindparam("who", type_=sa.Uuid())
_OWN = sa.or_(_d.person == _WHO, _d.person.in_(sa.select(_l.joined).where(_l.kept == _WHO)))
_DRAFT = sa.select(_d.route, _d.args, _d.typed).where(_d.program == HERE, _d.id == sa.bindparam("this"), _OWN)
_NEW = upsert(tables.draft)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=["program", "id"],
    set_={name: _NEW.excluded[name] for name in ("route", "args", "typed", "created_at")},
    where=_d.person == _NEW.excluded.person,
)
_DROP = sa.delete(tables.draft).where(_d.program == HERE, _d.id == sa.bindparam("this"))
_PURGE = sa.delete(tables.draft).where(_d.program == HERE, _d.created_at < sa.bindparam("before"))


class Drafts(BaseQuery):
    """What was typed and not yet taken."""

    def keep_draft(self, which: UUID, person: PersonId, draft: Draft, at: datetime) -> None:
        """Keep what a person typed; the same id again replaces it, but only for the same person."""
        self._run(
            _KEEP,
            program=self.program,
            id=which,
            person=person,
            route=draft.route,
            args=list(draft.args),
            typed=dict(draft.values),
            created_at=at,
        )

    def draft(self, which: UUID, person: PersonId) -> Draft | None:
        """Return what that person typed; nobody else's."""
        row = self._row(_DRAFT, this=which, who=person)
        return Draft(row["route"], tuple(row["args"]), row["typed"]) if row else None

    def drop_draft(self, which: UUID) -> None:
        """Forget what was typed: it was taken, or taken back."""
        self._run(_DROP, this=which)

    def purge_drafts(self, before: datetime) -> int:
        """Delete drafts that were typed before an instant; returns how many."""
        return self._run(_PURGE, before=before).rowcount
