"""A time that is refused is refused at the field that was used, with the next times that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import UNFIT, UNREAD, BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.booking import Booking
    from core.domain.people import OfferingId, Person, PersonId
    from core.handlers.router import Services

STILL_OPEN = 3
"""How many open times are named to somebody whose time may not be taken."""


async def of_request(
    services: Services, me: Person, mentor: PersonId, offering: OfferingId | None, error: BadInput
) -> BadInput:
    """Return the same error with the times that are open for a new request."""
    if not _about_time(error):
        return error
    fresh = await services.open_times.of(mentor, student=me.id, offering=offering, limit=STILL_OPEN)
    return _knowing(error, fresh, me)


async def of_booking(
    services: Services, me: Person, booking: Booking, error: BadInput, *, used: Mapping[str, str]
) -> BadInput:
    """Return the same error with the times to which a booking may move; ``used`` are the fields as they are here."""
    moved = BadInput({used.get(key, key): problem for key, problem in error.fields.items()})
    if not _about_time(moved):
        return moved
    fresh = await services.open_times.of(
        booking.mentor,
        student=booking.student,
        offering=booking.offering,
        but=booking.id,
        limit=STILL_OPEN + 1,
    )
    return _knowing(moved, tuple(one for one in fresh if one != booking.starts_at)[:STILL_OPEN], me)


def _about_time(error: BadInput) -> bool:
    return any(problem.code in UNFIT | UNREAD for problem in error.fields.values())


def _knowing(error: BadInput, starts: tuple[datetime, ...], me: Person) -> BadInput:
    return BadInput(
        {
            key: problem.knowing(starts=starts, zone=me.zone or "UTC")
            if problem.code in UNFIT | UNREAD
            else problem
            for key, problem in error.fields.items()
        }
    )
