"""Meetings: the calls that a provider makes, one for each link of a booking, and what is to be done to them.

What must be done follows from the booking alone: whatever was lost on the way, looking once more puts it right.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.booking import Booking, BookingId, LinkState, Moved, Slot, Status

PATIENCE = timedelta(minutes=2)
"""How long a provider may take to make a meeting, with everything that it asks us to wait for."""
UNTOUCHED = frozenset({Status.COMPLETED, Status.NO_SHOW})
"""In which statuses a meeting that was made stays as it is: it is over."""


class MeetingState(enum.StrEnum):
    """How far a meeting has come."""

    WANTED = "wanted"
    MADE = "made"
    GONE = "gone"


class Task(enum.Enum):
    """What is to be done to a meeting at its provider."""

    MAKE = enum.auto()
    MOVE = enum.auto()
    REMOVE = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting of a booking; the one with the highest ``number`` is the one that is wanted now."""

    booking: BookingId
    number: int
    wished_at: datetime
    state: MeetingState = MeetingState.WANTED
    provider: str = ""
    """Who made it, or may have; empty before anybody was asked."""
    handle: str = ""
    """What its provider calls it, once it is known."""
    slot: Slot | None = None
    """The time that its provider knows."""

    @property
    def key(self) -> str:
        """What the meeting is recognised by at its provider: 34 digits and letters from a to f."""
        return f"{self.booking.hex}{self.number:02x}"


def begins(moved: Moved) -> bool:
    """Say whether an act asks for one more meeting."""
    booking, before = moved.booking, moved.before
    if booking.link_state is not LinkState.COMING or booking.slot is None:
        return False
    return before is None or before.link_state is not LinkState.COMING or before.slot is None


def concerns(moved: Moved) -> bool:
    """Say whether an act may leave something to be done to the meetings that there are."""
    states = {moved.booking.link_state, moved.before.link_state if moved.before else LinkState.GIVEN}
    return states != {LinkState.GIVEN}


def is_wanted(meeting: Meeting, booking: Booking, newest: int) -> bool:
    """Say whether the booking waits for this meeting's link; ``newest`` is the highest number that it has."""
    waits = booking.status is Status.ACCEPTED and booking.link_state is LinkState.COMING
    return waits and booking.slot is not None and meeting.number == newest


def task_of(meeting: Meeting, booking: Booking, newest: int) -> Task | None:
    """Return what is to be done to a meeting, as its booking now stands; None for nothing."""
    if meeting.state is MeetingState.GONE:
        return None
    if meeting.state is MeetingState.WANTED:
        return Task.MAKE if is_wanted(meeting, booking, newest) else Task.REMOVE
    if booking.status in UNTOUCHED:
        return None
    if booking.status is not Status.ACCEPTED or booking.slot is None:
        return Task.REMOVE
    if booking.link_state is LinkState.COMING and meeting.number < newest:
        return None  # its link holds until the new one is there
    if booking.link_state is not LinkState.MADE or meeting.number < newest:
        return Task.REMOVE
    return Task.MOVE if meeting.slot != booking.slot else None
