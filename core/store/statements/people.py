"""People, and where they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.people import NAME_LENGTH, Address, Person
from core.store import tables
from core.store.statements.base_query import BaseQuery
from core.store.statements.search import search_name, search_text
from core.store.tolerance import RowReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.domain.people import PersonId

PERSON = (
    tables.person.c.id,
    tables.person.c.program,
    tables.person.c.name,
    tables.person.c.zone,
    tables.person.c.locale,
    tables.person.c.unreachable,
    tables.person.c.left_at,
    tables.address.c.platform,
    tables.address.c.space,
    tables.address.c.user_id,
)
_OWN = ("id", "program", "name", "zone", "locale", "unreachable", "left_at")
_KNOWN = sa.join(tables.person, tables.address, tables.address.c.person == tables.person.c.id)


def person_of(row: sa.RowMapping) -> Person:
    """Return the person in a row that has the columns of ``PERSON``; an unreadable zone is one that is unknown."""
    read = RowReader(row["id"])
    return Person(
        id=row["id"],
        program=row["program"],
        name=read.words("name", row["name"], NAME_LENGTH, needed=True),
        address=Address(row["platform"], row["space"], row["user_id"]),
        zone=read.zone("zone", row["zone"]),
        locale=row["locale"],
        unreachable=row["unreachable"],
        left_at=row["left_at"],
    )


class People(BaseQuery):
    """Who is known."""

    def person(self, who: PersonId) -> Person | None:
        """Return one person of this program."""
        return self.people([who]).get(who)

    def people(self, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
        """Return those of ``ids`` that are known in this program."""
        p = tables.person.c
        query = sa.select(*PERSON).select_from(_KNOWN).where(p.id.in_(set(ids)), p.program == self.program)
        return {row["id"]: person_of(row) for row in self._rows(query)}

    def person_at(self, address: Address) -> Person | None:
        """Return who is reached at ``address`` in this program."""
        a = tables.address.c
        row = self._row(
            sa.select(*PERSON)
            .select_from(_KNOWN)
            .where(
                a.program == self.program,
                a.platform == address.platform,
                a.space == address.space,
                a.user_id == address.user,
            )
        )
        return person_of(row) if row else None

    def add_person(self, person: Person) -> None:
        """Keep a new person and their address; a known address is an error of the database."""
        self._same_program(person)
        self._connection.execute(
            sa.insert(tables.person),
            {name: getattr(person, name) for name in _OWN},
        )
        self._connection.execute(
            sa.insert(tables.address),
            {
                "program": self.program,
                "platform": person.address.platform,
                "space": person.address.space,
                "user_id": person.address.user,
                "person": person.id,
            },
        )

    def update_person(self, person: Person) -> None:
        """Store name, zone, locale, and whether they are reached and there; a mentor is found by the new name."""
        self._same_program(person)
        p, m = tables.person.c, tables.mentor.c
        self._connection.execute(
            sa.update(tables.person)
            .where(p.id == person.id, p.program == self.program)
            .values({name: getattr(person, name) for name in _OWN if name not in {"id", "program"}})
        )
        row = self._row(sa.select(m.headline, m.skills, m.sort_name).where(m.person == person.id))
        if row and row["sort_name"] != search_name(person.name):
            self._connection.execute(
                sa.update(tables.mentor)
                .where(m.person == person.id)
                .values(
                    sort_name=search_name(person.name),
                    search=search_text(person.name, row["headline"], row["skills"]),
                )
            )

    def _same_program(self, person: Person) -> None:
        if person.program != self.program:
            raise ValueError("a person of another program")
