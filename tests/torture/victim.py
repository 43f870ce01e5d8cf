"""A process that opens a database and dies at the N-th point, by SIGKILL: ``python -m tests.torture.victim URL N``."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from core.store.store import Store
from tests.store.world import Ids
from tests.torture.crash_points import CrashPoints


class Deadly(CrashPoints):
    """Points at which the process itself ends, as in a power cut."""

    def reach(self, name: str) -> None:
        """Pass a point, or end there."""
        self.passed += self.armed
        if self.armed and self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


async def start(url: str, points: CrashPoints) -> None:
    """Start as the program does: look at the file, bring the schema up to date, find or make the program."""
    with points.watching():
        store = await Store.open(url, program="p", new_id=Ids())
    await store.close()


if __name__ == "__main__":
    asyncio.run(start(sys.argv[1], Deadly(int(sys.argv[2]))))
