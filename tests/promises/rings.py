"""What design says of each sentence: who hears it of which act, and in which states of the session."""

from __future__ import annotations

from core.domain.booking import Act, Status
from core.domain.notice_kinds import Kind

RINGS: dict[Act, tuple[Kind | None, Kind | None]] = {
    Act.REQUEST: (None, Kind.REQUESTED),
    Act.EDIT: (None, Kind.CHANGED),
    Act.ACCEPT: (Kind.ACCEPTED, None),
    Act.REJECT: (Kind.REJECTED, None),
    Act.SET_LINK: (Kind.LINK, None),
    Act.RENEW_LINK: (None, None),
    Act.LINK_MADE: (None, None),
    Act.COMPLETE: (Kind.FEEDBACK, None),
    Act.AUTO_COMPLETE: (Kind.FEEDBACK, None),
    Act.EXPIRE: (Kind.EXPIRED, None),
    Act.EXPIRE_PROPOSAL: (None, None),
    Act.STUDENT_ABSENT: (Kind.NO_SHOW, None),
    Act.MENTOR_ABSENT: (None, Kind.NO_SHOW),
    Act.ONE_BY_ONE: (None, None),
    Act.OFFER: (Kind.OFFERED, None),
    Act.TAKE: (None, Kind.REQUESTED),
}
"""Who hears a sound, as the table of both sides' sights says it: the student, the mentor."""
OTHER_RINGS = {
    Act.PROPOSE: Kind.PROPOSED,
    Act.ACCEPT_PROPOSAL: Kind.AGREED,
    Act.DECLINE_PROPOSAL: Kind.KEPT,
    Act.WITHDRAW_PROPOSAL: Kind.KEPT,
}
"""Acts of either side, of which the other one hears."""
WAITING, AGREED, OVER = {Status.PENDING}, {Status.ACCEPTED}, {Status.COMPLETED}
SAID_WHILE: dict[Kind, set[Status]] = {
    Kind.RECEIPT: set(Status),
    Kind.OFFERED: {Status.PENDING},
    Kind.PASSED_ON: set(Status),
    Kind.NOBODY: {Status.REJECTED, Status.EXPIRED, Status.CANCELLED},
    Kind.REQUESTED: WAITING,
    Kind.CHANGED: WAITING,
    Kind.ACCEPTED: AGREED,
    Kind.REJECTED: {Status.REJECTED},
    Kind.WITHDRAWN: {Status.CANCELLED},
    Kind.CANCELLED: {Status.CANCELLED},
    Kind.LEFT: {Status.CANCELLED},
    Kind.CALLED_OFF: {Status.CANCELLED},
    Kind.TAKEN_OVER: {Status.CANCELLED},
    Kind.REASSIGNED: WAITING,
    Kind.HANDED_ON: WAITING,
    Kind.EXPIRED: {Status.EXPIRED},
    Kind.LAPSED: {Status.EXPIRED},
    Kind.LINK: AGREED,
    Kind.AGREED: AGREED,
    Kind.KEPT: WAITING | AGREED,
    Kind.NO_SHOW: {Status.NO_SHOW},
    Kind.FEEDBACK: OVER,
    Kind.FEEDBACK_AGAIN: OVER,
    Kind.UNREACHED: WAITING | AGREED,
    Kind.KIND_WORDS: OVER,
    Kind.OPENED: set(Status),
    Kind.NOTED: set(Status),
}
"""In which states of the session a sentence is still worth saying."""
