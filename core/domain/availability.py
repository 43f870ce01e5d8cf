"""Whether a time may be taken: every rule in one place, asked at every way in, and who may overrule which."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from core.domain.booking import Slot
from core.domain.open_times import gap_between, opening_of, place_of, sessions_in_week
from core.times.slots import is_within
from core.times.zones import zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.domain.open_times import Busy, SessionTerms
    from core.domain.people import Mentor

INSTANT = timedelta(microseconds=1)


class Objection(enum.StrEnum):
    """Why a time may not be taken, in the order in which the first one that is true helps most."""

    IN_PAST = "in_past"
    TOO_FAR = "too_far"
    """Farther ahead than anybody may book here."""
    NOT_AVAILABLE = "not_available"
    """The mentor is paused."""
    TYPE_GONE = "type_gone"
    """The session type is offered no longer."""
    BEYOND_HORIZON = "beyond_horizon"
    TOO_SOON = "too_soon"
    """Nearer than the notice that the mentor needs."""
    DAY_OFF = "day_off"
    OUTSIDE_HOURS = "outside_hours"
    WEEK_FULL = "week_full"
    STUDENT_BUSY = "student_busy"
    MENTOR_BUSY = "mentor_busy"
    TOO_CLOSE = "too_close"
    """Within the time that a neighbouring session, or this one, keeps free around it."""
    ENGAGED = "engaged"
    """The mentor's own calendar has something then."""


class Way(enum.Enum):
    """How a time comes to be taken."""

    PICKED = "picked by the student from the open times"
    SUGGESTED = "suggested by the student"
    AGREED = "accepted by the mentor"
    INSISTED = (
        "suggested by the mentor, or accepted by one who has been told what their own calendar has then"
    )


OVERRULES: dict[Way, frozenset[Objection]] = {
    Way.PICKED: frozenset(),
    Way.SUGGESTED: frozenset({Objection.OUTSIDE_HOURS}),
    Way.AGREED: frozenset(
        {
            Objection.NOT_AVAILABLE,
            Objection.TYPE_GONE,
            Objection.BEYOND_HORIZON,
            Objection.TOO_SOON,
            Objection.DAY_OFF,
            Objection.OUTSIDE_HOURS,
            Objection.WEEK_FULL,
        }
    ),
}
OVERRULES[Way.INSISTED] = OVERRULES[Way.AGREED] | {Objection.ENGAGED}
"""What does not count on each way: a mentor may set aside their own rules, and nobody may be in two places at once.

What their own calendar has is asked about first: they may not know of it when they press *Accept*.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A time that somebody wants, None for "to be agreed", and everything by which it is judged.

    ``of_mentor`` and ``of_student`` are what each of them has, without the session that is judged;
    ``of_mentor`` must hold the whole week of ``slot`` and everything within the longest buffer around it.
    """

    slot: Slot | None
    mentor: Mentor
    terms: SessionTerms
    of_mentor: Sequence[Busy] = ()
    of_student: Sequence[Busy] = ()
    now: datetime
    furthest: datetime
    """The last instant at which a session may start here."""


def objections(wanted: Wanted) -> tuple[Objection, ...]:
    """Return everything that speaks against a time, what helps most first."""
    slot = wanted.slot
    found = {one for one, applies in _STANDING.items() if applies(wanted)}
    if slot is not None:
        found |= {one for one, applies in _TIMED.items() if applies(wanted, slot)}
    return tuple(one for one in Objection if one in found)


def objection(wanted: Wanted, way: Way) -> Objection | None:
    """Return the first objection that counts on this way, or None when the time may be taken."""
    return next((one for one in objections(wanted) if one not in OVERRULES[way]), None)


def against_hours(slot: Slot, mentor: Mentor) -> Objection | None:
    """Return whether a time lies on a mentor's day off or outside their weekly hours."""
    opening = opening_of(mentor)
    if opening is None or is_within(*opening, slot.starts_at, slot.ends_at):
        return None
    if day_off(slot, mentor) is not None:
        return Objection.DAY_OFF
    return Objection.OUTSIDE_HOURS if mentor.hours else None


def day_off(slot: Slot, mentor: Mentor) -> date | None:
    """Return the first day of a session, on the mentor's calendar, that the mentor has taken off."""
    opening = opening_of(mentor)
    if opening is None:
        return None
    hours, exceptions = opening
    place = zone(hours.zone)
    days = (slot.starts_at.astimezone(place).date(), (slot.ends_at - INSTANT).astimezone(place).date())
    off = [one for one in exceptions if one.span is None]
    return next((day for day in days if any(one.first <= day <= one.last for one in off)), None)


def nearest_gap(wanted: Wanted, slot: Slot) -> int | None:
    """Return the minutes that must stay free between this session and a neighbour that is too close."""
    for one in wanted.of_mentor:
        gap = gap_between(wanted.terms, one)
        around = timedelta(minutes=gap)
        if gap and one.start - around < slot.ends_at and slot.starts_at < one.end + around:
            return gap
    return None


def _too_soon(wanted: Wanted, slot: Slot) -> bool:
    return slot.starts_at < wanted.now + timedelta(minutes=wanted.terms.notice)


def _beyond_horizon(wanted: Wanted, slot: Slot) -> bool:
    mentor = wanted.mentor
    return bool(mentor.hours) and slot.starts_at >= wanted.now + timedelta(days=mentor.horizon)


def _week_full(wanted: Wanted, slot: Slot) -> bool:
    cap, place = wanted.mentor.weekly_cap, place_of(wanted.mentor) or "UTC"
    return cap is not None and sessions_in_week(wanted.of_mentor, place, slot.starts_at) >= cap


def _overlaps(held: Sequence[Busy], slot: Slot) -> bool:
    return any(one.start < slot.ends_at and slot.starts_at < one.end for one in held)


_Standing: TypeAlias = Callable[[Wanted], bool]
_Timed: TypeAlias = Callable[[Wanted, Slot], bool]

_STANDING: Mapping[Objection, _Standing] = {
    Objection.NOT_AVAILABLE: lambda wanted: not wanted.mentor.takes_requests(wanted.now),
    Objection.TYPE_GONE: lambda wanted: not wanted.terms.offered,
}
"""What speaks against any session, with or without a time."""
_TIMED: Mapping[Objection, _Timed] = {
    Objection.IN_PAST: lambda wanted, slot: slot.starts_at <= wanted.now,
    Objection.TOO_FAR: lambda wanted, slot: slot.starts_at > wanted.furthest,
    Objection.BEYOND_HORIZON: _beyond_horizon,
    Objection.TOO_SOON: _too_soon,
    Objection.DAY_OFF: lambda wanted, slot: against_hours(slot, wanted.mentor) is Objection.DAY_OFF,
    Objection.OUTSIDE_HOURS: lambda wanted, slot: (
        against_hours(slot, wanted.mentor) is Objection.OUTSIDE_HOURS
    ),
    Objection.WEEK_FULL: _week_full,
    Objection.STUDENT_BUSY: lambda wanted, slot: _overlaps(wanted.of_student, slot),
    Objection.MENTOR_BUSY: lambda wanted, slot: _overlaps(
        [one for one in wanted.of_mentor if not one.engaged], slot
    ),
    Objection.ENGAGED: lambda wanted, slot: _overlaps([one for one in wanted.of_mentor if one.engaged], slot),
    Objection.TOO_CLOSE: lambda wanted, slot: nearest_gap(wanted, slot) is not None,
}
