"""Rewriting: the database's files without what was erased; by day where that is quick, and else at night.

Nothing can be written meanwhile, and whoever presses waits. In pieces it can't be done: SQLite overwrites what it
deletes (``secure_delete``), but not the copies that its own moves within the file have left.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.domain.policy import Policy
    from core.ports.platform import Clock
    from core.store.store import Store
    from core.store.transaction import Transaction

AT_ONCE_BYTES = 24 * 1024 * 1024
"""What is rewritten within a second on a small machine that is busy: 0.5 s for 17 MB was measured, 1.8 s for 70 MB."""
NIGHT = time(2), time(5)
"""When a longer pause disturbs least, by the clocks of the program's zone."""
LONGEST_WAIT = timedelta(days=1)
"""After how long it is done at any hour: at night nothing may run."""
_DUE_SINCE = "privacy.rewriting"
"""The fact that says since when it has to be done, in ISO 8601; empty for not."""


def let_rewrite(tx: Transaction, now: datetime) -> None:
    """Let it be done, in the transaction after which the files hold something that was erased."""
    if not tx.fact(_DUE_SINCE):
        tx.set_fact(_DUE_SINCE, now.isoformat())


class Rewriting:
    """Does it when it is time; ``policy`` says by which clocks it is night."""

    def __init__(self, store: Store, clock: Clock, policy: Callable[[], Policy]) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy

    async def is_due(self) -> bool:
        """Whether it has to be done, at once or later."""
        return bool(await self._store.read(lambda tx: tx.fact(_DUE_SINCE)))

    async def look(self) -> None:
        """Do it if it has to be done and it is time."""
        since = await self._store.read(lambda tx: tx.fact(_DUE_SINCE))
        if since and self._is_time(datetime.fromisoformat(since)):
            await self.do()

    async def do(self) -> None:
        """Do it now; what hinders it is tried again at the next look."""
        if await self._store.compact():
            await self._store.write(lambda tx: tx.set_fact(_DUE_SINCE, ""))

    def _is_time(self, since: datetime) -> bool:
        now, (begins, ends) = self._clock(), NIGHT
        is_night = begins <= now.astimezone(zone_or_utc(self._policy().zone)).time() < ends
        is_quick = self._store.to_compact() <= AT_ONCE_BYTES
        return is_quick or is_night or not timedelta(0) <= now - since < LONGEST_WAIT
