"""Session chats across platforms: how long one is open, and what can happen in it."""

from __future__ import annotations

import enum
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking

KEPT_OPEN = timedelta(hours=48)
"""How long after its session a chat stays open."""
EXCERPT = 80
"""UTF-16 units of a message that are quoted where somebody replies to it."""
LETTER_LENGTH = 2000
"""UTF-16 units that are carried over in one message, as Discord allows; a longer one is carried in parts."""
MOST_PARTS = 20
"""In how many parts one message is carried over: Slack takes 40,000 characters. More is named and not carried."""
MOST_FILES = 10
"""How many files of one message are carried over; Discord allows ten in one message."""
WITHDRAWN_STAMP = "~"
"""The stamp of a message that was deleted: it comes after every stamp of an edit, whose words are digits first."""


class Sort(enum.StrEnum):
    """What one letter of a chat is: words, what became of them, or a line of ours."""

    OPENED = "opened"
    POST = "post"
    PART = "part"
    """More of the message that it is about, which was too long for one."""
    EDIT = "edit"
    DELETE = "delete"
    CLOSED = "closed"
    LOST = "lost"


WRITTEN = frozenset({Sort.POST, Sort.PART})
"""What somebody wrote, as it stands before its reader."""
CARRIED = WRITTEN | {Sort.EDIT, Sort.DELETE}
"""What somebody wrote, or did to what they had written: if it can't be delivered, they are told."""


def open_until(booking: Booking) -> datetime | None:
    """Return when the chat of a booking closes by itself; None while that is not known."""
    if booking.status.is_open:
        return booking.ends_at + KEPT_OPEN if booking.ends_at else None
    over = booking.ends_at if booking.ends_at and booking.closed_by is None else booking.decided_at
    return (over or booking.answer_by) + KEPT_OPEN
