"""Drafts: forms that were refused, kept for the person who typed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.drafts import Draft
from core.store import tables
from core.store.statements.base_query import BaseQuery

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from core.domain.people import PersonId

_d = tables.draft.c


class Drafts(BaseQuery):
    """What was typed and not yet taken."""

    def keep_draft(self, which: UUID, person: PersonId, draft: Draft, at: datetime) -> None:
        """Keep what a person typed; the same id again replaces it, but only for the same person."""
        kept = {
            "route": draft.route,
            "args": list(draft.args),
            "typed": dict(draft.values),
            "created_at": at,
        }
        self._connection.execute(
            self._insert(tables.draft)
            .values(program=self.program, id=which, person=person, **kept)
            .on_conflict_do_update(index_elements=["program", "id"], set_=kept, where=_d.person == person)
        )

    def draft(self, which: UUID, person: PersonId) -> Draft | None:
        """Return what that person typed; nobody else's."""
        query = sa.select(_d.route, _d.args, _d.typed)
        row = self._row(query.where(_d.program == self.program, _d.id == which, _d.person == person))
        return Draft(row["route"], tuple(row["args"]), row["typed"]) if row else None

    def purge_drafts(self, before: datetime) -> int:
        """Delete drafts that were typed before an instant; returns how many."""
        old = sa.delete(tables.draft).where(_d.program == self.program, _d.created_at < before)
        return self._connection.execute(old).rowcount
