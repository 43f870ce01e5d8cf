"""A booking: one session between a student and a mentor, from the request to the end."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from core.domain.links import MeetingLink
    from core.domain.mentor_search import MentorSearch
    from core.domain.people import OfferingId, PersonId, ProgramId

BookingId = NewType("BookingId", UUID)

TOPIC_LENGTH = 120
MESSAGE_LENGTH = 2000
REPLY_LENGTH = 2000
REASON_LENGTH = 500
NOTE_LENGTH = 500
"""All in UTF-16 units, as the platforms' clients count while somebody types."""
SHORTEST_SESSION, LONGEST_SESSION = 5, 480
"""Minutes that a session may last: five minutes to eight hours."""
TIME_WITHIN = timedelta(days=30)
"""How long after the yes an agreed session may be without a time before it expires."""
OFFERED_TIMES = 3
"""How many times one proposal may offer."""


class Status(enum.StrEnum):
    """Where a booking stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    COMPLETED = "completed"
    NO_SHOW = "no_show"

    @property
    def is_open(self) -> bool:
        """Whether the booking still holds its time."""
        return self in {Status.PENDING, Status.ACCEPTED}


class Role(enum.StrEnum):
    """In which capacity somebody acts on a booking."""

    STUDENT = "student"
    MENTOR = "mentor"
    ADMIN = "admin"
    SYSTEM = "system"

    @property
    def other(self) -> Role:
        """The other side of a booking; only the two parties have one."""
        return {Role.STUDENT: Role.MENTOR, Role.MENTOR: Role.STUDENT}[self]


class LinkState(enum.StrEnum):
    """Where the meeting link of a booking comes from."""

    GIVEN = "given"
    """The mentor's own, or a room of the program's address template; also where there is none yet."""
    COMING = "coming"
    """The program's provider is asked for one; until it is there, the one before it holds, if there is one."""
    MADE = "made"
    """The provider made it for this booking alone."""
    FALLBACK = "fallback"
    """The provider made none, so it is a room of the address template."""


class Act(enum.StrEnum):
    """What can be done to a booking."""

    REQUEST = "request"
    OFFER = "offer"
    """A time that has come free is held for somebody who waits for one."""
    TAKE = "take"
    EDIT = "edit_request"
    ACCEPT = "accept"
    REJECT = "reject"
    CANCEL = "cancel"
    SET_LINK = "set_link"
    RENEW_LINK = "renew_link"
    LINK_MADE = "link_made"
    PROPOSE = "propose_time"
    ACCEPT_PROPOSAL = "accept_proposal"
    DECLINE_PROPOSAL = "decline_proposal"
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    COMPLETE = "complete"
    STUDENT_ABSENT = "mark_no_show_student"
    MENTOR_ABSENT = "mark_no_show_mentor"
    EXPIRE = "tick_expire"
    AUTO_COMPLETE = "tick_complete"
    EXPIRE_PROPOSAL = "tick_proposal_expire"
    LEAVE = "party_left"
    ONE_BY_ONE = "one_by_one"
    """A request of a series is no longer answered with the others."""
    NUDGE = "nudge"
    """An organiser asks for the answer that is waited for."""
    REASSIGN = "reassign"
    """An organiser gives a request to another mentor, who is asked with a booking of their own."""


def aware(instant: datetime) -> datetime:
    """Return ``instant`` in UTC; raises ValueError when it carries no zone."""
    if instant.tzinfo is None:
        raise ValueError("a time without a zone")
    return instant.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time, half-open: one session may start at the instant at which another ends."""

    starts_at: datetime
    minutes: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts_at", aware(self.starts_at))
        if not SHORTEST_SESSION <= self.minutes <= LONGEST_SESSION:
            raise ValueError(f"a session lasts from {SHORTEST_SESSION} to {LONGEST_SESSION} minutes")

    @property
    def ends_at(self) -> datetime:
        """The first instant after the session."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another time, offered by one side, while what was agreed before still stands."""

    by: Role
    slots: tuple[Slot, ...]
    note: str = ""
    answer_by: datetime | None = None
    """When it closes without an answer; None for the last of its times."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.slots) <= OFFERED_TIMES:
            raise ValueError(f"a proposal offers 1 to {OFFERED_TIMES} times")

    @property
    def lapses_at(self) -> datetime:
        """When it closes by itself: at its deadline, and never past its last time."""
        last = max(slot.starts_at for slot in self.slots)
        return min(last, self.answer_by) if self.answer_by else last


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """The whole state of one booking. ``version`` rises with every change, and every button carries it."""

    id: BookingId
    ref: str
    """A short name for people, such as ``S-7F3K``."""
    program: ProgramId
    student: PersonId
    mentor: PersonId
    offering: OfferingId | None = None
    topic: str
    message: str = ""
    slot: Slot | None = None
    minutes: int
    status: Status = Status.PENDING
    version: int = 1
    reply: str = ""
    """What the mentor answered."""
    reason: str = ""
    """What was said when it was called off."""
    link: MeetingLink | None = None
    link_state: LinkState = LinkState.GIVEN
    proposal: Proposal | None = None
    answer_by: datetime
    """When an unanswered request expires."""
    created_at: datetime
    decided_at: datetime | None = None
    """When it got its present status."""
    accepted_at: datetime | None = None
    """When it was agreed; what ends a request that never was is a withdrawal, not a cancellation."""
    closed_by: Role | None = None
    """Who cancelled, whose absence is recorded, or who had left."""
    change_notice: int = 0
    """Minutes before the start until which the student may move or cancel: the mentor's rule when it was asked for."""
    left: bool = False
    """Whether it was called off because ``closed_by`` had left the workspace or server."""
    held_until: datetime | None = None
    """Until when a time that came free is held for the student, who has not asked for it yet."""
    series: BookingId | None = None
    """The first booking of the series that this one was asked for in; the first one names itself."""
    told_with: BookingId | None = None
    """The booking of the same series whose messages say what happened last to this one as well."""
    search: MentorSearch | None = None
    """Who else is asked, where any suitable mentor was wanted."""

    @property
    def starts_at(self) -> datetime | None:
        """The agreed or wished start, or None while no time is set."""
        return self.slot.starts_at if self.slot else None

    @property
    def ends_at(self) -> datetime | None:
        """The first instant after the session, or None while no time is set."""
        return self.slot.ends_at if self.slot else None

    @property
    def time_until(self) -> datetime | None:
        """When an agreed session without a time expires; None for any other, and where its yes has no date."""
        is_timeless = self.status is Status.ACCEPTED and self.slot is None
        return self.accepted_at + TIME_WITHIN if is_timeless and self.accepted_at else None

    @property
    def may_have_notes(self) -> bool:
        """Whether somebody may have written about it, or about a session before that is remembered with it."""
        return self.status.is_open or self.accepted_at is not None

    @property
    def changes_until(self) -> datetime | None:
        """Until when the student may move or cancel it; None where nothing but its own time limits that."""
        start = self.starts_at
        return start - timedelta(minutes=self.change_notice) if start and self.change_notice else None

    @property
    def lapses_at(self) -> datetime:
        """When an unanswered request expires: at its deadline or start, and not before an open proposal does."""
        start = self.starts_at
        lapses = min(start, self.answer_by) if start else self.answer_by
        return max(lapses, self.proposal.lapses_at) if self.proposal else lapses

    @property
    def is_passed_on(self) -> bool:
        """Whether the next mentor was asked after this one, with another booking."""
        return self.search is not None and self.search.following is not None

    @property
    def awaited(self) -> frozenset[Role]:
        """Who has to answer, or has to suggest the time of an agreed session that has none."""
        if self.proposal is not None:
            return frozenset({self.proposal.by.other})
        if self.status is Status.PENDING:
            return frozenset({Role.MENTOR})
        return frozenset({Role.STUDENT, Role.MENTOR} if self.time_until else ())

    @property
    def people(self) -> frozenset[PersonId]:
        """Both sides, and who is asked beside this mentor."""
        return frozenset({self.student, self.mentor, *(self.search.mentors if self.search else ())})

    @property
    def awaits_link(self) -> bool:
        """Whether there is nothing to open yet, because the provider has not made the meeting link."""
        return self.link is None and self.link_state is LinkState.COMING and self.slot is not None

    def role_of(self, person: PersonId) -> Role | None:
        """In which capacity ``person`` takes part, or None for a stranger."""
        if person == self.student:
            return Role.STUDENT
        return Role.MENTOR if person == self.mentor else None

    def party(self, role: Role) -> PersonId:
        """Who takes part as ``role`` (student or mentor)."""
        return {Role.STUDENT: self.student, Role.MENTOR: self.mentor}[role]


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that happened: what the history stores and what the notices are made from."""

    booking: Booking
    act: Act
    by: Role
    at: datetime
    before: Booking | None = None
