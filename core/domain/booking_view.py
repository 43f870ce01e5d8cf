"""A booking as one of its two people sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.booking import Booking, Role, Status
from core.domain.errors import NotFound
from core.domain.feedback import kind_words
from core.domain.moves import allowed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.domain.availability import Objection
    from core.domain.booking import Act
    from core.domain.feedback import Feedback
    from core.domain.notes import Note
    from core.domain.people import Address, Person, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingView:
    """A booking, both its people, who is looking, and when."""

    booking: Booking
    role: Role
    student: Person
    mentor: Person
    now: datetime
    mine: Feedback | None = None
    """How it was for the person who looks."""
    kind_words: str = ""
    """What the mentor may read of the student's answer (``core/domain/feedback.py``); nobody else's view holds it."""
    last_topic: str = ""
    """What the last session of the same two people was about, while this one is still to come."""
    notes: tuple[Note, ...] = ()
    """What the person who looks may read of what was written about it."""
    last_notes: tuple[Note, ...] = ()
    """The same of the last session of the same two people, while this one is still to come."""
    series: tuple[Booking, ...] = ()
    """The other bookings of the same series, by their start."""
    in_turn: tuple[Person, ...] = ()
    """Whom a search for any suitable mentor asks one after another; only its student's view holds them."""
    ended: BookingView | None = None
    """The agreed session that ended when this one was asked for in its place, where its student is told of it."""
    overruled: Objection | None = None
    """What the mentor sets aside with a yes to this time: a day off, or the weekly hours."""

    @classmethod
    def of(
        cls, booking: Booking, person: PersonId, people: Mapping[PersonId, Person], now: datetime
    ) -> BookingView:
        """Return ``booking`` as ``person`` sees it; ``people`` must have both sides.

        Raises NotFound for strangers.
        """
        role = booking.role_of(person)
        if role is None:
            raise NotFound
        return cls(
            booking=booking,
            role=role,
            student=people[booking.student],
            mentor=people[booking.mentor],
            now=now,
            in_turn=_in_turn(booking, people) if role is Role.STUDENT else (),
        )

    def looking_back(self, student: Feedback | None, mentor: Feedback | None) -> BookingView:
        """Return the view with what its person said, and with what they may read of the other's answer."""
        if self.role is Role.STUDENT:
            return replace(self, mine=student)
        return replace(self, mine=mentor, kind_words=kind_words(self.booking, student, mentor, self.now))

    def noted(self, found: Sequence[Note]) -> BookingView:
        """Return the view with the notes its person may read, of this session and of the latest one before it."""
        mine = [one for one in found if one.is_for(self.me.id)]
        before = (
            [one for one in mine if one.booking != self.booking.id] if self.booking.status.is_open else []
        )
        return replace(
            self,
            notes=tuple(one for one in mine if one.booking == self.booking.id),
            last_notes=tuple(one for one in before if one.booking == before[0].booking),
        )

    def reached_at(self, address: Address) -> BookingView:
        """Return the same view of a reader who is told of it on another platform."""
        fresh = replace(self.me, address=address)
        return replace(self, student=fresh) if self.role is Role.STUDENT else replace(self, mentor=fresh)

    @property
    def me(self) -> Person:
        """The person who looks."""
        return self.student if self.role is Role.STUDENT else self.mentor

    @property
    def other(self) -> Person:
        """The person on the other side."""
        return self.mentor if self.role is Role.STUDENT else self.student

    @property
    def waits_for_me(self) -> bool:
        """Whether the person who looks has to answer: a request, or the other side's suggestion."""
        booking = self.booking
        if not booking.status.is_open:
            return False
        if booking.proposal is not None:
            return booking.proposal.by is not self.role
        awaited = Role.MENTOR if booking.held_until is None else Role.STUDENT
        return booking.status is Status.PENDING and self.role is awaited

    @property
    def together(self) -> tuple[Booking, ...]:
        """The other requests of the series that are answered with this one."""
        if self.booking.status is not Status.PENDING:
            return ()
        return tuple(one for one in self._told_here if one.status is Status.PENDING)

    @property
    def along(self) -> tuple[Booking, ...]:
        """The other bookings of the series to which the same happened, as this one's messages say."""
        is_open = self.booking.status.is_open
        return tuple(one for one in self._told_here if one.status.is_open is is_open)

    @property
    def following(self) -> tuple[Booking, ...]:
        """The later bookings of the series that still hold their time."""
        start = self.booking.starts_at
        return tuple(
            one
            for one in self.series
            if one.status.is_open
            and start is not None
            and one.starts_at is not None
            and one.starts_at > start
        )

    @property
    def _told_here(self) -> tuple[Booking, ...]:
        return tuple(one for one in self.series if one.told_with == self.booking.id)

    @property
    def allowed(self) -> frozenset[Act]:
        """What the person who looks may do now."""
        return allowed(self.booking, self.role, self.now)


def _in_turn(booking: Booking, people: Mapping[PersonId, Person]) -> tuple[Person, ...]:
    return tuple(people[one] for one in booking.search.mentors if one in people) if booking.search else ()
