"""Acts in flight: acknowledged within a platform's patience, finished behind it, waited for when the program stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

CANCEL_SECONDS = 1.0
"""How long what was cancelled may take to end; what does not is left behind, because the program has to end."""


class InFlight:
    """Holds a strong reference to every task until it ends; asyncio itself keeps only weak ones."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def busy(self) -> bool:
        """Whether anything is still running."""
        return bool(self._tasks)

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Run ``work`` in a task of its own."""
        task = asyncio.create_task(work)
        self._keep(task)
        return task

    def hold(self) -> None:
        """Keep the task in which this is called; raises RuntimeError outside of any."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("an act is answered inside a task")
        self._keep(task)

    async def answer(
        self,
        work: Coroutine[Any, Any, Result],
        *,
        within: float,
        acknowledge: Callable[[], Awaitable[None]],
    ) -> Result:
        """Run ``work`` to its end and return what it returns, or raise what it raises.

        Where it takes longer than ``within`` seconds, ``acknowledge`` is called once, and the work goes on behind it.
        """
        task = self.start(work)
        await asyncio.wait({task}, timeout=within)
        if not task.done():
            await acknowledge()
        return await task

    async def settle(self) -> None:
        """Wait until what runs now has ended; failures are left to those who started it."""
        await asyncio.sleep(0)
        if self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def drain(self, seconds: float) -> None:
        """Wait until everything has ended, what begins meanwhile included; cancel what has not after ``seconds``."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._tasks and loop.time() < end:
            await asyncio.wait(tuple(self._tasks), timeout=end - loop.time())
        late = tuple(self._tasks)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=CANCEL_SECONDS)

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def ended(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks until they have ended, whatever they raise.

    Once is not enough: ``wait_for`` of Python 3.11 swallows a cancellation that comes as what it waits for is done,
    and discord.py connects inside of one; the connection then lives on.
    """
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=CANCEL_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
