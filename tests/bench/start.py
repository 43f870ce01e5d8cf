"""From the start of the process until both platforms are served, and the memory that it then takes."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from tests.bench.bots import Wires, start_bare, start_product
from tests.bench.rounds import by_turns, median
from tests.bench.row import Row

ROUNDS = 5
COMMANDS = 20
"""Commands on each platform before memory is read."""
SECONDS, MEGABYTES = 1.5, 120.0
ROUNDS_SAID = f"{ROUNDS} rounds by turns after one not counted, medians; {COMMANDS} commands before memory"
BARE = "bare slack-bolt and bare discord.py, started together"


def run() -> list[Row]:
    """Start everything a few times in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Row]:
    async with Wires() as ours, Wires() as theirs:
        runners = (partial(_product, folder, ours), partial(_bare, folder, theirs))
        for warm_up in runners:
            await warm_up()
        product, bare = await by_turns(ROUNDS, *runners)
    fresh, again, memory = (median(list(column)) for column in zip(*product, strict=True))
    seconds, _, theirs_memory = (median(list(column)) for column in zip(*bare, strict=True))
    both = "the two bare bots, added up"
    return [
        Row("start on a new database", fresh, seconds, "s", BARE, at_most=SECONDS),
        Row("start on an old database", again, seconds, "s", BARE, at_most=SECONDS),
        Row("resident memory", memory, theirs_memory, "MB", both, at_most=MEGABYTES),
    ]


async def _product(folder: Path, emulators: Wires) -> tuple[float, float, float]:
    """Seconds to start on a new database, the same on the old one, and then megabytes."""
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        async with AsyncExitStack() as stack:
            _, first = await start_product(Path(fresh), emulators, stack)
        async with AsyncExitStack() as stack:
            process, second = await start_product(Path(fresh), emulators, stack)
            await _use(emulators)
            return first, second, process.memory


async def _bare(folder: Path, emulators: Wires) -> tuple[float, float, float]:
    async with AsyncExitStack() as stack:
        processes, seconds = await start_bare(folder, emulators, stack)
        await _use(emulators)
        return seconds, seconds, sum(process.memory for process in processes)


async def _use(emulators: Wires) -> None:
    slack, discord = emulators.busy
    for _ in range(COMMANDS):
        for outcome in (await slack.command("/booking-settings"), await discord.command("booking-settings")):
            if not outcome.ok:
                raise RuntimeError(f"a command failed: {outcome.error}")
