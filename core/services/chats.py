"""Session chats across platforms: what is said to the bot is stored as letters, which the outbox delivers in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog

from core.domain.booking import BookingId, Role
from core.domain.booking_view import BookingView
from core.domain.chats import EXCERPT, WITHDRAWN_STAMP, Sort, open_until
from core.domain.errors import NotAvailable, NotFound
from core.domain.text import clean, cut
from core.ports.letters import Chat, Letter
from core.ports.platform import Posted
from core.ports.said import Change, Said, Talk
from core.services.carried import CHAT_TO, carried, draft_of, key_of, said_in
from core.store.transaction import Repeated

if TYPE_CHECKING:
    from core.domain.people import Person, PersonId
    from core.ports.platform import Clock
    from core.store.store import Store
    from core.store.transaction import Transaction

log = structlog.get_logger(__name__)

COMPARED = 20
"""How many of a person's newest messages are compared with what stands on the platform after a gap."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of something that was said."""

    taken: bool = True
    muted: BookingView | None = None
    shut: BookingView | None = None
    which: tuple[BookingView, ...] = ()
    kept: UUID | None = None
    """Under which key the words are kept until a chat is chosen."""
    letter: Letter | None = None
    """What is on its way, where the author may have to know more of it."""
    change: bool = False
    """Whether it was a change of what was said before."""


NOBODYS = Outcome(taken=False)
TAKEN_IN = Outcome()


class Chats:
    """Everything that people do in a session chat."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def open(self, view: BookingView) -> None:
        """Open the chat of a booking for both, unless it is open.

        Raises NotAvailable when its time is over, or when the other side has closed it.
        """

        def work(tx: Transaction) -> None:
            now, booking = self._clock(), view.booking
            known = tx.chat(booking.id)
            if _is_over(open_until(booking), now):
                raise NotAvailable("chat_over")
            if known is not None and known.closed_at is None:
                return
            if known is not None and known.closed_by is view.role.other:
                raise NotAvailable("chat_closed", name=view.other.name)
            tx.open_chat(booking, now)
            for reader in (view.me, view.other):
                tx.send(_line(booking.id, Sort.OPENED, reader.id, now), due_at=now)

        await self._store.write(work)

    async def hear(self, me: Person, said: Said) -> Outcome:
        """Take what somebody wrote, changed or deleted; the same event again changes nothing."""
        steps = {Change.WRITTEN: self._written, Change.EDITED: self._edited, Change.DELETED: self._deleted}

        def work(tx: Transaction) -> Outcome:
            return steps[said.change](tx, me, said)

        try:
            return await self._store.write(work)
        except Repeated:
            return TAKEN_IN

    async def author(self, posted: Posted) -> PersonId | None:
        """Return whose message it is, where a platform tells of a deletion and not of whose.

        One that still waits for a chat to be chosen is forgotten.
        """

        def work(tx: Transaction) -> PersonId | None:
            tx.drop_draft(key_of(posted))
            letter = tx.letter_said(posted)
            return letter.author if letter else None

        return await self._store.write(work)

    async def choose(self, me: Person, booking: BookingId, key: UUID) -> Outcome:
        """Send what was kept to the chat that was chosen; raises NotFound."""

        def work(tx: Transaction) -> Outcome:
            chat, draft = tx.chat(booking), tx.draft(key, me.id)
            if chat is None or chat.role_of(me.id) is None:
                raise NotFound
            if draft is None or draft.route != CHAT_TO:
                raise NotFound("draft_gone")
            said = said_in(draft)
            tx.drop_draft(key)
            if tx.letter_said(said.place) is not None:
                return TAKEN_IN
            return self._into(tx, chat, me, replace(said, key=f"{said.key}:chosen"))

        try:
            return await self._store.write(work)
        except Repeated:
            return TAKEN_IN

    async def mute(self, view: BookingView, *, on: bool) -> Chat:
        """Let nothing more through to the person who looks, or let it through again; raises NotFound."""

        def work(tx: Transaction) -> Chat:
            tx.mute(view.booking.id, view.role, on=on)
            return _chat(tx, view)

        return await self._store.write(work)

    async def close(self, view: BookingView) -> Chat:
        """Close a chat for both; raises NotFound."""

        def work(tx: Transaction) -> Chat:
            _chat(tx, view)
            self._close(tx, view.booking.id, view.role, (view.me.id, view.other.id))
            return _chat(tx, view)

        return await self._store.write(work)

    async def report(self, view: BookingView) -> datetime:
        """Note a report for the operator, by the session's number and without a word of the chat; raises NotFound."""
        await self._store.read(lambda tx: _chat(tx, view))
        log.warning("chat_reported", booking=view.booking.ref, by=view.role.value)
        return self._clock()

    async def look(self) -> int:
        """Close the chats whose time is over; return how many."""

        def over(tx: Transaction) -> list[Chat]:
            now = self._clock()
            return [one for one in tx.open_chats() if _is_over(_until(tx, one), now)]

        def work(tx: Transaction) -> int:
            found = over(tx)
            for chat in found:
                self._close(tx, chat.booking, None, (chat.student, chat.mentor))
            return len(found)

        return await self._store.write(work) if await self._store.read(over) else 0

    async def talks(self, platform: str) -> tuple[Talk, ...]:
        """Return the open chats of the people of a platform whose card stands."""

        def work(tx: Transaction) -> tuple[Talk, ...]:
            return tuple(
                _talk(tx, chat, person, chat.headers[role])
                for chat in tx.open_chats()
                for role in chat.headers
                if (person := tx.person(chat.party(role))) and person.address.platform == platform
            )

        return await self._store.read(work)

    def _close(
        self, tx: Transaction, booking: BookingId, by: Role | None, readers: tuple[PersonId, ...]
    ) -> None:
        now = self._clock()
        if tx.close_chat(booking, by, now):
            for reader in readers:
                tx.send(_line(booking, Sort.CLOSED, reader, now), due_at=now)

    def _written(self, tx: Transaction, me: Person, said: Said) -> Outcome:
        if tx.letter_said(said.place) is not None:
            return TAKEN_IN
        meant = _meant(tx, me, said)
        if meant is not None:
            return self._into(tx, meant[0], me, said, about=meant[1])
        if said.threaded:
            return NOBODYS
        now = self._clock()
        found = [one for one in tx.open_chats(me.id) if not _is_over(_until(tx, one), now)]
        if len(found) == 1:
            return self._into(tx, found[0], me, said)
        if not found:
            return NOBODYS
        key = key_of(said.place)
        tx.keep_draft(key, me.id, draft_of(said), now)
        return Outcome(which=tuple(_view(tx, one, me.id, now) for one in found), kept=key)

    def _into(self, tx: Transaction, chat: Chat, me: Person, said: Said, about: int | None = None) -> Outcome:
        """Send what was written to the other side, unless the chat is closed or they have muted it."""
        now, role = self._clock(), chat.role_of(me.id)
        if role is None:
            raise NotFound
        tx.remember(said.key, chat.booking, now)
        if chat.closed_at is not None or _is_over(_until(tx, chat), now):
            return Outcome(shut=_view(tx, chat, me.id, now))
        if role.other in chat.muted:
            return Outcome(muted=_view(tx, chat, me.id, now))
        (words, more), *rest = carried(said)
        letter = Letter(
            booking=chat.booking,
            sort=Sort.POST,
            author=me.id,
            recipient=chat.party(role.other),
            about=about,
            source=said.place,
            stamp=said.stamp,
            said_at=said.at,
            words=words,
            excerpt=cut(clean(words), EXCERPT) if words else "",
            more=more,
        )
        post = replace(letter, number=tx.send(letter, due_at=now))
        for words, more in rest:
            letter = self._follow(tx, post, Sort.PART, words, more)
        return Outcome(letter=letter)

    def _edited(self, tx: Transaction, me: Person, said: Said) -> Outcome:
        post = tx.letter_said(said.place)
        if post is None:
            return self._missed(tx, me, said)
        if post.author != me.id or said.stamp <= post.stamp:
            return TAKEN_IN
        chat, now = tx.chat(post.booking), self._clock()
        if chat is None:
            return TAKEN_IN
        tx.remember(said.key, post.booking, now)
        pieces = carried(said)
        words, is_open = clean(pieces[0][0]), chat.closed_at is None
        is_muted = post.recipient in {chat.party(role) for role in chat.muted}
        quoted = post.excerpt if is_muted else cut(words, EXCERPT) if words else ""
        tx.restamp(post, said.stamp, quoted if is_open else "")
        if not is_open:
            return Outcome(shut=_view(tx, chat, me.id, now), change=True)
        if is_muted:
            return Outcome(muted=_view(tx, chat, me.id, now), change=True)
        return Outcome(letter=self._rewritten(tx, post, pieces))

    def _rewritten(self, tx: Transaction, post: Letter, pieces: list[tuple[str, dict[str, Any]]]) -> Letter:
        """Let every part of a message say what it says now; what it has more comes behind, what it has less goes."""
        standing, letter = [post, *tx.parts_of(post)], post
        for at, (words, more) in enumerate(pieces):
            one, sort = (standing[at], Sort.EDIT) if at < len(standing) else (post, Sort.PART)
            letter = self._follow(tx, one, sort, words, more)
        self._take_back(tx, standing[len(pieces) :])
        return letter

    def _take_back(self, tx: Transaction, letters: list[Letter]) -> None:
        for one in letters:
            tx.restamp(one, WITHDRAWN_STAMP, "")
            self._follow(tx, one, Sort.DELETE, "", {})

    def _missed(self, tx: Transaction, me: Person, said: Said) -> Outcome:
        """Take the edit of a message that never came, or still waits for a chat to be chosen."""
        if tx.draft(key_of(said.place), me.id) is not None:
            tx.keep_draft(key_of(said.place), me.id, draft_of(said), self._clock())
            return TAKEN_IN
        meant = _meant(tx, me, said)
        chats = [meant[0]] if meant else [] if said.threaded else tx.open_chats(me.id)
        if len(chats) != 1 or chats[0].closed_at is not None or said.at < chats[0].opened_at:
            return NOBODYS
        return self._into(tx, chats[0], me, said, about=meant[1] if meant else None)

    def _deleted(self, tx: Transaction, me: Person, said: Said) -> Outcome:
        post = tx.letter_said(said.place)
        if post is not None:
            if post.author == me.id and post.stamp != WITHDRAWN_STAMP:
                self._take_back(tx, [post, *tx.parts_of(post)])
            return TAKEN_IN
        meant = _meant(tx, me, said)
        if meant is None:
            return NOBODYS
        never = Letter(
            booking=meant[0].booking,
            sort=Sort.POST,
            author=me.id,
            recipient=me.id,
            source=said.place,
            stamp=WITHDRAWN_STAMP,
            said_at=said.at,
        )
        tx.send(never)  # should the message itself come after its deletion, it is known already
        return TAKEN_IN

    def _follow(self, tx: Transaction, post: Letter, sort: Sort, words: str, more: dict[str, Any]) -> Letter:
        now = self._clock()
        letter = Letter(
            booking=post.booking,
            sort=sort,
            author=post.author,
            recipient=post.recipient,
            about=post.number,
            said_at=post.said_at,
            words=words,
            more=more,
        )
        if post.recipient != post.author:
            tx.send(letter, due_at=now)
        return letter


def _meant(tx: Transaction, me: Person, said: Said) -> tuple[Chat, int | None] | None:
    """Return the chat below whose card, letter or session something was said, with the letter's number."""
    if said.under is None:
        return None
    placed = tx.placement_at(said.under)
    chat = tx.chat(placed.booking) if placed and placed.person == me.id else None
    return (chat, None) if chat else tx.chat_at(me.id, said.under)


def _talk(tx: Transaction, chat: Chat, person: Person, header: Posted) -> Talk:
    known = tx.known_letters(chat.booking, person.id, COMPARED)
    return Talk(
        person=person.address,
        header=header,
        since=min((at for _, at in known), default=chat.opened_at),
        known=tuple(message for message, _ in known),
    )


def _line(booking: BookingId, sort: Sort, reader: PersonId, now: datetime) -> Letter:
    return Letter(booking=booking, sort=sort, recipient=reader, said_at=now)


def _chat(tx: Transaction, view: BookingView) -> Chat:
    chat = tx.chat(view.booking.id)
    if chat is None:
        raise NotFound
    return chat


def _until(tx: Transaction, chat: Chat) -> datetime | None:
    booking = tx.booking(chat.booking)
    return open_until(booking) if booking else chat.opened_at + timedelta(0)


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is not None and now >= until


def _view(tx: Transaction, chat: Chat, person: PersonId, now: datetime) -> BookingView:
    booking = tx.booking(chat.booking)
    if booking is None:
        raise NotFound
    return BookingView.of(booking, person, tx.people({chat.student, chat.mentor}), now)
