"""The ways in: every route on which somebody begins to book or to mentor. Who is blocked is refused at each of them."""

from __future__ import annotations

from core.screens.leaving import STOP

BOOKING = frozenset(
    {
        "book-session",
        "ask-about",
        "find-mentor",
        "book",
        "again",
        "instead",
        "book-mentor",
        "book-time",
        "book-day",
        "series",
        "series-send",
        "series-other",
        "series-at",
        "wait",
        "take",
    }
)
MENTORING = frozenset(
    {
        "mentor-panel",
        "profile",
        "languages",
        "pause",
        "pause-now",
        "resume",
        "open-times",
        "changes",
        "use-link",
        "keep-links",
        "add-session-type",
        "edit-session-type",
        "remove-session-type",
        "busy-calendar",
        "busy-calendar-address",
        "begin",
        "ask-approval",
        "stop",
        *(f"{STOP.prefix}-{name}" for name in ("list", "one", "keep", "hand", "to", "cancel", "all", "now")),
    }
)
WAYS_IN = BOOKING | MENTORING
"""What goes on with a session that is there, a person's settings and their lists are no ways in."""
