"""Outcomes: what is known of a notice that is to be told, and how it ended."""

from __future__ import annotations

import enum


class OutboxState(enum.StrEnum):
    """What is known of a notice.

    A claimed row is ``unknown`` until its worker says otherwise: a worker that dies leaves the truth behind.
    """

    READY = "ready"
    UNKNOWN = "unknown"
    DONE = "done"


class OutboxOutcome(enum.StrEnum):
    """How a notice ended."""

    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"
    FOLDED = "folded"
