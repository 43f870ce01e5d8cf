"""The sweep: a flow is lived through again and again, and ends at the first point, the second, … and then by itself.

After each crash the program is started again, the person who saw no answer presses once more, everything arrives, and
what everybody can see is compared with how the same flow ends where nothing has died.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.torture.crash_points import CrashPoints, Killed
from tests.torture.life import Life, Outcome
from tests.torture.stories import FLOWS, STORIES
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from tests.torture.databases import Databases
    from tests.torture.stories import Step


async def sweep(
    databases: Databases, *, every: int = 1, flows: Collection[str] = FLOWS
) -> AsyncIterator[Tally]:
    """Live through every flow, ending at every ``every``-th point of ``flows``; tell what was found."""
    for story in STORIES:
        wanted = [number for number, name in enumerate(story) if name in flows]
        if not wanted:
            continue
        before = Life(databases.new())
        await before.begin()
        for number, (name, steps) in enumerate(list(story.items())[: max(wanted) + 1]):
            after = before.on(databases.copy(before.url), CrashPoints())
            await _live(after, name, steps)
            if name in flows:
                tally = Tally(name, after.points.passed)
                whole = await _rested(after.on(databases.copy(after.url), CrashPoints()))
                for last in range(1 + number % every, tally.points + 1, every):
                    life = before.on(databases.copy(before.url), CrashPoints(last))
                    await _live(life, name, steps)
                    tally.crashes += life.points.dead
                    where = f"{name}, point {last} ({life.points.names[-1]})"
                    tally.add(where, whole, await _rested(life), life.broken)
                yield tally
            before = after


async def _live(life: Life, name: str, steps: tuple[Step, ...]) -> None:
    """Take the steps; a program that dies is started again, and whoever saw no answer does the same once more."""
    await life.start()
    with life.points.watching():
        for number, step in enumerate(steps):
            await life.begin_step(f"{name} {number}")
            try:
                await step(life)
            except (Killed, Exception):  # whatever else a program says that has died
                if not life.points.dead:
                    raise
                life.points.armed = False
                await life.end()
                await life.start()
                # every other time the platform delivers the same press again
                life.again = life.points.passed % 2
                if not life.answered:
                    await step(life)
                await life.rest()  # nobody answers what they have not been told
                life.again = 0
    await life.end()


async def _rested(life: Life) -> Outcome:
    await life.start()
    await life.rest()
    outcome = await Outcome.of(life)
    await life.end()
    return outcome
