"""Digests: which notices of one person are told together, in one message, instead of one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.domain.notices import NUDGES, Kind, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

LATE = timedelta(hours=1)
"""How late a notice must be to be told together with all others that are as late: after a sleep, or an outage."""
TOGETHER = timedelta(hours=1)
"""A mentor is asked for answers at most once in this time."""
ALONE = frozenset(
    {
        Kind.REQUESTED,
        Kind.RECEIPT,
        Kind.PROPOSED,
        Kind.CARD,
        Kind.HOME,
        Kind.NEARING,
        Kind.STARTED,
        Kind.ABSENCE,
        Kind.KIND_WORDS,
    }
)
"""What is never folded: a card that must be answered or kept, and what makes no sound."""


def folding(head: Notice, others: Iterable[Notice], now: datetime) -> tuple[Notice, ...]:
    """Return those of ``others``, all of the same person, that the message of ``head`` shall tell as well.

    Everything late goes with what is late. Otherwise a nudge takes along the nudges of the next hour; but a
    last call is not drawn forward into a nudge at half-time, because it would then be told to nobody.
    """
    if is_late(head, now):
        return tuple(one for one in others if is_late(one, now))
    if head.kind in NUDGES:
        return tuple(one for one in others if one.kind in NUDGES and one.due_at <= _reach(head, one, now))
    return ()


def is_late(notice: Notice, now: datetime) -> bool:
    """Say whether a notice should have been told more than an hour ago, and can be told in a digest."""
    return notice.kind not in ALONE and now - notice.due_at > LATE


def may_fold(notice: Notice, now: datetime) -> bool:
    """Say whether it is worth looking for others that could be told with this one."""
    return notice.kind in NUDGES or is_late(notice, now)


def _reach(head: Notice, other: Notice, now: datetime) -> datetime:
    drawn = other.kind is Kind.NUDGE_HALF or head.kind is Kind.NUDGE_LAST
    return now + TOGETHER if drawn else now
