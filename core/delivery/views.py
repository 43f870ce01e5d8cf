"""Bookings as those see them who are told of them: many views are read with as many statements as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.availability import against_hours
from core.domain.booking import Role, Status
from core.domain.booking_view import BookingView

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.domain.booking import BookingId
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
    concerned = [
        (bookings[which], who)
        for which, who in wanted
        if which in bookings and bookings[which].role_of(who) is not None
    ]
    views = [_in_series(tx, BookingView.of(booking, who, people, now)) for booking, who in concerned]
    seen = _still_to_come(tx, _looking_back(tx, _noted(tx, views)))
    return {(view.booking.id, view.me.id): view for view in seen}


def with_ended(tx: Transaction, views: Collection[BookingView]) -> list[BookingView]:
    """Return the views of students whose agreed session ended for what they see, with that session."""
    before = tx.agreed_before({view.me.id for view in views}) if views else {}
    people = tx.people({who for one in before.values() for who in one.people}) if before else {}
    return [
        replace(view, ended=BookingView.of(ended, view.me.id, people, view.now))
        for view in views
        if view.role is Role.STUDENT and (ended := before.get(view.booking.id)) is not None
    ]


def _in_series(tx: Transaction, view: BookingView) -> BookingView:
    return view if view.booking.series is None else replace(view, series=tx.series(view.booking))


def _noted(tx: Transaction, views: list[BookingView]) -> list[BookingView]:
    """Add what each person may read of what was written about a session, and about the one before it."""
    which = {view.booking.id for view in views if view.booking.may_have_notes}
    notes = tx.notes_on(which) if which else {}
    return [view.noted(notes.get(view.booking.id, ())) for view in views] if notes else views


def _looking_back(tx: Transaction, views: list[BookingView]) -> list[BookingView]:
    """Add to those of sessions that were held what was said of them."""
    held = {view.booking.id for view in views if view.booking.status is Status.COMPLETED}
    said = tx.feedback_on(held) if held else {}

    def seen(view: BookingView) -> BookingView:
        booking = view.booking
        if booking.id not in held:
            return view
        return view.looking_back(*(said.get((booking.id, who)) for who in (booking.student, booking.mentor)))

    return [seen(view) for view in views] if held else views


def _still_to_come(tx: Transaction, views: list[BookingView]) -> list[BookingView]:
    """Add to those of open requests and sessions what the last one was about, and what a yes would set aside."""
    still = {view.booking.id: view.booking for view in views if view.booking.status.is_open}
    topics = tx.last_topics(still) if still else {}
    timed = {one.mentor for one in still.values() if one.slot}
    mentors = tx.mentors_among(timed) if timed else {}

    def seen(view: BookingView) -> BookingView:
        booking = view.booking
        if not booking.status.is_open:
            return view
        mentor = mentors.get(booking.mentor) if booking.slot else None
        overruled = against_hours(booking.slot, mentor) if booking.slot and mentor else None
        topic = topics.get(booking.id, "")
        return replace(view, last_topic=topic, overruled=overruled) if topic or overruled else view

    return [seen(view) for view in views]
