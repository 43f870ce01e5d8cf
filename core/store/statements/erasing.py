"""Erasing: what is kept of somebody becomes that of a former member, and what is theirs alone goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from core.domain.asked_notices import redrawing
from core.domain.erasure import NOWHERE, without
from core.domain.errors import Stale
from core.domain.people import Address, PersonId
from core.domain.requests import REQUEST_FIELDS
from core.ports.platform import Posted
from core.store.columns import UtcDateTime
from core.store.held import Erased
from core.store.outcomes import OutboxOutcome, OutboxState
from core.store.personal_data import HELD
from core.store.rows import booking_from, booking_of, row_of, snapshot_of
from core.store.statements.base_query import HERE, THESE
from core.store.statements.outbox import Outbox
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from core.domain.booking import Booking, BookingId
    from core.domain.erasure import Neutral
    from core.domain.people import Person
    from core.store.held import Held

REDRAW_STEP = timedelta(seconds=2)
"""How far the cards of past sessions are drawn anew one after another: news is more urgent, and shares the limits."""
_WRITTEN = (*REQUEST_FIELDS, "reply", "reason", "link", "proposal")
"""The columns of a booking that hold what somebody wrote."""
_BEGUN = "erasing:"
"""How the fact begins, before the person's id, that holds when somebody's erasing began, until it is done."""
_p, _a, _b, _h = tables.person.c, tables.address.c, tables.booking.c, tables.history.c
_o, _pl, _f, _i = tables.outbox.c, tables.placement.c, tables.fact.c, tables.inbox.c
_c, _l = tables.chat.c, tables.letter.c
_WHO = sa.bindparam("who", type_=sa.Uuid())
_THIS = sa.bindparam("this", type_=sa.Uuid())
_OWN = {"name", "zone", "locale", "unreachable", "left_at", "reminders"}
_FORMER = sa.update(tables.person).where(_p.id == _WHO, _p.program == HERE)
_MOVED_OUT = sa.update(tables.address).where(_a.person == _WHO, _a.program == HERE)
_CHATS = sa.select(_c.booking).where(sa.or_(_c.student == _WHO, _c.mentor == _WHO), _c.program == HERE)
_ORDER = tables.METADATA.sorted_tables.index


def _theirs(held: Held) -> sa.ColumnElement[bool]:
    """The rows that name a person; of what hangs on sessions only those of some sessions, which an index finds."""
    table = held.table.c
    named = sa.and_(sa.or_(*(table[name] == _WHO for name in held.who)), table.program == HERE)
    return sa.and_(named, table.booking.in_(THESE)) if "booking" in table else named


def _statements(held: Held) -> list[sa.Delete | sa.Update]:
    match held.erased:
        case Erased.ROWS:
            return [sa.delete(held.table).where(_theirs(held))]
        case Erased.BLANKED:
            return [sa.update(held.table).where(_theirs(held)).values(dict(held.blank))]
        case _:
            return []


_CHILDREN_FIRST = sorted(HELD, key=lambda one: _ORDER(one.table), reverse=True)
_ALONE, _OF_SESSIONS = (
    tuple(
        statement
        for held in _CHILDREN_FIRST
        if ("booking" in held.table.c) is hangs
        for statement in _statements(held)
    )
    for hangs in (False, True)
)
"""What becomes of the rows that are a person's own, and of those that hang on sessions; children before parents."""
_BESIDE = tuple(
    sa.delete(table).where(table.c.booking.in_(THESE), table.c.program == HERE)
    for table in (tables.letter, tables.room, tables.inbox)
)
_SILENT = (
    sa.update(tables.outbox)
    .where(_o.recipient == _WHO, _o.program == HERE, tables.NOT_DONE)
    .values(platform=NOWHERE, behind=False)
)
_UNTOLD = (
    sa.update(tables.outbox)
    .where(_o.platform == NOWHERE, _o.program == HERE, tables.NOT_DONE)
    .where(_o.due_at <= sa.bindparam("now", type_=UtcDateTime()))
    .values(state=OutboxState.DONE, outcome=OutboxOutcome.DROPPED, behind=False)
    .values(done_at=sa.bindparam("now", type_=UtcDateTime()))
)
_LATE_CARDS = sa.delete(tables.placement).where(_pl.platform == NOWHERE, _pl.program == HERE)
_FACTS = sa.delete(tables.fact).where(_f.program == HERE, _f.name.like(sa.bindparam("like")))
_UNFINISHED = sa.select(_f.name, _f.value).where(_f.program == HERE, _f.name.like(f"{_BEGUN}%"))
_CARDS = sa.select(_pl.channel, _pl.message).where(
    _pl.booking.in_(THESE), _pl.person == _WHO, _pl.program == HERE
)
_CARRIED = sa.select(_l.stands_in, _l.stands_as, _l.recipient).where(
    _l.booking.in_(THESE), _l.author == _WHO, _l.program == HERE, _l.stands_in.is_not(None)
)
_HEADS = sa.select(tables.chat).where(_c.booking.in_(THESE), _c.program == HERE)
_SESSIONS = sa.select(tables.booking).where(_b.id.in_(THESE), _b.program == HERE)
_STRIP = (
    sa.update(tables.booking)
    .where(_b.id == _THIS, _b.program == HERE, _b.version == sa.bindparam("was", type_=sa.Integer()))
    .values({name: sa.bindparam(f"new_{name}", type_=_b[name].type) for name in _WRITTEN})
)
_LINES = sa.select(_h.booking, _h.version, _h.snapshot).where(_h.booking.in_(THESE), _h.program == HERE)
_REWRITE = (
    sa.update(tables.history)
    .where(_h.booking == _THIS, _h.program == HERE, _h.version == sa.bindparam("line", type_=sa.Integer()))
    .values(snapshot=sa.bindparam("kept", type_=_h.snapshot.type))
)
_READERS = (
    sa.select(_pl.booking, _pl.person)
    .where(_pl.booking.in_(THESE), _pl.program == HERE, _pl.person != _WHO)
    .distinct()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAbout:
    """A message of ours with something about a person in it: in whose conversation, and where."""

    reader: PersonId
    posted: Posted


class Erasing(Outbox):
    """Who is erased, piece by piece: each part is one short transaction, and may be repeated."""

    def begin_erasing(self, former: Person, home: Address, now: datetime) -> None:
        """Take name and address from a person, and everything that is theirs alone; ``former`` is what is kept.

        Of ``home``, where they were reached, the platform and the workspace are remembered until it is done.
        """
        who = former.id
        self._mentors.clear()
        said = {name: getattr(former, name) for name in _OWN - {"reminders"}}
        self._run(_FORMER.values(said | {"reminders": ""}), who=who)
        where = {
            "platform": former.address.platform,
            "space": former.address.space,
            "user_id": former.address.user,
        }
        self._run(_MOVED_OUT.values(where), who=who)
        self._run(_FACTS, like=f"%{who.hex}%")
        for statement in (*_ALONE, _SILENT):
            self._run(statement, who=who)
        begun = f"{now.isoformat()} {home.platform} {home.space}"
        self._run(sa.insert(tables.fact), program=self.program, name=_BEGUN + who.hex, value=begun)

    def end_erasing(self, who: PersonId, now: datetime) -> None:
        """Note that nothing of a person is left, and forget what was stored of them meanwhile."""
        for statement in (*_ALONE, _SILENT):
            self._run(statement, who=who)
        self._run(_FACTS, like=f"%{who.hex}%")
        self._run(_LATE_CARDS)
        self.purge_former(now)

    def unfinished_erasings(self, before: datetime) -> dict[PersonId, Address]:
        """Return whose erasing has begun before an instant and is not done, with the place where they were."""
        found = {}
        for row in self._rows(_UNFINISHED):
            begun, *home = str(row["value"]).split(" ")
            platform, space = home if len(home) > 1 else (NOWHERE, "-")
            if datetime.fromisoformat(begun) <= before:
                who = PersonId(UUID(row["name"].removeprefix(_BEGUN)))
                found[who] = Address(platform, space, "")
        return found

    def purge_former(self, now: datetime) -> int:
        """Close what became due for those who were erased; returns how many notices that were."""
        return self._run(_UNTOLD, now=now).rowcount

    def strip(
        self, these: Collection[BookingId], who: PersonId, neutral: Neutral, now: datetime
    ) -> list[MessageAbout]:
        """Take what a person wrote from sessions and their histories, and what is theirs beside them.

        The cards of the other side are drawn anew. Returns our messages with something about the person, their own
        cards first; raises Stale where a session has moved on since it was read.
        """
        found = {row["id"]: booking_of(row) for row in self._rows(_SESSIONS, these=list(these))}
        messages = self._messages_about(these, who)
        for statement in (*_BESIDE, *_OF_SESSIONS):
            self._run(statement, these=list(these), who=who)
        self._take_words(found, who, neutral)
        readers = self._rows(_READERS, these=list(these), who=who)
        self.enqueue(
            *(
                redrawing(
                    row["booking"],
                    found[row["booking"]].version,
                    row["person"],
                    now + REDRAW_STEP * at,
                    since=now,
                )
                for at, row in enumerate(readers)
            )
        )
        return messages

    def _messages_about(self, these: Collection[BookingId], who: PersonId) -> list[MessageAbout]:
        found = [
            (who, row["channel"], row["message"]) for row in self._rows(_CARDS, these=list(these), who=who)
        ]
        found += [
            (row["recipient"], row["stands_in"], row["stands_as"])
            for row in self._rows(_CARRIED, these=list(these), who=who)
        ]
        found += [
            (row[side], row[f"{side}_channel"], row[f"{side}_message"])
            for row in self._rows(_HEADS, these=list(these))
            for side in ("student", "mentor")
            if row[f"{side}_message"]
        ]
        return [MessageAbout(reader=reader, posted=Posted(*place)) for reader, *place in found]

    def _take_words(self, found: Mapping[BookingId, Booking], who: PersonId, neutral: Neutral) -> None:
        roles = {which: role for which, one in found.items() if (role := one.role_of(who)) is not None}
        for which, role in roles.items():
            row = row_of(without(found[which], role, neutral))
            words = {f"new_{name}": row[name] for name in _WRITTEN}
            if not self._run(_STRIP, this=which, was=found[which].version, **words).rowcount:
                raise Stale
        lines = []
        for line in self._rows(_LINES, these=list(roles)):
            told = booking_from(line["snapshot"])
            kept = snapshot_of(without(told, roles[line["booking"]], neutral)) if told is not None else {}
            lines.append({"this": line["booking"], "line": line["version"], "kept": kept})
        self._run_each(_REWRITE, lines)
