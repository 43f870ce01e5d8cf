"""Digests: which notices of one person are told together, in one message, instead of one by one.

A message is written when it is sent, from the booking as it then stands. What happened meanwhile is in it already:
a second message would say the same thing of the same session again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.domain.notices import CARDS, NUDGES, PERSONAL, Kind, Notice

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
        Kind.OFFERED,
        Kind.PASSED_ON,
        Kind.PROPOSED,
        Kind.CARD,
        Kind.HOME,
        Kind.FIXED,
        Kind.NEARING,
        Kind.STARTED,
        Kind.ABSENCE,
        Kind.KIND_WORDS,
        Kind.CHAT,
        Kind.OPENED,
        Kind.NOTED,
        Kind.SERIES,
        *PERSONAL,
    }
)
"""What is never folded: a card that must be answered or kept, what makes no sound, and what is about no booking."""


TOLD_BY_A_CARD = frozenset(
    {
        Kind.CARD,
        Kind.CHANGED,
        Kind.ACCEPTED,
        Kind.REJECTED,
        Kind.WITHDRAWN,
        Kind.CANCELLED,
        Kind.EXPIRED,
        Kind.LAPSED,
        Kind.NOBODY,
        Kind.LINK,
        Kind.PROPOSED,
        Kind.AGREED,
        Kind.KEPT,
        Kind.NO_SHOW,
        Kind.FEEDBACK,
        Kind.CALLED_OFF,
        Kind.TAKEN_OVER,
        Kind.NUDGED,
        *NUDGES,
    }
)
"""What a new card says as well as any ping; a reminder says something else."""
TOLD_BY_A_PING: Mapping[Kind, frozenset[Kind]] = MappingProxyType(
    {
        Kind.CHANGED: frozenset({Kind.CHANGED}),
        Kind.ACCEPTED: frozenset({Kind.AGREED, Kind.LINK}),
        Kind.AGREED: frozenset({Kind.AGREED, Kind.LINK}),
        Kind.LINK: frozenset({Kind.LINK}),
        Kind.KEPT: frozenset({Kind.KEPT}),
    }
)
"""Which later pings of the same session a ping says as well, because it has the newest time and link."""


def tells_too(head: Notice, later: Notice) -> bool:
    """Say whether the message of ``head``, written now, says what ``later`` would say of the same session."""
    if head.booking != later.booking or head.recipient != later.recipient:
        return False
    if head.kind in CARDS:
        return later.kind in TOLD_BY_A_CARD
    return later.version > head.version and later.kind in TOLD_BY_A_PING.get(head.kind, ())


def may_tell_more(head: Notice, version: int, *, again: bool) -> bool:
    """Say whether others may say the same: the session is at a later ``version``, or it is sent ``again``."""
    return (head.kind in CARDS or head.kind in TOLD_BY_A_PING) and (again or version > head.version)


def folding(head: Notice, others: Iterable[Notice], now: datetime) -> tuple[Notice, ...]:
    """Return those of ``others``, all of the same person, that the message of ``head`` shall tell as well.

    Everything late goes with what is late, and what is due and would only say the same again with what says it.
    Otherwise a nudge takes along the nudges of the next hour; but a last call is not drawn forward into a nudge
    at half-time, because it would then be told to nobody.
    """
    if is_late(head, now):
        return tuple(one for one in others if is_late(one, now) or _is_echo(head, one, now))
    if head.kind in NUDGES:
        return tuple(one for one in others if one.kind in NUDGES and one.due_at <= _reach(head, one, now))
    return tuple(one for one in others if _is_echo(head, one, now))


def is_late(notice: Notice, now: datetime) -> bool:
    """Say whether a notice should have been told more than an hour ago, and can be told in a digest."""
    return notice.kind not in ALONE and now - notice.due_at > LATE


def may_fold(notice: Notice, now: datetime) -> bool:
    """Say whether it is worth looking for others that could be told with this one."""
    return notice.kind in NUDGES or is_late(notice, now)


def _is_echo(head: Notice, other: Notice, now: datetime) -> bool:
    return other.due_at <= now and tells_too(head, other)


def _reach(head: Notice, other: Notice, now: datetime) -> datetime:
    drawn = other.kind is Kind.NUDGE_HALF or head.kind is Kind.NUDGE_LAST
    return now + TOGETHER if drawn else now
