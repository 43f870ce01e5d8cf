"""The kinds of notices: a name for each thing that somebody may be told."""

from __future__ import annotations

import enum


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
    CALENDAR_UNREAD = "calendar_unread"
    CALENDAR_DROPPED = "calendar_dropped"
    LINK_ASKED = "link_asked"
    """Another account says that it is the same person."""
    LINKED = "linked"
    UNLINKED = "unlinked"
    ORGANISER = "organiser"
    NO_ORGANISER = "no_organiser"
    CHAT = "chat"
    """A letter of a session chat, whose number is the version: it is no news of the booking."""


PERSONAL = frozenset(
    {
        Kind.CALENDAR_UNREAD,
        Kind.CALENDAR_DROPPED,
        Kind.ORGANISER,
        Kind.NO_ORGANISER,
        Kind.LINK_ASKED,
        Kind.LINKED,
        Kind.UNLINKED,
    }
)
"""Notices about something of the person themselves, and about no booking."""
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
