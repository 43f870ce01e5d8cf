"""Standing: how it stands with people, who waits for approval, and where the cards are that ask for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.standing import Standing
from core.ports.platform import Posted
from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, LIMIT, upsert
from core.store.statements.mentors import Mentors
from core.store.statements.search import ESCAPE, escaped
from core.store.tables.accounts import account_link
from core.store.tables.people import address, person
from core.store.tables.standing import IS_WANTED, approval_card, standing

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import PersonId

_s, _c, _p = standing.c, approval_card.c, person.c
_OWN = tuple(one.name for one in standing.c if one.name != "program")
_STANDINGS = sa.select(*(_s[name] for name in _OWN)).where(_s.program == HERE)
_STANDING = _STANDINGS.where(_s.person == sa.bindparam("who", type_=sa.Uuid()))
_ASKED_AT = _STANDINGS.where(_s.asked_at == sa.bindparam("asked", type_=UtcDateTime()))
_NEW = upsert(standing)
_SAVE = _NEW.on_conflict_do_update(
    index_elements=["person"], set_={name: _NEW.excluded[name] for name in _OWN if name != "person"}
)
_PLACE = upsert(approval_card).on_conflict_do_nothing()
_CARDS = sa.select(_c.channel, _c.message).where(
    _c.program == HERE,
    _c.about == sa.bindparam("whose", type_=sa.Uuid()),
    _c.reader == sa.bindparam("who", type_=sa.Uuid()),
)
_READERS = (
    sa.select(_c.reader)
    .where(_c.program == HERE, _c.about == sa.bindparam("whose", type_=sa.Uuid()))
    .distinct()
)
_LASTS = sa.or_(_s.paused_until.is_(None), _s.paused_until > sa.bindparam("now", type_=UtcDateTime()))
_IS_SPECIAL = sa.or_(_s.blocked, _s.removed, sa.and_(_s.paused, _LASTS), _s.approval != "given")
_STANDS = sa.not_(sa.exists().where(account_link.c.joined == _p.id))
"""A profile that does not stand, because its account was joined to another one, asks for nothing."""
_NAMED = (
    sa.select(_p.id)
    .join_from(person, address, address.c.person == _p.id)
    .outerjoin(standing, _s.person == _p.id)
    .where(_p.program == HERE, _p.left_at.is_(None))
)
_FOUND = (
    _NAMED.where(
        sa.or_(
            _p.name.contains(sa.bindparam("word"), escape=ESCAPE),
            sa.func.lower(_p.name).contains(sa.bindparam("lower"), escape=ESCAPE),
        )
    )
    .order_by(_p.name, _p.id)
    .limit(LIMIT)
)
_ASKING = (
    sa.select(_p.id)
    .join_from(standing, person, _s.person == _p.id)
    .join(address, address.c.person == _p.id)
    .where(_s.program == HERE, IS_WANTED, _p.left_at.is_(None), _STANDS)
    .order_by(_s.asked_at, _p.id)
    .limit(LIMIT)
)
_SPECIAL = _NAMED.where(_IS_SPECIAL, _STANDS).order_by(_s.asked_at.desc(), _p.name, _p.id).limit(LIMIT)


class Standings(Mentors):
    """Who may do what here."""

    def standing(self, who: PersonId) -> Standing:
        """Return how it stands with somebody; good standing where nothing else is stored."""
        row = self._row(_STANDING, who=who)
        return Standing(**row) if row else Standing(person=who)

    def standing_asked_at(self, instant: datetime) -> Standing | None:
        """Return how it stands with whoever asked for approval at an instant (UTC)."""
        row = self._row(_ASKED_AT, asked=instant)
        return Standing(**row) if row else None

    def save_standing(self, fresh: Standing) -> None:
        """Store how it stands with somebody; a mentor is offered by it, or is not."""
        self._run(_SAVE, program=self.program, **asdict(fresh))
        self.offer_mentor(fresh.person, offered=fresh.is_offered)

    def people_called(self, words: str, limit: int, now: datetime) -> list[PersonId]:
        """Return the accounts of those who are there and whose name has ``words`` in it.

        Without words these are the people about whom organisers have decided, or have to.
        """
        if not words:
            return [row["id"] for row in self._rows(_SPECIAL, limit=limit, now=now)]
        rows = self._rows(_FOUND, word=escaped(words), lower=escaped(words.lower()), limit=limit)
        return [row["id"] for row in rows]

    def asking(self, limit: int) -> list[PersonId]:
        """Return who waits for approval, the longest wait first."""
        return [row["id"] for row in self._rows(_ASKING, limit=limit)]

    def place_approval(self, about: PersonId, reader: PersonId, posted: Posted) -> None:
        """Remember a card that asks an organiser for approval."""
        there = {"channel": posted.channel, "message": posted.message}
        self._run(_PLACE, program=self.program, about=about, reader=reader, **there)

    def approval_cards(self, about: PersonId, reader: PersonId) -> list[Posted]:
        """Return the cards that ask an organiser for the approval of somebody."""
        return [Posted(row["channel"], row["message"]) for row in self._rows(_CARDS, whose=about, who=reader)]

    def approval_readers(self, about: PersonId) -> list[PersonId]:
        """Return the organisers who have a card about somebody."""
        return [row["reader"] for row in self._rows(_READERS, whose=about)]
