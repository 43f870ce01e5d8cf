"""Reminders: how long before their sessions a person wants to be reminded; each chooses for themselves."""

from __future__ import annotations

import enum
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


class Ahead(enum.StrEnum):
    """How long before the start a reminder comes."""

    TWO_DAYS = "48h"
    DAY = "24h"
    HOUR = "1h"
    SOON = "10m"


Chosen: TypeAlias = "AbstractSet[Ahead] | None"
"""What one person has chosen: an empty set for no reminder at all, None for who has never chosen."""

SPANS: dict[Ahead, timedelta] = {
    Ahead.TWO_DAYS: timedelta(hours=48),
    Ahead.DAY: timedelta(hours=24),
    Ahead.HOUR: timedelta(hours=1),
    Ahead.SOON: timedelta(minutes=10),
}
USUAL = frozenset({Ahead.DAY, Ahead.SOON})
"""What everybody gets who has not chosen otherwise."""


def reminded(chosen: Chosen) -> AbstractSet[Ahead]:
    """Return the reminders that a person gets."""
    return USUAL if chosen is None else chosen


def with_one(chosen: Chosen, ahead: Ahead, *, on: bool) -> frozenset[Ahead]:
    """Return what is chosen once one reminder is turned on or off; the others stay as they are."""
    others = reminded(chosen) - {ahead}
    return frozenset(others | {ahead} if on else others)
