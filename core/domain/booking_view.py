"""A booking as one of its two people sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.booking import Booking, Role
from core.domain.moves import allowed

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Act
    from core.domain.feedback import Feedback
    from core.domain.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingView:
    """A booking, both its people, who is looking, and when."""

    booking: Booking
    role: Role
    student: Person
    mentor: Person
    now: datetime
    mine: Feedback | None = None
    """How it was for the person who looks; nobody's side holds what the other one said."""

    @property
    def me(self) -> Person:
        """The person who looks."""
        return self.student if self.role is Role.STUDENT else self.mentor

    @property
    def other(self) -> Person:
        """The person on the other side."""
        return self.mentor if self.role is Role.STUDENT else self.student

    @property
    def allowed(self) -> frozenset[Act]:
        """What the person who looks may do now."""
        return allowed(self.booking, self.role, self.now)
