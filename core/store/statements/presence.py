"""People whose leaving would concern somebody, a page at a time, and those who are thought to have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.statements.base_query import HERE, BaseQuery
from core.store.statements.people import PERSON, person_of
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from core.domain.people import Person

_p, _a, _b, _m, _f = (
    table.c for table in (tables.person, tables.address, tables.booking, tables.mentor, tables.fact)
)


def _has_booking(party: sa.ColumnElement[UUID], status: sa.ColumnElement[bool]) -> sa.Exists:
    return sa.exists().where(_b.program == _p.program, party == _p.id, status)


_CONCERNS = sa.or_(
    _p.left_at.is_not(None),
    sa.select(sa.not_(_m.paused)).where(_m.person == _p.id).scalar_subquery(),
    _has_booking(_b.student, tables.IS_PENDING),
    _has_booking(_b.student, tables.IS_ACCEPTED),
    _has_booking(_b.mentor, tables.IS_PENDING),
    _has_booking(_b.mentor, tables.IS_ACCEPTED),
)
"""Whoever has an open session, is offered as a mentor, or has left and may be back."""
_KNOWN = (
    sa.select(*PERSON)
    .join_from(tables.person, tables.address, _a.person == _p.id)
    .where(_p.program == HERE)
    .order_by(_p.id)
    .limit(sa.bindparam("most", type_=sa.Integer()))
)
_NEXT = _KNOWN.add_columns(_CONCERNS.label("concerns")).where(_p.id > sa.bindparam("after", type_=sa.Uuid()))
_DOUBTFUL = _KNOWN.where(
    _p.unreachable.is_not(None),
    _p.unreachable.in_(sa.bindparam("reasons", expanding=True)),
    _p.left_at.is_(None),
)
_SWAP = (
    sa.update(tables.fact)
    .where(_f.program == HERE, _f.name == sa.bindparam("named"), _f.value == sa.bindparam("was"))
    .values(value=sa.bindparam("fresh"))
)


class Presence(BaseQuery):
    """Who may have left."""

    def people_after(self, after: UUID, limit: int) -> tuple[list[Person], UUID | None]:
        """Look at the next ``limit`` people; return those whose leaving would concern somebody, and the last id.

        The id is None where nobody comes behind the last of them.
        """
        values = {"here": self.program, "after": after, "most": limit}
        rows = list(self._connection.execute(_NEXT, values).mappings())
        last = rows[-1]["id"] if len(rows) == limit else None
        return [person_of(row) for row in rows if row["concerns"]], last

    def doubtful(self, reasons: Collection[str], limit: int) -> list[Person]:
        """Return people who are thought to be there and whose messages were refused for one of ``reasons``."""
        values = {"here": self.program, "reasons": list(reasons), "most": limit}
        return [person_of(row) for row in self._connection.execute(_DOUBTFUL, values).mappings()]

    def swap_fact(self, name: str, was: str, value: str) -> bool:
        """Replace a remembered value unless somebody else has done so meanwhile; return whether it was done."""
        values = {"here": self.program, "named": name, "was": was, "fresh": value}
        return self._connection.execute(_SWAP, values).rowcount == 1
