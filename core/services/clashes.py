"""What is said of a time that somebody else has, and of a session that has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.acts import AcceptProposal
from core.domain.booking import Role
from core.domain.errors import TAKEN, AlreadyDone, BookingError, Clash, Problem

if TYPE_CHECKING:
    from core.domain.acts import Doing
    from core.domain.booking import Booking, Slot


def time_wanted(doing: Doing, booking: Booking) -> Slot | None:
    """Return the time that somebody wanted to take, if any."""
    if isinstance(doing, AcceptProposal) and booking.proposal and doing.choice < len(booking.proposal.slots):
        return booking.proposal.slots[doing.choice]
    return getattr(doing, "slot", None)


def clash_of(problem: Problem) -> Clash:
    """Say of a time that was agreed to what is said of one that is lost in a race."""
    if problem.code == "time_yours_taken":
        return Clash("conflict_yours", ref=problem.facts["ref"])
    return Clash() if problem.code in TAKEN else Clash(problem.code, **problem.facts)


def ended(error: BookingError, booking: Booking) -> BookingError:
    """Return the refusal that says what has become of it: a request is withdrawn, and what was agreed lapses."""
    by_student = booking.closed_by is not Role.ADMIN
    if error.code == "already_cancelled" and booking.accepted_at is None and by_student:
        return AlreadyDone("already_withdrawn")
    if error.code == "already_expired" and booking.accepted_at is not None:
        return AlreadyDone("already_lapsed")
    return error
