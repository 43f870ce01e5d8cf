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
    OWN_DATA = "own_data"
    OWN_SESSIONS = "own_sessions"
    """The two files of what is stored about somebody, for which they have asked."""
    ORGANISER = "organiser"
    NO_ORGANISER = "no_organiser"
    CHAT = "chat"
    """A letter of a session chat, whose number is the version: it is no news of the booking."""


EXPORTS = frozenset({Kind.OWN_DATA, Kind.OWN_SESSIONS})
"""The files of what is stored about a person."""
PERSONAL = frozenset(
    {Kind.CALENDAR_UNREAD, Kind.CALENDAR_DROPPED, Kind.ORGANISER, Kind.NO_ORGANISER, *EXPORTS}
)
"""Notices about something of the person themselves, and about no booking."""
