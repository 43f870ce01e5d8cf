"""Booking views: what a person sees of a booking, with all that stands beside it, read within a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.availability import against_hours
from core.domain.booking import Status
from core.domain.booking_view import BookingView
from core.domain.errors import NotFound

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId
    from core.store.transaction import Transaction


def view_of(tx: Transaction, booking: BookingId, person: PersonId, now: datetime) -> BookingView:
    """Return a booking as a person sees it now; raises NotFound for strangers and unknown ids alike."""
    found = tx.booking(booking)
    if found is None:
        raise NotFound
    return seen_by(tx, found, person, now)


def seen_by(tx: Transaction, found: Booking, person: PersonId, now: datetime) -> BookingView:
    """Return a booking that is at hand as a person sees it now; raises NotFound for strangers."""
    if found.role_of(person) is None:
        raise NotFound
    view = BookingView.of(found, person, tx.people(found.people), now)
    if found.may_have_notes:
        view = view.noted(tx.notes(found, person))
    view = replace(view, series=tx.series(found))
    if found.status is Status.COMPLETED:
        return view.looking_back(*(tx.feedback(found.id, who) for who in (found.student, found.mentor)))
    if not found.status.is_open:
        return view
    view = replace(view, last_topic=tx.last_topic(found))
    if found.slot is None or (mentor := tx.mentor(found.mentor)) is None:
        return view
    return replace(view, overruled=against_hours(found.slot, mentor))
