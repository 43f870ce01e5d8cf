"""What is promised about leases: one holder at a time, who is succeeded when it ends or falls silent."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from core.store.transaction import Transaction

if TYPE_CHECKING:
    from core.store.store import Store

ONE, TWO = UUID(int=1), UUID(int=2)
LONG, OVER = timedelta(seconds=60), timedelta(seconds=-1)


async def _take(store: Store, holder: UUID, lasts: timedelta = LONG, name: str = "gateway") -> bool:
    take = partial(Transaction.take_lease, name=name, holder=holder, lasts=lasts)
    return await store.write(take)


class LeasePromises:
    async def test_one_holds_it_for_as_long_as_it_says_so(self, store: Store) -> None:
        assert await _take(store, ONE)
        assert not await _take(store, TWO)
        assert await _take(store, ONE), "it is held for longer"
        assert await _take(store, TWO, name="another")

    async def test_one_that_falls_silent_is_succeeded_and_learns_it(self, store: Store) -> None:
        assert await _take(store, ONE, OVER)
        assert await _take(store, TWO)
        assert not await _take(store, ONE)

    async def test_one_that_ends_is_succeeded_at_once(self, store: Store) -> None:
        assert await _take(store, ONE)
        await store.write(lambda tx: tx.release_lease("gateway", TWO))
        assert not await _take(store, TWO), "nobody gives back what another one holds"
        await store.write(lambda tx: tx.release_lease("gateway", ONE))
        assert await _take(store, TWO)
