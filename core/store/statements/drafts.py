"""Small things worth remembering: forms half filled, facts, rooms; and what need not be remembered longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store import tables
from core.store.columns import among
from core.store.statements.base_query import BaseQuery
from core.store.tables import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_d, _f, _r = tables.draft.c, tables.fact.c, tables.room.c


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed into a form that was not taken."""

    route: str
    args: tuple[str, ...]
    values: dict[str, str]


class Drafts(BaseQuery):
    """What lies beside the bookings."""

    def keep_draft(  # noqa: PLR0917 - the row, spelled out
        self,
        which: UUID,
        person: PersonId,
        route: str,
        args: Sequence[str],
        values: Mapping[str, str],
        at: datetime,
    ) -> None:
        """Keep what a person typed; the same id again replaces it, but only for the same person."""
        kept = {"route": route, "args": list(args), "typed": dict(values), "created_at": at}
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

    def fact(self, name: str) -> str | None:
        """Return a remembered value."""
        query = sa.select(_f.value).where(_f.program == self.program, _f.name == name)
        value: str | None = self._connection.execute(query).scalar()
        return value

    def set_fact(self, name: str, value: str) -> None:
        """Remember a value by its name."""
        self._connection.execute(
            self._insert(tables.fact)
            .values(program=self.program, name=name, value=value)
            .on_conflict_do_update(index_elements=["program", "name"], set_={"value": value})
        )

    def room(self, booking: BookingId) -> str | None:
        """Return the link to the private place where the two of a booking talk."""
        query = sa.select(_r.url).where(_r.booking == booking, _r.program == self.program)
        url: str | None = self._connection.execute(query).scalar()
        return url

    def set_room(self, booking: BookingId, url: str) -> None:
        """Remember where the two of a booking talk."""
        self._connection.execute(
            self._insert(tables.room)
            .values(program=self.program, booking=booking, url=url)
            .on_conflict_do_update(index_elements=["booking"], set_={"url": url})
        )

    def purge(self, before: datetime) -> int:
        """Delete drafts, inbox keys and settled notices older than an instant; returns how many."""
        inbox, outbox = tables.inbox, tables.outbox
        settled = (among(outbox.c.state, State.DONE), outbox.c.done_at < before)
        return sum(
            self._connection.execute(statement).rowcount
            for statement in (
                sa.delete(tables.draft).where(_d.program == self.program, _d.created_at < before),
                sa.delete(inbox).where(inbox.c.program == self.program, inbox.c.at < before),
                sa.delete(outbox).where(outbox.c.program == self.program, *settled),
            )
        )
