"""The sweep: a flow is lived through again and again, and ends at the first point, the second, … and then by itself.

After each crash the program is started again, the person who saw no answer presses once more, everything arrives, and
what everybody can see is compared with how the same flow ends where nothing has died.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.torture.crash_points import CrashPoints, Killed
from tests.torture.life import FLOWS, Life, Outcome
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from tests.torture.databases import Databases
    from tests.torture.life import Step


async def sweep(
    databases: Databases, *, every: int = 1, flows: Collection[str] = FLOWS
) -> AsyncIterator[Tally]:
    """Live through every flow, ending at every ``every``-th point of ``flows``; tell what was found."""
    before = Life(databases.new())
    await before.begin()
    last_wanted = max(number for number, name in enumerate(FLOWS) if name in flows)
    for number, (name, steps) in enumerate(list(FLOWS.items())[: last_wanted + 1]):
        after = before.on(databases.copy(before.url), CrashPoints())
        await _live(after, steps)
        if name in flows:
            tally = Tally(name, after.points.passed)
            whole = await _rested(after.on(databases.copy(after.url), CrashPoints()))
            for last in range(1 + number % every, tally.points + 1, every):
                life = before.on(databases.copy(before.url), CrashPoints(last))
                await _live(life, steps)
                tally.crashes += life.points.dead
                where = f"{name}, point {last} ({life.points.names[-1]})"
                tally.add(where, whole, await _rested(life), life.broken)
            yield tally
        before = after


async def _live(life: Life, steps: tuple[Step, ...]) -> None:
    """Take the steps; a program that dies is started again, and whoever saw no answer does the same once more."""
    await life.start()
    at = 0
    with life.points.watching():
        while at < len(steps):
            life.card, life.answered = await life.session(), False
            try:
                await steps[at](life)
            except (Killed, Exception):  # whatever else a program says that has died
                if not life.points.dead:
                    raise
                life.points.armed = False
                await life.end()
                await life.start()
                life.again = (
                    life.points.passed % 2
                )  # every other time the platform delivers the same press again
                if not life.answered:
                    await steps[at](life)
                await life.rest()  # nobody answers what they have not been told
                life.again = 0
            at += 1
    await life.end()


async def _rested(life: Life) -> Outcome:
    await life.start()
    await life.rest()
    outcome = await Outcome.of(life)
    await life.end()
    return outcome
