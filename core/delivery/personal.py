"""A notice about no booking: read from the store at the moment of sending, and drawn from what is so then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.notices import Kind
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


def read_personal(tx: Transaction, notice: Notice) -> Personal | None:
    """Return what is to be told, or None when it is not so any more."""
    recipient = tx.person(notice.recipient)
    if recipient is None:
        return None
    card = DRAWN[notice.kind](tx, notice, recipient)
    return None if card is None else Personal(recipient, card)


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
}
"""How each kind is drawn; None where it is not so any more."""
