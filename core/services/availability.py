"""Asks whether a time may be taken, inside the transaction of whoever takes it, and says why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.availability import Objection, Wanted, Way, day_off, nearest_gap, objection
from core.domain.booking import Act, Role
from core.domain.errors import BadInput, Problem
from core.domain.open_times import SessionTerms, meant, terms_of
from core.domain.people import DEFAULT_MINUTES, Mentor

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, Moved, Slot
    from core.domain.people import Offering, OfferingId
    from core.domain.policy import Policy
    from core.store.transaction import Transaction

AROUND = timedelta(days=8)
"""How far around an instant sessions are read: the whole week counts against the cap, and neighbours have buffers."""
TIME_FIELDS = ("when", "when2", "when3")
"""The fields of a form in which times stand, the first of them also where there is only one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Asks the one rule for one booking. ``now`` in UTC."""

    tx: Transaction
    booking: Booking
    policy: Policy
    now: datetime
    offered: Offering | None = None
    """The session type, where it has just been read that the mentor offers it."""

    def check_request(self, way: Way) -> None:
        """Raise BadInput when a new request may not be made."""
        slot = self.booking.slot
        wanted = self._wanted(slot)
        found = objection(wanted, way)
        if found is Objection.NOT_AVAILABLE:
            raise BadInput({"mentor": Problem("takes_no_requests", name=wanted.mentor.person.name)})
        if found is not None and slot is not None:
            raise BadInput({TIME_FIELDS[0]: self._problem(found, wanted, slot, Role.STUDENT)})

    def check(self, slots: tuple[Slot, ...], way: Way, reader: Role) -> None:
        """Raise BadInput naming the field of each time that may not be taken, worded for ``reader``."""
        refused = {
            field: problem
            for field, slot in zip(TIME_FIELDS, slots, strict=False)
            if (problem := self.refusal(slot, way, reader)) is not None
        }
        if refused:
            raise BadInput(refused)

    def refusal(self, slot: Slot, way: Way, reader: Role) -> Problem | None:
        """Return why this booking may not have this time, worded for ``reader``, or None when it may."""
        wanted = self._wanted(slot)
        found = objection(wanted, way)
        return None if found is None else self._problem(found, wanted, slot, reader)

    def wanted(self, slot: Slot) -> Wanted:
        """Return this time with everything by which it is judged."""
        return self._wanted(slot)

    def _wanted(self, slot: Slot | None) -> Wanted:
        booking, tx = self.booking, self.tx
        mentor = _mentor_of(tx, booking, self.now)
        wanted = Wanted(
            slot=slot,
            mentor=mentor,
            terms=replace(self._terms(mentor), minutes=slot.minutes if slot else booking.minutes),
            now=self.now,
            furthest=self.now + self.policy.horizon,
        )
        if slot is None:
            return wanted
        start, end = slot.starts_at - AROUND, slot.starts_at + AROUND
        return replace(
            wanted,
            of_mentor=tx.busy(booking.mentor, start, end, booking.id, engaged=True),
            of_student=tx.busy(booking.student, slot.starts_at, slot.ends_at, booking.id),
        )

    def _terms(self, mentor: Mentor) -> SessionTerms:
        which = self.booking.offering
        if which is None or self.offered is not None:
            return terms_of(mentor, self.offered)
        offered = {one.id: one for one in self.tx.offerings(mentor.person.id)}
        kind = offered.get(which) or self.tx.offering(which)
        return replace(terms_of(mentor, kind), offered=which in offered)

    def _problem(self, found: Objection, wanted: Wanted, slot: Slot, reader: Role) -> Problem:
        if found in {Objection.STUDENT_BUSY, Objection.MENTOR_BUSY}:
            return self._taken(found, slot, reader)
        if found is Objection.ENGAGED and reader is Role.MENTOR:
            return Problem("time_engaged")
        mentor, gap = wanted.mentor, nearest_gap(wanted, slot) or 0
        name, day = mentor.person.name, day_off(slot, mentor) or slot.starts_at.date()
        close = Problem("time_too_close", name=name, count=gap)
        return {
            Objection.IN_PAST: Problem("time_past"),
            Objection.TOO_FAR: Problem("time_too_far", days=self.policy.horizon.days),
            Objection.NOT_AVAILABLE: Problem("time_paused", name=name),
            Objection.TYPE_GONE: Problem("time_type_gone", name=name),
            Objection.BEYOND_HORIZON: Problem("time_beyond_horizon", name=name, days=mentor.horizon),
            Objection.TOO_SOON: Problem("time_too_soon", name=name, hours=wanted.terms.notice / 60),
            Objection.DAY_OFF: Problem("time_day_off", name=name, first=day),
            Objection.OUTSIDE_HOURS: Problem("time_outside_hours", name=name),
            Objection.WEEK_FULL: Problem("time_week_full", name=name, count=mentor.weekly_cap or 0),
            Objection.ENGAGED: Problem("time_mentor_busy", name=name),
            Objection.TOO_CLOSE: close
            if reader is Role.STUDENT
            else Problem("time_close_to_yours", count=gap),
        }[found]

    def _taken(self, found: Objection, slot: Slot, reader: Role) -> Problem:
        """Name one's own session by its reference, and of the other one's nothing but that they are busy."""
        busy = Role.STUDENT if found is Objection.STUDENT_BUSY else Role.MENTOR
        who = self.booking.party(busy)
        if busy is reader and (taken := self.tx.clashes(who, slot, self.booking.id)):
            return Problem("time_yours_taken", ref=taken[0].ref)
        other = self.tx.person(who)
        return Problem("time_mentor_busy", name=other.name if other else "")


def times_taken(moved: Moved) -> tuple[tuple[Slot, ...], Way]:
    """Return the times that an act takes or offers, and in which way; none for an act that takes no time.

    A request that keeps its time while its words change takes nothing new.
    """
    booking, before = moved.booking, moved.before
    slot = (booking.slot,) if booking.slot else ()
    match moved.act:
        case Act.EDIT if before is None or booking.slot != before.slot:
            return slot, Way.SUGGESTED
        case Act.ACCEPT | Act.ACCEPT_PROPOSAL:
            return slot, Way.AGREED if moved.by is Role.MENTOR else Way.INSISTED
        case Act.PROPOSE if booking.proposal:
            way = Way.INSISTED if moved.by is Role.MENTOR else Way.SUGGESTED
            return booking.proposal.slots, way
        case _:
            return (), Way.SUGGESTED


def offering_meant(
    tx: Transaction, mentor: Mentor, which: OfferingId | None, *, minutes: int | None = None
) -> Offering | None:
    """Return the session type that a request means, or None for the usual length.

    Raises BadInput for one that the mentor does not offer, for one that has not so many ``minutes`` any more, and
    where one of several has to be named because none has the usual length.
    """
    offered, name = tx.offerings(mentor.person.id), mentor.person.name
    choices = tuple(f"{one.title} ({one.minutes} min)" for one in offered)
    found = meant(offered, which)
    if which is not None and found is None:
        raise BadInput({"session-type": Problem("session_type_unknown", name=name, choices=choices)})
    if found is not None and minutes is not None and found.minutes != minutes:
        count = found.minutes
        raise BadInput(
            {"session-type": Problem("session_type_changed", name=name, count=count, choices=choices)}
        )
    if found is None and offered and all(one.minutes != DEFAULT_MINUTES for one in offered):
        raise BadInput({"session-type": Problem("session_type_missing", name=name, choices=choices)})
    return found


def _mentor_of(tx: Transaction, booking: Booking, now: datetime) -> Mentor:
    """Somebody who is no mentor any more has no rules, and can still not be in two places at once."""
    known = tx.mentor(booking.mentor)
    return known or Mentor(person=tx.people({booking.mentor})[booking.mentor], headline="", since=now)
