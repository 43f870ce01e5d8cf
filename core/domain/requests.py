"""A request for a session: what must be true before a booking is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.booking import MESSAGE_LENGTH, TOPIC_LENGTH, Act, Booking, BookingId, Moved, Role, Slot
from core.domain.errors import BadInput
from core.domain.people import DEFAULT_MINUTES
from core.domain.text import clean, units

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.open_times import SessionTerms
    from core.domain.people import Mentor, Offering, Person
    from core.domain.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a student typed or picked: words as they came, a start in UTC or None for "to be agreed"."""

    topic: str
    message: str = ""
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the student already has: the numbers that keep mentors sane."""

    open_requests: int
    requests_last_hour: int
    pending_with_mentor: str | None
    """The reference of a request that already waits for the same mentor."""


def words_of(wish: Wish) -> tuple[str, str]:
    """Return topic and message, cleaned; raises BadInput naming every field that is wrong."""
    topic, message = clean(wish.topic), clean(wish.message, lines=True)
    wrong: dict[str, str] = {}
    if not topic:
        wrong["topic"] = (
            "Say in a few words what it is about, for example: code review of my first pull request."
        )
    elif units(topic) > TOPIC_LENGTH:
        wrong["topic"] = (
            f"Please keep the topic within {TOPIC_LENGTH} characters; the message has room for more."
        )
    if units(message) > MESSAGE_LENGTH:
        wrong["message"] = f"Please keep the message within {MESSAGE_LENGTH} characters."
    if wrong:
        raise BadInput(wrong)
    return topic, message


def slot_of(start: datetime | None, minutes: int, policy: Policy, now: datetime) -> Slot | None:
    """Return the wished slot; raises BadInput when it has passed or lies beyond the horizon."""
    if start is None:
        return None
    if start <= now:
        raise BadInput({"when": "That time has already passed. Please choose a later one."}, code="in_past")
    if start > now + policy.horizon:
        raise BadInput(
            {
                "when": f"That is too far ahead; sessions can be booked for the next {policy.horizon.days} days."
            },
            code="too_far",
        )
    return Slot(start, minutes)


def check_request(student: Person, mentor: Mentor, standing: Standing, policy: Policy, now: datetime) -> None:
    """Raise BadInput when this student may not ask this mentor now, and say what to do about it."""
    name = mentor.person.name
    refusals = (
        (
            student.id == mentor.person.id,
            "self_booking",
            "You can't book yourself. Please choose another mentor.",
        ),
        (
            not mentor.takes_requests(now),
            "not_available",
            f"{name} takes no new requests at the moment. Please choose another mentor.",
        ),
        (
            standing.pending_with_mentor is not None,
            "too_many_open",
            f"You already have a request waiting for {name} ({standing.pending_with_mentor}). See /my-sessions.",
        ),
        (
            standing.open_requests >= policy.open_requests,
            "too_many_open",
            f"You have {standing.open_requests} requests waiting, the most at a time. Withdraw one: /my-sessions.",
        ),
        (
            standing.requests_last_hour >= policy.requests_per_hour,
            "too_many_open",
            f"You have sent {standing.requests_last_hour} requests within an hour. Please wait a little.",
        ),
    )
    for applies, code, sentence in refusals:
        if applies:
            raise BadInput({"mentor": sentence}, code=code)


def check_notice(start: datetime | None, mentor: Mentor, terms: SessionTerms, now: datetime) -> None:
    """Raise BadInput when the start is nearer than the notice that the mentor needs."""
    if start is not None and start < now + timedelta(minutes=terms.notice):
        hours = f"{terms.notice / 60:g}"
        raise BadInput(
            {"when": f"{mentor.person.name} needs {hours} hours' notice. Please choose a later time."},
            code="too_soon",
        )


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
    """Make a pending booking; raises BadInput naming every field that is wrong."""
    topic, message = words_of(wish)
    minutes = offering.minutes if offering else DEFAULT_MINUTES
    slot = slot_of(wish.start, minutes, policy, now)
    booking = Booking(
        id=id,
        ref=ref,
        program=student.program,
        student=student.id,
        mentor=mentor.person.id,
        offering=offering.id if offering else None,
        topic=topic,
        message=message,
        slot=slot,
        minutes=minutes,
        answer_by=policy.answer_by(slot.starts_at if slot else None, now),
        created_at=now,
    )
    return Moved(booking, Act.REQUEST, Role.STUDENT, now)
