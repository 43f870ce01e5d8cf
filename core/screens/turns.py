"""A request to any suitable mentor on its card: who is asked now, who comes next, and where it went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Role, Status
from core.ports.cards import Button, Inline, Line, Part, Who

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView
    from core.ports.cards import Sentence

WENT_ON = "Your request went on to the next mentor."
OTHERS_FOLLOW = "They asked any suitable mentor. If you decline, another one is asked at once."
PASSED, ASKED_NOW, NEXT_ONE, LATER_ONE = "could not take it", "asked now", "next", "after that"


def turns(view: BookingView) -> tuple[Part, ...]:
    """Say who is asked now and who comes next, while a request to any suitable mentor is not agreed."""
    booking = view.booking
    if booking.search is None or not view.in_turn or booking.accepted_at is not None:
        return ()
    if booking.is_passed_on:
        return (Line((WENT_ON,)),)
    at, said = booking.search.place, list[Inline]()
    for place, person in enumerate(view.in_turn):
        before = ", " if place else "Asked in turn: "
        said += [before, Who(person.name, person.address), f" ({_turn(booking.status, place - at)})"]
    return (Line((*said, ".")),)


def _turn(status: Status, ahead: int) -> str:
    if ahead < 0 or (ahead == 0 and status is not Status.PENDING):
        return PASSED
    return {0: ASKED_NOW, 1: NEXT_ONE}.get(ahead, LATER_ONE)


def others_follow(view: BookingView) -> tuple[Sentence, ...]:
    """Tell a mentor who is asked before others that a quick no helps."""
    booking = view.booking
    waits = view.role is Role.MENTOR and booking.status is Status.PENDING
    return ((OTHERS_FOLLOW,),) if waits and booking.search and booking.search.ahead else ()


def went_on(view: BookingView) -> Button | None:
    """Return the way to the booking with which the next mentor was asked, or None where there is none."""
    search = view.booking.search
    return Button("Open", "show", (search.following.hex,)) if search and search.following else None
