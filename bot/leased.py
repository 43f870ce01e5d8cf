"""A platform that one process of several listens to: the others send, stand by, and take over when it is gone.

Two that listen at once would both answer every press. That would be untidy and no more: what a press does is stored
once, whoever is first (the inbox). So who holds the lease goes on listening while the database is away: nobody else
can take it meanwhile, and people are told that nothing can be saved.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from core.store.errors import Unavailable
from core.store.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from uuid import UUID

    from core.ports.connection import StandingBy
    from core.store.store import Store

log = structlog.get_logger(__name__)

RELEASE_SECONDS = 2.0
"""How long a process that ends tries to say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How long a lease lasts, by the database's clock, and the steady seconds between two looks at it.

    A process that is killed is succeeded within ``lasts`` + ``asks`` and the time it takes to connect.
    """

    lasts: timedelta = timedelta(seconds=10)
    renews: float = 3.0
    asks: float = 1.0


class Lease:
    """A name in the database that one process holds at a time. ``holder`` is this process."""

    def __init__(self, store: Store, name: str, holder: UUID, lasts: timedelta) -> None:
        self._store = store
        self._take = partial(Transaction.take_lease, name=name, holder=holder, lasts=lasts)
        self._release = partial(Transaction.release_lease, name=name, holder=holder)

    async def take(self) -> bool | None:
        """Take it or keep it; returns whether this process has it now, None while the database is away."""
        try:
            return await self._store.write(self._take)
        except Unavailable:
            return None
        except (
            Exception
        ):  # the edge: a lease that is not renewed is lost, and to go on asking is all that helps
            log.exception("lease_not_read")
            return None

    async def release(self) -> None:
        """Let another process have it at once; while the database is away it lapses by itself."""
        try:
            async with asyncio.timeout(RELEASE_SECONDS):
                await self._store.write(self._release)
        except (TimeoutError, Unavailable):
            log.debug("lease_not_released")


class Leased:
    """Listens while it holds the lease, and stands by while another process does."""

    def __init__(self, name: str, connection: StandingBy, lease: Lease, rhythm: Rhythm) -> None:
        self._name = name
        self._connection = connection
        self._lease = lease
        self._rhythm = rhythm
        self._holds = False
        self._sends = False
        self._keeping: asyncio.Task[None] | None = None

    @property
    def standby(self) -> bool:
        """Whether another process listens, and this one could take over."""
        return self._sends and not self._holds

    @property
    def ready(self) -> bool:
        """Whether acts arrive, here or at the process that this one stands by for."""
        return self._connection.ready if self._holds else self._sends

    async def start(self) -> None:
        """Be able to send, and listen if nobody else does; raises as the connection itself does."""
        await self._connection.stand_by()
        self._sends = True
        try:
            if await self._lease.take():
                await self._listen()
            else:
                log.info("stands_by", platform=self._name)
        except BaseException:
            await self.stop()
            raise
        self._keeping = asyncio.create_task(self._keep(), name=f"lease-{self._name}")

    async def stop(self) -> None:
        """Hand over first, so that another process already listens while this one finishes what is in flight."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
        held, self._holds, self._sends = self._holds, False, False
        if held:
            await self._lease.release()
        await self._connection.stop()

    async def idle(self) -> None:
        """Wait until every act that has arrived is answered."""
        await self._connection.idle()

    async def _listen(self) -> None:
        """Connect, keeping the lease meanwhile; raises what the connection raises."""
        self._holds = True
        await self._while_renewing(self._connection.start())

    async def _while_renewing(self, work: Awaitable[None]) -> None:
        working = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait({working}, timeout=self._rhythm.renews))[0]:
                await self._lease.take()
            await working
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async def _keep(self) -> None:
        """Renew the lease or wait for it, for as long as this process lives."""
        while True:
            await asyncio.sleep(self._rhythm.renews if self._holds else self._rhythm.asks)
            mine = await self._lease.take()
            if mine and not self._holds:
                await self._take_over()
            elif mine is False and self._holds:
                await self._step_back()

    async def _take_over(self) -> None:
        log.info("takes_over", platform=self._name)
        try:
            await self._listen()
        except Exception as error:  # noqa: BLE001 - the edge: another process may have more luck
            log.warning("not_taken_over", platform=self._name, reason=type(error).__name__)
            self._holds = False
            await self._lease.release()
            await asyncio.sleep(self._rhythm.lasts.total_seconds())

    async def _step_back(self) -> None:
        """Listen no longer, because another process does: this one was silent for too long."""
        log.warning("succeeded", platform=self._name)
        self._holds = self._sends = False
        await self._connection.stop()
        while not self._sends:
            try:
                await self._connection.stand_by()
                self._sends = True
            except Exception as error:  # noqa: BLE001 - the edge: it is tried again
                log.warning("not_standing_by", platform=self._name, reason=type(error).__name__)
                await asyncio.sleep(self._rhythm.lasts.total_seconds())
