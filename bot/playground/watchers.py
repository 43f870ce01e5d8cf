"""Tells everybody who watches a platform of every visible change, and lets a coroutine wait for one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

Change = dict[str, Any]
"""What has changed: a ``kind``, and the facts that belong to it."""
Watcher = Callable[[Change], None]


class Watchers:
    """They are called at once, in the order in which they came; they must not block."""

    def __init__(self) -> None:
        self._watchers: list[Watcher] = []

    def __bool__(self) -> bool:
        """Whether anybody watches."""
        return bool(self._watchers)

    def tell(self, kind: str, **facts: object) -> None:
        """Describe one change to everybody who watches."""
        change: Change = {"kind": kind, **facts}
        for watcher in tuple(self._watchers):
            watcher(change)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Add a watcher; returns what removes it."""
        self._watchers.append(watcher)

        def leave() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return leave

    async def until(self, true: Callable[[], object], seconds: float) -> None:
        """Return as soon as `true()` holds; look again at every change. Raises TimeoutError."""
        if true():
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def look(_: Change) -> None:
            if not done.done() and true():
                done.set_result(None)

        leave = self.watch(look)
        try:
            await asyncio.wait_for(done, seconds)
        finally:
            leave()
