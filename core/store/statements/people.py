"""People, and where they are reached."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.people import NAME_LENGTH, Address, Person
from core.domain.reminders import Ahead
from core.store.statements.base_query import HERE, BaseQuery
from core.store.statements.search import search_name, search_text
from core.store.tables import every as tables
from core.store.tables.standing import standing
from core.store.tolerance import RowReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.domain.people import PersonId
    from core.domain.reminders import Chosen

_p, _a, _m = tables.person.c, tables.address.c, tables.mentor.c
_OWN = ("id", "program", "name", "zone", "locale", "unreachable", "left_at", "reminders")
_IS_BLOCKED = sa.select(standing.c.blocked).where(standing.c.person == _p.id).scalar_subquery()
_BLOCKED = sa.func.coalesce(_IS_BLOCKED, sa.false()).label("blocked")
PERSON = (*(_p[name] for name in _OWN), _BLOCKED, _a.platform, _a.space, _a.user_id)
_KNOWN = sa.select(*PERSON).join_from(tables.person, tables.address, _a.person == _p.id)
_PERSON = _KNOWN.where(_p.id == sa.bindparam("who"), _p.program == HERE)
_joined, _kept = tables.account_link.alias("joins"), tables.account_link.alias("keeps")
_AT = (
    _KNOWN.add_columns(
        _joined.c.kept,
        _joined.c.swapped,
        _kept.c.joined.label("elsewhere"),
        _kept.c.swapped.label("swaps"),
    )
    .outerjoin(_joined, _joined.c.joined == _p.id)
    .outerjoin(_kept, _kept.c.kept == _p.id)
    .where(
        _a.program == HERE,
        _a.platform == sa.bindparam("platform"),
        _a.space == sa.bindparam("space"),
        _a.user_id == sa.bindparam("user"),
    )
)
_ADD, _ADD_ADDRESS = sa.insert(tables.person), sa.insert(tables.address)
_UPDATE = sa.update(tables.person).where(_p.id == sa.bindparam("who"), _p.program == HERE)
_SEARCHED = sa.select(_m.headline, _m.skills, _m.languages, _m.sort_name).where(
    _m.person == sa.bindparam("who")
)
_RENAME = sa.update(tables.mentor).where(_m.person == sa.bindparam("who"))


@lru_cache(maxsize=128)
def _people(count: int) -> sa.Select[Any]:
    """So many people. One list that is as long as it must be would be written into the statement each time."""
    ids = [sa.bindparam(f"id{at}", type_=sa.Uuid()) for at in range(count)]
    return _KNOWN.where(_p.id.in_(ids), _p.program == HERE)


def person_of(row: sa.RowMapping, usual: Chosen = None) -> Person:
    """Return the person in a row that has the columns of ``PERSON``; an unreadable zone is one that is unknown.

    ``usual`` are the reminders of who has chosen none.
    """
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
        reminders=chosen_in(row["reminders"], usual),
        blocked=bool(row["blocked"]),
    )


_AHEAD = {ahead.value: ahead for ahead in Ahead}


def chosen_out(chosen: Chosen) -> str | None:
    """Return how chosen reminders are stored."""
    return None if chosen is None else ",".join(ahead for ahead in Ahead if ahead in chosen)


def chosen_in(stored: str | None, usual: Chosen = None) -> Chosen:
    """Return the reminders that are stored, or else the usual ones; a word that is none is left out."""
    if stored is None:
        return usual
    return frozenset(_AHEAD[one] for one in stored.split(",") if one in _AHEAD)


class People(BaseQuery):
    """Who is known."""

    def person(self, who: PersonId) -> Person | None:
        """Return one person of this program."""
        row = self._row(_PERSON, who=who)
        return person_of(row, self._usual) if row else None

    def people(self, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
        """Return those of ``ids`` that are known in this program."""
        wanted = {f"id{at}": who for at, who in enumerate(set(ids))}
        rows = self._rows(_people(len(wanted)), **wanted) if wanted else []
        return {row["id"]: person_of(row, self._usual) for row in rows}

    def person_at(self, address: Address) -> Person | None:
        """Return who is reached at ``address`` in this program; on a joined account it is the person it belongs to."""
        row = self._row(_AT, platform=address.platform, space=address.space, user=address.user)
        if row is None:
            return None
        if row["kept"] is None:
            return replace(person_of(row, self._usual), account=row["elsewhere"] if row["swaps"] else None)
        known = self.person(row["kept"])
        return known and replace(known, account=None if row["swapped"] else row["id"])

    def add_person(self, person: Person) -> None:
        """Keep a new person and their address; a known address is an error of the database."""
        self._same_program(person)
        said = {name: getattr(person, name) for name in _OWN} | {"reminders": chosen_out(person.reminders)}
        self._run(_ADD, **said)
        self._run(
            _ADD_ADDRESS,
            program=self.program,
            platform=person.address.platform,
            space=person.address.space,
            user_id=person.address.user,
            person=person.id,
        )

    def update_person(self, person: Person) -> None:
        """Store name, zone, locale, and whether they are reached and there; a mentor is found by the new name.

        Their reminders are stored where the notices are planned anew (``set_reminders``).
        """
        self._same_program(person)
        self._mentors.clear()
        self._run(
            _UPDATE,
            who=person.id,
            name=person.name,
            zone=person.zone,
            locale=person.locale,
            unreachable=person.unreachable,
            left_at=person.left_at,
        )
        row = self._row(_SEARCHED, who=person.id)
        if row and row["sort_name"] != search_name(person.name):
            self._run(
                _RENAME,
                who=person.id,
                sort_name=search_name(person.name),
                search=search_text(person.name, row["headline"], row["skills"], row["languages"]),
            )

    def _same_program(self, person: Person) -> None:
        if person.program != self.program:
            raise ValueError("a person of another program")
