"""What a notice about no booking needs to be told, read from the store at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.notices import Kind
from core.domain.standing import Approval
from core.screens.busy_calendar import trouble_card
from core.screens.people import approval_card
from core.screens.standing import standing_card

if TYPE_CHECKING:
    from core.domain.notices import Notice
    from core.domain.people import Person, PersonId
    from core.ports.cards import Card
    from core.ports.platform import Posted
    from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Personal:
    """Who is to be told, and with which card."""

    recipient: Person
    card: Card
    asks_about: PersonId | None = None
    """Who waits for the approval that the card asks for."""
    stands: tuple[Posted, ...] = ()
    """The messages that the card takes the place of, where it is no new one."""


def read_personal(tx: Transaction, notice: Notice) -> Personal | None:
    """Return what is to be told, or None when it is not so any more."""
    recipient = tx.person(notice.recipient)
    if recipient is None:
        return None
    match notice.kind:
        case Kind.STANDING:
            standing = tx.standing(recipient.id)
            return (
                Personal(recipient, standing_card(standing, recipient))
                if standing.at == notice.start
                else None
            )
        case Kind.APPROVAL | Kind.APPROVAL_ANSWERED:
            return _approval(tx, notice, recipient)
        case _:
            return _calendar(tx, notice, recipient)


def _calendar(tx: Transaction, notice: Notice, recipient: Person) -> Personal | None:
    calendar = tx.busy_calendar(notice.recipient)
    if calendar is None or calendar.trouble_since is None or calendar.trouble_since != notice.start:
        return None
    if calendar.dropped != (notice.kind is Kind.CALENDAR_DROPPED):
        return None
    return Personal(recipient, trouble_card(calendar, notice.kind, recipient))


def _approval(tx: Transaction, notice: Notice, recipient: Person) -> Personal | None:
    standing = tx.standing_asked_at(notice.start) if notice.start else None
    mentor = tx.mentor(standing.person) if standing else None
    if standing is None or mentor is None:
        return None
    answerer = tx.person(standing.answered_by) if standing.answered_by else None
    card = approval_card(mentor, standing, answerer, recipient)
    if notice.kind is Kind.APPROVAL:
        waits = standing.approval is Approval.WANTED
        return Personal(recipient, card, asks_about=standing.person) if waits else None
    stands = tuple(tx.approval_cards(standing.person, recipient.id))
    return Personal(recipient, card, stands=stands) if stands else None
