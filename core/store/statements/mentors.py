"""Mentors and the kinds of session they offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.booking import LONGEST_SESSION, SHORTEST_SESSION
from core.domain.people import Mentor, Offering
from core.domain.profiles import (
    DESCRIPTION_LENGTH,
    HEADLINE_LENGTH,
    MOST_BUFFER,
    MOST_HORIZON,
    MOST_NOTICE,
    MOST_OFFERINGS,
    MOST_WEEKLY_CAP,
    SKILLS_LENGTH,
    TITLE_LENGTH,
)
from core.store import tables
from core.store.statements.base_query import BaseQuery
from core.store.statements.people import PERSON, person_of
from core.store.statements.search import SORT_LENGTH, normal, search_name, search_text
from core.store.tolerance import RowReader

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import OfferingId, PersonId

_m, _o = tables.mentor.c, tables.offering.c
_RULES = (
    "zone",
    "hours",
    "exceptions",
    "buffer",
    "notice",
    "horizon",
    "weekly_cap",
    "paused",
    "paused_until",
)
_SAID = (_m.headline, _m.skills, _m.link, _m.since, *(_m[name].label(f"its_{name}") for name in _RULES))
_MENTORS = (
    sa.select(*PERSON, *_SAID)
    .join_from(tables.mentor, tables.person, tables.person.c.id == _m.person)
    .join(tables.address, tables.address.c.person == _m.person)
)
_OFFERED = ("id", "mentor", "title", "minutes", "description", "buffer", "notice")
_OFFERINGS = sa.select(*(_o[name] for name in _OFFERED))
_LAST = "\U0010ffff"


def _mentor_of(row: sa.RowMapping) -> Mentor:
    read, its = RowReader(row["id"]), {name: row[f"its_{name}"] for name in _RULES}
    cap = its["weekly_cap"]
    its |= {
        "zone": read.zone("zone", its["zone"]),
        "hours": read.hours(its["hours"]),
        "exceptions": read.exceptions(its["exceptions"]),
        "buffer": read.number("buffer", its["buffer"], 0, MOST_BUFFER),
        "notice": read.number("notice", its["notice"], 0, MOST_NOTICE * 60),
        "horizon": read.number("horizon", its["horizon"], 1, MOST_HORIZON),
        "weekly_cap": None if cap is None else read.number("weekly_cap", cap, 1, MOST_WEEKLY_CAP),
    }
    return Mentor(
        person=person_of(row),
        headline=read.words("headline", row["headline"], HEADLINE_LENGTH, needed=True),
        skills=read.words("skills", row["skills"], SKILLS_LENGTH),
        link=read.link(row["link"]),
        since=row["since"],
        **its,
        unreadable=frozenset(read.unreadable),
    )


def _offering_of(row: sa.RowMapping) -> Offering:
    read, buffer, notice = RowReader(row["id"]), row["buffer"], row["notice"]
    return Offering(
        id=row["id"],
        mentor=row["mentor"],
        title=read.words("title", row["title"], TITLE_LENGTH, needed=True),
        minutes=read.number("minutes", row["minutes"], SHORTEST_SESSION, LONGEST_SESSION),
        description=read.words("description", row["description"], DESCRIPTION_LENGTH),
        buffer=None if buffer is None else read.number("buffer", buffer, 0, MOST_BUFFER),
        notice=None if notice is None else read.number("notice", notice, 0, MOST_NOTICE * 60),
    )


class Mentors(BaseQuery):
    """Who gives sessions, and which."""

    def mentor(self, who: PersonId) -> Mentor | None:
        """Return what a mentor says, paused or not; None for somebody who is no mentor."""
        row = self._row(_MENTORS.where(_m.person == who, _m.program == self.program))
        return _mentor_of(row) if row else None

    def save_mentor(self, mentor: Mentor) -> None:
        """Store what a mentor says about themselves, for the first time or anew; what can't be read stays."""
        name = mentor.person.name
        said: dict[str, Any] = {
            "headline": mentor.headline,
            "skills": mentor.skills,
            "link": mentor.link.url if mentor.link else None,
            **{name: getattr(mentor, name) for name in _RULES},
            "sort_name": search_name(name),
            "search": search_text(name, mentor.headline, mentor.skills),
        }
        self._connection.execute(
            self._insert(tables.mentor)
            .values(person=mentor.person.id, program=self.program, since=mentor.since, **said)
            .on_conflict_do_update(
                index_elements=["person"],
                set_={name: value for name, value in said.items() if name not in mentor.unreadable},
            )
        )

    def end_pauses(self, now: datetime) -> None:
        """Let every mentor whose pause was to end by now take requests again."""
        self._connection.execute(
            sa.update(tables.mentor)
            .where(_m.program == self.program, _m.paused, _m.paused_until <= now)
            .values(paused=False, paused_until=None)
        )

    def mentors(self, words: str, limit: int, *, but: PersonId | None = None) -> list[Mentor]:
        """Return mentors who are there, not paused, and whose name, headline or skills have every one of ``words``.

        Those whose name begins with what was typed come first, then by name. Case and accents do not count.
        """
        typed = normal(words)
        start = typed[:SORT_LENGTH]
        named = sa.and_(_m.sort_name >= start, _m.sort_name < start + _LAST)
        first = self._listed(typed, limit, but, named)
        if not typed or len(first) == limit:
            return first
        return first + self._listed(typed, limit - len(first), but, sa.not_(named))

    def _listed(
        self, typed: str, limit: int, but: PersonId | None, names: sa.ColumnElement[bool]
    ) -> list[Mentor]:
        query = (
            _MENTORS.where(_m.program == self.program, sa.not_(_m.paused), names)
            .where(tables.person.c.left_at.is_(None))
            .order_by(_m.sort_name, _m.person)
            .limit(limit)
        )
        for word in typed.split():
            query = query.where(_m.search.contains(word, autoescape=True))
        if but is not None:
            query = query.where(_m.person != but)
        return [_mentor_of(row) for row in self._rows(query)]

    def offerings(self, mentor: PersonId) -> list[Offering]:
        """Return what a mentor offers now, in the order in which it was added."""
        query = _OFFERINGS.where(_o.mentor == mentor, _o.program == self.program, sa.not_(_o.removed))
        return [_offering_of(row) for row in self._rows(query.order_by(_o.id).limit(MOST_OFFERINGS))]

    def offering(self, which: OfferingId) -> Offering | None:
        """Return one offering, even a removed one: old bookings still name it."""
        row = self._row(_OFFERINGS.where(_o.id == which, _o.program == self.program))
        return _offering_of(row) if row else None

    def add_offering(self, offering: Offering) -> None:
        """Keep a new kind of session."""
        row = {name: getattr(offering, name) for name in _OFFERED}
        row |= {"program": self.program, "removed": False}
        self._connection.execute(sa.insert(tables.offering), row)

    def update_offering(self, offering: Offering) -> None:
        """Store title, minutes and description; an offering never changes its mentor."""
        self._connection.execute(
            sa.update(tables.offering)
            .where(_o.id == offering.id, _o.mentor == offering.mentor, _o.program == self.program)
            .values({name: getattr(offering, name) for name in _OFFERED if name not in {"id", "mentor"}})
        )

    def remove_offering(self, which: OfferingId) -> None:
        """Offer it no longer."""
        self._connection.execute(
            sa.update(tables.offering).where(_o.id == which, _o.program == self.program).values(removed=True)
        )
