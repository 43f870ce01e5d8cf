"""Sending one letter of a session chat: posted below the card of the chat, edited or deleted where it stands."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from core.delivery.elsewhere import reached_on
from core.delivery.errand import close_all
from core.domain.booking_view import BookingView
from core.domain.chats import WITHDRAWN_STAMP, WRITTEN, Sort
from core.ports.platform import DeliveryError, Gone, Unknown
from core.screens.chats import closed_line, head_card, letter_card, lost_line, opened_line
from core.store.transaction import OutboxOutcome, OutboxState, Transaction

if TYPE_CHECKING:
    from datetime import datetime

    from core.delivery.errand import Closing, Errand
    from core.ports.cards import Card
    from core.ports.letters import Chat, Letter
    from core.ports.platform import Clock, Posted
    from core.store.store import Store
    from core.store.transaction import OutboxEntry

ON_THE_CARD = frozenset({Sort.OPENED, Sort.CLOSED})
"""Lines of ours that the card of the chat, of which each side has one, says as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A letter with everything that its delivery needs: its chat, its reader, and the message that it is about."""

    letter: Letter
    chat: Chat
    view: BookingView
    about: Letter | None
    quoted: str
    """How the message begins that is replied to."""
    doubtful: bool
    """Whether ``about`` was given up, and may have arrived all the same."""

    @property
    def head(self) -> Posted | None:
        """Where the reader's card of the chat stands."""
        return self.chat.headers.get(self.view.role)


class ChatSender:
    """Sends the letters of session chats."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def send(self, errand: Errand) -> Closing:
        """Return what is to be stored of it; raises as ``Sender.send`` does."""
        now = self._clock()
        envelope = await self._store.read(partial(_read, entry=errand.entry, now=now))
        if envelope is None:
            return errand.settled(OutboxOutcome.DROPPED, now)
        if envelope.letter.sort in {Sort.EDIT, Sort.DELETE}:
            envelope = await self._with_place(errand, envelope)
        match envelope.letter.sort:
            case Sort.EDIT:
                await self._edit(errand, envelope)
            case Sort.DELETE:
                await self._delete(errand, envelope)
            case sort:
                return await self._post(errand, envelope, sort)
        return self._closed(errand, envelope, None)

    async def _post(self, errand: Errand, envelope: Envelope, sort: Sort) -> Closing:
        to, head = envelope.view.me.address, envelope.head
        if errand.entry.state is OutboxState.UNKNOWN:
            since = errand.entry.first_try_at or self._clock()
            found = await errand.platform.find(to, errand.key, since, under=head)
            if found is not None:
                return self._closed(errand, envelope, found)
            errand.proved_unsent()
        if sort in WRITTEN and envelope.letter.stamp == WITHDRAWN_STAMP:
            return self._closed(errand, envelope, None)
        if sort in ON_THE_CARD and head is not None:
            stands = await self._redraw(errand, envelope, head)
            if not stands and sort is Sort.OPENED:
                envelope, head = replace(envelope, chat=replace(envelope.chat, headers={})), None
            elif not _is_so(envelope):
                return self._closed(errand, envelope, None)
        errand.sending = True
        try:
            posted = await errand.platform.post(to, self._card(errand, envelope), key=errand.key, under=head)
        except DeliveryError as error:
            errand.sending = isinstance(error, Unknown)
            raise
        return self._closed(errand, envelope, posted)

    async def _redraw(self, errand: Errand, envelope: Envelope, head: Posted) -> bool:
        """Bring the card of the chat up to date where it stands; return whether it does.

        That it is gone is stored before another one is sent: that one is then looked for where it is sent.
        """
        try:
            await errand.platform.edit(envelope.view.me.address, head, self._head(errand, envelope))
        except Gone:
            gone = partial(
                Transaction.head, booking=envelope.letter.booking, role=envelope.view.role, posted=None
            )
            await self._store.write(gone)
            return False
        return True

    async def _with_place(self, errand: Errand, envelope: Envelope) -> Envelope:
        """Look for the message that was given up and is now edited or deleted: it may have arrived."""
        about = envelope.about
        if about is None or not envelope.doubtful:
            return envelope
        key = replace(errand.entry.notice, version=about.number).key
        to, head = envelope.view.me.address, envelope.head
        stands = await errand.platform.find(to, key, about.said_at, under=head)
        return replace(envelope, about=replace(about, stands=stands))

    async def _edit(self, errand: Errand, envelope: Envelope) -> None:
        about = envelope.about
        if about is None or about.stands is None or about.stamp == WITHDRAWN_STAMP:
            return
        with suppress(Gone):
            await errand.platform.edit(
                envelope.view.me.address,
                about.stands,
                letter_card(envelope.view, envelope.letter, envelope.quoted, edited=True),
            )

    async def _delete(self, errand: Errand, envelope: Envelope) -> None:
        about = envelope.about
        if about is not None and about.stands is not None:
            with suppress(Gone):
                await errand.platform.delete(envelope.view.me.address, about.stands)

    def _card(self, errand: Errand, envelope: Envelope) -> Card:
        view, letter = envelope.view, envelope.letter
        match letter.sort:
            case Sort.OPENED if envelope.head is None:
                return self._head(errand, envelope)
            case Sort.OPENED:
                return opened_line(view)
            case Sort.CLOSED:
                return closed_line(view, envelope.chat)
            case Sort.LOST:
                doubtful = bool((letter.more or {}).get("doubtful"))
                return lost_line(view, envelope.quoted, doubtful=doubtful)
            case _:
                return letter_card(view, letter, envelope.quoted)

    def _head(self, errand: Errand, envelope: Envelope) -> Card:
        return head_card(envelope.view, envelope.chat, threads=errand.platform.capabilities.has_threads)

    def _closed(self, errand: Errand, envelope: Envelope, posted: Posted | None) -> Closing:
        """Close it, forget its words, and remember where it stands."""
        settled = errand.settled(OutboxOutcome.SENT, self._clock())
        letter, role = envelope.letter, envelope.view.role

        def closing(tx: Transaction) -> None:
            tx.delivered(letter, posted)
            if envelope.doubtful and envelope.about is not None:
                tx.delivered(envelope.about, envelope.about.stands)
            if letter.sort is Sort.OPENED and posted is not None and envelope.head is None:
                tx.head(letter.booking, role, posted)
            close_all(tx, (settled,))

        return closing


def _is_so(envelope: Envelope) -> bool:
    """Whether a line of ours still holds: the chat may have been closed since, or opened again."""
    chat, letter = envelope.chat, envelope.letter
    opened = chat.opened_at if chat.closed_at is None else None
    return letter.said_at == (opened if letter.sort is Sort.OPENED else chat.closed_at)


def _read(tx: Transaction, entry: OutboxEntry, now: datetime) -> Envelope | None:
    which, number = entry.notice.booking, entry.notice.version
    if which is None:
        return None
    letter, chat, booking = tx.letter(which, number), tx.chat(which), tx.booking(which)
    if letter is None or letter.done or chat is None or booking is None:
        return None
    view = BookingView.of(booking, letter.recipient, tx.people({chat.student, chat.mentor}), now)
    view = view.reached_at(reached_on(tx, view.me, entry.platform).address)
    about = _letter(tx, letter, letter.about)
    replied = _letter(tx, letter, about.about) if about and letter.sort is Sort.EDIT else about
    if Sort.PART in {letter.sort, about.sort if about else None}:
        replied = None  # only the first part says what it replies to
    lost = about is not None and about.done and about.stands is None and tx.told_lost(about)
    quoted = replied.excerpt if replied else ""
    return Envelope(letter=letter, chat=chat, view=view, about=about, quoted=quoted, doubtful=lost)


def _letter(tx: Transaction, beside: Letter, number: int | None) -> Letter | None:
    return tx.letter(beside.booking, number) if number is not None else None
