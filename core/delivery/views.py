"""Bookings as those see them who are told of them: many views are read with as many statements as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.availability import against_hours
from core.domain.booking import Status
from core.domain.booking_view import BookingView

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId
    from core.store.transaction import Transaction


def read_views(
    tx: Transaction, wanted: Collection[tuple[BookingId, PersonId]], now: datetime
) -> dict[tuple[BookingId, PersonId], BookingView]:
    """Return what each of these people sees of a booking; there is none where it concerns them no more."""
    if not wanted:
        return {}
    bookings = tx.bookings({which for which, _ in wanted})
    people = tx.people({who for one in bookings.values() for who in one.people})
    views = {
        (which, who): replace(
            BookingView.of(bookings[which], who, people, now), series=tx.series(bookings[which])
        )
        for which, who in wanted
        if which in bookings and bookings[which].role_of(who) is not None
    }
    return _still_to_come(tx, _looking_back(tx, _noted(tx, views)))


_Views = dict[tuple["BookingId", "PersonId"], BookingView]


def _noted(tx: Transaction, views: _Views) -> _Views:
    """Add what each person may read of what was written about a session, and about the one before it."""
    which = {booking for booking, who in views if views[booking, who].booking.may_have_notes}
    notes = tx.notes_on(which) if which else {}
    return {place: view.noted(notes.get(place[0], ())) for place, view in views.items()}


def _looking_back(tx: Transaction, views: _Views) -> _Views:
    """Add to those of sessions that were held what was said of them."""
    held = {which for which, who in views if views[which, who].booking.status is Status.COMPLETED}
    said = tx.feedback_on(held) if held else {}

    def seen(view: BookingView) -> BookingView:
        booking = view.booking
        if booking.id not in held:
            return view
        return view.looking_back(*(said.get((booking.id, who)) for who in (booking.student, booking.mentor)))

    return {place: seen(view) for place, view in views.items()}


def _still_to_come(tx: Transaction, views: _Views) -> _Views:
    """Add to those of open requests and sessions what the last one was about, and what a yes would set aside."""
    still: dict[BookingId, Booking] = {
        which: view.booking for (which, _), view in views.items() if view.booking.status.is_open
    }
    topics = tx.last_topics(still) if still else {}
    timed = {one.mentor for one in still.values() if one.slot}
    mentors = tx.mentors_among(timed) if timed else {}

    def seen(view: BookingView) -> BookingView:
        booking = view.booking
        if booking.id not in still:
            return view
        mentor = mentors.get(booking.mentor) if booking.slot else None
        overruled = against_hours(booking.slot, mentor) if booking.slot and mentor else None
        return replace(view, last_topic=topics.get(booking.id, ""), overruled=overruled)

    return {place: seen(view) for place, view in views.items()}
