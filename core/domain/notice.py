"""A notice: an intent to tell one person one thing, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from core.domain.booking import BookingId
from core.domain.notice_kinds import Kind
from core.domain.people import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An intent to tell one person one thing. It holds no text: the booking is read again when it is sent."""

    booking: BookingId | None
    """None for a notice that is about no booking (``PERSONAL``)."""
    version: int
    kind: Kind
    recipient: PersonId
    due_at: datetime
    start: datetime | None = None
    """For a reminder: the start it is about. For words about a session, and for ``OPENED``: when it was done.

    For a card that is to be drawn anew: when that was found. For one about no booking: when it came to be so.
    """

    @property
    def is_redrawing(self) -> bool:
        """Whether the reader's cards are drawn anew even if they are said to be up to date."""
        return self.kind is Kind.CARD and self.start is not None

    @property
    def key(self) -> str:
        """The same intent has the same key, so it is stored once and sent once."""
        about = f"v{self.version}"
        if self.start:
            moment = self.start.microsecond
            about = f"{int(self.start.timestamp())}" + (f".{moment:06d}" if moment else "")
        which = self.booking.hex if self.booking else "-"
        return f"{which}:{about}:{self.kind}:{self.recipient.hex}"

    @classmethod
    def of_key(cls, key: str, due_at: datetime) -> Notice | None:
        """Return the intent that a key names, as far as the key tells it; None for anything else."""
        booking, about, kind, recipient = (key.split(":") + [""] * 4)[:4]
        try:
            start = None
            if not about.startswith("v"):
                seconds, _, moment = about.partition(".")
                start = datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(moment or 0))
            return cls(
                booking=BookingId(UUID(booking)),
                version=int(about[1:]) if start is None else 0,
                kind=Kind(kind),
                recipient=PersonId(UUID(recipient)),
                due_at=due_at,
                start=start,
            )
        except (ValueError, OverflowError):
            return None
