"""Which sessions of a series go together: those that wait for one answer, and those that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Status

if TYPE_CHECKING:
    from core.domain.booking import Booking
    from core.store.transaction import Transaction


def told_with(tx: Transaction, booking: Booking) -> list[Booking]:
    """Return the other requests of a series that wait with this one for one answer."""
    if booking.status is not Status.PENDING:
        return []
    return [one for one in tx.series(booking) if one.told_with == booking.id and one.status is Status.PENDING]


def following(tx: Transaction, booking: Booking) -> list[Booking]:
    """Return the later bookings of the series that still hold their time."""
    start = booking.starts_at
    return [
        one
        for one in tx.series(booking)
        if one.status.is_open and start is not None and one.starts_at is not None and one.starts_at > start
    ]
