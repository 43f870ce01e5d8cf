"""The waiting list of a mentor who has no open time: who waits, in order, and the time that is held for the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.domain.booking import Act, Booking, BookingId, Moved, Role, Slot

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import Mentor, OfferingId, Person, PersonId
    from core.domain.policy import Policy
    from core.domain.requests import RequestText

HELD_FOR = timedelta(hours=2)
"""How long a time that has come free is held for the first in line."""
MOST_PLACES = 3
"""For how many mentors one student may wait at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPlace:
    """Somebody's place in line for a time of one mentor, with the words of the request that it will become."""

    mentor: PersonId
    student: PersonId
    text: RequestText
    since: datetime


@dataclass(frozen=True, slots=True)
class Waited:
    """A place in line as its student sees it: ``number`` 1 is the next."""

    mentor: Person
    number: int


def offer(
    place: WaitingPlace,
    mentor: Mentor,
    slot: Slot,
    offering: OfferingId | None,
    *,
    id: BookingId,  # noqa: A002 - the field's own name
    ref: str,
    policy: Policy,
    now: datetime,
) -> Moved:
    """Hold a free time for somebody who waits: a booking that the mentor has no part in until it is taken."""
    until = min(now + HELD_FOR, slot.starts_at)
    words: dict[str, Any] = {**place.text.values()}  # other fields of a booking are no text
    booking = Booking(
        id=id,
        ref=ref,
        program=mentor.person.program,
        student=place.student,
        mentor=place.mentor,
        offering=offering,
        **words,
        slot=slot,
        minutes=slot.minutes,
        change_notice=policy.change_notice_of(mentor),
        answer_by=until,
        held_until=until,
        created_at=now,
    )
    return Moved(booking, Act.OFFER, Role.SYSTEM, now)
