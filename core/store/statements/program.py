"""The program: its rules, its organisers and administrators, and what organisers have done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.set_up import Step
from core.store.statements.base_query import HERE, LIMIT, BaseQuery, upsert
from core.store.statements.people import PERSON, person_of
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.people import Person, PersonId
    from core.domain.rules import Rules

ANNOUNCED = "announce"
"""The act of posting an announcement."""

_r, _o, _h = tables.program_rules.c, tables.organiser.c, tables.admin_act.c
_WHO = sa.bindparam("person_", type_=sa.Uuid())
_RULES = sa.select(_r.version, _r.rules).where(_r.program == HERE)
_RULES_TO_CHANGE = _RULES.with_for_update()
_NEW = upsert(tables.program_rules)
_FIRST = _NEW.on_conflict_do_nothing(index_elements=["program"])
"""There must be a row that can be locked."""
_SAVE = _NEW.on_conflict_do_update(
    index_elements=["program"], set_={name: _NEW.excluded[name] for name in ("version", "rules", "at")}
)
_l = tables.account_link.c
_ORGANISERS = (
    sa.select(*PERSON)
    .join_from(tables.organiser, tables.account_link, _l.joined == _o.person, isouter=True)
    .join(tables.person, tables.person.c.id == sa.func.coalesce(_l.kept, _o.person))
    .join(tables.address, tables.address.c.person == tables.person.c.id)
    .where(_o.program == HERE)
    .order_by(_o.since, _o.person)
)
_THEIRS = sa.or_(_o.person == _WHO, _o.person.in_(sa.select(_l.joined).where(_l.kept == _WHO)))
"""Whoever was made an organiser on one of their accounts is one."""
_ONE = sa.select(_o.added_by, _o.since).where(_o.program == HERE, _THEIRS).order_by(_o.since).limit(1)
_ADD = upsert(tables.organiser).on_conflict_do_nothing().returning(_o.person)
_REMOVE = sa.delete(tables.organiser).where(_o.program == HERE, _THEIRS)
_ad = tables.administrator.c
_ADMINISTRATORS = (
    sa.select(_ad.person, sa.func.coalesce(_l.kept, _ad.person).label("whose"))
    .join_from(tables.administrator, tables.account_link, _l.joined == _ad.person, isouter=True)
    .where(_ad.program == HERE)
)
_ADMINISTERS = upsert(tables.administrator).on_conflict_do_nothing()
_NO_MORE = sa.delete(tables.administrator).where(_ad.program == HERE, _ad.person == _WHO)
_NOTE = sa.insert(tables.admin_act)
_ACTS = (
    sa.select(_h.at, _h.who, _h.act, _h.about, _h.facts)
    .where(_h.program == HERE)
    .order_by(_h.id.desc())
    .limit(LIMIT)
)
_m, _b = tables.mentor.c, tables.booking.c
_SET_UP = sa.select(
    sa.exists().where(_m.program == HERE).label(Step.MENTOR),
    sa.exists().where(_m.program == HERE, _m.hours != "").label(Step.HOURS),
    sa.exists().where(_h.program == HERE, _h.act == ANNOUNCED).label(Step.ANNOUNCED),
    sa.exists().where(_b.program == HERE, _b.accepted_at.is_not(None)).label(Step.ACCEPTED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminAct:
    """One thing that an organiser has done; ``who`` None is the operator with a file."""

    at: datetime
    act: str
    who: PersonId | None = None
    about: PersonId | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Names of rules, numbers and ids; nobody's words."""


@dataclass(frozen=True, slots=True)
class Organising:
    """That somebody was made an organiser; by None with a file."""

    added_by: PersonId | None
    since: datetime


class Programs(BaseQuery):
    """What one program has decided."""

    def rules(self) -> tuple[int, Rules]:
        """Return the version of the rules, and what they are."""
        row = self._row(_RULES)
        return (row["version"], row["rules"]) if row else (0, {})

    def rules_to_change(self, now: datetime) -> tuple[int, Rules]:
        """Return the rules as ``rules`` does; nobody else changes them until this transaction is over."""
        self._run(_FIRST, program=self.program, version=0, rules={}, at=now)
        row = self._run(_RULES_TO_CHANGE).mappings().one()
        return row["version"], row["rules"]

    def save_rules(self, version: int, rules: Rules, at: datetime) -> None:
        """Keep the rules in the place of those before."""
        self._run(_SAVE, program=self.program, version=version, rules=dict(rules), at=at)

    def set_up(self) -> frozenset[Step]:
        """Return what is done of setting the program up, as far as it is no rule."""
        row = self._run(_SET_UP).mappings().one()
        return frozenset(step for step in Step if row.get(step))

    def organisers(self) -> list[Person]:
        """Return who organises beside those whom the platforms name, the first one first."""
        found = {row["id"]: person_of(row) for row in self._rows(_ORGANISERS)}
        return list(found.values())

    def organising(self, who: PersonId) -> Organising | None:
        """Return since when somebody organises, or None when they were not made an organiser."""
        row = self._row(_ONE, person_=who)
        return Organising(**row) if row else None

    def add_organiser(self, who: PersonId, by: PersonId | None, at: datetime) -> bool:
        """Make somebody an organiser; returns whether they were none before, on any of their accounts."""
        if self.organising(who) is not None:
            return False
        added = self._run(_ADD, program=self.program, person=who, added_by=by, since=at)
        return added.scalar() is not None

    def remove_organiser(self, who: PersonId) -> bool:
        """Take it back; returns whether they were one before."""
        return self._run(_REMOVE, person_=who).rowcount > 0

    def administrators(self) -> dict[PersonId, PersonId]:
        """Return the accounts of which a platform has told that they administer, each with the person it is of."""
        return {row["person"]: row["whose"] for row in self._rows(_ADMINISTRATORS)}

    def note_administrator(self, account: PersonId, at: datetime, *, administers: bool) -> None:
        """Note what a platform tells of an account."""
        if administers:
            self._run(_ADMINISTERS, program=self.program, person=account, since=at)
        else:
            self._run(_NO_MORE, person_=account)

    def note_admin_act(self, done: AdminAct) -> None:
        """Keep what an organiser has done."""
        self._run(
            _NOTE,
            program=self.program,
            at=done.at,
            who=done.who,
            act=done.act,
            about=done.about,
            facts=dict(done.facts),
        )

    def admin_acts(self, limit: int) -> list[AdminAct]:
        """Return what organisers have done, the latest first."""
        return [AdminAct(**row) for row in self._rows(_ACTS, limit=limit)]
