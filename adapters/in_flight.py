"""Tasks that nobody loses: kept until they end, waited for at shutdown."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class Tasks:
    """Holds strong references; asyncio itself keeps only weak ones."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Run ``work`` on its own."""
        task = asyncio.create_task(work)
        self.hold(task)
        return task

    def hold(self, task: asyncio.Task[Any]) -> None:
        """Keep a task that runs already."""
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    @property
    def busy(self) -> bool:
        """Whether anything is still running."""
        return bool(self._running)

    async def settle(self) -> None:
        """Wait until what runs now has ended; failures are left to those who started it."""
        await asyncio.sleep(0)
        if self._running:
            await asyncio.wait(tuple(self._running))

    async def drain(self, seconds: float) -> None:
        """Wait until everything has ended, then cancel what has not."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._running and loop.time() < end:
            await asyncio.wait(tuple(self._running), timeout=end - loop.time())
        late = tuple(self._running)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
