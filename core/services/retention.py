"""Retention: sessions that ended long ago are removed as wholes, once a day and a few at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.domain.booking import BookingId
    from core.domain.policy import Policy
    from core.ports.platform import Clock
    from core.store.store import Store
    from core.store.transaction import Transaction

log = structlog.get_logger(__name__)

_EVERY = timedelta(days=1)
_AT_ONCE = 10
"""How many sessions one transaction removes: a press may have to wait for it."""
_A_LOOK = 500
"""How many sessions one look removes at most; the next minute goes on."""
_NEXT = "retention.next"
"""The fact that holds when it is looked next for what is kept no longer, in ISO 8601."""


class RetentionService:
    """Removes what the policy keeps no longer; ``policy`` is asked each time, for it may change."""

    def __init__(self, store: Store, clock: Clock, policy: Callable[[], Policy]) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy

    async def look(self) -> int:
        """Remove the next sessions where it is time; tells nobody, and so returns 0."""
        now = self._clock()
        keeps_since = self._policy().keeps_since(now)
        if keeps_since is None or not _is_due(await self._store.read(lambda tx: tx.fact(_NEXT)), now):
            return 0
        old = await self._store.read(lambda tx: tx.ended_before(keeps_since, _A_LOOK))
        removed = 0
        for begin in range(0, len(old), _AT_ONCE):
            these = old[begin : begin + _AT_ONCE]
            removed += await self._store.write(partial(_remove, these=these))
        if removed:
            log.info("sessions_removed", sessions=removed, ended_before=keeps_since.date().isoformat())
        if len(old) < _A_LOOK:
            await self._store.write(lambda tx: tx.set_fact(_NEXT, (now + _EVERY).isoformat()))
        return 0


def _remove(tx: Transaction, these: list[BookingId]) -> int:
    return tx.remove_sessions(these)


def _is_due(said: str | None, now: datetime) -> bool:
    """Whether it is time; a clock that was set back far delays nothing."""
    try:
        begins = datetime.fromisoformat(said or "")
    except ValueError:
        return True
    return not timedelta(0) < begins - now <= _EVERY
