"""What a notice about no booking needs to be told, read from the store at the moment of sending."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.delivery.elsewhere import reached_on
from core.domain.notices import Kind
from core.domain.standing import Approval
from core.screens.accounts import asked_card, linked_line, unlinked_line
from core.screens.busy_calendar import trouble_card
from core.screens.organisers import added_card, removed_card
from core.screens.own_files import data_file, sessions_file
from core.screens.people import approval_card
from core.screens.privacy import own_data_card, own_sessions_card
from core.screens.standing import standing_card
from core.screens.waiting import line_ended_card
from core.store.own_data import own_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.domain.notices import Notice
    from core.domain.people import Person, PersonId
    from core.ports.cards import Card
    from core.ports.platform import Posted
    from core.store.store import Store
    from core.store.transaction import Transaction

_WHOLE_SESSIONS = 1000
"""How many sessions a message has with all that was written: they are read within the time that one send may take."""
_SESSIONS = 5000
"""How many agreed sessions the calendar file of an export has, as student and as mentor each."""


@dataclass(frozen=True, slots=True)
class Personal:
    """Who is to be told, and with which card."""

    recipient: Person
    card: Card
    asks_about: PersonId | None = None
    """Who waits for the approval that the card asks for."""
    stands: tuple[Posted, ...] = ()
    """The messages that the card takes the place of, where it is no new one."""


def read_personal(tx: Transaction, notice: Notice, platform: str) -> Personal | None:
    """Return what is to be told on a platform, or None when it is not so any more."""
    known = tx.person(notice.recipient)
    if known is None:
        return None
    recipient = reached_on(tx, known, platform)
    if notice.kind in APPROVALS:
        return _approval(tx, notice, recipient)
    card = CARDS_OF[notice.kind](tx, notice, recipient)
    return None if card is None else Personal(recipient, card)


def _asked(tx: Transaction, notice: Notice, recipient: Person) -> Card | None:
    request = tx.request_of(notice.recipient)
    taker = tx.person(request.taker) if request and request.taker else None
    if request is None or taker is None or request.taken_at != notice.start:
        return None
    return asked_card(request, taker, recipient)


def _linked(tx: Transaction, notice: Notice, recipient: Person) -> Card | None:
    link = tx.link_of(notice.recipient)
    return None if link is None or link.since != notice.start else linked_line(recipient)


def _unlinked(tx: Transaction, notice: Notice, _recipient: Person) -> Card | None:
    return unlinked_line() if tx.link_of(notice.recipient) is None else None


def _trouble(tx: Transaction, notice: Notice, me: Person) -> Card | None:
    calendar = tx.busy_calendar(me.id)
    if calendar is None or calendar.trouble_since != notice.start or calendar.trouble_since is None:
        return None
    dropped = notice.kind is Kind.CALENDAR_DROPPED
    return trouble_card(calendar, notice.kind, me) if calendar.dropped == dropped else None


def _added(tx: Transaction, notice: Notice, me: Person) -> Card | None:
    known = tx.organising(me.id)
    if known is None or known.since != notice.start:
        return None
    by = tx.person(known.added_by) if known.added_by else None
    return added_card(by)


def _removed(tx: Transaction, _notice: Notice, me: Person) -> Card | None:
    return removed_card() if tx.organising(me.id) is None else None


async def read_export(store: Store, notice: Notice, platform: str, now: datetime) -> Personal | None:
    """Return the file of what is stored about somebody; it is read piece by piece, and made beside the event loop."""

    def reader(tx: Transaction) -> Person | None:
        known = tx.person(notice.recipient)
        return None if known is None else reached_on(tx, known, platform)

    me = await store.read(reader)
    if me is None:
        return None
    if notice.kind is Kind.OWN_SESSIONS:
        entries = await store.read(lambda tx: tx.feed_entries(me.id, _SESSIONS))
        return Personal(me, own_sessions_card(await asyncio.to_thread(sessions_file, entries, notice.key)))
    data = await own_data(store, me, now, most=_WHOLE_SESSIONS)
    return Personal(me, own_data_card(await asyncio.to_thread(data_file, data, notice.key)))


def _decided(tx: Transaction, notice: Notice, me: Person) -> Card | None:
    standing = tx.standing(me.id)
    return standing_card(standing, me, notice.due_at) if standing.at == notice.start else None


def _line_ended(tx: Transaction, notice: Notice, me: Person) -> Card | None:
    which = tx.ended_place(me.id, notice.start) if notice.start else None
    mentor = tx.person(which) if which else None
    return None if mentor is None else line_ended_card(mentor)


def _approval(tx: Transaction, notice: Notice, recipient: Person) -> Personal | None:
    standing = tx.standing_asked_at(notice.start) if notice.start else None
    mentor = tx.mentor(standing.person) if standing else None
    if standing is None or mentor is None:
        return None
    answerer = tx.person(standing.answered_by) if standing.answered_by else None
    card = approval_card(mentor, standing, answerer)
    if notice.kind is Kind.APPROVAL:
        waits = standing.approval is Approval.WANTED
        return Personal(recipient, card, asks_about=standing.person) if waits else None
    stands = tuple(tx.approval_cards(standing.person, recipient.id))
    return Personal(recipient, card, stands=stands) if stands else None


APPROVALS = frozenset({Kind.APPROVAL, Kind.APPROVAL_ANSWERED})
"""What is about a card that asks for an answer."""
CARDS_OF: Mapping[Kind, Callable[[Transaction, Notice, Person], Card | None]] = {
    Kind.CALENDAR_UNREAD: _trouble,
    Kind.CALENDAR_DROPPED: _trouble,
    Kind.ORGANISER: _added,
    Kind.NO_ORGANISER: _removed,
    Kind.STANDING: _decided,
    Kind.LINE_ENDED: _line_ended,
    Kind.LINK_ASKED: _asked,
    Kind.LINKED: _linked,
    Kind.UNLINKED: _unlinked,
}
"""How each kind is drawn; None where it is not so any more."""
