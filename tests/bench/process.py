"""A bot in a process of its own, and what /proc says of it (Linux; proc(5))."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEAVING = 15.0
"""Seconds that a bot may take to leave after SIGTERM."""


@dataclass(frozen=True, slots=True)
class Process:
    """A running bot."""

    running: asyncio.subprocess.Process
    log: Path

    @classmethod
    async def start(cls, folder: Path, *words: str, settings: Mapping[str, str] | None = None) -> Process:
        """Run ``python -m words…`` in ``folder``, with nothing in its environment but ``settings``."""
        environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), **(settings or {})}
        log = folder / f"{words[0]}.log"
        with log.open("ab") as output:
            running = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *words, cwd=folder, env=environment, stdout=output, stderr=output
            )
        return cls(running, log)

    @property
    def cpu(self) -> float:
        """CPU seconds so far of all threads that it has, to the nanosecond (sched-stats.rst of the kernel)."""
        threads = Path(f"/proc/{self.running.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    @property
    def memory(self) -> float:
        """Resident megabytes."""
        pages = int(Path(f"/proc/{self.running.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000

    def check(self) -> None:
        """Raise RuntimeError with the end of its log when it has ended by itself."""
        if self.running.returncode is not None:
            said = self.log.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"the bot ended with {self.running.returncode}:\n{said}")

    async def stop(self) -> None:
        """Ask it to leave, and wait."""
        if self.running.returncode is None:
            self.running.terminate()
        try:
            await asyncio.wait_for(self.running.wait(), LEAVING)
        except TimeoutError:
            self.running.kill()
            await self.running.wait()
