"""Notes: what one person of a session writes down about it, for themselves or for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.booking import Status
from core.domain.errors import NotAvailable

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId

TEXT_LENGTH = 400
"""In UTF-16 units, as the platforms' clients count while somebody types."""
NOTING = frozenset({Status.ACCEPTED, Status.COMPLETED, Status.NO_SHOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What one person has written about one session; who wrote nothing has none."""

    booking: BookingId
    writer: PersonId
    text: str
    shared: bool = False
    """Whether the other side reads it too."""
    at: datetime

    def is_for(self, reader: PersonId) -> bool:
        """Whether somebody of the session may read it."""
        return self.shared or reader == self.writer


def check_noting(booking: Booking, old: Note | None, text: str) -> None:
    """Raise NotAvailable unless the session was agreed and not called off; what was written may always be removed."""
    if booking.status not in NOTING and (text or old is None):
        raise NotAvailable("not_to_be_noted")
