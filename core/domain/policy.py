"""What a program decides: deadlines, limits and rooms, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.domain.moves import GRACE

if TYPE_CHECKING:
    from core.domain.people import Mentor

DAYS_A_MONTH = 30.4375
"""The mean of the Gregorian calendar: nobody counts the days after two years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of one program that an operator may change."""

    program: str = "Mentoring"
    answer_within: timedelta = timedelta(hours=48)
    answer_before_start: timedelta = timedelta(hours=1)
    grace: timedelta = GRACE
    change_notice: timedelta = timedelta(0)
    """How long before the start a student may last move or cancel, where the mentor has no rule of their own."""
    horizon: timedelta = timedelta(days=180)
    """How far ahead a session may be booked."""
    open_requests: int = 5
    requests_per_hour: int = 10
    retention_months: int = 24
    """How many months a session is kept after its end; 0 keeps it until somebody is erased."""
    makes_links: bool = False
    """Whether a provider makes the meeting link where the mentor has none; else it is a room of the template."""
    room_template: str = "https://meet.jit.si/mentoring-{room}"

    def answer_by(self, start: datetime | None, now: datetime) -> datetime:
        """Return the answer deadline of a request made ``now``: never later than one hour before the start.

        A session that starts within that hour may be answered until it starts.
        """
        if start is None:
            return now + self.answer_within
        latest = start - self.answer_before_start
        return min(now + self.answer_within, latest if latest > now else start)

    def change_notice_of(self, mentor: Mentor) -> int:
        """Return how many minutes before the start this mentor's students may last move or cancel."""
        own = mentor.change_notice
        return int(self.change_notice / timedelta(minutes=1)) if own is None else own

    def answer_in_turn(self, start: datetime | None, now: datetime) -> datetime:
        """Return the answer deadline of one of several mentors who are asked one after another.

        Each has a third of the usual time, but at least an hour; never past the start, as for one alone.
        """
        each = now + max(self.answer_within / 3, timedelta(hours=1))
        return min(each, self.answer_by(start, now)) if start else each

    def keeps_since(self, now: datetime) -> datetime | None:
        """Return before which instant a session must have ended to be kept no longer; None where all are kept."""
        return now - timedelta(days=self.retention_months * DAYS_A_MONTH) if self.retention_months else None

    def room(self, secret: str) -> str:
        """Return the address of a fresh room; ``secret`` makes it unguessable."""
        return self.room_template.replace("{room}", secret)
