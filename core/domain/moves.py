"""The table of moves: who may do what to a booking, in which state, and when.

The same table enforces the rule, chooses the buttons of a card, generates the exhaustive test and draws
``docs/states.md``. It knows nothing of storage, messages or platforms.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from core.domain.booking import Act, Booking, Moved, Role, Status
from core.domain.errors import BookingError
from core.domain.refusals import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.domain.acts import Doing
    from core.domain.booking import BookingId

GRACE = timedelta(minutes=60)
"""How long after its end a session completes by itself, unless the program says otherwise."""
ABSENT_AFTER = timedelta(minutes=10)
CORRECT_WITHIN = timedelta(days=7)

STUDENT, MENTOR, ADMIN, SYSTEM = Role.STUDENT, Role.MENTOR, Role.ADMIN, Role.SYSTEM
PENDING, ACCEPTED, REJECTED = Status.PENDING, Status.ACCEPTED, Status.REJECTED
CHANGING = frozenset({Act.PROPOSE, Act.CANCEL})
"""What a student may do to an agreed session only as long as the mentor's notice for changes leaves time for it."""
ANSWERING = frozenset({STUDENT, MENTOR, ADMIN})
"""Whose act comes too late once a request has passed its deadline, whether or not it has been swept."""
CANCELLED, EXPIRED, COMPLETED, NO_SHOW = Status.CANCELLED, Status.EXPIRED, Status.COMPLETED, Status.NO_SHOW


class Window(enum.StrEnum):
    """When a move is allowed, measured against the booking's own time."""

    ANY = "at any time"
    BEFORE_START = "before the start"
    UNTIL_END = "until the end"
    AFTER_START = "after the start"
    AFTER_END = "after the end and a grace"
    ABSENCE = "from 10 minutes after the start until 7 days after the end"
    OVERDUE = "when the answer deadline or the start has passed"
    TIMELESS = "30 days after the yes, where no time is set or suggested"


class Plan(enum.StrEnum):
    """What a move does to, or asks of, an open proposal."""

    KEEPS = "keeps it"
    CLOSES = "closes it"
    OPENS = "opens one"
    OWN = "needs one's own"
    OTHERS = "needs the other side's"
    ANYONES = "needs one"
    AWAITED = "needs one, or a time that is still to be agreed"


FREE = frozenset({Plan.KEEPS, Plan.CLOSES, Plan.OPENS})
"""What asks nothing of a proposal."""


@dataclass(frozen=True, slots=True)
class Go:
    """The move is allowed for ``who``; ``to`` None keeps the status. Other parties are told ``instead``."""

    who: frozenset[Role]
    to: Status | None = None
    when: Window = Window.ANY
    plan: Plan = Plan.KEEPS
    instead: str = "not_allowed"


@dataclass(frozen=True, slots=True)
class Same:
    """The booking is already so: the answer is the same as the first time, and nothing changes."""

    code: str


@dataclass(frozen=True, slots=True)
class No:
    """The move is refused with this code."""

    code: str


Rule: TypeAlias = Go | Same | No

ANSWER_STANDS = frozenset({Act.LINK_MADE, Act.NUDGE})
"""What changes no answer: a card that was drawn before it may still be pressed."""
BIRTHS = frozenset({Act.REQUEST, Act.OFFER})
WHILE_HELD = frozenset({Act.TAKE, Act.CANCEL, Act.EXPIRE, Act.LEAVE})
"""What may be done to a time that is held for a student who has not asked for it yet; the mentor has no part in it."""
ACTORS: dict[Act, frozenset[Role]] = {
    Act.EDIT: frozenset({STUDENT}),
    Act.TAKE: frozenset({STUDENT}),
    Act.ACCEPT: frozenset({MENTOR}),
    Act.REJECT: frozenset({MENTOR}),
    Act.CANCEL: frozenset({STUDENT, MENTOR, ADMIN}),
    Act.SET_LINK: frozenset({MENTOR}),
    Act.RENEW_LINK: frozenset({MENTOR, SYSTEM}),
    Act.LINK_MADE: frozenset({SYSTEM}),
    Act.PROPOSE: frozenset({STUDENT, MENTOR}),
    Act.ACCEPT_PROPOSAL: frozenset({STUDENT, MENTOR}),
    Act.DECLINE_PROPOSAL: frozenset({STUDENT, MENTOR}),
    Act.WITHDRAW_PROPOSAL: frozenset({STUDENT, MENTOR}),
    Act.COMPLETE: frozenset({MENTOR, ADMIN}),
    Act.STUDENT_ABSENT: frozenset({MENTOR, ADMIN}),
    Act.MENTOR_ABSENT: frozenset({STUDENT, ADMIN}),
    Act.EXPIRE: frozenset({SYSTEM}),
    Act.AUTO_COMPLETE: frozenset({SYSTEM}),
    Act.EXPIRE_PROPOSAL: frozenset({SYSTEM}),
    Act.LEAVE: frozenset({SYSTEM}),
    Act.ONE_BY_ONE: frozenset({MENTOR, SYSTEM}),
    Act.NUDGE: frozenset({ADMIN}),
    Act.REASSIGN: frozenset({ADMIN}),
}
"""Who may ever do it, whatever the state. What makes a booking (``BIRTHS``) is missing: it moves none."""


def _go(act: Act, to: Status | None = None, when: Window = Window.ANY, plan: Plan = Plan.KEEPS) -> Go:
    return Go(ACTORS[act], to, when, plan)


_ENDED_CODES = {
    REJECTED: "already_rejected",
    CANCELLED: "already_cancelled",
    EXPIRED: "already_expired",
    COMPLETED: "already_completed",
    NO_SHOW: "already_no_show",
}
_REPEATS = {
    (REJECTED, Act.REJECT),
    (CANCELLED, Act.CANCEL),
    (COMPLETED, Act.COMPLETE),
    (COMPLETED, Act.AUTO_COMPLETE),
    (EXPIRED, Act.EXPIRE),
    (CANCELLED, Act.LEAVE),
    (NO_SHOW, Act.STUDENT_ABSENT),
    (NO_SHOW, Act.MENTOR_ABSENT),
}

_ENDED: dict[tuple[Status, Act], Rule] = {
    (status, act): Same(code) if (status, act) in _REPEATS else No(code)
    for status, code in _ENDED_CODES.items()
    for act in ACTORS
}
MOVES: dict[tuple[Status, Act], Rule] = {
    **_ENDED,
    (PENDING, Act.EDIT): _go(Act.EDIT, plan=Plan.CLOSES, when=Window.BEFORE_START),
    (PENDING, Act.TAKE): _go(Act.TAKE, when=Window.BEFORE_START),
    (PENDING, Act.ACCEPT): _go(Act.ACCEPT, ACCEPTED, Window.BEFORE_START, Plan.CLOSES),
    (PENDING, Act.REJECT): _go(Act.REJECT, REJECTED, plan=Plan.CLOSES),
    (PENDING, Act.CANCEL): Go(frozenset({STUDENT, ADMIN}), CANCELLED, plan=Plan.CLOSES, instead="use_reject"),
    (PENDING, Act.SET_LINK): No("accept_first"),
    (PENDING, Act.RENEW_LINK): No("accept_first"),
    (PENDING, Act.LINK_MADE): No("accept_first"),
    (PENDING, Act.PROPOSE): _go(Act.PROPOSE, when=Window.BEFORE_START, plan=Plan.OPENS),
    (PENDING, Act.ACCEPT_PROPOSAL): _go(Act.ACCEPT_PROPOSAL, ACCEPTED, plan=Plan.OTHERS),
    (PENDING, Act.DECLINE_PROPOSAL): _go(Act.DECLINE_PROPOSAL, when=Window.BEFORE_START, plan=Plan.OTHERS),
    (PENDING, Act.WITHDRAW_PROPOSAL): _go(Act.WITHDRAW_PROPOSAL, when=Window.BEFORE_START, plan=Plan.OWN),
    (PENDING, Act.COMPLETE): No("not_accepted"),
    (PENDING, Act.STUDENT_ABSENT): No("not_accepted"),
    (PENDING, Act.MENTOR_ABSENT): No("not_accepted"),
    (PENDING, Act.EXPIRE): _go(Act.EXPIRE, EXPIRED, Window.OVERDUE, Plan.CLOSES),
    (PENDING, Act.AUTO_COMPLETE): No("not_accepted"),
    (PENDING, Act.EXPIRE_PROPOSAL): _go(Act.EXPIRE_PROPOSAL, plan=Plan.ANYONES),
    (PENDING, Act.LEAVE): _go(Act.LEAVE, CANCELLED, plan=Plan.CLOSES),
    (PENDING, Act.ONE_BY_ONE): _go(Act.ONE_BY_ONE),
    (PENDING, Act.NUDGE): _go(Act.NUDGE, when=Window.BEFORE_START),
    (PENDING, Act.REASSIGN): _go(Act.REASSIGN, CANCELLED, Window.BEFORE_START, Plan.CLOSES),
    (ACCEPTED, Act.TAKE): No("already_accepted"),
    (ACCEPTED, Act.EDIT): No("use_propose_time"),
    (ACCEPTED, Act.ACCEPT): Same("already_accepted"),
    (ACCEPTED, Act.REJECT): No("use_cancel"),
    (ACCEPTED, Act.CANCEL): _go(Act.CANCEL, CANCELLED, Window.UNTIL_END, Plan.CLOSES),
    (ACCEPTED, Act.SET_LINK): _go(Act.SET_LINK, when=Window.UNTIL_END),
    (ACCEPTED, Act.RENEW_LINK): _go(Act.RENEW_LINK, when=Window.UNTIL_END),
    (ACCEPTED, Act.LINK_MADE): _go(Act.LINK_MADE),
    (ACCEPTED, Act.PROPOSE): _go(Act.PROPOSE, when=Window.BEFORE_START, plan=Plan.OPENS),
    (ACCEPTED, Act.ACCEPT_PROPOSAL): _go(Act.ACCEPT_PROPOSAL, plan=Plan.OTHERS, when=Window.UNTIL_END),
    (ACCEPTED, Act.DECLINE_PROPOSAL): _go(Act.DECLINE_PROPOSAL, plan=Plan.OTHERS),
    (ACCEPTED, Act.WITHDRAW_PROPOSAL): _go(Act.WITHDRAW_PROPOSAL, plan=Plan.OWN),
    (ACCEPTED, Act.COMPLETE): _go(Act.COMPLETE, COMPLETED, Window.AFTER_START, Plan.CLOSES),
    (ACCEPTED, Act.STUDENT_ABSENT): _go(Act.STUDENT_ABSENT, NO_SHOW, Window.ABSENCE, Plan.CLOSES),
    (ACCEPTED, Act.MENTOR_ABSENT): _go(Act.MENTOR_ABSENT, NO_SHOW, Window.ABSENCE, Plan.CLOSES),
    (ACCEPTED, Act.EXPIRE): _go(Act.EXPIRE, EXPIRED, Window.TIMELESS),
    (ACCEPTED, Act.AUTO_COMPLETE): _go(Act.AUTO_COMPLETE, COMPLETED, Window.AFTER_END, Plan.CLOSES),
    (ACCEPTED, Act.EXPIRE_PROPOSAL): _go(Act.EXPIRE_PROPOSAL, plan=Plan.ANYONES),
    (ACCEPTED, Act.LEAVE): _go(Act.LEAVE, CANCELLED, Window.BEFORE_START, Plan.CLOSES),
    (ACCEPTED, Act.ONE_BY_ONE): No("already_accepted"),
    (ACCEPTED, Act.NUDGE): _go(Act.NUDGE, when=Window.BEFORE_START, plan=Plan.AWAITED),
    (ACCEPTED, Act.REASSIGN): _go(Act.REASSIGN, CANCELLED, Window.BEFORE_START, Plan.CLOSES),
    (COMPLETED, Act.STUDENT_ABSENT): _go(Act.STUDENT_ABSENT, NO_SHOW, Window.ABSENCE),
    (COMPLETED, Act.MENTOR_ABSENT): _go(Act.MENTOR_ABSENT, NO_SHOW, Window.ABSENCE),
}
_POSSIBLE = {
    (status, by): tuple(
        act
        for act in ACTORS
        if by in ACTORS[act] and isinstance(rule := MOVES[status, act], Go) and by in rule.who
    )
    for status in Status
    for by in Role
}
"""What each party could do in each status if the time and the proposal were right: few of all the acts there are."""


def judge(booking: Booking, act: Act, by: Role, at: datetime, *, grace: timedelta = GRACE) -> Rule:
    """Say whether ``by`` may do ``act`` at the instant ``at``: the party is asked before the state."""
    if by not in ACTORS[act]:
        return No("not_allowed")
    rule = MOVES[booking.status, act]
    if not isinstance(rule, Go):
        return rule
    if act is Act.TAKE and booking.held_until is None:
        return Same("already_asked")
    if booking.held_until is not None and act not in WHILE_HELD:
        return No("not_asked_yet")
    if by not in rule.who:
        return No(rule.instead)
    refused = (
        _plan_refusal(booking, rule, by)
        or _window_refusal(booking, rule.when, at, grace)
        or _notice_refusal(booking, act, by, at)
    )
    if refused is None and booking.status is PENDING and by in ANSWERING and at >= booking.lapses_at:
        return MOVES[EXPIRED, act]  # a deadline is judged at the press; the sweep only tells
    return refused or rule


def move(
    booking: Booking,
    doing: Doing,
    by: Role,
    at: datetime,
    *,
    grace: timedelta = GRACE,
    told_with: BookingId | None = None,
) -> Moved | None:
    """Return what happened, or None when the booking already was so; raises a BookingError otherwise.

    This is the only way to change a booking. The caller compares the version that was pressed. What is done to
    several bookings of a series at once is ``told_with`` one of them; requests that were asked together expire so.
    """
    rule = judge(booking, doing.act, by, at, grace=grace)
    if isinstance(rule, Same):
        return None
    if isinstance(rule, No):
        raise refusal(rule.code)
    changes = doing.changes(booking, by, at)
    changes["told_with"] = booking.told_with if rule.to is EXPIRED else told_with
    if rule.plan not in {Plan.KEEPS, Plan.AWAITED}:
        changes.setdefault("proposal", None)
    if rule.to is not None:
        changes |= {"status": rule.to, "decided_at": at}
    if rule.to is ACCEPTED:
        changes["accepted_at"] = at
    return Moved(replace(booking, version=booking.version + 1, **changes), doing.act, by, at, booking)


def allowed(booking: Booking, by: Role, at: datetime) -> frozenset[Act]:
    """Return every act that ``by`` may do now: these, and no others, become buttons."""
    possible = _POSSIBLE[booking.status, by]
    return frozenset(act for act in possible if isinstance(judge(booking, act, by, at), Go))


def refusal(code: str) -> BookingError:
    """Return the error for a refusal code."""
    return KINDS[code](code)


def _plan_refusal(booking: Booking, rule: Go, by: Role) -> No | None:
    if rule.plan in FREE:
        return None
    if rule.plan is Plan.AWAITED:
        return None if booking.awaited else No("nothing_awaited")
    if booking.proposal is None:
        return No("no_proposal")
    needed = {Plan.OWN: by, Plan.OTHERS: by.other if by in {STUDENT, MENTOR} else None}
    if rule.plan is Plan.ANYONES or booking.proposal.by is needed[rule.plan]:
        return None
    return No("own_proposal" if rule.plan is Plan.OTHERS else "not_your_proposal")


def _timeless_refusal(booking: Booking, at: datetime) -> No | None:
    if booking.slot is not None:
        return No("already_accepted")
    until = booking.time_until
    return No("too_early") if until is None or at < until or booking.proposal is not None else None


def _notice_refusal(booking: Booking, act: Act, by: Role, at: datetime) -> No | None:
    until = booking.changes_until
    is_bound = by is STUDENT and act in CHANGING and booking.status is ACCEPTED
    return No("too_late_to_change") if is_bound and until is not None and at >= until else None


def _window_refusal(booking: Booking, when: Window, at: datetime, grace: timedelta) -> No | None:
    start, end = booking.starts_at, booking.ends_at
    if when is Window.OVERDUE:
        return No("too_early") if at < booking.lapses_at else None
    if when is Window.TIMELESS:
        return _timeless_refusal(booking, at)
    if start is None or end is None:
        return No("not_now") if when in {Window.ABSENCE, Window.AFTER_END} else None
    opens, closes, early, late = _BOUNDS[when](start, end, grace)
    if opens is not None and at < opens:
        return No(early)
    return No(late) if closes is not None and at >= closes else None


_Bounds: TypeAlias = "tuple[datetime | None, datetime | None, str, str]"
_BOUNDS: dict[Window, Callable[[datetime, datetime, timedelta], _Bounds]] = {
    Window.ANY: lambda _start, _end, _grace: (None, None, "", ""),
    Window.BEFORE_START: lambda start, _end, _grace: (None, start, "", "too_late"),
    Window.UNTIL_END: lambda _start, end, _grace: (None, end, "", "already_over"),
    Window.AFTER_START: lambda start, _end, _grace: (start, None, "too_early", ""),
    Window.AFTER_END: lambda _start, end, grace: (end + grace, None, "too_early", ""),
    Window.ABSENCE: lambda start, end, _grace: (
        start + ABSENT_AFTER,
        end + CORRECT_WITHIN,
        "not_now",
        "not_now",
    ),
}
"""From when until when each window is open for a session, and what is said before and after."""
