"""The parts of a person's agenda: what waits for an answer, what is to come, and what was."""

from __future__ import annotations

import enum


class Section(enum.StrEnum):
    """One part, in the order in which they are shown. Every booking is in exactly one, for both its people."""

    PENDING = "pending"
    UPCOMING = "upcoming"
    PAST = "past"
