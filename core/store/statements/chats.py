"""Chats: the session chats across platforms, their letters in order, and where each letter stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.audit import Waiting
from core.domain.booking import Role
from core.domain.chats import CARRIED, WITHDRAWN_STAMP, Sort
from core.domain.notices import Kind, Notice
from core.ports.letters import Chat, Letter
from core.ports.platform import Posted
from core.store.columns import among
from core.store.statements.base_query import HERE, THESE, ours, upsert
from core.store.statements.outbox import Outbox
from core.store.tables import every as tables
from core.store.tables.chats import IS_OPEN

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId

_c, _l = tables.chat.c, tables.letter.c
_WHICH = sa.bindparam("which", type_=sa.Uuid())
_WHO = sa.bindparam("who", type_=sa.Uuid())
_NUMBER = sa.bindparam("at", type_=sa.Integer())
_CHAT = sa.select(tables.chat).where(_c.booking == _WHICH, _c.program == HERE)
_OPEN = sa.select(tables.chat).where(_c.program == HERE, IS_OPEN).order_by(_c.booking)
_OPEN_OF = sa.union_all(
    *(
        sa.select(tables.chat).where(side == _WHO, IS_OPEN, ours(_c.program))
        for side in (_c.student, _c.mentor)
    )
).order_by("booking")
_NEW = upsert(tables.chat)
_SET = _NEW.on_conflict_do_update(
    index_elements=["booking"],
    set_={"closed_at": None, "closed_by": None, "opened_at": _NEW.excluded.opened_at},
)
_THIS = (_c.booking == _WHICH, _c.program == HERE)
_CLOSE = (
    sa.update(tables.chat)
    .where(*_THIS, IS_OPEN)
    .values(
        closed_at=sa.bindparam("now", type_=_c.closed_at.type),
        closed_by=sa.bindparam("by", type_=_c.closed_by.type),
    )
)
_NEXT = sa.update(tables.chat).where(*_THIS).values(last=_c.last + 1).returning(_c.last)
_ADD = sa.insert(tables.letter)
_LETTER_THIS = (_l.booking == _WHICH, _l.number == _NUMBER, _l.program == HERE)
_LETTER = sa.select(tables.letter).where(*_LETTER_THIS)
_THERE, _AS = sa.bindparam("there", type_=sa.String()), sa.bindparam("posted", type_=sa.String())
_SAID = sa.select(tables.letter).where(_l.program == HERE, _l.channel == _THERE, _l.message == _AS)
_STANDS = sa.select(tables.letter).where(_l.program == HERE, _l.stands_in == _THERE, _l.stands_as == _AS)
_UNDER = sa.select(tables.chat).where(
    _c.program == HERE,
    sa.or_(
        *(
            sa.and_(_c[f"{side}_channel"] == _THERE, _c[f"{side}_message"] == _AS)
            for side in ("student", "mentor")
        )
    ),
    sa.or_(_c.student == _WHO, _c.mentor == _WHO),
)
_RESTAMP = (
    sa.update(tables.letter)
    .where(*_LETTER_THIS)
    .values(stamp=sa.bindparam("stamped", type_=sa.String()), excerpt=sa.bindparam("quoted", type_=sa.Text()))
)
_DELIVERED = (
    sa.update(tables.letter)
    .where(*_LETTER_THIS)
    .values(
        words="",
        more=sa.literal({}, sa.JSON()),
        done=sa.true(),
        stands_in=sa.func.coalesce(_THERE, _l.stands_in),
        stands_as=sa.func.coalesce(_AS, _l.stands_as),
    )
)
_PARTS = (
    sa.select(tables.letter)
    .where(_l.booking == _WHICH, _l.program == HERE, _l.about == _NUMBER, _l.stamp != WITHDRAWN_STAMP)
    .where(among(_l.sort, Sort.PART))
    .order_by(_l.number)
)
_TOLD_LOST = (
    sa.select(_l.number)
    .where(_l.booking == _WHICH, _l.program == HERE, _l.about == _NUMBER)
    .where(among(_l.sort, Sort.LOST))
    .limit(1)
)
_BLANK = sa.update(tables.letter).where(_l.booking == _WHICH, _l.program == HERE).values(excerpt="")
_KNOWN = (
    sa.select(_l.message, _l.said_at)
    .where(_l.booking == _WHICH, _l.program == HERE, _l.author == _WHO, _l.stamp != WITHDRAWN_STAMP)
    .where(among(_l.sort, Sort.POST), _l.channel.is_not(None))
    .order_by(_l.number.desc())
    .limit(sa.bindparam("limit", type_=sa.Integer()))
)
_BEFORE = sa.bindparam("before", type_=_c.closed_at.type)
_MAY_OPEN = sa.exists().where(
    tables.booking.c.id == _c.booking,
    sa.or_(
        tables.IS_PENDING,
        tables.IS_ACCEPTED,
        tables.booking.c.ends_at >= _BEFORE,
        tables.booking.c.decided_at >= _BEFORE,
    ),
)
"""Opened again, it has the card that it had: that one is known for as long as that can happen."""
_OLD = (_c.program == HERE, _c.closed_at < _BEFORE, ~_MAY_OPEN)
_PURGE_LETTERS = sa.delete(tables.letter).where(_l.booking.in_(sa.select(_c.booking).where(*_OLD)))
_PURGE_CHATS = sa.delete(tables.chat).where(*_OLD)


_WAITING = (
    sa.select(_l.booking, _l.number, _l.recipient, tables.booking.c.ref)
    .join_from(tables.letter, tables.booking, tables.booking.c.id == _l.booking)
    .where(_l.booking.in_(THESE), ours(_l.program), _l.done == sa.false())
    .order_by(_l.booking, _l.number)
)


class Chats(Outbox):
    """Session chats and their letters."""

    def chat(self, booking: BookingId) -> Chat | None:
        """Return the chat of a booking."""
        row = self._row(_CHAT, which=booking)
        return _chat_of(row) if row else None

    def open_chats(self, person: PersonId | None = None) -> list[Chat]:
        """Return every chat that nobody has closed, of one person or of all."""
        rows = self._rows(_OPEN) if person is None else self._rows(_OPEN_OF, who=person)
        return [_chat_of(row) for row in rows]

    def open_chat(self, booking: Booking, at: datetime) -> None:
        """Open the chat of a booking, or open it again."""
        self._run(
            _SET,
            booking=booking.id,
            program=self.program,
            student=booking.student,
            mentor=booking.mentor,
            opened_at=at,
            last=0,
            student_muted=False,
            mentor_muted=False,
        )

    def close_chat(self, booking: BookingId, by: Role | None, at: datetime) -> bool:
        """Close a chat and forget what was kept for quotes; return whether it was open."""
        closed = self._run(_CLOSE, which=booking, now=at, by=by).rowcount > 0
        if closed:
            self._run(_BLANK, which=booking)
        return closed

    def mute(self, booking: BookingId, role: Role, *, on: bool) -> None:
        """Let nothing more through to one side, or let it through again."""
        change = sa.update(tables.chat).where(*_THIS).values({f"{role}_muted": on})
        self._run(change, which=booking)

    def head(self, booking: BookingId, role: Role, posted: Posted | None) -> None:
        """Remember where one side's card of the chat stands; None where it stands no more."""
        channel, message = (posted.channel, posted.message) if posted else (None, None)
        here = {f"{role}_channel": channel, f"{role}_message": message}
        self._run(sa.update(tables.chat).where(*_THIS).values(here), which=booking)

    def chat_at(self, person: PersonId, posted: Posted) -> tuple[Chat, int | None] | None:
        """Return the chat of a person to which one of their messages belongs, with the number of the letter there."""
        there = {"there": posted.channel, "posted": posted.message}
        if found := next((one for one in self.open_chats(person) if posted in one.headers.values()), None):
            return found, None
        letter = self._row(_SAID, **there) or self._row(_STANDS, **there)
        if letter is None:
            row = self._row(
                _UNDER, who=person, **there
            )  # a closed one: it has no index, and few are asked for
            return (_chat_of(row), None) if row else None
        chat = self.chat(letter["booking"])
        if chat is None or chat.role_of(person) is None:
            return None
        numbers = {Sort.POST: letter["number"], Sort.PART: letter["about"]}
        return chat, numbers.get(letter["sort"])

    def send(self, letter: Letter, *, due_at: datetime | None = None) -> int:
        """Store a letter behind all others of its chat and let it be delivered; returns its number.

        Without ``due_at`` nothing is delivered: it only stands for a message that is known.
        """
        number: int = self._run(_NEXT, which=letter.booking).scalar_one()
        source = letter.source
        self._run(
            _ADD,
            booking=letter.booking,
            number=number,
            program=self.program,
            sort=letter.sort,
            author=letter.author,
            recipient=letter.recipient,
            about=letter.about,
            channel=source.channel if source else None,
            message=source.message if source else None,
            stamp=letter.stamp,
            said_at=letter.said_at,
            words=letter.words,
            excerpt=letter.excerpt,
            more=dict(letter.more or {}),
            done=due_at is None,
        )
        if due_at is not None:
            self.enqueue(_notice(letter, number, due_at))
        return number

    def letter(self, booking: BookingId, number: int) -> Letter | None:
        """Return one letter."""
        row = self._row(_LETTER, which=booking, at=number)
        return _letter_of(row) if row else None

    def parts_of(self, post: Letter) -> list[Letter]:
        """Return what stands of a message beside its first part, in order."""
        return [_letter_of(row) for row in self._rows(_PARTS, which=post.booking, at=post.number)]

    def letter_said(self, posted: Posted) -> Letter | None:
        """Return the letter that a message of a person became."""
        row = self._row(_SAID, there=posted.channel, posted=posted.message)
        return _letter_of(row) if row else None

    def restamp(self, letter: Letter, stamp: str, excerpt: str) -> None:
        """Note that the author has edited or deleted a message, and what is quoted of it from now on."""
        self._run(_RESTAMP, which=letter.booking, at=letter.number, stamped=stamp, quoted=excerpt)

    def delivered(self, letter: Letter, posted: Posted | None) -> None:
        """Forget the words of a letter that has arrived, or is not needed any more; remember where it stands."""
        there = (posted.channel, posted.message) if posted else (None, None)
        self._run(_DELIVERED, which=letter.booking, at=letter.number, there=there[0], posted=there[1])

    def lose(self, notice: Notice, now: datetime, *, doubtful: bool = False) -> None:
        """Tell the author, once, that something of theirs can't be delivered, and forget it.

        ``doubtful`` says that it may have arrived all the same.
        """
        letter = self.letter(notice.booking, notice.version) if notice.booking else None
        if letter is None or letter.done:
            return
        self.delivered(letter, None)
        if letter.sort in CARRIED and letter.author is not None:
            about = letter.number if letter.sort is Sort.POST else letter.about
            if letter.sort is Sort.PART and self.told_lost(letter):
                return  # that its message did not arrive is said once
            told = Letter(
                booking=letter.booking,
                sort=Sort.LOST,
                recipient=letter.author,
                author=letter.recipient,
                about=about,
                said_at=letter.said_at,
                more={"doubtful": True} if doubtful else {},
            )
            self.send(told, due_at=now)

    def told_lost(self, letter: Letter) -> bool:
        """Return whether the author of a message, or of a part of one, was told that it is lost, or may be."""
        about = letter.about if letter.sort is Sort.PART else letter.number
        return self._row(_TOLD_LOST, which=letter.booking, at=about) is not None

    def waiting_letters(self, these: Collection[BookingId]) -> list[Waiting]:
        """Return the letters of some chats that have neither arrived nor been given up."""
        rows = self._rows(_WAITING, these=list(these)) if these else ()
        return [Waiting(row["booking"], row["ref"], row["number"], row["recipient"]) for row in rows]

    def known_letters(self, booking: BookingId, author: PersonId, most: int) -> list[tuple[str, datetime]]:
        """Return the newest messages of an author that became letters and were not deleted: id and instant."""
        return [
            (row["message"], row["said_at"])
            for row in self._rows(_KNOWN, which=booking, who=author, limit=most)
        ]

    def purge_chats(self, before: datetime) -> int:
        """Delete chats that were closed before an instant, with their letters; returns how many.

        One that may be opened again stays: its session is not over, or was decided on since.
        """
        self._run(_PURGE_LETTERS, before=before)
        return self._run(_PURGE_CHATS, before=before).rowcount


def _notice(letter: Letter, number: int, due_at: datetime) -> Notice:
    return Notice(
        booking=letter.booking, version=number, kind=Kind.CHAT, recipient=letter.recipient, due_at=due_at
    )


def _posted(channel: str | None, message: str | None) -> Posted | None:
    return Posted(channel, message) if channel and message else None


def _chat_of(row: sa.RowMapping) -> Chat:
    heads = {
        role: _posted(row[f"{role}_channel"], row[f"{role}_message"]) for role in (Role.STUDENT, Role.MENTOR)
    }
    return Chat(
        booking=row["booking"],
        student=row["student"],
        mentor=row["mentor"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        closed_by=row["closed_by"],
        muted=frozenset(role for role in heads if row[f"{role}_muted"]),
        headers={role: posted for role, posted in heads.items() if posted},
    )


def _letter_of(row: sa.RowMapping) -> Letter:
    return Letter(
        booking=row["booking"],
        number=row["number"],
        sort=row["sort"],
        author=row["author"],
        recipient=row["recipient"],
        about=row["about"],
        source=_posted(row["channel"], row["message"]),
        stamp=row["stamp"],
        said_at=row["said_at"],
        words=row["words"],
        excerpt=row["excerpt"],
        more=row["more"],
        stands=_posted(row["stands_in"], row["stands_as"]),
        done=row["done"],
    )
