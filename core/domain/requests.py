"""A request for a session: what a student says of it, and what must be true before a booking is made."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from core.domain.booking import MESSAGE_LENGTH, TOPIC_LENGTH, Act, Booking, BookingId, Moved, Role, Slot
from core.domain.errors import BadInput, NotAvailable, Problem
from core.domain.people import DEFAULT_MINUTES
from core.domain.text import clean, units

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.people import Mentor, Offering, Person
    from core.domain.policy import Policy


REQUEST_LENGTHS = {"topic": TOPIC_LENGTH, "message": MESSAGE_LENGTH}
"""How long each field of a request may be, in UTF-16 units."""
SEVERAL_LINES = frozenset({"message"})
"""The fields of a request whose line breaks stay."""


@dataclass(frozen=True, slots=True)
class RequestText:
    """What a request is about, in the student's own words, as the wish, its change and the booking hold them.

    A field has one name: here, in ``Booking``, as the key of its form field, and as its column.
    """

    topic: str
    message: str = ""

    @classmethod
    def of(cls, booking: Booking) -> RequestText:
        """Return the words of a booking."""
        return cls(**{name: getattr(booking, name) for name in REQUEST_FIELDS})

    def values(self) -> dict[str, str]:
        """Return every field by its name: what a form is filled with, and what a booking keeps."""
        return asdict(self)

    @classmethod
    def typed(cls, values: Mapping[str, str]) -> RequestText:
        """Clean what was typed; raises BadInput naming every field that is wrong."""
        said = {name: values.get(name, "") for name in REQUEST_FIELDS}
        text = cls(**{name: clean(words, lines=name in SEVERAL_LINES) for name, words in said.items()})
        long = [name for name, words in text.values().items() if units(words) > REQUEST_LENGTHS[name]]
        wrong = {name: Problem("too_long", most=REQUEST_LENGTHS[name]) for name in long}
        if "message" in wrong:
            wrong["message"] = Problem("message_too_long", most=MESSAGE_LENGTH)
        if "topic" in wrong:
            wrong["topic"] = Problem("topic_too_long", most=TOPIC_LENGTH)
        if not text.topic:
            wrong["topic"] = Problem("topic_missing")
        if wrong:
            raise BadInput(wrong)
        return text


REQUEST_FIELDS = tuple(field.name for field in fields(RequestText))
"""What a student says of a request, by the names of the fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a student asks for: a start in UTC, or None for "to be agreed"."""

    text: RequestText
    start: datetime | None = None
    picked: bool = False
    """Whether the start was picked from the open times, and not suggested."""
    minutes: int | None = None
    """How long the session type was when the student chose it, where that is known."""


@dataclass(frozen=True, slots=True)
class AskedSoFar:
    """What the student already has: the numbers that keep mentors sane."""

    open_requests: int
    requests_last_hour: int
    pending_with_mentor: str | None
    """The reference of a request that already waits for the same mentor."""
    blocked: bool = False
    """Whether an organiser lets the student book nothing."""


def check_asked(student: Person, mentor: Mentor, asked: AskedSoFar, policy: Policy) -> None:
    """Raise BadInput when this student may not ask this mentor any more than they have, or may not be asked.

    Raises NotAvailable for a student who is blocked.
    """
    if asked.blocked:
        raise NotAvailable("blocked")
    name, waiting = mentor.person.name, asked.pending_with_mentor
    refusals = (
        (student.id == mentor.person.id, Problem("self_booking")),
        (not mentor.offered, Problem("mentor_not_offered", name=name)),
        (waiting is not None, Problem("already_waiting", name=name, ref=waiting or "")),
        (
            asked.open_requests >= policy.open_requests,
            Problem("too_many_waiting", count=asked.open_requests),
        ),
        (
            asked.requests_last_hour >= policy.requests_per_hour,
            Problem("too_many_sent", count=asked.requests_last_hour),
        ),
    )
    for applies, problem in refusals:
        if applies:
            raise BadInput({"mentor": problem})


def request(
    wish: Wish,
    student: Person,
    mentor: Mentor,
    offering: Offering | None,
    *,
    id: BookingId,  # noqa: A002 - the field's own name
    ref: str,
    policy: Policy,
    now: datetime,
) -> Moved:
    """Make a pending booking; whether its time may be taken is asked in ``core/domain/availability.py``."""
    minutes = offering.minutes if offering else DEFAULT_MINUTES
    slot = Slot(wish.start, minutes) if wish.start else None
    words: dict[str, Any] = {**wish.text.values()}  # other fields of a booking are no text
    booking = Booking(
        id=id,
        ref=ref,
        program=student.program,
        student=student.id,
        mentor=mentor.person.id,
        offering=offering.id if offering else None,
        **words,
        slot=slot,
        minutes=minutes,
        change_notice=policy.change_notice_of(mentor),
        answer_by=policy.answer_by(slot.starts_at if slot else None, now),
        created_at=now,
    )
    return Moved(booking, Act.REQUEST, Role.STUDENT, now)
