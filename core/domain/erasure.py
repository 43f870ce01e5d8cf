"""What remains of somebody who is erased: their sessions without their words, for the other side's history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.domain.booking import Role
from core.domain.people import Address, Person
from core.domain.requests import REQUEST_FIELDS

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking

NOWHERE = "erased"
"""The platform of who is erased: none has this name, so nothing is sent there and no name can be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neutral:
    """What stands where somebody's own words stood: in the place of a name, and of a topic or title."""

    name: str
    topic: str


def former(person: Person, neutral: Neutral, now: datetime) -> Person:
    """Return what is kept of a person: an id that leads nowhere, so that the other side's sessions stay whole."""
    return Person(
        id=person.id,
        program=person.program,
        name=neutral.name,
        address=Address(NOWHERE, "-", person.id.hex),
        left_at=now,
        reminders=frozenset(),
    )


def without(booking: Booking, role: Role, neutral: Neutral) -> Booking:
    """Return a booking without what its student or its mentor wrote; the other side's words stay.

    Of the mentor that is also the meeting link, which may be a room of their own.
    """
    proposal = booking.proposal
    if proposal is not None and proposal.by is role:
        proposal = replace(proposal, note="")
    reason = "" if booking.closed_by is role else booking.reason
    if role is Role.MENTOR:
        return replace(booking, reply="", link=None, reason=reason, proposal=proposal)
    words: dict[str, Any] = dict.fromkeys(REQUEST_FIELDS, "")  # other fields of a booking are no text
    return replace(booking, **words | {"topic": neutral.topic}, reason=reason, proposal=proposal)
