"""A calendar feed: a private address of one person, where their calendar reads all their agreed sessions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import BookingId

SECRET_BYTES = 32
"""Of randomness in the address; nobody guesses 256 bits."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One agreed session, as its reader's calendar shows it."""

    booking: BookingId
    ref: str
    version: int
    topic: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    """When it got its present status."""
    link: str | None
    words: str
    """Those of the other side."""
    other: str
    """The other side's name."""


def digest_of(secret: str) -> str | None:
    """Return what is stored of a secret, so that nobody who reads the database can read calendars; None for none."""
    return hashlib.sha256(secret.encode()).hexdigest() if _SECRET.fullmatch(secret) else None
