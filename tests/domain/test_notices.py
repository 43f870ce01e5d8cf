"""Who is told what, when, and what is no longer said because it is no longer true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain import acts
from core.domain.booking import Act, Booking, Moved, Proposal, Role, Slot, Status
from core.domain.moves import ACTORS, BIRTHS, move
from core.domain.notice_kinds import ANSWERED, STANDS, TOLD
from core.domain.notices import (
    AHEAD,
    NUDGES,
    REMINDERS,
    UNFOLDINGS,
    Kind,
    Notice,
    holds,
    notices_for,
    still_true,
)
from core.domain.reminders import SPANS, USUAL, Ahead
from tests.factories import MENTOR, NOON, STUDENT, a_booking
from tests.promises.rings import OTHER_RINGS, RINGS, SAID_WHILE

START = NOON + timedelta(days=3)
SLOT = Slot(START, 30)


def told(moved: Moved, person: object) -> set[Kind]:
    return {
        notice.kind
        for notice in notices_for(moved)
        if notice.recipient == person and notice.due_at <= moved.at
    }


def moved(booking: Booking, doing: acts.Doing, by: Role) -> Moved:
    result = move(booking, doing, by, NOON)
    assert result is not None
    return result


def test_every_act_tells_each_side_exactly_one_thing() -> None:
    assert set(TOLD) | set(ANSWERED) | {Act.NUDGE, Act.REASSIGN} == set(ACTORS) | BIRTHS
    for act in (*TOLD, *ANSWERED):
        happened = Moved(a_booking(slot=SLOT), act, Role.STUDENT, NOON, a_booking(slot=SLOT))
        for person in (STUDENT, MENTOR):
            assert len(told(happened, person) - {Kind.HOME}) == 1, act


@pytest.mark.parametrize(
    ("doing", "by", "student", "mentor"),
    [
        (acts.Accept(), Role.MENTOR, Kind.ACCEPTED, Kind.CARD),
        (acts.Reject(), Role.MENTOR, Kind.REJECTED, Kind.CARD),
        (acts.Cancel(), Role.STUDENT, Kind.CARD, Kind.WITHDRAWN),
        (acts.Propose(slots=(SLOT,)), Role.MENTOR, Kind.PROPOSED, Kind.CARD),
        (acts.Propose(slots=(SLOT,)), Role.STUDENT, Kind.CARD, Kind.PROPOSED),
        (acts.Leave(who=Role.STUDENT), Role.SYSTEM, Kind.CARD, Kind.LEFT),
        (acts.Leave(who=Role.MENTOR), Role.SYSTEM, Kind.LEFT, Kind.CARD),
    ],
)
def test_only_the_other_side_is_pinged(doing: acts.Doing, by: Role, student: Kind, mentor: Kind) -> None:
    happened = moved(a_booking(slot=SLOT), doing, by)
    assert told(happened, STUDENT) == {student, Kind.HOME}
    assert told(happened, MENTOR) == {mentor, Kind.HOME}


NEWS: dict[Act, tuple[Kind, Kind]] = {
    **{act: (student or Kind.CARD, mentor or Kind.CARD) for act, (student, mentor) in RINGS.items()},
    **{act: (Kind.CARD, kind) for act, kind in OTHER_RINGS.items()},
    Act.REQUEST: (Kind.RECEIPT, Kind.REQUESTED),
    Act.CANCEL: (Kind.CARD, Kind.CANCELLED),
    Act.LEAVE: (Kind.CARD, Kind.LEFT),
}
"""What the student and the mentor hear when the student, or a clock, does it, of an agreed session."""


@pytest.mark.parametrize("act", NEWS)
def test_each_side_hears_its_own_news(act: Act) -> None:
    booking = a_booking(slot=SLOT, status=Status.ACCEPTED, closed_by=Role.STUDENT)
    before = replace(booking, status=Status.PENDING) if act is Act.EXPIRE else booking
    happened = Moved(booking, act, Role.STUDENT, NOON, before)
    assert (told(happened, STUDENT), told(happened, MENTOR)) == tuple({kind, Kind.HOME} for kind in NEWS[act])


def test_cancelling_an_agreed_session_is_called_so() -> None:
    happened = moved(a_booking(slot=SLOT, status=Status.ACCEPTED), acts.Cancel(), Role.STUDENT)
    assert Kind.CANCELLED in told(happened, MENTOR)


def reminders(happened: Moved) -> list[Notice]:
    return [notice for notice in notices_for(happened) if notice.kind in REMINDERS]


def test_acceptance_owes_each_side_two_reminders_at_their_times() -> None:
    planned = reminders(moved(a_booking(slot=SLOT), acts.Accept(), Role.MENTOR))
    assert {(notice.recipient, notice.due_at) for notice in planned} == {
        (person, START - SPANS[ahead]) for person in (STUDENT, MENTOR) for ahead in USUAL
    }


@pytest.mark.parametrize("chosen", [frozenset(), {Ahead.HOUR}, {Ahead.TWO_DAYS, Ahead.SOON}, set(Ahead)])
def test_each_side_is_reminded_as_it_has_chosen(chosen: set[Ahead]) -> None:
    agreed = moved(a_booking(slot=SLOT), acts.Accept(), Role.MENTOR)
    planned = [one for one in notices_for(agreed, chosen={STUDENT: chosen}) if one.kind in REMINDERS]
    assert {AHEAD[one.kind] for one in planned if one.recipient == STUDENT} == (
        {ahead for ahead in chosen if START - SPANS[ahead] > NOON}
    )
    assert {AHEAD[one.kind] for one in planned if one.recipient == MENTOR} == USUAL


@pytest.mark.parametrize("kind", REMINDERS)
@pytest.mark.parametrize("chosen", [frozenset(), *({ahead} for ahead in Ahead), set(Ahead)])
def test_a_reminder_is_told_to_who_wants_it_and_only_until_the_next_one(
    kind: Kind, chosen: set[Ahead]
) -> None:
    agreed = a_booking(slot=SLOT, status=Status.ACCEPTED)
    nearer = [SPANS[ahead] for ahead in chosen if SPANS[ahead] < REMINDERS[kind]]
    wanted = AHEAD[kind] in chosen
    for span, told in [(REMINDERS[kind], wanted), (max([*nearer, timedelta(0)]), False)]:
        assert still_true(about_the_start(kind), agreed, START - span, wanted=chosen) is told
    just_before = START - max([*nearer, timedelta(0)]) - timedelta(seconds=1)
    assert still_true(about_the_start(kind), agreed, just_before, wanted=chosen) is wanted


def test_the_card_of_the_student_turns_when_the_time_for_changes_ends() -> None:
    happened = moved(a_booking(slot=SLOT, change_notice=720), acts.Accept(), Role.MENTOR)
    turns = [one for one in notices_for(happened) if one.kind is Kind.FIXED]
    assert [(one.recipient, one.due_at) for one in turns] == [(STUDENT, START - timedelta(hours=12))]
    assert still_true(turns[0], happened.booking, turns[0].due_at)
    plain = moved(a_booking(slot=SLOT), acts.Accept(), Role.MENTOR)
    assert Kind.FIXED not in {one.kind for one in notices_for(plain)}


@pytest.mark.parametrize("hours", [2, 24])
def test_no_reminder_is_planned_for_a_moment_that_has_passed(hours: int) -> None:
    soon = Slot(NOON + timedelta(hours=hours), 30)
    planned = reminders(moved(a_booking(slot=soon), acts.Accept(), Role.MENTOR))
    assert {notice.kind for notice in planned} == {Kind.REMIND_SOON}


def test_a_reminder_is_one_and_the_same_however_often_the_card_changes() -> None:
    accepted = moved(a_booking(slot=SLOT), acts.Accept(), Role.MENTOR)
    relinked = moved(accepted.booking, acts.SetLink(link=None), Role.MENTOR)
    assert {notice.key for notice in reminders(accepted)} == {notice.key for notice in reminders(relinked)}


@pytest.mark.parametrize(
    ("booking", "now", "true"),
    [
        (a_booking(slot=SLOT, status=Status.ACCEPTED), START - timedelta(hours=24), True),
        (a_booking(slot=SLOT, status=Status.ACCEPTED), START - timedelta(minutes=11), True),
        (a_booking(slot=SLOT, status=Status.ACCEPTED), START - timedelta(minutes=10), False),
        (a_booking(slot=SLOT, status=Status.ACCEPTED), START, False),
        (a_booking(slot=SLOT, status=Status.CANCELLED), START - timedelta(hours=24), False),
        (
            a_booking(slot=Slot(START + timedelta(hours=1), 30), status=Status.ACCEPTED),
            START - timedelta(hours=24),
            False,
        ),
        (a_booking(status=Status.ACCEPTED), START - timedelta(hours=24), False),
    ],
)
def test_a_day_reminder_follows_the_session(booking: Booking, now: object, true: bool) -> None:
    notice = Notice(
        booking=booking.id,
        version=2,
        kind=Kind.REMIND_DAY,
        recipient=STUDENT,
        due_at=START - timedelta(hours=24),
        start=START,
    )
    assert still_true(notice, booking, now) is true  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "moved_by", "left", "true"),
    [
        (Status.ACCEPTED, 0, timedelta(minutes=10), True),
        (Status.ACCEPTED, 0, timedelta(seconds=1), True),
        (Status.ACCEPTED, 0, timedelta(0), False),
        (Status.ACCEPTED, 0, timedelta(minutes=-1), False),
        (Status.ACCEPTED, 1, timedelta(minutes=10), False),
        (Status.CANCELLED, 0, timedelta(minutes=10), False),
    ],
)
def test_a_last_reminder_is_for_what_is_still_to_begin(
    status: Status, moved_by: int, left: timedelta, *, true: bool
) -> None:
    booking = a_booking(slot=Slot(START + timedelta(hours=moved_by), 30), status=status)
    assert still_true(about_the_start(Kind.REMIND_SOON), booking, START - left) is true


@pytest.mark.parametrize("kind", UNFOLDINGS)
def test_a_card_gets_new_buttons_for_the_time_that_holds(kind: Kind) -> None:
    agreed, now = a_booking(slot=SLOT, status=Status.ACCEPTED, version=7), START + UNFOLDINGS[kind]
    assert still_true(about_the_start(kind), agreed, now)
    assert not still_true(about_the_start(kind), replace(agreed, slot=Slot(NOON, 30)), now)
    for status in set(Status) - {Status.ACCEPTED}:
        assert not still_true(about_the_start(kind), replace(agreed, status=status), now)


def about_the_start(kind: Kind) -> Notice:
    return Notice(booking=a_booking().id, version=2, kind=kind, recipient=STUDENT, due_at=START, start=START)


@pytest.mark.parametrize("kind", NUDGES)
def test_a_mentor_is_asked_again_while_the_same_request_waits(kind: Kind) -> None:
    waiting = a_booking(slot=SLOT)
    nudge = Notice(booking=waiting.id, version=1, kind=kind, recipient=MENTOR, due_at=NOON)
    before, deadline = waiting.answer_by - timedelta(seconds=1), waiting.answer_by
    assert still_true(nudge, waiting, before)
    assert not still_true(nudge, waiting, deadline)
    assert not still_true(nudge, replace(waiting, version=2), before)
    for status in set(Status) - {Status.PENDING}:
        assert not still_true(nudge, replace(waiting, status=status), before)


def test_nothing_is_announced_that_has_been_undone() -> None:
    assert {kind: set(statuses) for kind, statuses in STANDS.items()} == SAID_WHILE
    for kind, statuses in STANDS.items():
        notice = Notice(booking=a_booking().id, version=1, kind=kind, recipient=STUDENT, due_at=NOON)
        for status in Status:
            assert still_true(notice, a_booking(status=status, version=9), NOON) is (status in statuses)


def test_a_card_that_was_superseded_is_not_edited_twice() -> None:
    notice = Notice(booking=a_booking().id, version=1, kind=Kind.CARD, recipient=STUDENT, due_at=NOON)
    assert still_true(notice, a_booking(version=1), NOON)
    assert not still_true(notice, a_booking(version=2), NOON)


def test_the_mentor_is_nudged_at_half_and_at_nine_tenths_of_the_deadline() -> None:
    happened = Moved(a_booking(slot=SLOT), Act.REQUEST, Role.STUDENT, NOON)
    nudges = {n.kind: n.due_at for n in notices_for(happened) if n.kind in {Kind.NUDGE_HALF, Kind.NUDGE_LAST}}
    assert nudges == {
        Kind.NUDGE_HALF: NOON + timedelta(hours=24),
        Kind.NUDGE_LAST: NOON + timedelta(hours=43.2),
    }
    nudge = next(n for n in notices_for(happened) if n.kind is Kind.NUDGE_HALF)
    assert still_true(nudge, happened.booking, NOON + timedelta(hours=24))
    assert not still_true(
        nudge, replace(happened.booking, status=Status.ACCEPTED), NOON + timedelta(hours=24)
    )


def test_both_hear_that_no_time_was_agreed_in_time() -> None:
    agreed = a_booking(status=Status.ACCEPTED)
    happened = move(agreed, acts.Expire(), Role.SYSTEM, NOON + timedelta(days=30))
    assert happened is not None
    assert told(happened, STUDENT) == told(happened, MENTOR) == {Kind.LAPSED, Kind.HOME}


def test_both_are_asked_once_for_the_time_of_what_has_none() -> None:
    happened = moved(a_booking(), acts.Accept(), Role.MENTOR)
    asked = [one for one in notices_for(happened) if one.kind is Kind.TIMELESS]
    assert {(one.recipient, one.due_at) for one in asked} == {
        (person, NOON + timedelta(days=3)) for person in (STUDENT, MENTOR)
    }
    agreed, later = happened.booking, NOON + timedelta(days=3)
    assert still_true(asked[0], agreed, later)
    for change in (
        {"slot": SLOT},
        {"proposal": Proposal(Role.MENTOR, (SLOT,))},
        {"status": Status.CANCELLED},
    ):
        assert not still_true(asked[0], replace(agreed, **change), later)
    timed = moved(a_booking(slot=SLOT), acts.Accept(), Role.MENTOR)
    assert Kind.TIMELESS not in {one.kind for one in notices_for(timed)}


def test_an_open_proposal_is_announced_while_it_stands() -> None:
    booking = a_booking(slot=SLOT, version=2, proposal=Proposal(Role.MENTOR, (SLOT,)))
    notice = Notice(booking=booking.id, version=2, kind=Kind.PROPOSED, recipient=STUDENT, due_at=NOON)
    assert still_true(notice, booking, NOON)
    assert not still_true(notice, replace(booking, version=3, proposal=None), NOON)


@pytest.mark.parametrize("doing", [acts.Complete(), acts.AutoComplete()])
def test_both_sides_are_asked_how_it_was_once_more_a_day_later(doing: acts.Doing) -> None:
    over = Slot(NOON - timedelta(hours=3), 30)
    by = Role.SYSTEM if isinstance(doing, acts.AutoComplete) else Role.MENTOR
    happened = moved(a_booking(slot=over, status=Status.ACCEPTED), doing, by)
    asked = [one for one in notices_for(happened) if one.kind is Kind.FEEDBACK_AGAIN]
    assert {(one.recipient, one.due_at) for one in asked} == {
        (person, NOON + timedelta(hours=24)) for person in (STUDENT, MENTOR)
    }
    assert still_true(asked[0], happened.booking, asked[0].due_at)
    assert not still_true(asked[0], happened.booking, asked[0].due_at, answered=True)
    absent = replace(happened.booking, status=Status.NO_SHOW)
    assert not still_true(asked[0], absent, asked[0].due_at)


@pytest.mark.parametrize("kind", NUDGES)
def test_nobody_is_waited_for_who_has_suggested_another_time(kind: Kind) -> None:
    nudge = Notice(booking=a_booking().id, version=1, kind=kind, recipient=MENTOR, due_at=NOON)
    assert holds(nudge, a_booking(slot=SLOT))
    assert holds(nudge, a_booking(slot=SLOT, proposal=Proposal(Role.STUDENT, (SLOT,))))
    assert not holds(nudge, a_booking(slot=SLOT, proposal=Proposal(Role.MENTOR, (SLOT,))))
