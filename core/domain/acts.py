"""What somebody does to a booking, as small values: each knows its act and what it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from core.domain.booking import Act, Booking, LinkState, Proposal, Role, Slot, Status
from core.domain.errors import TooLate
from core.domain.mentor_search import MentorSearch

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.links import MeetingLink
    from core.domain.people import OfferingId
    from core.domain.requests import RequestText

Changes: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The student changes an unanswered request."""

    act: ClassVar[Act] = Act.EDIT
    text: RequestText
    slot: Slot | None
    offering: OfferingId | None
    minutes: int
    answer_by: datetime

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """Everything the student wrote; the deadline is counted anew."""
        return {
            **self.text.values(),
            "slot": self.slot,
            "offering": self.offering,
            "minutes": self.minutes,
            "answer_by": self.answer_by,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """The mentor says yes, with a note and the link that the student will see."""

    act: ClassVar[Act] = Act.ACCEPT
    reply: str = ""
    link: MeetingLink | None = None
    coming: bool = False
    """Whether the program's provider makes the link."""

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """The answer and the link, or that it follows."""
        state = LinkState.COMING if self.coming else LinkState.GIVEN
        return {"reply": self.reply, "link": self.link, "link_state": state}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """The mentor says no."""

    act: ClassVar[Act] = Act.REJECT
    reply: str = ""

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """The answer."""
        return {"reply": self.reply}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Either side calls it off: withdrawn while pending, cancelled once accepted."""

    act: ClassVar[Act] = Act.CANCEL
    reason: str = ""

    def changes(self, _booking: Booking, by: Role, _at: datetime) -> Changes:
        """Who called it off, and why."""
        return {"reason": self.reason, "closed_by": by}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLink:
    """The mentor changes the meeting link of a confirmed session."""

    act: ClassVar[Act] = Act.SET_LINK
    link: MeetingLink | None

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """The new link."""
        return {"link": self.link, "link_state": LinkState.GIVEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewLink:
    """A new link of the program's provider is wanted; the old one holds until the new one is there."""

    act: ClassVar[Act] = Act.RENEW_LINK

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """That one follows."""
        return {"link_state": LinkState.COMING}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMade:
    """The provider has made the link, or it made none and ``link`` is a room of the address template."""

    act: ClassVar[Act] = Act.LINK_MADE
    link: MeetingLink
    state: LinkState

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """The link, and where it comes from."""
        return {"link": self.link, "link_state": self.state}


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Either side suggests one to three other times; what was agreed stands until the other side agrees."""

    act: ClassVar[Act] = Act.PROPOSE
    slots: tuple[Slot, ...]
    note: str = ""
    answer_by: datetime | None = None
    """When the suggestion closes without an answer, in UTC; None for the last of its times."""

    def changes(self, _booking: Booking, by: Role, _at: datetime) -> Changes:
        """The open proposal; an older one is replaced."""
        return {"proposal": Proposal(by, self.slots, self.note, self.answer_by)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptProposal:
    """The other side takes one of the suggested times. A link that the booking has, or waits for, is kept."""

    act: ClassVar[Act] = Act.ACCEPT_PROPOSAL
    choice: int = 0
    link: MeetingLink | None = None
    coming: bool = False
    """Whether the program's provider makes the link."""

    def changes(self, booking: Booking, _by: Role, at: datetime) -> Changes:
        """The time that now holds; raises TooLate when it has passed."""
        slots = booking.proposal.slots if booking.proposal else ()
        if self.choice >= len(slots) or slots[self.choice].starts_at <= at:
            raise TooLate("proposal_expired")
        slot = slots[self.choice]
        times: Changes = {"slot": slot, "minutes": slot.minutes}
        if booking.link is not None or booking.link_state is LinkState.COMING:
            return times
        return times | {"link": self.link, "link_state": LinkState.COMING if self.coming else LinkState.GIVEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bare:
    """An act that says everything by its name."""

    act: ClassVar[Act]

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """Nothing beside what the table of moves says."""
        return {}


class _Closing(_Bare):
    """A person closes a suggestion: what it had added to the life of the request stays."""

    def changes(self, booking: Booking, _by: Role, _at: datetime) -> Changes:
        """The deadline of a request that nobody has agreed to yet; never past its start."""
        if booking.status is not Status.PENDING:
            return {}
        start, lapses = booking.starts_at, booking.lapses_at
        return {"answer_by": min(start, lapses) if start else lapses}


class DeclineProposal(_Closing):
    """The other side keeps the old time."""

    act = Act.DECLINE_PROPOSAL


class WithdrawProposal(_Closing):
    """The proposer takes the suggestion back."""

    act = Act.WITHDRAW_PROPOSAL


class Complete(_Bare):
    """The session took place."""

    act = Act.COMPLETE


class Expire(_Bare):
    """Nobody answered in time."""

    act = Act.EXPIRE


class AutoComplete(_Bare):
    """The session is over and nobody said otherwise."""

    act = Act.AUTO_COMPLETE


class ExpireProposal(_Bare):
    """Every suggested time has passed without an answer."""

    act = Act.EXPIRE_PROPOSAL


class StudentAbsent(_Bare):
    """The student did not come."""

    act = Act.STUDENT_ABSENT

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """Whose absence is recorded."""
        return {"closed_by": Role.STUDENT}


class MentorAbsent(_Bare):
    """The mentor did not come."""

    act = Act.MENTOR_ABSENT

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """Whose absence is recorded."""
        return {"closed_by": Role.MENTOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """The student asks for the time that is held for them."""

    act: ClassVar[Act] = Act.TAKE
    answer_by: datetime

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """It is a request from now on, with a deadline for the mentor."""
        return {"held_until": None, "answer_by": self.answer_by}


class OneByOne(_Bare):
    """A request of a series gets a card and an answer of its own."""

    act = Act.ONE_BY_ONE


class Nudge(_Bare):
    """An organiser asks for the answer that is waited for."""

    act = Act.NUDGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign:
    """An organiser asks another mentor instead, with the booking ``following``."""

    act: ClassVar[Act] = Act.REASSIGN
    following: BookingId

    def changes(self, booking: Booking, by: Role, _at: datetime) -> Changes:
        """That it went on, and where to: whatever the student presses on it is meant for the new one."""
        search = booking.search or MentorSearch(mentors=(booking.mentor,))
        return {"closed_by": by, "search": replace(search, following=self.following)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """One of the two left the workspace or server."""

    act: ClassVar[Act] = Act.LEAVE
    who: Role

    def changes(self, _booking: Booking, _by: Role, _at: datetime) -> Changes:
        """Whose leaving ended it."""
        return {"closed_by": self.who, "left": True}


Doing: TypeAlias = (
    Edit
    | Accept
    | Reject
    | Cancel
    | SetLink
    | RenewLink
    | LinkMade
    | Propose
    | AcceptProposal
    | DeclineProposal
    | WithdrawProposal
    | Complete
    | Expire
    | AutoComplete
    | ExpireProposal
    | StudentAbsent
    | MentorAbsent
    | Leave
    | OneByOne
    | Take
    | Nudge
    | Reassign
)
