"""Every refusal code of the table of moves, with its kind and the sentence that a person reads."""

from __future__ import annotations

from core.domain.errors import AlreadyDone, BookingError, NotYours, TooEarly, TooLate

REFUSALS: dict[str, tuple[type[BookingError], str]] = {
    "not_allowed": (NotYours, "Only the other person of this session can do that."),
    "use_reject": (NotYours, "This request is still waiting for you: press Decline… instead."),
    "use_cancel": (AlreadyDone, "You have already accepted this session: press Cancel session… instead."),
    "use_propose_time": (
        AlreadyDone,
        "This session is already confirmed: press Reschedule… to suggest another time.",
    ),
    "accept_first": (TooEarly, "Accept the request first; then you can set its link."),
    "not_accepted": (TooEarly, "This session has not been accepted."),
    "no_proposal": (AlreadyDone, "There is no suggested time open any more."),
    "own_proposal": (NotYours, "You suggested this time yourself; the other person has to answer."),
    "not_your_proposal": (
        NotYours,
        "The other person suggested this time; you can accept it or keep the old one.",
    ),
    "proposal_expired": (TooLate, "That suggested time has already passed. Please suggest another one."),
    "too_late": (TooLate, "The start of this session has already passed."),
    "already_over": (TooLate, "This session is already over."),
    "too_early": (TooEarly, "This session has not started yet."),
    "not_now": (TooEarly, "That can be said from 10 minutes after the start until 7 days after the end."),
    "already_accepted": (AlreadyDone, "This session has already been accepted."),
    "already_rejected": (AlreadyDone, "This request has already been declined."),
    "already_cancelled": (AlreadyDone, "This session has already been cancelled."),
    "already_expired": (AlreadyDone, "This request has expired without an answer."),
    "already_completed": (AlreadyDone, "This session is already completed."),
    "already_no_show": (AlreadyDone, "It is already recorded that somebody did not come."),
}
