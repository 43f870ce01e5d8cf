"""Every refusal code of the table of moves, with the kind of error that it is."""

from __future__ import annotations

from core.domain.errors import AlreadyDone, BookingError, NotYours, TooEarly, TooLate

KINDS: dict[str, type[BookingError]] = {
    "not_allowed": NotYours,
    "use_reject": NotYours,
    "use_cancel": AlreadyDone,
    "use_propose_time": AlreadyDone,
    "accept_first": TooEarly,
    "not_accepted": TooEarly,
    "no_proposal": AlreadyDone,
    "own_proposal": NotYours,
    "not_your_proposal": NotYours,
    "proposal_expired": TooLate,
    "too_late": TooLate,
    "too_late_to_change": TooLate,
    "already_over": TooLate,
    "too_early": TooEarly,
    "not_now": TooEarly,
    "not_asked_yet": TooEarly,
    "already_accepted": AlreadyDone,
    "already_rejected": AlreadyDone,
    "already_cancelled": AlreadyDone,
    "already_withdrawn": AlreadyDone,
    "already_expired": AlreadyDone,
    "already_lapsed": AlreadyDone,
    "already_completed": AlreadyDone,
    "already_no_show": AlreadyDone,
    "nothing_awaited": AlreadyDone,
}
