"""Connecting one platform: attempt after attempt, each with a bound, until it is up; one quiet line for each."""

from __future__ import annotations

import asyncio
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
    platform that has answered "no" is asked rarely.
    """

    attempt: float = 30.0
    unreached: tuple[float, float] = (1.0, 15.0)
    rejected: tuple[float, float] = (15.0, 300.0)

    def wait(self, error: Exception, failures: int) -> float:
        """Return the wait after that many failures in a row, the last of which was ``error``."""
        first, last = self.rejected if isinstance(error, TokenRejected) else self.unreached
        asked = error.seconds if isinstance(error, TryLater) and error.everywhere else 0.0
        return max(min(first * 2.0 ** min(failures - 1, 20), last), asked)


class Connector:
    """Brings one platform up. ``first`` is done after the first attempt and holds what it raised, or None."""

    def __init__(self, name: str, connection: PlatformConnection, patience: Patience) -> None:
        self._name = name
        self._connection = connection
        self._patience = patience
        self.first: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self._trying = asyncio.create_task(self._keep_trying(), name=f"connect-{name}")

    async def stop(self) -> None:
        """Try no longer, and disconnect."""
        self._trying.cancel()
        await asyncio.gather(self._trying, return_exceptions=True)
        await self._connection.stop()

    async def _keep_trying(self) -> None:
        failures = 0
        while (error := await self._attempt()) is not None:
            failures += 1
            wait = self._patience.wait(error, failures)
            log.warning("not_connected", platform=self._name, reason=_reason(error), again_in=wait)
            if not self.first.done():
                self.first.set_result(error)
            await asyncio.sleep(wait)
        log.info("connected", platform=self._name)
        if not self.first.done():
            self.first.set_result(None)

    async def _attempt(self) -> Exception | None:
        try:
            async with asyncio.timeout(self._patience.attempt):
                await self._connection.start()
        except Exception as error:  # noqa: BLE001 - the edge: the other platform goes on, and this one is tried again
            return error
        return None


def _reason(error: Exception) -> str:
    """Return what may be logged of a failure: a code or a class name, never words of people."""
    if isinstance(error, TokenRejected):
        return error.code
    return str(error) if isinstance(error, TryLater) else type(error).__name__
