"""Erasing: what is kept of somebody becomes that of a former member, and what is theirs alone goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from core.domain.asked_notices import redrawing
from core.domain.erasure import NOWHERE, without
from core.domain.errors import Stale
from core.domain.people import PersonId
from core.ports.platform import Posted
from core.store import chat_tables, tables
from core.store.columns import UtcDateTime
from core.store.held import Erased
from core.store.outcomes import OutboxOutcome, OutboxState
from core.store.personal_data import HELD
from core.store.rows import booking_from, booking_of, row_of, snapshot_of
from core.store.statements.base_query import HERE, LIMIT, THESE
from core.store.statements.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.domain.booking import Booking, Role
    from core.domain.erasure import Neutral
    from core.domain.people import Person

REDRAW_STEP = timedelta(seconds=2)
"""How far the cards of past sessions are drawn anew one after another: news is more urgent, and shares the limits."""
_WRITTEN = ("topic", "message", "reply", "reason", "link", "proposal")
"""The columns of a booking that hold what somebody wrote."""
_BEGUN = "erasing:"
"""How the fact begins, before the person's id, that holds when somebody's erasing began, until it is done."""
_p, _a, _b, _h = tables.person.c, tables.address.c, tables.booking.c, tables.history.c
_o, _pl, _f, _i = tables.outbox.c, tables.placement.c, tables.fact.c, tables.inbox.c
_c, _l = chat_tables.chat.c, chat_tables.letter.c
_WHO = sa.bindparam("who", type_=sa.Uuid())
_THIS = sa.bindparam("this", type_=sa.Uuid())
_OWN = {"name", "zone", "locale", "unreachable", "left_at", "reminders"}
_FORMER = sa.update(tables.person).where(_p.id == _WHO, _p.program == HERE)
_MOVED_OUT = sa.update(tables.address).where(_a.person == _WHO, _a.program == HERE)
_CHATS = sa.select(_c.booking).where(sa.or_(_c.student == _WHO, _c.mentor == _WHO), _c.program == HERE)
_LETTERS = sa.delete(chat_tables.letter).where(_l.booking.in_(_CHATS))
_ROWS = tuple(
    sa.delete(held.table).where(
        sa.or_(*(held.table.c[name] == _WHO for name in held.who)), held.table.c.program == HERE
    )
    for held in sorted(
        (one for one in HELD if one.erased is Erased.ROWS),
        key=lambda one: tables.METADATA.sorted_tables.index(one.table),
        reverse=True,
    )
)
"""The rows that simply go, those first that hang on others."""
_BLANKED = tuple(
    sa.update(held.table)
    .where(sa.or_(*(held.table.c[name] == _WHO for name in held.who)), held.table.c.program == HERE)
    .values(dict(held.blank))
    for held in HELD
    if held.erased is Erased.BLANKED
)
_SILENT = (
    sa.update(tables.outbox)
    .where(_o.recipient == _WHO, _o.program == HERE, tables.NOT_DONE)
    .values(platform=NOWHERE)
)
_UNTOLD = (
    sa.update(tables.outbox)
    .where(_o.platform == NOWHERE, _o.program == HERE, tables.NOT_DONE)
    .where(_o.due_at <= sa.bindparam("now", type_=UtcDateTime()))
    .values(state=OutboxState.DONE, outcome=OutboxOutcome.DROPPED)
    .values(done_at=sa.bindparam("now", type_=UtcDateTime()))
)
_LATE_CARDS = sa.delete(tables.placement).where(_pl.platform == NOWHERE, _pl.program == HERE)
_FACTS = sa.delete(tables.fact).where(_f.program == HERE, _f.name.like(sa.bindparam("like")))
_UNFINISHED = sa.select(_f.name).where(_f.program == HERE, _f.name.like(f"{_BEGUN}%"))
_CARDS = (
    sa.select(_pl.channel, _pl.message)
    .where(_pl.person == _WHO, _pl.program == HERE)
    .order_by(_pl.message.desc())
)
_CARRIED = sa.select(_l.stands_in, _l.stands_as, _l.recipient).where(
    _l.author == _WHO, _l.program == HERE, _l.stands_in.is_not(None)
)
_HEADS = sa.select(chat_tables.chat).where(sa.or_(_c.student == _WHO, _c.mentor == _WHO), _c.program == HERE)
_SESSIONS = (
    sa.select(tables.booking)
    .where(sa.or_(_b.student == _WHO, _b.mentor == _WHO), _b.program == HERE)
    .where(_b.id > sa.bindparam("after", type_=sa.Uuid()))
    .order_by(_b.id)
    .limit(LIMIT)
)
_STRIP = sa.update(tables.booking).where(
    _b.id == _THIS, _b.program == HERE, _b.version == sa.bindparam("was", type_=sa.Integer())
)
_LINES = sa.select(_h.version, _h.snapshot).where(_h.booking == _THIS, _h.program == HERE)
_REWRITE = sa.update(tables.history).where(
    _h.booking == _THIS, _h.program == HERE, _h.version == sa.bindparam("line", type_=sa.Integer())
)
_READERS = (
    sa.select(_pl.booking, _pl.person)
    .where(_pl.booking.in_(THESE), _pl.program == HERE, _pl.person != _WHO)
    .distinct()
)
_BESIDE = tuple(
    sa.delete(table).where(table.c.booking.in_(THESE), table.c.program == HERE)
    for table in (tables.room, tables.inbox)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAbout:
    """A message of ours with something about a person in it: in whose conversation, and where."""

    reader: PersonId
    posted: Posted


class Erasing(Outbox):
    """Who is erased, piece by piece: each part is one short transaction, and may be repeated."""

    def begin_erasing(self, former: Person, now: datetime) -> None:
        """Take name and address from a person, and everything that is theirs alone; ``former`` is what is kept."""
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
        self._run(_LETTERS, who=who)
        for statement in (*_ROWS, *_BLANKED, _SILENT):
            self._run(statement, who=who)
        self._run(sa.insert(tables.fact), program=self.program, name=_BEGUN + who.hex, value=now.isoformat())

    def end_erasing(self, who: PersonId, now: datetime) -> None:
        """Note that nothing of a person is left, and forget what was stored of them meanwhile."""
        for statement in (*_ROWS, _SILENT):
            self._run(statement, who=who)
        self._run(_FACTS, like=f"%{who.hex}%")
        self.purge_former(now)

    def unfinished_erasings(self) -> list[PersonId]:
        """Return whose erasing has begun and is not done."""
        return [PersonId(UUID(row["name"].removeprefix(_BEGUN))) for row in self._rows(_UNFINISHED)]

    def purge_former(self, now: datetime) -> int:
        """Close what became due for those who were erased; returns how many notices that were."""
        self._run(_LATE_CARDS)
        return self._run(_UNTOLD, now=now).rowcount

    def messages_about(self, who: PersonId) -> list[MessageAbout]:
        """Return our messages with something about a person: their own cards first, and what was carried for them."""
        found = [
            MessageAbout(reader=who, posted=Posted(row["channel"], row["message"]))
            for row in self._rows(_CARDS, who=who)
        ]
        found += [
            MessageAbout(reader=row["recipient"], posted=Posted(row["stands_in"], row["stands_as"]))
            for row in self._rows(_CARRIED, who=who)
        ]
        for row in self._rows(_HEADS, who=who):
            for side in ("student", "mentor"):
                channel, message = row[f"{side}_channel"], row[f"{side}_message"]
                if channel and message:
                    found.append(MessageAbout(reader=row[side], posted=Posted(channel, message)))
        return found

    def sessions_of(self, who: PersonId, after: UUID, limit: int) -> list[Booking]:
        """Return the next ``limit`` bookings of a person, whatever has become of them, by their id."""
        return [booking_of(row) for row in self._rows(_SESSIONS, who=who, after=after, limit=limit)]

    def strip(self, these: Collection[Booking], who: PersonId, neutral: Neutral, now: datetime) -> None:
        """Take what a person wrote from bookings and their histories; cards of the other side are drawn anew.

        Raises Stale where one has moved on since it was read.
        """
        for booking in these:
            role = booking.role_of(who)
            if role is not None:
                self._strip(booking, role, neutral)
        versions = {one.id: one.version for one in these}
        ids = list(versions)
        for statement in _BESIDE:
            self._run(statement, these=ids)
        readers = self._rows(_READERS, these=ids, who=who)
        self.enqueue(
            *(
                redrawing(
                    row["booking"], versions[row["booking"]], row["person"], now + REDRAW_STEP * at, since=now
                )
                for at, row in enumerate(readers)
            )
        )

    def _strip(self, booking: Booking, role: Role, neutral: Neutral) -> None:
        row = row_of(without(booking, role, neutral))
        words = {name: row[name] for name in _WRITTEN}
        if not self._run(_STRIP.values(words), this=booking.id, was=booking.version).rowcount:
            raise Stale
        for line in self._rows(_LINES, this=booking.id):
            found = booking_from(line["snapshot"])
            kept = snapshot_of(without(found, role, neutral)) if found is not None else {}
            self._run(_REWRITE.values(snapshot=kept), this=booking.id, line=line["version"])
