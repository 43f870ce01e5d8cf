"""The kinds of notices: a name for each thing that somebody may be told, of which act, and while it is worth saying."""

from __future__ import annotations

import enum

from core.domain.booking import Act, Status


class Kind(enum.StrEnum):
    """What a notice says. ``CARD``, ``HOME`` and those of the clock are silent: they bring a card up to date."""

    REQUESTED = "requested"
    OFFERED = "offered"
    RECEIPT = "receipt"
    PASSED_ON = "passed_on"
    CARD = "card"
    HOME = "home"
    CHANGED = "changed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    LEFT = "left"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    TIMELESS = "timeless"
    NOBODY = "nobody"
    LINK = "link"
    PROPOSED = "proposed"
    AGREED = "agreed"
    KEPT = "kept"
    NO_SHOW = "no_show"
    FEEDBACK = "feedback"
    FEEDBACK_AGAIN = "feedback_again"
    NUDGE_HALF = "nudge_50"
    NUDGE_LAST = "nudge_90"
    REMIND_TWO_DAYS = "remind_48h"
    REMIND_DAY = "remind_24h"
    REMIND_HOUR = "remind_1h"
    REMIND_SOON = "remind_10m"
    UNREACHED = "unreached"
    FIXED = "fixed"
    NEARING = "nearing"
    STARTED = "started"
    ABSENCE = "absence"
    KIND_WORDS = "kind_words"
    OPENED = "opened"
    NOTED = "noted"
    CLOCKS_OWN = "clocks_own"
    CLOCKS_OTHER = "clocks_other"
    SERIES = "series"
    """Silent: brings the card up to date that lists a series, once one of its other sessions has changed."""
    CALLED_OFF = "called_off"
    """An organiser has called it off."""
    TAKEN_OVER = "taken_over"
    """An organiser has given a mentor's request to another one."""
    REASSIGNED = "reassigned"
    """An organiser has asked this mentor in the place of another one."""
    HANDED_ON = "handed_on"
    """A mentor has passed a session on to another one."""
    NUDGED = "nudged"
    """An organiser asks for an answer."""
    CALENDAR_UNREAD = "calendar_unread"
    CALENDAR_DROPPED = "calendar_dropped"
    LINK_ASKED = "link_asked"
    """Another account says that it is the same person."""
    LINKED = "linked"
    UNLINKED = "unlinked"
    OWN_DATA = "own_data"
    OWN_SESSIONS = "own_sessions"
    """The two files of what is stored about somebody, for which they have asked."""
    ORGANISER = "organiser"
    NO_ORGANISER = "no_organiser"
    STANDING = "standing"
    """An organiser has changed whether its reader may book or mentor."""
    APPROVAL = "approval"
    """A new mentor waits for an organiser's yes."""
    APPROVAL_ANSWERED = "approval_answered"
    """Silent: the card that asked for a yes says who has answered."""
    LINE_ENDED = "line_ended"
    """Its reader waited for a mentor who takes no more requests."""
    EXPORT_CSV = "export_csv"
    EXPORT_JSON = "export_json"
    PICTURE = "picture"
    """What an organiser has asked for, which comes as a file: made when it is sent."""
    CHAT = "chat"
    """A letter of a session chat, whose number is the version: it is no news of the booking."""


REPORTS = frozenset({Kind.EXPORT_CSV, Kind.EXPORT_JSON, Kind.PICTURE})
"""What an organiser has asked for about the whole program."""
LINKING = frozenset({Kind.LINK_ASKED, Kind.LINKED, Kind.UNLINKED})
"""That two accounts may be, are, or are no more, one person."""
OWN_FILES = frozenset({Kind.OWN_DATA, Kind.OWN_SESSIONS})
"""The files of what is stored about a person."""
PERSONAL = (
    REPORTS
    | LINKING
    | OWN_FILES
    | {
        Kind.CALENDAR_UNREAD,
        Kind.CALENDAR_DROPPED,
        Kind.ORGANISER,
        Kind.NO_ORGANISER,
        Kind.STANDING,
        Kind.APPROVAL,
        Kind.APPROVAL_ANSWERED,
        Kind.LINE_ENDED,
    }
)
"""Notices about no booking."""
URGENT = frozenset(
    {
        Kind.REQUESTED,
        Kind.OFFERED,
        Kind.CHANGED,
        Kind.ACCEPTED,
        Kind.CANCELLED,
        Kind.LEFT,
        Kind.PROPOSED,
        Kind.AGREED,
        Kind.REMIND_TWO_DAYS,
        Kind.REMIND_DAY,
        Kind.REMIND_HOUR,
        Kind.REMIND_SOON,
    }
)
"""What goes to somebody's other account where it can't be delivered: who does not hear of it misses a session."""
TOLD: dict[Act, tuple[Kind, Kind]] = {
    Act.REQUEST: (Kind.RECEIPT, Kind.REQUESTED),
    Act.OFFER: (Kind.OFFERED, Kind.CARD),
    Act.TAKE: (Kind.CARD, Kind.REQUESTED),
    Act.EDIT: (Kind.CARD, Kind.CHANGED),
    Act.ACCEPT: (Kind.ACCEPTED, Kind.CARD),
    Act.REJECT: (Kind.REJECTED, Kind.CARD),
    Act.SET_LINK: (Kind.LINK, Kind.CARD),
    Act.RENEW_LINK: (Kind.CARD, Kind.CARD),
    Act.LINK_MADE: (Kind.CARD, Kind.CARD),
    Act.COMPLETE: (Kind.FEEDBACK, Kind.CARD),
    Act.AUTO_COMPLETE: (Kind.FEEDBACK, Kind.CARD),
    Act.EXPIRE: (Kind.EXPIRED, Kind.CARD),
    Act.EXPIRE_PROPOSAL: (Kind.CARD, Kind.CARD),
    Act.STUDENT_ABSENT: (Kind.NO_SHOW, Kind.CARD),
    Act.MENTOR_ABSENT: (Kind.CARD, Kind.NO_SHOW),
    Act.ONE_BY_ONE: (Kind.CARD, Kind.CARD),
}
"""What the student and the mentor hear of an act that is always done by the same side."""

ANSWERED: dict[Act, Kind] = {
    Act.CANCEL: Kind.CANCELLED,
    Act.PROPOSE: Kind.PROPOSED,
    Act.ACCEPT_PROPOSAL: Kind.AGREED,
    Act.DECLINE_PROPOSAL: Kind.KEPT,
    Act.WITHDRAW_PROPOSAL: Kind.KEPT,
    Act.LEAVE: Kind.LEFT,
}
"""What the *other* side hears of an act that either side may do; the one who acts sees their card change.

Of a leaving the clock is told, and the one who acts is the one who has left.
"""


STANDS: dict[Kind, frozenset[Status]] = {
    Kind.RECEIPT: frozenset(Status),
    Kind.PASSED_ON: frozenset(Status),
    Kind.REQUESTED: frozenset({Status.PENDING}),
    Kind.OFFERED: frozenset({Status.PENDING}),
    Kind.CHANGED: frozenset({Status.PENDING}),
    Kind.ACCEPTED: frozenset({Status.ACCEPTED}),
    Kind.REJECTED: frozenset({Status.REJECTED}),
    Kind.WITHDRAWN: frozenset({Status.CANCELLED}),
    Kind.CANCELLED: frozenset({Status.CANCELLED}),
    Kind.LEFT: frozenset({Status.CANCELLED}),
    Kind.CALLED_OFF: frozenset({Status.CANCELLED}),
    Kind.TAKEN_OVER: frozenset({Status.CANCELLED}),
    Kind.REASSIGNED: frozenset({Status.PENDING}),
    Kind.HANDED_ON: frozenset({Status.PENDING}),
    Kind.EXPIRED: frozenset({Status.EXPIRED}),
    Kind.LAPSED: frozenset({Status.EXPIRED}),
    Kind.NOBODY: frozenset({Status.REJECTED, Status.EXPIRED, Status.CANCELLED}),
    Kind.LINK: frozenset({Status.ACCEPTED}),
    Kind.AGREED: frozenset({Status.ACCEPTED}),
    Kind.KEPT: frozenset({Status.PENDING, Status.ACCEPTED}),
    Kind.NO_SHOW: frozenset({Status.NO_SHOW}),
    Kind.FEEDBACK: frozenset({Status.COMPLETED}),
    Kind.FEEDBACK_AGAIN: frozenset({Status.COMPLETED}),
    Kind.UNREACHED: frozenset({Status.PENDING, Status.ACCEPTED}),
    Kind.KIND_WORDS: frozenset({Status.COMPLETED}),
    Kind.OPENED: frozenset(Status),
    Kind.NOTED: frozenset(Status),
}
"""In which statuses a sentence is still worth saying, even when a later change has followed it."""
