"""The doorbell between processes: PostgreSQL tells each of them that another one has put something in the outbox."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from core.store import connections
from core.store.bounds import bounded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import sqlalchemy as sa

log = structlog.get_logger(__name__)

CHANNEL = "outbox"
"""What the trigger of migration 0004 notifies."""
AGAIN_AFTER = (0.2, 1.0, 2.0, 5.0)
"""Seconds until a connection that was lost is made anew; meanwhile everybody looks by themselves now and then."""


class Doorbell:
    """Calls ``ring`` whenever any process has put something in the outbox, over a connection of its own."""

    def __init__(self, url: sa.URL, ring: Callable[[], None]) -> None:
        self._url = url
        self._ring = ring
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, address: str, ring: Callable[[], None]) -> Doorbell | None:
        """Return the doorbell of a database; None on SQLite, where there is nobody else to ring."""
        url = connections.address_of(address)
        return cls(bounded(url), ring) if connections.takes_many(address) else None

    def start(self) -> None:
        """Begin to listen; a server that is away is tried again and again."""
        self._listening = asyncio.create_task(self._keep_listening(), name="doorbell")

    async def stop(self) -> None:
        """Listen no longer."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _keep_listening(self) -> None:
        import psycopg  # noqa: PLC0415 - an extra, which is there when PostgreSQL is

        failures = 0
        while True:
            with suppress(psycopg.Error, OSError):
                async for _ in self._rings():
                    failures = 0
                    self._ring()
            wait = AGAIN_AFTER[min(failures, len(AGAIN_AFTER) - 1)]
            failures += 1
            log.debug("doorbell_lost", again_in=wait)
            await asyncio.sleep(wait)

    async def _rings(self) -> AsyncIterator[None]:
        """Ring once for what was left while nobody listened, and then for each notification."""
        import psycopg  # noqa: PLC0415 - as above

        arguments, options = self._url.get_dialect()().create_connect_args(self._url)
        listening = await psycopg.AsyncConnection.connect(*arguments, **options, autocommit=True)
        async with listening:
            await listening.execute(f"LISTEN {CHANNEL}")
            yield
            async for _ in listening.notifies():
                yield
