"""A time that is refused is refused at the field that was used, with the open times that are nearest to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import CROWDED, UNFIT, UNREAD, BadInput
from core.handlers.booking_form import FAR
from core.times.stretch import read_stretch
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.domain.booking import Booking
    from core.domain.people import Mentor, OfferingId, Person, PersonId
    from core.handlers.router import Services

STILL_OPEN = 3
"""How many open times are named to somebody whose time may not be taken."""


class NoneOpen(Exception):
    """The wished time may not be taken, and the mentor has no other one open; the person may wait for one."""

    def __init__(self, mentor: Mentor) -> None:
        self.mentor = mentor
        super().__init__()


async def of_request(
    services: Services,
    me: Person,
    mentor: PersonId,
    offering: OfferingId | None,
    error: BadInput,
    *,
    wanted: datetime | None,
) -> BadInput | NoneOpen:
    """Return the same error with the times that are open for a new request, the nearest to the ``wanted`` one.

    Where it is the mentor's time that is short, and none is left, return that.
    """
    if not _about_time(error):
        return error
    fresh = await services.open_times.of(mentor, student=me.id, offering=offering, limit=FAR)
    if not fresh and all(problem.code in CROWDED for problem in error.fields.values()):
        known = await services.people.mentor(mentor)
        if known is not None and known.hours and known.takes_requests(services.bookings.now()):
            return NoneOpen(known)
    return _knowing(error, fresh, me, dict.fromkeys(error.fields, wanted))


async def of_anybody(services: Services, me: Person, skills: str, error: BadInput, *, typed: str) -> BadInput:
    """Return the same error with the times that most of the suitable mentors have open.

    Of a day that was ``typed``, or a part of one, they are those of then: "thursday evening" is no time to ask for,
    and says enough to name some.
    """
    if not _about_time(error):
        return error
    between = read_stretch(typed, zone_or_utc(me.zone), services.bookings.now())
    starts = await services.mentor_search.starts(me, skills, between=between)
    return _knowing(error, starts, me, {})


async def of_booking(
    services: Services,
    me: Person,
    booking: Booking,
    error: BadInput,
    *,
    used: Mapping[str, str],
    wanted: Mapping[str, datetime | None],
) -> BadInput:
    """Return the same error with the times to which a booking may move, the nearest to those that were ``wanted``.

    ``used`` are the fields as they are here, and ``wanted`` has what was read in each of them.
    """
    moved = BadInput({used.get(key, key): problem for key, problem in error.fields.items()})
    if not _about_time(moved):
        return moved
    fresh = await services.open_times.of(
        booking.mentor,
        student=booking.student,
        offering=booking.offering,
        but=booking.id,
        limit=FAR,
    )
    return _knowing(moved, [one for one in fresh if one != booking.starts_at], me, wanted)


def _about_time(error: BadInput) -> bool:
    return any(problem.code in UNFIT | UNREAD for problem in error.fields.values())


def _nearest(starts: Sequence[datetime], wanted: datetime | None) -> tuple[datetime, ...]:
    """Return the few starts that are nearest to an instant, in their order; the next ones where none is known."""
    if wanted is None:
        return tuple(starts[:STILL_OPEN])
    return tuple(sorted(sorted(starts, key=lambda one: abs(one - wanted))[:STILL_OPEN]))


def _knowing(
    error: BadInput, starts: Sequence[datetime], me: Person, wanted: Mapping[str, datetime | None]
) -> BadInput:
    return BadInput(
        {
            key: problem.knowing(starts=_nearest(starts, wanted.get(key)), zone=me.zone or "UTC")
            if problem.code in UNFIT | UNREAD
            else problem
            for key, problem in error.fields.items()
        }
    )
