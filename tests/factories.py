"""Bookings and people for tests, with only what a test cares about written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from core.domain.booking import Booking, BookingId, Status
from core.domain.people import Address, Person, PersonId, ProgramId

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
PROGRAM = ProgramId(UUID(int=1))
STUDENT = PersonId(UUID(int=11))
MENTOR = PersonId(UUID(int=12))


def a_booking(**changes: Any) -> Booking:
    """Return a pending booking made at noon, or whatever ``changes`` make of it."""
    known: dict[str, Any] = {
        "id": BookingId(UUID(int=100)),
        "ref": "S-7F3K2",
        "program": PROGRAM,
        "student": STUDENT,
        "mentor": MENTOR,
        "topic": "Code review",
        "minutes": 30,
        "answer_by": NOON + timedelta(hours=48),
        "created_at": NOON,
    }
    if changes.get("status", Status.PENDING) in {Status.ACCEPTED, Status.COMPLETED, Status.NO_SHOW}:
        known["accepted_at"] = NOON
    return Booking(**(known | changes))


def a_person(**changes: Any) -> Person:
    """Return Sam, a student on the first platform, or whatever ``changes`` make of them."""
    known: dict[str, Any] = {
        "id": STUDENT,
        "program": PROGRAM,
        "name": "Sam",
        "address": Address("slack", "T1", "U1"),
        "zone": "Europe/Berlin",
    }
    return Person(**(known | changes))
