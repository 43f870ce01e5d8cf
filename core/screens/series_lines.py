"""What the card of a session says of its series, and the buttons that go for several sessions at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Role, Status
from core.ports.cards import Button, Line, Part
from core.screens.grammar import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.domain.booking import Booking
    from core.domain.booking_view import BookingView
    from core.ports.cards import Sentence

WITH_OTHERS = "A series, with {times} as well."
WITH_MORE = "A series, with {times} and {count:more session} as well."
ONE_OF_SERIES = "Part of a series."
SAME_FOR = "The same goes for {number:more session}: {times}"
SAME_FOR_MORE = "The same goes for {number:more session}: {times} and later"
"""Stands in a ping below what happened to one session, if the same happened to others at the same moment."""
DATES_SHOWN = 6
"""How many other dates a card or a ping names; the list of sessions has them all."""


def series_lines(view: BookingView) -> tuple[Part, ...]:
    """Return the other dates of the series on its first card, and on every other that it is part of one.

    Only the first card is drawn anew when another session changes, so it alone may name them.
    """
    booking = view.booking
    if booking.series is None:
        return ()
    others = [one for one in view.series if one.status.is_open]
    if booking.series != booking.id or not booking.status.is_open or not others:
        return (Line((ONE_OF_SERIES,), small=True),)
    return (Line(_dated(view, WITH_OTHERS, WITH_MORE, others)),)


def along_line(view: BookingView) -> tuple[Part, ...]:
    """Return the line of a ping that says to which other sessions the same happened."""
    return (Line(_dated(view, SAME_FOR, SAME_FOR_MORE, view.along)),) if view.along else ()


def in_series(view: BookingView, offered: list[Button]) -> list[Button]:
    """Return what may be done: to all that wait for one answer at once, or to this one with those that follow."""
    booking = view.booking
    args = (booking.id.hex, str(booking.version))
    withdraw = Button("Withdraw…", "cancel", args)
    if booking.series is None or booking.status is not Status.PENDING:
        return offered
    if not view.together:
        return [withdraw if one.route == "withdraw" else one for one in offered]
    if view.role is Role.STUDENT:
        return [withdraw] if any(one.route == "withdraw" for one in offered) else []
    if not any(one.route == "accept" for one in offered):
        return []
    return [
        Button(f"Accept all {1 + len(view.together)}", "accept-all", args),
        Button("One by one…", "one-by-one", args),
        Button("Decline all…", "decline-all", args),
    ]


def series_steps(view: BookingView) -> list[Button]:
    """Return the student's way to several sessions like this one."""
    booking = view.booking
    fits = booking.status in {Status.ACCEPTED, Status.COMPLETED} and booking.slot is not None
    if view.role is not Role.STUDENT or not fits:
        return []
    return [Button("Book a series…", "series", (booking.id.hex,))]


def _dated(view: BookingView, whole: str, cut_short: str, others: Sequence[Booking]) -> Sentence:
    """Return a sentence with the dates of other sessions, as many as it has room for."""
    times = tuple(one.starts_at for one in others if one.starts_at is not None)
    more = len(times) - DATES_SHOWN
    return filled(
        cut_short if more > 0 else whole,
        place=view.me.zone or "UTC",
        times=times[:DATES_SHOWN],
        count=max(more, 0),
        number=len(times),
    )
