"""A mentor who is to be offered no longer, and a person as organisers see them: what they have open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from core.domain.booking import BookingId, Status

if TYPE_CHECKING:
    from core.domain.booking import Booking
    from core.domain.booking_view import BookingView
    from core.domain.people import Mentor, Person
    from core.domain.standing import Standing


@dataclass(frozen=True, slots=True)
class Leaving:
    """A mentor's open sessions, as they are looked at before the mentor is offered no longer."""

    mentor: Person
    views: tuple[BookingView, ...]
    """Each as the mentor sees it: requests first, then what is agreed."""
    kept: frozenset[BookingId]
    """The requests that wait on although the mentor stops."""

    @property
    def declined(self) -> tuple[BookingView, ...]:
        """The requests that are declined when the mentor stops."""
        return tuple(one for one in self.views if is_request(one.booking) and one.booking.id not in self.kept)

    @property
    def mark(self) -> str:
        """What tells this list of requests from any other one: who confirms it confirms these."""
        seen = sorted(f"{one.booking.id.hex}{one.booking.version}" for one in self.declined)
        return str(crc32("".join(seen).encode()))


@dataclass(frozen=True, slots=True)
class Member:
    """A person as organisers see them: the standing, and how many sessions are open for them."""

    person: Person
    standing: Standing
    mentor: Mentor | None
    open: int


def is_request(booking: Booking) -> bool:
    """Whether somebody waits for the mentor's answer: a time that is only held is no request."""
    return booking.status is Status.PENDING and booking.held_until is None
