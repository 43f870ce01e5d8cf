"""What a program decides: deadlines, limits, rooms, and who may what, as one frozen value."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from core.domain.moves import GRACE
from core.domain.reminders import USUAL, Ahead
from core.times.quiet_hours import EVENING, MORNING

if TYPE_CHECKING:
    from core.domain.people import Mentor

DAYS_A_MONTH = 30.4375
"""The mean of the Gregorian calendar: nobody counts the days after two years."""


class Admission(enum.StrEnum):
    """Who may be a mentor, or ask for a session."""

    ANYONE = "anyone"
    GROUP = "group"
    """The members of a user group of Slack, or a role of Discord."""
    APPROVAL = "approval"
    """Whom an organiser has approved; for mentors alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of one program that an operator or an organiser may change.

    Where something has an id on each platform, it is kept by the platform's name.
    """

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
    reminders: AbstractSet[Ahead] = USUAL
    """When people are reminded who have not chosen otherwise."""
    quiet: tuple[time, time] = (EVENING, MORNING)
    """Between which times, by a mentor's own clock, nobody is asked again for an answer."""
    makes_links: bool = False
    """Whether a provider makes the meeting link where the mentor has none; else it is a room of the template."""
    room_template: str = "https://meet.jit.si/mentoring-{room}"
    mentors: Admission = Admission.ANYONE
    mentor_groups: Mapping[str, str] = field(default_factory=dict)
    students: Admission = Admission.ANYONE
    student_groups: Mapping[str, str] = field(default_factory=dict)
    chat_channel: str = ""
    """The id of the text channel of Discord in which private threads are made."""
    announcement_channel: Mapping[str, str] = field(default_factory=dict)
    organisers_channel: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    """The IANA zone whose weeks and months are counted, and whose Monday morning brings the summary."""

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
