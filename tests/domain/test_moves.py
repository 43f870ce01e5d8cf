"""The table of moves, cell by cell, against a copy written by hand; and what holds for every path through it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain import acts
from core.domain.booking import Act, Booking, BookingId, LinkState, Proposal, Role, Slot, Status
from core.domain.errors import BookingError
from core.domain.links import MeetingLink
from core.domain.moves import ACTORS, ANSWER_STANDS, BIRTHS, MOVES, Go, No, Rule, Same, allowed, judge, move
from core.domain.refusals import KINDS
from core.domain.requests import RequestText
from core.screens.errors import sentence
from tests.factories import NOON, a_booking

START = NOON + timedelta(days=3)
S, M, A, SYS = Role.STUDENT, Role.MENTOR, Role.ADMIN, Role.SYSTEM

DOINGS: dict[Act, acts.Doing] = {
    Act.EDIT: acts.Edit(
        text=RequestText("new"), slot=None, offering=None, minutes=30, answer_by=NOON + timedelta(days=1)
    ),
    Act.ACCEPT: acts.Accept(),
    Act.REJECT: acts.Reject(),
    Act.CANCEL: acts.Cancel(),
    Act.SET_LINK: acts.SetLink(link=None),
    Act.RENEW_LINK: acts.RenewLink(),
    Act.LINK_MADE: acts.LinkMade(link=MeetingLink("https://meet.example.org/made"), state=LinkState.MADE),
    Act.PROPOSE: acts.Propose(slots=(Slot(START + timedelta(days=1), 30),)),
    Act.ACCEPT_PROPOSAL: acts.AcceptProposal(),
    Act.DECLINE_PROPOSAL: acts.DeclineProposal(),
    Act.WITHDRAW_PROPOSAL: acts.WithdrawProposal(),
    Act.COMPLETE: acts.Complete(),
    Act.STUDENT_ABSENT: acts.StudentAbsent(),
    Act.MENTOR_ABSENT: acts.MentorAbsent(),
    Act.EXPIRE: acts.Expire(),
    Act.AUTO_COMPLETE: acts.AutoComplete(),
    Act.EXPIRE_PROPOSAL: acts.ExpireProposal(),
    Act.LEAVE: acts.Leave(who=S),
    Act.NUDGE: acts.Nudge(),
    Act.REASSIGN: acts.Reassign(following=BookingId(UUID(int=99))),
}

# What design says of each act, before the start and without an open proposal:
# pending, accepted, rejected, cancelled, expired, completed, no_show
STATUSES = (
    Status.PENDING,
    Status.ACCEPTED,
    Status.REJECTED,
    Status.CANCELLED,
    Status.EXPIRED,
    Status.COMPLETED,
    Status.NO_SHOW,
)
ENDED = ("already_rejected", "already_cancelled", "already_expired", "already_completed", "already_no_show")
EXPECTED: dict[tuple[Act, Role], tuple[str, ...]] = {
    (Act.EDIT, S): ("ok", "use_propose_time", *ENDED),
    (Act.ACCEPT, M): ("accepted", "= already_accepted", *ENDED),
    (Act.REJECT, M): ("rejected", "use_cancel", "= already_rejected", *ENDED[1:]),
    (Act.CANCEL, S): ("cancelled", "cancelled", ENDED[0], "= already_cancelled", *ENDED[2:]),
    (Act.CANCEL, M): ("use_reject", "cancelled", ENDED[0], "= already_cancelled", *ENDED[2:]),
    (Act.CANCEL, A): ("cancelled", "cancelled", ENDED[0], "= already_cancelled", *ENDED[2:]),
    (Act.SET_LINK, M): ("accept_first", "ok", *ENDED),
    (Act.RENEW_LINK, M): ("accept_first", "ok", *ENDED),
    (Act.RENEW_LINK, SYS): ("accept_first", "ok", *ENDED),
    (Act.LINK_MADE, SYS): ("accept_first", "ok", *ENDED),
    (Act.PROPOSE, S): ("ok", "ok", *ENDED),
    (Act.PROPOSE, M): ("ok", "ok", *ENDED),
    (Act.ACCEPT_PROPOSAL, S): ("no_proposal", "no_proposal", *ENDED),
    (Act.ACCEPT_PROPOSAL, M): ("no_proposal", "no_proposal", *ENDED),
    (Act.DECLINE_PROPOSAL, S): ("no_proposal", "no_proposal", *ENDED),
    (Act.DECLINE_PROPOSAL, M): ("no_proposal", "no_proposal", *ENDED),
    (Act.WITHDRAW_PROPOSAL, S): ("no_proposal", "no_proposal", *ENDED),
    (Act.WITHDRAW_PROPOSAL, M): ("no_proposal", "no_proposal", *ENDED),
    (Act.COMPLETE, M): ("not_accepted", "too_early", *ENDED[:3], "= already_completed", ENDED[4]),
    (Act.COMPLETE, A): ("not_accepted", "too_early", *ENDED[:3], "= already_completed", ENDED[4]),
    (Act.STUDENT_ABSENT, M): ("not_accepted", "not_now", *ENDED[:3], "not_now", "= already_no_show"),
    (Act.STUDENT_ABSENT, A): ("not_accepted", "not_now", *ENDED[:3], "not_now", "= already_no_show"),
    (Act.MENTOR_ABSENT, S): ("not_accepted", "not_now", *ENDED[:3], "not_now", "= already_no_show"),
    (Act.MENTOR_ABSENT, A): ("not_accepted", "not_now", *ENDED[:3], "not_now", "= already_no_show"),
    (Act.EXPIRE, SYS): ("too_early", "already_accepted", *ENDED[:2], "= already_expired", *ENDED[3:]),
    (Act.AUTO_COMPLETE, SYS): ("not_accepted", "too_early", *ENDED[:3], "= already_completed", ENDED[4]),
    (Act.EXPIRE_PROPOSAL, SYS): ("no_proposal", "no_proposal", *ENDED),
    (Act.TAKE, S): ("= already_asked", "already_accepted", *ENDED),
    (Act.ONE_BY_ONE, M): ("ok", "already_accepted", *ENDED),
    (Act.ONE_BY_ONE, SYS): ("ok", "already_accepted", *ENDED),
    (Act.LEAVE, SYS): ("cancelled", "cancelled", ENDED[0], "= already_cancelled", *ENDED[2:]),
    (Act.NUDGE, A): ("ok", "nothing_awaited", *ENDED),
    (Act.REASSIGN, A): ("cancelled", "cancelled", *ENDED),
}


def said(rule: Rule) -> str:
    match rule:
        case Go():
            return rule.to.value if rule.to else "ok"
        case Same(code):
            return f"= {code}"
        case No(code):
            return code


@pytest.mark.parametrize(("act", "role"), [(act, role) for act in ACTORS for role in Role])
def test_every_cell_of_the_table_before_the_start(act: Act, role: Role) -> None:
    bookings = [a_booking(status=status, slot=Slot(START, 30)) for status in STATUSES]
    got = tuple(said(judge(booking, act, role, NOON)) for booking in bookings)
    assert got == EXPECTED.get((act, role), ("not_allowed",) * len(STATUSES))


def test_every_act_but_the_request_stands_in_every_column() -> None:
    assert set(MOVES) == {(status, act) for status in Status for act in Act if act not in BIRTHS}


@pytest.mark.parametrize(
    ("act", "role", "moment", "expected"),
    [
        (Act.ACCEPT, M, START, "too_late"),
        (Act.ACCEPT, M, START - timedelta(seconds=1), "already_expired"),
        (Act.ACCEPT, M, NOON + timedelta(hours=48), "already_expired"),
        (Act.ACCEPT, M, NOON + timedelta(hours=48, seconds=-1), "accepted"),
        (Act.CANCEL, S, NOON + timedelta(hours=48), "already_expired"),
        (Act.CANCEL, A, NOON + timedelta(hours=48), "already_expired"),
        (Act.NUDGE, A, NOON + timedelta(hours=48), "already_expired"),
        (Act.REASSIGN, A, START, "too_late"),
        (Act.EDIT, S, START, "too_late"),
        (Act.PROPOSE, M, START, "too_late"),
        (Act.REJECT, M, START, "already_expired"),
        (Act.EXPIRE, SYS, NOON + timedelta(hours=48), "expired"),
        (Act.EXPIRE, SYS, NOON + timedelta(hours=48, seconds=-1), "too_early"),
    ],
)
def test_a_pending_booking_follows_the_clock(act: Act, role: Role, moment: datetime, expected: str) -> None:
    assert said(judge(a_booking(slot=Slot(START, 30)), act, role, moment)) == expected


@pytest.mark.parametrize(
    ("act", "role", "moment", "expected"),
    [
        (Act.COMPLETE, M, START - timedelta(seconds=1), "too_early"),
        (Act.REASSIGN, A, START - timedelta(seconds=1), "cancelled"),
        (Act.REASSIGN, A, START, "too_late"),
        (Act.COMPLETE, M, START, "completed"),
        (Act.CANCEL, S, START + timedelta(minutes=29), "cancelled"),
        (Act.CANCEL, M, START + timedelta(minutes=30), "already_over"),
        (Act.SET_LINK, M, START + timedelta(minutes=30), "already_over"),
        (Act.STUDENT_ABSENT, M, START + timedelta(minutes=9, seconds=59), "not_now"),
        (Act.STUDENT_ABSENT, M, START + timedelta(minutes=10), "no_show"),
        (Act.MENTOR_ABSENT, S, START + timedelta(minutes=10), "no_show"),
        (Act.MENTOR_ABSENT, S, START + timedelta(days=7, minutes=29), "no_show"),
        (Act.MENTOR_ABSENT, S, START + timedelta(days=7, minutes=30), "not_now"),
        (Act.AUTO_COMPLETE, SYS, START + timedelta(minutes=89), "too_early"),
        (Act.AUTO_COMPLETE, SYS, START + timedelta(minutes=90), "completed"),
        (Act.LEAVE, SYS, START, "too_late"),
    ],
)
def test_an_accepted_booking_follows_the_clock(act: Act, role: Role, moment: datetime, expected: str) -> None:
    booking = a_booking(status=Status.ACCEPTED, slot=Slot(START, 30))
    assert said(judge(booking, act, role, moment)) == expected


@pytest.mark.parametrize("status", [Status.PENDING, Status.ACCEPTED])
@pytest.mark.parametrize(
    ("act", "proposer", "other"),
    [
        (Act.ACCEPT_PROPOSAL, "own_proposal", "go"),
        (Act.DECLINE_PROPOSAL, "own_proposal", "go"),
        (Act.WITHDRAW_PROPOSAL, "go", "not_your_proposal"),
    ],
)
@pytest.mark.parametrize("by", [S, M])
def test_a_proposal_is_answered_by_the_other_side(
    status: Status, act: Act, proposer: str, other: str, by: Role
) -> None:
    booking = a_booking(
        status=status, slot=Slot(START, 30), proposal=Proposal(by, (Slot(START + timedelta(days=1), 30),))
    )
    for role, expected in ((by, proposer), (by.other, other)):
        rule = judge(booking, act, role, NOON)
        assert isinstance(rule, Go) if expected == "go" else rule == No(expected)


def test_the_agreed_time_stands_until_the_other_side_agrees() -> None:
    booking = a_booking(status=Status.ACCEPTED, slot=Slot(START, 30))
    later = Slot(START + timedelta(days=1), 30)
    proposed = move(booking, acts.Propose(slots=(later,)), S, NOON)
    assert proposed is not None and proposed.booking.slot == booking.slot
    kept = move(proposed.booking, acts.DeclineProposal(), M, NOON)
    assert kept is not None and kept.booking.slot == booking.slot and kept.booking.proposal is None
    agreed = move(proposed.booking, acts.AcceptProposal(), M, NOON)
    assert agreed is not None and agreed.booking.slot == later and agreed.booking.status is Status.ACCEPTED
    assert agreed.booking.id == booking.id and agreed.booking.ref == booking.ref


@pytest.mark.parametrize("doing", [acts.DeclineProposal(), acts.WithdrawProposal()])
@pytest.mark.parametrize("start", [None, NOON + timedelta(hours=2), START, START + timedelta(days=30)])
def test_turning_a_suggestion_down_does_not_shorten_the_life_of_the_request(
    doing: acts.Doing, start: datetime | None
) -> None:
    suggested = Proposal(M, (Slot(START + timedelta(days=9), 30),), answer_by=NOON + timedelta(days=2))
    booking = a_booking(
        slot=Slot(start, 30) if start else None, answer_by=NOON + timedelta(hours=1), proposal=suggested
    )
    late = NOON + timedelta(hours=3)
    by = S if isinstance(doing, acts.DeclineProposal) else M
    if start is not None and start <= late:
        assert judge(booking, doing.act, by, late) == No("too_late"), "there is nothing left to keep"
        return
    closed = move(booking, doing, by, late)
    assert closed is not None and closed.booking.proposal is None
    assert late < closed.booking.lapses_at <= booking.lapses_at
    assert closed.booking.lapses_at == min(start or booking.lapses_at, booking.lapses_at)


def test_an_organiser_asks_those_who_owe_an_answer_and_gives_on_what_has_no_time() -> None:
    """Who owes one: the other side of a suggestion, or both where no time is agreed; a card drawn before stays good."""
    timeless = a_booking(status=Status.ACCEPTED)
    suggested = a_booking(
        status=Status.ACCEPTED, slot=Slot(START, 30), proposal=Proposal(M, (Slot(START, 45),))
    )
    assert [set(one.awaited) for one in (timeless, suggested, a_booking())] == [{S, M}, {S}, {M}]
    assert not a_booking(status=Status.ACCEPTED, slot=Slot(START, 30)).awaited
    for booking in (timeless, suggested):
        asked = move(booking, acts.Nudge(), A, NOON)
        assert asked is not None and asked.act in ANSWER_STANDS
        assert replace(asked.booking, version=booking.version) == booking, "nothing but the asking is new"
    given = move(timeless, DOINGS[Act.REASSIGN], A, NOON)
    assert given is not None and given.booking.closed_by is A and given.booking.is_passed_on


@pytest.mark.parametrize("passed", [timedelta(0), timedelta(hours=1)])
def test_a_suggested_time_that_has_passed_cannot_be_taken(passed: timedelta) -> None:
    soon = Slot(NOON + timedelta(hours=1), 30)
    booking = a_booking(slot=Slot(START, 30), proposal=Proposal(M, (soon,)))
    with pytest.raises(BookingError) as caught:
        move(booking, acts.AcceptProposal(), S, soon.starts_at + passed)
    assert caught.value.code == "proposal_expired"


@pytest.mark.parametrize("doing", [acts.Accept(), acts.Reject(), acts.Cancel(), acts.Expire()])
def test_whatever_ends_or_agrees_closes_the_proposal(doing: acts.Doing) -> None:
    booking = a_booking(slot=Slot(START, 30), proposal=Proposal(M, (Slot(START, 45),)))
    role = {Act.ACCEPT: M, Act.REJECT: M, Act.CANCEL: S, Act.EXPIRE: SYS}[doing.act]
    moment = START if doing.act is Act.EXPIRE else START - timedelta(seconds=1)
    moved = move(booking, doing, role, moment)
    assert moved is not None and moved.booking.proposal is None


def test_a_request_lives_as_long_as_the_suggestion_that_is_open() -> None:
    later = Slot(START + timedelta(days=5), 30)
    until = START + timedelta(days=2)
    booking = a_booking(slot=Slot(START, 30), proposal=Proposal(M, (later,), "", until))
    assert said(judge(booking, Act.EXPIRE, SYS, until - timedelta(seconds=1))) == "too_early"
    assert said(judge(booking, Act.ACCEPT_PROPOSAL, S, until - timedelta(seconds=1))) == "accepted"
    assert said(judge(booking, Act.ACCEPT_PROPOSAL, S, until)) == "already_expired"
    assert said(judge(booking, Act.EXPIRE, SYS, until)) == "expired"
    assert Proposal(M, (Slot(START, 30),), "", until).lapses_at == START, "never past its last time"


def test_a_repeated_move_changes_nothing() -> None:
    booking = a_booking(status=Status.ACCEPTED, slot=Slot(START, 30))
    assert move(booking, acts.Accept(reply="again"), M, NOON) is None


def test_every_refusal_code_has_a_sentence_and_every_sentence_is_used() -> None:
    codes = {rule.code for rule in MOVES.values() if isinstance(rule, (Same, No))}
    codes |= {rule.instead for rule in MOVES.values() if isinstance(rule, Go)}
    codes |= {
        "too_late",
        "already_over",
        "too_early",
        "too_late_to_change",
        "already_accepted",
        "not_now",
        "no_proposal",
        "own_proposal",
        "not_your_proposal",
        "nothing_awaited",
    }
    assert codes | {"proposal_expired", "already_withdrawn", "already_lapsed", "not_asked_yet"} == set(KINDS)


@pytest.mark.parametrize(
    ("booking", "after", "expected"),
    [
        (a_booking(status=Status.ACCEPTED), timedelta(days=30), "expired"),
        (a_booking(status=Status.ACCEPTED), timedelta(days=30, seconds=-1), "too_early"),
        (a_booking(status=Status.ACCEPTED, slot=Slot(START, 30)), timedelta(days=40), "already_accepted"),
        (
            a_booking(status=Status.ACCEPTED, proposal=Proposal(M, (Slot(START + timedelta(days=60), 30),))),
            timedelta(days=40),
            "too_early",
        ),
        (a_booking(status=Status.ACCEPTED, accepted_at=None), timedelta(days=400), "too_early"),
    ],
)
def test_what_is_agreed_without_a_time_expires_after_thirty_days(
    booking: Booking, after: timedelta, expected: str
) -> None:
    assert said(judge(booking, Act.EXPIRE, SYS, NOON + after)) == expected
    for role in (S, M, A):
        assert said(judge(booking, Act.EXPIRE, role, NOON + after)) == "not_allowed"


@pytest.mark.parametrize("hours", [0, 1, 12, 720])
@pytest.mark.parametrize("act", [one for one in ACTORS if one is not Act.LEAVE])
@pytest.mark.parametrize("role", list(Role))
def test_the_notice_for_changes_binds_the_student_and_two_acts_alone(
    act: Act, role: Role, hours: int
) -> None:
    plain = a_booking(status=Status.ACCEPTED, slot=Slot(START, 30))
    noticed = replace(plain, change_notice=hours * 60)
    limit = START - timedelta(hours=hours)
    for at in (
        limit - timedelta(seconds=1),
        limit,
        START - timedelta(seconds=1),
        START,
        START + timedelta(days=1),
    ):
        usual = judge(plain, act, role, at)
        bound = (
            hours and role is S and act in {Act.PROPOSE, Act.CANCEL} and isinstance(usual, Go) and at >= limit
        )
        assert judge(noticed, act, role, at) == (No("too_late_to_change") if bound else usual)
    waiting = replace(noticed, status=Status.PENDING, accepted_at=None)
    assert judge(waiting, act, role, NOON) == judge(replace(waiting, change_notice=0), act, role, NOON)


MOMENTS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=12))


@given(st.lists(st.tuples(st.sampled_from(list(DOINGS)), st.sampled_from(list(Role)), MOMENTS), max_size=12))
@settings(max_examples=300)
def test_whatever_is_pressed_in_whatever_order(presses: list[tuple[Act, Role, timedelta]]) -> None:
    booking = a_booking(slot=Slot(START, 30))
    now = NOON
    for act, role, after in presses:
        now = max(now, NOON + after)
        booking = pressed(booking, act, role, now)


def refused(booking: Booking, rule: Rule, error: BookingError) -> Booking:
    """Only what the table refuses is refused, and always with a sentence."""
    assert isinstance(rule, No) or error.code == "proposal_expired"
    assert sentence(error)
    return booking


def pressed(booking: Booking, act: Act, role: Role, now: datetime) -> Booking:
    """Press once and check what holds for every press."""
    rule = judge(booking, act, role, now)
    assert (act in allowed(booking, role, now)) is isinstance(rule, Go)
    try:
        moved = move(booking, DOINGS[act], role, now)
    except BookingError as error:
        return refused(booking, rule, error)
    if moved is None:
        assert isinstance(rule, Same)
        return booking
    after = moved.booking
    assert isinstance(rule, Go)
    assert after.version == booking.version + 1
    assert moved.before == booking
    assert after.status is (rule.to or booking.status)
    assert booking.status.is_open or after.status is Status.NO_SHOW, "what has ended stays ended"
    assert (after.id, after.ref, after.student, after.mentor) == (
        booking.id,
        booking.ref,
        booking.student,
        booking.mentor,
    )
    assert after.proposal is None or after.status.is_open
    return after


def test_times_are_aware_and_in_utc() -> None:
    with pytest.raises(ValueError, match="zone"):
        Slot(datetime(2026, 1, 1, 12, 0), 30)  # noqa: DTZ001 - the point of the test
    assert Slot(NOON, 30).starts_at.tzinfo is UTC


def test_the_mentor_has_no_part_in_a_time_that_is_held_until_the_student_asks_for_it() -> None:
    held = a_booking(
        slot=Slot(START, 30), held_until=NOON + timedelta(hours=1), answer_by=NOON + timedelta(hours=1)
    )
    for role in (S, M):
        assert allowed(held, role, NOON) == (frozenset({Act.TAKE, Act.CANCEL}) if role is S else frozenset())
        assert allowed(held, role, NOON + timedelta(hours=1)) == frozenset()
    assert said(judge(held, Act.ACCEPT, M, NOON)) == "not_asked_yet"
    taken = move(held, acts.Take(answer_by=NOON + 2 * timedelta(hours=1)), S, NOON)
    assert taken is not None
    assert Act.ACCEPT in allowed(taken.booking, M, NOON + timedelta(hours=1))
