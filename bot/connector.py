"""Keeping one platform up: attempt after attempt, each with a bound, and all anew when it is gone for too long.

One quiet line says that a platform is away and why, and one that it is back.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from core.ports.connection import TokenRejected
from core.ports.platform import TryLater

if TYPE_CHECKING:
    from core.ports.connection import PlatformConnection

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds: how long one attempt may take, and the waits between two, doubled from the first to the last.

    A network that is away is asked often, because nobody is bothered and people wait for it to come back; a
    platform that has answered "no" is asked rarely. Once it is up, a connection is looked at every ``look``
    seconds; it mends itself as its library knows how, and is made anew when that has taken ``mending`` seconds.
    """

    attempt: float = 30.0
    unreached: tuple[float, float] = (1.0, 15.0)
    rejected: tuple[float, float] = (15.0, 300.0)
    look: float = 1.0
    mending: float = 60.0

    def wait(self, error: Exception, failures: int) -> float:
        """Return the wait after that many failures in a row, the last of which was ``error``."""
        first, last = self.rejected if isinstance(error, TokenRejected) else self.unreached
        asked = error.seconds if isinstance(error, TryLater) and error.everywhere else 0.0
        return max(min(first * 2.0 ** min(failures - 1, 20), last), asked)


class Connector:
    """Keeps one platform up. ``first`` is done after the first attempt and holds what it raised, or None."""

    def __init__(self, name: str, connection: PlatformConnection, patience: Patience) -> None:
        self._name = name
        self._connection = connection
        self._patience = patience
        self.first: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self._keeping = asyncio.create_task(self._keep_up(), name=f"connect-{name}")

    async def stop(self) -> None:
        """Try no longer, and disconnect."""
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)
        await self._connection.stop()

    async def _keep_up(self) -> None:
        while True:
            await self._come_up()
            await self._until_it_is_gone()
            try:
                await self._connection.stop()
            except Exception as error:  # noqa: BLE001 - the edge: what is broken may break once more while it is closed
                log.debug("not_closed", platform=self._name, reason=_reason(error))

    async def _come_up(self) -> None:
        failures, said = 0, ""
        while (error := await self._attempt()) is not None:
            failures += 1
            wait = self._patience.wait(error, failures) * _unevenly()
            if said != (said := _reason(error)):
                log.warning("not_connected", platform=self._name, reason=said, again_in=round(wait, 1))
            if not self.first.done():
                self.first.set_result(error)
            await asyncio.sleep(wait)
        log.info("connected", platform=self._name)
        if not self.first.done():
            self.first.set_result(None)

    async def _until_it_is_gone(self) -> None:
        """Return once the connection has been away for longer than it may take to mend itself."""
        loop = asyncio.get_running_loop()
        since: float | None = None
        while since is None or loop.time() - since < self._patience.mending:
            await asyncio.sleep(self._patience.look)
            if self._connection.ready:
                if since is not None:
                    log.info("connected", platform=self._name, after=round(loop.time() - since, 1))
                since = None
            elif since is None:
                since = loop.time()
                log.warning("connection_lost", platform=self._name)

    async def _attempt(self) -> Exception | None:
        try:
            async with asyncio.timeout(self._patience.attempt):
                await self._connection.start()
        except Exception as error:  # noqa: BLE001 - the edge: the other platform goes on, and this one is tried again
            return error
        return None


def _unevenly() -> float:
    """Return a factor that keeps processes that have lost the same platform from asking all at once."""
    return random.uniform(1.0, 1.25)  # noqa: S311 - nothing is guarded by it


def _reason(error: Exception) -> str:
    """Return what may be logged of a failure: a code or a class name, never words of people."""
    if isinstance(error, TokenRejected):
        return error.code
    return str(error) if isinstance(error, TryLater) else type(error).__name__
