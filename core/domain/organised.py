"""What an organiser does to a booking of others: what both people hear of it, and how often it may be done."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.domain.booking import Act, Role, Status
from core.domain.notice_kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.domain.booking import Booking, Moved
    from core.domain.people import Person, PersonId

NUDGE_EVERY = timedelta(hours=6)
"""How long an organiser who has asked for an answer waits before asking for the same one again."""
LONG = 0.25
"""After which part of the usual time to answer a request waits long."""
TOLD_BOTH: Mapping[Act, tuple[Kind, Kind]] = {
    Act.REQUEST: (Kind.PASSED_ON, Kind.REQUESTED),
    Act.CANCEL: (Kind.CALLED_OFF, Kind.CALLED_OFF),
    Act.REASSIGN: (Kind.CARD, Kind.TAKEN_OVER),
}
"""What the student and the mentor hear of an act of an organiser.

Of a request that goes to another mentor the student hears by the new one (``Kind.REASSIGNED``), whose card goes on.
"""


class Waits(enum.StrEnum):
    """What somebody waits for."""

    REQUEST = "request"
    """A request has no answer."""
    SUGGESTION = "suggestion"
    """A suggested time has no answer."""
    TIME = "time"
    """A session was agreed without a time, and there is none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A booking in which somebody waits, as an organiser sees it, at one instant."""

    booking: Booking
    student: Person
    mentor: Person
    now: datetime
    nudged_at: datetime | None = None
    """When an organiser last asked for an answer, in UTC; where it was not looked up, None as well."""

    @property
    def waits(self) -> Waits | None:
        """What is waited for; None where nobody has to do anything."""
        if self.booking.held_until is not None or not self.booking.awaited:
            return None
        if self.booking.proposal is not None:
            return Waits.SUGGESTION
        return Waits.REQUEST if self.booking.status is Status.PENDING else Waits.TIME

    @property
    def awaited(self) -> tuple[Person, ...]:
        """Who has to do something, the mentor first."""
        found = ((Role.MENTOR, self.mentor), (Role.STUDENT, self.student))
        return tuple(person for role, person in found if role in self.booking.awaited)

    @property
    def since(self) -> datetime:
        """Since when it is waited: since the request, or since the yes without a time."""
        agreed = self.booking.accepted_at if self.waits is Waits.TIME else None
        return agreed or self.booking.created_at

    @property
    def until(self) -> datetime | None:
        """When it ends by itself."""
        proposal = self.booking.proposal
        if proposal is not None:
            return proposal.lapses_at
        return self.booking.lapses_at if self.waits is Waits.REQUEST else self.booking.time_until


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredPage:
    """Those in whose bookings somebody waits too long, who waits longest first, and how many there are of each."""

    rows: tuple[Unanswered, ...]
    counts: Mapping[Waits, int]


@dataclass(frozen=True, slots=True)
class Substitute:
    """A mentor who could be asked in the place of another, with the time of the request open."""

    person: Person
    load: int
    """Requests that wait for them, and agreed sessions to come."""
    answers_in: timedelta | None


def told_by_organiser(moved: Moved) -> tuple[Kind, Kind] | None:
    """Return what the student and the mentor hear of what an organiser has done; None for anything else."""
    if moved.by is not Role.ADMIN:
        return None
    if moved.act is Act.NUDGE:
        asked = (role in moved.booking.awaited for role in (Role.STUDENT, Role.MENTOR))
        student, mentor = (Kind.NUDGED if one else Kind.CARD for one in asked)
        return student, mentor
    return TOLD_BOTH.get(moved.act)


def nudged_last(lines: Iterable[Moved]) -> datetime | None:
    """Return when an organiser last asked for an answer, in UTC, from the history of a booking."""
    return max((one.at for one in lines if one.act is Act.NUDGE), default=None)


def people_of(bookings: Iterable[Booking]) -> set[PersonId]:
    """Return both people of each booking."""
    return {party for one in bookings for party in (one.student, one.mentor)}
