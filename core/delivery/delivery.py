"""What one notice needs to be sent, read from the store at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.availability import against_hours
from core.domain.booking import Role, Status
from core.domain.booking_view import BookingView
from core.domain.digests import ALONE, may_tell_more
from core.domain.notices import NUDGES, Kind, Notice, still_true

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import Person, PersonId
    from core.store.transaction import OutboxEntry, Placement, Transaction

MOST_WAITING = 100
"""How many requests of one mentor a digest counts."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice with the booking as its recipient sees it now, and where that one's cards stand."""

    entry: OutboxEntry
    view: BookingView
    placements: tuple[Placement, ...]
    folded: tuple[Delivery, ...] = ()
    """What the same message tells as well."""
    waiting: tuple[BookingView, ...] = ()
    """For a nudge: every request that waits for this mentor."""

    @property
    def notice(self) -> Notice:
        """What is to be told."""
        return self.entry.notice

    @property
    def recipient(self) -> Person:
        """Who is to be told."""
        return self.view.me

    @property
    def may_tell_more(self) -> bool:
        """Whether other notices may say the same of the same session."""
        return may_tell_more(self.notice, self.view.booking.version, again=self.entry.tries > 1)

    @property
    def tells_several(self) -> bool:
        """Whether its message is of several sessions: such a one stays as it is."""
        return len({one.notice.booking for one in (self, *self.folded)}) > 1 or len(self.waiting) > 1

    def is_true(self, now: datetime) -> bool:
        """Whether it may still be told. Where nobody has said anything kind in a week, there is nothing to show."""
        if self.notice.kind is Kind.KIND_WORDS and self.notice.start is None and not self.view.kind_words:
            return False
        return still_true(self.notice, self.view.booking, now, answered=self.view.mine is not None)


def read_delivery(tx: Transaction, entry: OutboxEntry, now: datetime) -> Delivery | None:
    """Return everything that a notice and those folded into it need, or None when it concerns nobody any more."""
    head = _read_single(tx, entry, now)
    if head is None or (entry.notice.kind in ALONE and not head.may_tell_more):
        return head
    folded = [_read_single(tx, one, now) for one in tx.folded(entry.notice.key)]
    waiting = _read_waiting(tx, entry.notice.recipient, now) if entry.notice.kind in NUDGES else ()
    return replace(head, folded=tuple(one for one in folded if one is not None), waiting=waiting)


def _read_single(tx: Transaction, entry: OutboxEntry, now: datetime) -> Delivery | None:
    booking, recipient = tx.booking(entry.notice.booking), entry.notice.recipient
    if booking is None or booking.role_of(recipient) is None:
        return None
    view = BookingView.of(booking, recipient, tx.people({booking.student, booking.mentor}), now)
    if booking.series is not None:
        view = replace(view, series=tx.series(booking))
    if booking.status is Status.COMPLETED:
        view = view.looking_back(*(tx.feedback(booking.id, who) for who in (booking.student, booking.mentor)))
    elif booking.status.is_open:
        view = replace(view, last_topic=tx.last_topic(booking))
        if booking.slot and (mentor := tx.mentor(booking.mentor)):
            view = replace(view, overruled=against_hours(booking.slot, mentor))
    return Delivery(entry, view, tuple(tx.placements(booking.id, recipient)))


def _read_waiting(tx: Transaction, mentor: PersonId, now: datetime) -> tuple[BookingView, ...]:
    """What waits for this mentor's answer, a series once; where they suggested a time, it is the student's turn."""
    found = [
        one
        for one in tx.waiting_for(mentor, MOST_WAITING)
        if one.told_with is None
        and one.held_until is None
        and (one.proposal is None or one.proposal.by is not Role.MENTOR)
    ]
    people = tx.people({mentor, *(one.student for one in found)})
    return tuple(BookingView.of(one, mentor, people, now) for one in found)
