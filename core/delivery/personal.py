"""What a notice about no booking needs to be told, read from the store at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.notices import Kind

if TYPE_CHECKING:
    from core.domain.busy_calendar import BusyCalendar
    from core.domain.notices import Notice
    from core.domain.people import Person
    from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Personal:
    """Who is to be told, and how it stands with their calendar."""

    recipient: Person
    calendar: BusyCalendar


def read_personal(tx: Transaction, notice: Notice) -> Personal | None:
    """Return what is to be told, or None when it is not so any more."""
    recipient, calendar = tx.person(notice.recipient), tx.busy_calendar(notice.recipient)
    if recipient is None or calendar is None or calendar.trouble_since != notice.start:
        return None
    if calendar.trouble_since is None or calendar.dropped != (notice.kind is Kind.CALENDAR_DROPPED):
        return None
    return Personal(recipient, calendar)
