"""Mentors and the kinds of session they offer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.booking import LONGEST_SESSION, SHORTEST_SESSION
from core.domain.people import Mentor, Offering
from core.domain.profiles import (
    DESCRIPTION_LENGTH,
    HEADLINE_LENGTH,
    LANGUAGES_LENGTH,
    MOST_BUFFER,
    MOST_HORIZON,
    MOST_NOTICE,
    MOST_OFFERINGS,
    MOST_WEEKLY_CAP,
    SKILLS_LENGTH,
    TITLE_LENGTH,
)
from core.store.statements.base_query import HERE, LIMIT, THESE, BaseQuery, upsert
from core.store.statements.people import PERSON, person_of
from core.store.statements.search import (
    ESCAPE,
    SORT_LENGTH,
    escaped,
    normal,
    search_name,
    search_text,
)
from core.store.tables import every as tables
from core.store.tolerance import RowReader

if TYPE_CHECKING:
    from collections.abc import Collection
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
    "change_notice",
    "paused",
    "paused_until",
)
_STORED = ("headline", "skills", "languages", "link", *_RULES, "sort_name", "search")
"""What is written anew each time."""
_SAID = (
    _m.headline,
    _m.skills,
    _m.languages,
    _m.link,
    _m.since,
    _m.offered,
    *(_m[name].label(f"its_{name}") for name in _RULES),
)
_l = tables.account_link.c
IS_NO_JOINED_ACCOUNT = ~sa.exists().where(_l.joined == _m.person)
"""The profile of a joined account waits for the end of the link: it is nobody's as long."""
MENTOR_ROWS = (
    sa.select(*PERSON, *_SAID)
    .join_from(tables.mentor, tables.person, tables.person.c.id == _m.person)
    .join(tables.address, tables.address.c.person == _m.person)
    .where(IS_NO_JOINED_ACCOUNT)
)
_MENTOR = MENTOR_ROWS.where(_m.person == sa.bindparam("who"), _m.program == HERE)
_THESE = MENTOR_ROWS.where(_m.person.in_(THESE), _m.program == HERE)
_END_PAUSES = (
    sa.update(tables.mentor)
    .where(_m.program == HERE, _m.paused, _m.paused_until <= sa.bindparam("now"))
    .values(paused=False, paused_until=None)
)
_OFFER = (
    sa.update(tables.mentor)
    .where(_m.person == sa.bindparam("who"), _m.program == HERE)
    .values(offered=sa.bindparam("shown"))
)
_OFFERED = ("id", "mentor", "title", "minutes", "description", "buffer", "notice")
OFFERING_ROWS = sa.select(*(_o[name] for name in _OFFERED)).where(_o.program == HERE)
_OFFERINGS = (
    OFFERING_ROWS.where(_o.mentor == sa.bindparam("whose"), sa.not_(_o.removed))
    .order_by(_o.id)
    .limit(MOST_OFFERINGS)
)
_THIS = _o.id == sa.bindparam("this")
_OFFERING = OFFERING_ROWS.where(_THIS)
_ADD_OFFERING = upsert(tables.offering).on_conflict_do_nothing(index_elements=["id"])
_UPDATE_OFFERING = sa.update(tables.offering).where(
    _THIS, _o.mentor == sa.bindparam("whose"), _o.program == HERE
)
_REMOVE_OFFERING = sa.update(tables.offering).where(_THIS, _o.program == HERE).values(removed=True)
_LAST = "\U0010ffff"


def mentor_of(row: sa.RowMapping) -> Mentor:
    """Return the mentor that a row of ``MENTOR_ROWS`` holds, as far as it can be read."""
    read, its = RowReader(row["id"]), {name: row[f"its_{name}"] for name in _RULES}
    cap, changes = its["weekly_cap"], its["change_notice"]
    its |= {
        "zone": read.zone("zone", its["zone"]),
        "hours": read.hours(its["hours"]),
        "exceptions": read.exceptions(its["exceptions"]),
        "buffer": read.number("buffer", its["buffer"], 0, MOST_BUFFER),
        "notice": read.number("notice", its["notice"], 0, MOST_NOTICE * 60),
        "horizon": read.number("horizon", its["horizon"], 1, MOST_HORIZON),
        "weekly_cap": None if cap is None else read.number("weekly_cap", cap, 1, MOST_WEEKLY_CAP),
        "change_notice": (
            None if changes is None else read.number("change_notice", changes, 0, MOST_NOTICE * 60)
        ),
    }
    return Mentor(
        person=person_of(row),
        headline=read.words("headline", row["headline"], HEADLINE_LENGTH, needed=True),
        skills=read.words("skills", row["skills"], SKILLS_LENGTH),
        languages=read.words("languages", row["languages"], LANGUAGES_LENGTH),
        link=read.link(row["link"]),
        since=row["since"],
        offered=row["offered"],
        **its,
        unreadable=frozenset(read.unreadable),
    )


def offering_of(row: sa.RowMapping) -> Offering:
    """Return the offering that a row of ``OFFERING_ROWS`` holds, as far as it can be read."""
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


@lru_cache(maxsize=32)
def _listed(words: int, *, named: bool) -> sa.Select[Any]:
    """Mentors who take requests and are found by so many words, and are called so or are not."""
    called = sa.and_(_m.sort_name >= sa.bindparam("first"), _m.sort_name < sa.bindparam("last"))
    return (
        MENTOR_ROWS.where(
            _m.program == HERE,
            sa.not_(_m.paused),
            _m.offered,
            tables.person.c.left_at.is_(None),
            called if named else sa.not_(called),
            _m.person.is_distinct_from(sa.bindparam("but")),
            *(_m.search.contains(sa.bindparam(f"word{at}"), escape=ESCAPE) for at in range(words)),
        )
        .order_by(_m.sort_name, _m.person)
        .limit(LIMIT)
    )


@lru_cache(maxsize=32)
def _save(unreadable: frozenset[str]) -> sa.Insert:
    """What a mentor says, stored over all of it that could be read."""
    fresh = upsert(tables.mentor)
    said = {name: fresh.excluded[name] for name in _STORED if name not in unreadable}
    return fresh.on_conflict_do_update(index_elements=["person"], set_=said)


class Mentors(BaseQuery):
    """Who gives sessions, and which."""

    def mentor(self, who: PersonId) -> Mentor | None:
        """Return what a mentor says, paused or not; None for somebody who is no mentor."""
        if who not in self._mentors:
            row = self._row(_MENTOR, who=who)
            self._mentors[who] = mentor_of(row) if row else None
        return self._mentors[who]

    def mentors_among(self, these: Collection[PersonId]) -> dict[PersonId, Mentor]:
        """Return what those of ``these`` say who are mentors, paused or not."""
        return {row["id"]: mentor_of(row) for row in self._rows(_THESE, these=list(these))}

    def save_mentor(self, mentor: Mentor) -> None:
        """Store what a mentor says about themselves, for the first time or anew; what can't be read stays."""
        name = mentor.person.name
        self._mentors.clear()
        self._run(
            _save(mentor.unreadable),
            person=mentor.person.id,
            program=self.program,
            since=mentor.since,
            offered=mentor.offered,
            headline=mentor.headline,
            skills=mentor.skills,
            languages=mentor.languages,
            link=mentor.link.url if mentor.link else None,
            **{name: getattr(mentor, name) for name in _RULES},
            sort_name=search_name(name),
            search=search_text(name, mentor.headline, mentor.skills, mentor.languages),
        )

    def offer_mentor(self, who: PersonId, *, offered: bool) -> None:
        """Show a mentor to students, or to nobody."""
        self._mentors.clear()
        self._run(_OFFER, who=who, shown=offered)

    def end_pauses(self, now: datetime) -> None:
        """Let every mentor whose pause was to end by now take requests again."""
        self._mentors.clear()
        self._run(_END_PAUSES, now=now)

    def mentors(self, words: str, limit: int, *, but: PersonId | None = None) -> list[Mentor]:
        """Return mentors who are there, not paused, and whose name, headline or skills have every one of ``words``.

        Those whose name begins with what was typed come first, then by name. Case and accents do not count.
        """
        typed = normal(words)
        start, looked_for = typed[:SORT_LENGTH], typed.split()
        values: dict[str, object] = {f"word{at}": escaped(word) for at, word in enumerate(looked_for)}
        values |= {"first": start, "last": start + _LAST, "but": but}
        count = len(looked_for)
        first = self._rows(_listed(count, named=True), **values, limit=limit)
        rest = limit - len(first)
        if typed and rest:
            first += self._rows(_listed(count, named=False), **values, limit=rest)
        return [mentor_of(row) for row in first]

    def offerings(self, mentor: PersonId) -> list[Offering]:
        """Return what a mentor offers now, in the order in which it was added."""
        return [offering_of(row) for row in self._rows(_OFFERINGS, whose=mentor)]

    def offering(self, which: OfferingId) -> Offering | None:
        """Return one offering, even a removed one: old bookings still name it."""
        row = self._row(_OFFERING, this=which)
        return offering_of(row) if row else None

    def add_offering(self, offering: Offering) -> None:
        """Keep a new kind of session; the same one once more changes nothing."""
        row = {name: getattr(offering, name) for name in _OFFERED}
        self._run(_ADD_OFFERING, program=self.program, removed=False, **row)

    def update_offering(self, offering: Offering) -> None:
        """Store title, minutes and description; an offering never changes its mentor."""
        changed = {name: getattr(offering, name) for name in _OFFERED if name not in {"id", "mentor"}}
        self._run(_UPDATE_OFFERING, this=offering.id, whose=offering.mentor, **changed)

    def remove_offering(self, which: OfferingId) -> None:
        """Offer it no longer."""
        self._run(_REMOVE_OFFERING, this=which)
