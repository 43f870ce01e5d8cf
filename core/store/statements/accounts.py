"""Accounts: two of one person become one, and two again; every statement that moves what they have stands here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.accounts import AccountLink
from core.domain.asked_notices import redrawing
from core.domain.booking import Role
from core.domain.errors import Clash
from core.domain.people import Address
from core.store.columns import among
from core.store.outcomes import OutboxState
from core.store.statements.base_query import HERE, THESE, upsert
from core.store.statements.bookings import OVERLAP
from core.store.statements.reminders import Reminders
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_l, _g, _a = tables.account_link.c, tables.belonging.c, tables.address.c
_b, _w, _pl, _o = tables.booking.c, tables.waiting.c, tables.placement.c, tables.outbox.c
A_PLACE = "waiting"
_WHO = sa.bindparam("who", type_=sa.Uuid())
_LEAVER, _TAKER = sa.bindparam("leaver", type_=sa.Uuid()), sa.bindparam("taker", type_=sa.Uuid())
_ACCOUNT = sa.bindparam("account", type_=sa.Uuid())
_OLD, _NEW = sa.bindparam("old", type_=sa.String()), sa.bindparam("new", type_=sa.String())
_LINKS = sa.select(_l.joined, _l.kept, _l.since, _l.swapped, _l.gone).where(_l.program == HERE)
_LINK_OF = _LINKS.where(sa.or_(_l.joined == _WHO, _l.kept == _WHO))
_ELSEWHERE = (
    sa.select(_l.kept, _l.gone, _a.platform, _a.space, _a.user_id)
    .join_from(tables.account_link, tables.address, _a.person == _l.joined)
    .where(_l.kept.in_(THESE), _l.program == HERE)
)
_BOTH_ADDRESSES = sa.select(tables.address).where(_a.program == HERE, _a.person.in_(THESE))
_LINK, _BELONGS = sa.insert(tables.account_link), upsert(tables.belonging)
_THIS_LINK = _l.joined == _ACCOUNT, _l.program == HERE
_NOT_BETWEEN = sa.not_(sa.and_(_b.student.in_([_LEAVER, _TAKER]), _b.mentor.in_([_LEAVER, _TAKER])))
"""What the two accounts once had with each other stays between them: nobody is their own student."""
_SIDES = {Role.STUDENT: _b.student, Role.MENTOR: _b.mentor}
_other = tables.waiting.alias("other").c
_GOES_OVER = (
    _w.student == _LEAVER,
    _w.program == HERE,
    _w.mentor != _TAKER,
    _w.mentor.not_in(sa.select(_other.mentor).where(_other.student == _TAKER)),
)
"""A place in line that the person has once already is not moved, nor one for their own time."""
GOING_ALONG: tuple[tuple[sa.Table, str], ...] = (
    (tables.busy, "person"),
    (tables.history, "who"),
    (tables.outbox, "recipient"),
    (tables.placement, "person"),
    (tables.feedback, "person"),
    (tables.note, "writer"),
    (tables.chat, "student"),
    (tables.chat, "mentor"),
    (tables.letter, "author"),
    (tables.letter, "recipient"),
)
"""Whatever is about a booking and names one of its people goes where the booking goes."""
STAYING: frozenset[tuple[str, str]] = frozenset(
    {
        ("address", "person"),
        ("mentor", "person"),
        ("offering", "mentor"),
        ("waiting", "mentor"),
        ("ended_place", "student"),
        ("ended_place", "mentor"),
        ("busy_calendar", "person"),
        ("engagement", "person"),
        ("feed", "person"),
        ("draft", "person"),
        ("account_link", "joined"),
        ("account_link", "kept"),
        ("belonging", "account"),
        ("link_request", "issuer"),
        ("link_request", "taker"),
        ("link_try", "person"),
        ("organiser", "person"),
        ("organiser", "added_by"),
        ("administrator", "person"),
        ("admin_act", "who"),
        ("admin_act", "about"),
        ("standing", "person"),
        ("standing", "answered_by"),
        ("standing", "by"),
        ("approval_card", "about"),
        ("approval_card", "reader"),
    }
)
"""What is an account's own and waits for it: a profile that does not stand, with its session types and its calendar.

A calendar subscription, what was typed and not sent, and that one organises are found from both accounts as they lie.
What organisers have done stays as they did it, and whether an account may mentor is about its own profile.
"""


def _goes_along(side: Role) -> sa.Select[Any]:
    return sa.select(_g.thing).where(_g.account == _ACCOUNT, _g.side == side, _g.program == HERE)


_ALL_ALONG = sa.select(_g.thing).where(
    _g.account == _ACCOUNT, _g.side.in_([Role.STUDENT, Role.MENTOR]), _g.program == HERE
)
_FOLLOW = [
    sa.update(table)
    .where(table.c[column] == _LEAVER, table.c.program == HERE, table.c.booking.in_(_ALL_ALONG))
    .values({column: _TAKER})
    for table, column in GOING_ALONG
]
_MOVE = [
    sa.update(tables.booking)
    .where(column == _LEAVER, _b.program == HERE, _b.id.in_(_goes_along(side)))
    .values({column.name: _TAKER})
    for side, column in _SIDES.items()
]
_RENAME = [
    sa.update(table)
    .where(table.c.booking.in_(_ALL_ALONG), table.c.program == HERE, column.contains(_OLD))
    .values({column.name: sa.func.replace(column, _OLD, _NEW)})
    for table, column in (
        (tables.outbox, _o.key),
        (tables.outbox, _o.folded_into),
        (tables.placement, _pl.key),
    )
]
"""A key names its reader (``Notice.key``)."""
_h = tables.history.c
_LINES = sa.select(_h.booking, _h.version, _h.snapshot).where(_h.booking.in_(_ALL_ALONG), _h.program == HERE)
_REWRITE = sa.update(tables.history).where(
    _h.booking == sa.bindparam("which"), _h.version == sa.bindparam("line")
)
_QUEUED = (
    sa.update(tables.outbox)
    .where(_o.recipient == _WHO, _o.program == HERE, tables.NOT_DONE, among(_o.state, OutboxState.READY))
    .values(platform=sa.bindparam("where", type_=sa.String()), behind=False)
)
_LOST_HEADS = [
    sa.update(tables.chat)
    .where(tables.chat.c[side] == _WHO, tables.chat.c.program == HERE)
    .values({f"{side}_channel": None, f"{side}_message": None})
    for side in ("student", "mentor")
]
_LEFT_BEHIND = (
    sa.select(_pl.booking, _b.version)
    .join(tables.booking, _b.id == _pl.booking)
    .where(_pl.person == _WHO, _pl.program == HERE, _b.student != _WHO, _b.mentor != _WHO)
    .distinct()
)
_CARDS_ON = (
    sa.update(tables.placement)
    .where(_pl.person == _LEAVER, _pl.program == HERE, _pl.platform == sa.bindparam("where"))
    .values(person=_TAKER)
)
_mine, _theirs = tables.busy.alias("mine"), tables.busy.alias("theirs")
_OVERLAPPING = (
    sa.select(_mine.c.booking, _theirs.c.booking)
    .where(
        _mine.c.person == _LEAVER,
        _theirs.c.person == _TAKER,
        _mine.c.program == HERE,
        _mine.c.starts_at < _theirs.c.ends_at,
        _mine.c.ends_at > _theirs.c.starts_at,
        _mine.c.booking != _theirs.c.booking,
    )
    .order_by(_mine.c.starts_at, _mine.c.booking)
)


class Accounts(Reminders):
    """Which accounts are one person."""

    def link_of(self, who: PersonId) -> AccountLink | None:
        """Return the link that an account is part of."""
        row = self._row(_LINK_OF, who=who)
        return _link_of(row) if row else None

    def elsewhere(self, these: Collection[PersonId]) -> dict[PersonId, Address]:
        """Return for each of these people where else they are reached, as far as they are there."""
        rows = self._rows(_ELSEWHERE, these=list(these)) if these else ()
        return {
            row["kept"]: Address(row["platform"], row["space"], row["user_id"])
            for row in rows
            if row["gone"] != row["platform"]
        }

    def overlapping(self, one: PersonId, other: PersonId) -> list[tuple[BookingId, BookingId]]:
        """Return the bookings of the one that overlap with bookings of the other, soonest first."""
        rows = self._run(_OVERLAPPING, leaver=one, taker=other)
        return [(mine, theirs) for mine, theirs in map(tuple, rows)]

    def strays(self) -> list[AccountLink]:
        """Return the links whose joined account has asked for something that is not with its person."""
        left = sa.exists().where(_b.program == HERE, _b.student == _l.joined, _b.mentor != _l.kept)
        return [_link_of(row) for row in self._rows(_LINKS.where(left))]

    def link(self, link: AccountLink) -> None:
        """Let two accounts be one person from now on; raises Clash where two of their sessions overlap."""
        self.line_up(link.joined, link.kept)
        self._run(
            _LINK,
            program=self.program,
            joined=link.joined,
            kept=link.kept,
            since=link.since,
            swapped=False,
        )
        self.gather(link)
        if link.swapped:
            self.swap(link)

    def gather(self, link: AccountLink) -> int:
        """Bring everything of the joined account to its person that is not there yet; return how many bookings.

        It may be done again: what an act that was under way has left behind comes with the next time.
        """
        found = 0
        for side, column in _SIDES.items():
            rows = self._run(
                sa.select(_b.id).where(column == _LEAVER, _b.program == HERE, _NOT_BETWEEN),
                leaver=link.joined,
                taker=link.kept,
            ).scalars()
            found += self._belong(link.joined, side, list(rows))
        places = self._run(
            sa.select(_w.mentor).where(*_GOES_OVER), leaver=link.joined, taker=link.kept
        ).scalars()
        moved = self._belong(link.joined, A_PLACE, list(places))
        if found or moved:
            self._hand_on(link.joined, link.joined, link.kept)
            self._to_where_they_are(link.kept)
        return found

    def _belong(self, account: PersonId, side: str, things: list[Any]) -> int:
        rows = [{"program": self.program, "account": account, "side": side, "thing": one} for one in things]
        if rows:
            self._connection.execute(_BELONGS.on_conflict_do_nothing(), rows)
        return len(rows)

    def made_through(self, account: PersonId | None, *bookings: BookingId) -> None:
        """Remember on which account somebody asked for something, where that is not their first one."""
        if account is not None:
            self._belong(account, Role.STUDENT, list(bookings))

    def waits_through(self, account: PersonId | None, student: PersonId, mentor: PersonId) -> None:
        """Remember on which account somebody has asked for a place in line."""
        theirs = sa.select(_l.joined).where(_l.kept == _WHO)
        place = _g.side == A_PLACE, _g.thing == sa.bindparam("mentor", type_=sa.Uuid())
        forget = sa.delete(tables.belonging).where(_g.program == HERE, _g.account.in_(theirs), *place)
        self._run(forget, who=student, mentor=mentor)
        if account is not None:
            self._belong(account, A_PLACE, [mentor])

    def waiting_account(self, student: PersonId, mentor: PersonId) -> PersonId | None:
        """Return the joined account on which somebody waits for a mentor, if it is one."""
        query = (
            sa.select(_g.account)
            .join_from(tables.belonging, tables.account_link, _l.joined == _g.account)
            .where(_l.kept == _WHO, _g.program == HERE, _g.side == A_PLACE)
            .where(_g.thing == sa.bindparam("mentor", type_=sa.Uuid()))
        )
        found: PersonId | None = self._run(query, who=student, mentor=mentor).scalar()
        return found

    def made_like(self, before: BookingId, after: BookingId) -> None:
        """Let a booking belong to the account to which the one belongs that it follows."""
        same = sa.select(_g.account, _g.side, sa.literal(after, sa.Uuid()), _g.program).where(
            _g.thing == before, _g.program == self.program
        )
        names = ["account", "side", "thing", "program"]
        self._connection.execute(sa.insert(tables.belonging).from_select(names, same))

    def _hand_on(self, account: PersonId, leaver: PersonId, taker: PersonId) -> None:
        """Move all that belongs to an account from one person to another, with all that is about it."""
        between = {"account": account, "leaver": leaver, "taker": taker}
        try:
            for statement in (*_MOVE, *_FOLLOW):
                self._run(statement, **between)
        except sa.exc.IntegrityError as error:
            if OVERLAP in str(error.orig) or "ex_busy_overlap" in str(error.orig):
                raise Clash from None
            raise
        for statement in _RENAME:
            self._run(statement, account=account, old=leaver.hex, new=taker.hex)
        self._rewrite(account, leaver.hex, taker.hex)
        self._run(
            sa.update(tables.waiting)
            .where(_w.student == _LEAVER, _w.program == HERE, _w.mentor.in_(_places(account)))
            .values(student=_TAKER),
            leaver=leaver,
            taker=taker,
        )

    def _rewrite(self, account: PersonId, leaver: str, taker: str) -> None:
        """Name the right person in the history: its last line is equal to the booking."""
        for row in self._rows(_LINES, account=account):
            told = dict(row["snapshot"])
            told |= {side.value: taker for side in _SIDES if told.get(side.value) == leaver}
            if told != row["snapshot"]:
                self._run(_REWRITE, which=row["booking"], line=row["version"], snapshot=told)

    def swap(self, link: AccountLink) -> None:
        """Let messages go to the other of the two accounts from now on."""
        rows = self._rows(_BOTH_ADDRESSES, these=[link.kept, link.joined])
        owners = {link.kept: link.joined, link.joined: link.kept}
        self._connection.execute(sa.delete(tables.address).where(_a.person.in_([link.kept, link.joined])))
        self._connection.execute(
            sa.insert(tables.address), [dict(row) | {"person": owners[row["person"]]} for row in rows]
        )
        change = sa.update(tables.account_link).where(*_THIS_LINK).values(swapped=sa.not_(_l.swapped))
        self._run(change, account=link.joined)
        self._mentors.clear()
        self._to_where_they_are(link.kept)

    def leaves(self, link: AccountLink, platform: str | None) -> None:
        """Note that one of the two accounts has left its platform, or that both are there."""
        change = sa.update(tables.account_link).where(*_THIS_LINK).values(gone=platform)
        self._run(change, account=link.joined)

    def unlink(self, link: AccountLink, now: datetime) -> None:
        """Let the two be two people again, each with what it has brought and with what was made on it since."""
        self.line_up(link.joined, link.kept)
        if link.swapped:
            self.swap(link)
        self._hand_on(link.joined, link.kept, link.joined)
        for statement in (
            sa.delete(tables.belonging).where(_g.account == _ACCOUNT, _g.program == HERE),
            sa.delete(tables.account_link).where(*_THIS_LINK),
        ):
            self._run(statement, account=link.joined)
        self._mentors.clear()
        kept, joined = self._platform_of(link.kept), self._platform_of(link.joined)
        self._run(_CARDS_ON, leaver=link.joined, taker=link.kept, where=kept)
        self._run(_CARDS_ON, leaver=link.kept, taker=link.joined, where=joined)
        for who in (link.kept, link.joined):
            self._to_where_they_are(who)
            left = map(tuple, self._run(_LEFT_BEHIND, who=who))
            self.enqueue(*(redrawing(which, version, who, now, since=now) for which, version in left))

    def _platform_of(self, who: PersonId) -> str:
        found: str = self._run(sa.select(_a.platform).where(_a.person == _WHO), who=who).scalar_one()
        return found

    def _to_where_they_are(self, who: PersonId) -> None:
        """Send what waits to where a person is reached now; the cards of their chats come anew there."""
        self._run(_QUEUED, who=who, where=self._platform_of(who))
        for statement in _LOST_HEADS:
            self._run(statement, who=who)


def _link_of(row: sa.RowMapping) -> AccountLink:
    return AccountLink(**row)


def _places(account: PersonId) -> sa.Select[Any]:
    return sa.select(_g.thing).where(_g.account == account, _g.side == A_PLACE)
