"""What both people hear of an act of an organiser, and what is waited for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain import acts
from core.domain.booking import Act, Booking, BookingId, Moved, Proposal, Role, Slot, Status
from core.domain.moves import move
from core.domain.notices import NUDGES, Kind, notices_for, still_true
from core.domain.organised import Unanswered, Waits, nudged_last
from tests.factories import MENTOR, NOON, STUDENT, a_booking, a_person

SLOT = Slot(NOON + timedelta(days=3), 30)
LATER = Slot(NOON + timedelta(days=4), 30)
REQUEST = a_booking(slot=SLOT)
AGREED = a_booking(slot=SLOT, status=Status.ACCEPTED)
TIMELESS = a_booking(status=Status.ACCEPTED)
THEIRS = Proposal(Role.MENTOR, (LATER,))
YOURS = Proposal(Role.STUDENT, (LATER,))
ON = acts.Reassign(following=BookingId(UUID(int=7)))
CARD, NUDGED, OFF = Kind.CARD, Kind.NUDGED, Kind.CALLED_OFF


def told(moved: Moved, person: object) -> set[Kind]:
    """What somebody hears at once."""
    return {
        one.kind
        for one in notices_for(moved)
        if one.recipient == person and one.due_at == moved.at and one.kind is not Kind.HOME
    }


@pytest.mark.parametrize(
    ("booking", "doing", "student", "mentor"),
    [
        (REQUEST, acts.Nudge(), CARD, NUDGED),
        (replace(REQUEST, proposal=THEIRS), acts.Nudge(), NUDGED, CARD),
        (replace(AGREED, proposal=YOURS), acts.Nudge(), CARD, NUDGED),
        (TIMELESS, acts.Nudge(), NUDGED, NUDGED),
        (REQUEST, acts.Cancel(reason="ill"), OFF, OFF),
        (AGREED, acts.Cancel(reason="ill"), OFF, OFF),
        (REQUEST, ON, CARD, Kind.TAKEN_OVER),
        (TIMELESS, ON, CARD, Kind.TAKEN_OVER),
    ],
)
def test_both_hear_what_an_organiser_has_done(
    booking: Booking, doing: acts.Doing, student: Kind, mentor: Kind
) -> None:
    moved = move(booking, doing, Role.ADMIN, NOON)
    assert moved is not None
    assert (told(moved, STUDENT), told(moved, MENTOR)) == ({student}, {mentor})


def test_the_student_hears_who_is_asked_now_and_their_card_goes_on() -> None:
    asked = Moved(REQUEST, Act.REQUEST, Role.ADMIN, NOON)
    assert told(asked, STUDENT) == {Kind.PASSED_ON, Kind.REASSIGNED}
    assert told(asked, MENTOR) == {Kind.REQUESTED}


def test_the_usual_nudges_are_planned_anew_after_that_of_an_organiser() -> None:
    moved = move(REQUEST, acts.Nudge(), Role.ADMIN, NOON + timedelta(hours=12))
    assert moved is not None
    planned = [one for one in notices_for(moved) if one.kind in NUDGES]
    assert {one.due_at for one in planned} == {NOON + timedelta(hours=30), NOON + timedelta(hours=44.4)}
    assert all(still_true(one, moved.booking, one.due_at) for one in planned)
    theirs = replace(REQUEST, proposal=THEIRS)
    suggested = move(theirs, acts.Nudge(), Role.ADMIN, NOON)
    assert suggested is not None
    assert not [one for one in notices_for(suggested) if one.kind in NUDGES], "it is the student's turn"


def test_a_nudge_is_not_told_once_there_is_an_answer() -> None:
    moved = move(REQUEST, acts.Nudge(), Role.ADMIN, NOON)
    assert moved is not None
    nudge = next(one for one in notices_for(moved) if one.kind is NUDGED)
    answered = move(moved.booking, acts.Reject(), Role.MENTOR, NOON)
    assert answered is not None
    assert still_true(nudge, moved.booking, NOON) and not still_true(nudge, answered.booking, NOON)
    assert nudged_last([moved, answered]) == NOON and nudged_last([answered]) is None


@pytest.mark.parametrize(
    ("booking", "waits", "until"),
    [
        (REQUEST, Waits.REQUEST, REQUEST.lapses_at),
        (replace(AGREED, proposal=THEIRS), Waits.SUGGESTION, LATER.starts_at),
        (TIMELESS, Waits.TIME, TIMELESS.time_until),
        (AGREED, None, None),
        (replace(REQUEST, held_until=NOON), None, None),
        (replace(REQUEST, status=Status.REJECTED), None, None),
    ],
)
def test_what_is_waited_for_and_until_when(booking: Booking, waits: Waits | None, until: object) -> None:
    one = Unanswered(
        booking=booking, student=a_person(), mentor=a_person(id=MENTOR, name="Mina"), now=NOON, nudged_at=None
    )
    assert (one.waits, one.until) == (waits, until)
