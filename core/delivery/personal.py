"""A notice about no booking: read from the store at the moment of sending, and drawn from what is so then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.delivery.elsewhere import reached_on
from core.domain.notices import Kind
from core.screens.accounts import asked_card, linked_line, unlinked_line
from core.screens.busy_calendar import trouble_card
from core.screens.organisers import added_card, removed_card

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.domain.notices import Notice
    from core.domain.people import Person
    from core.ports.cards import Card
    from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Personal:
    """Who is to be told, and what."""

    recipient: Person
    card: Card


def read_personal(tx: Transaction, notice: Notice, platform: str) -> Personal | None:
    """Return what is to be told on a platform, or None when it is not so any more."""
    known = tx.person(notice.recipient)
    if known is None:
        return None
    recipient = reached_on(tx, known, platform)
    card = DRAWN[notice.kind](tx, notice, recipient)
    return Personal(recipient, card) if card else None


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


DRAWN: Mapping[Kind, Callable[[Transaction, Notice, Person], Card | None]] = {
    Kind.CALENDAR_UNREAD: _trouble,
    Kind.CALENDAR_DROPPED: _trouble,
    Kind.ORGANISER: _added,
    Kind.NO_ORGANISER: _removed,
    Kind.LINK_ASKED: _asked,
    Kind.LINKED: _linked,
    Kind.UNLINKED: _unlinked,
}
"""How each kind is drawn; None where it is not so any more."""
