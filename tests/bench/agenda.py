"""Whether reads stay as fast as they are when the database grows a hundredfold, or (--long) a thousandfold."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from core.domain.agenda import Section
from core.domain.open_times import SessionTerms, open_times
from core.domain.people import Address, Mentor, Person, PersonId
from core.store.store import Store
from core.store.transaction import Transaction
from tests.bench.crowd import EACH, crowded
from tests.bench.rounds import by_turns, percentile
from tests.bench.row import Row
from tests.store.world import NOW

SMALL, LARGE, LARGEST = 1_000, 100_000, 1_000_000
ROUNDS = 6
READS = 40
"""How often each thing is done in a round."""
ROUNDS_SAID = f"{ROUNDS} rounds by turns, {READS} calls in each; {EACH} sessions for each pair of people"
FLAT = 1.3
"""The most that a database may cost more, however large it is."""
PAGE = 10
CLAIMED = 50
LEASE = timedelta(minutes=5)


class _TakeBack(Exception):
    """Ends a transaction without a trace, so that every claim finds the same notices due."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A filled store and its students, who look at their sessions one after the other."""

    store: Store
    students: itertools.cycle[PersonId]

    async def round(self, work: Callable[[Transaction, PersonId], object]) -> list[float]:
        """Return the seconds of each call, without the wait for its transaction to begin or end."""
        return [await self._timed(work, next(self.students)) for _ in range(READS)]

    async def _timed(self, work: Callable[[Transaction, PersonId], object], who: PersonId) -> float:
        took = 0.0

        def timed(tx: Transaction) -> None:
            nonlocal took
            began = time.perf_counter()
            found = work(tx, who)
            took = time.perf_counter() - began
            if not found:
                raise AssertionError("there is something to read")
            raise _TakeBack

        try:
            await self.store.write(timed)
        except _TakeBack:
            return took
        raise AssertionError("the transaction ends with an exception")


def _slots(tx: Transaction, who: PersonId) -> list[datetime]:
    """Find four weeks of open slots of somebody who has sessions, as a mentor with office hours."""
    address = Address("slack", "T1", "U1")
    person = Person(id=who, program=tx.program, name="Ana", address=address, zone="Europe/Berlin")
    mentor = Mentor(person=person, headline="x", hours="Mon-Fri 9-17", since=NOW)
    end = NOW + timedelta(days=mentor.horizon)
    taken = tx.busy(who, NOW - timedelta(days=7), end)
    return open_times(mentor, SessionTerms(), of_mentor=taken, now=NOW, limit=100)


CALLS: dict[str, Callable[[Transaction, PersonId], object]] = {
    "agenda, pending": lambda tx, who: tx.agenda(who, Section.PENDING, NOW, PAGE),
    "agenda, upcoming": lambda tx, who: tx.agenda(who, Section.UPCOMING, NOW, PAGE),
    "agenda, past": lambda tx, who: tx.agenda(who, Section.PAST, NOW, PAGE),
    "agenda_counts": lambda tx, who: tx.agenda_counts(who, NOW),
    "100 open slots, with their SQL": _slots,
    f"claim of {CLAIMED}": lambda tx, _who: tx.claim(NOW, LEASE, CLAIMED),
}


def run(large: int = LARGE) -> list[Row]:
    """Fill two files in a temporary folder and read from both."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder), large))


def run_long() -> list[Row]:
    """The same with a million bookings, which take a minute or two to write."""
    return run(LARGEST)


async def _measure(folder: Path, large: int) -> list[Row]:
    crowds = []
    for size in (large, SMALL):
        store, students = await crowded(folder / f"{size}.db", size)
        crowds.append(Crowd(store, itertools.cycle(students)))
    against = f"the same with {SMALL:,} bookings; the product has {large:,}"
    rows = [await _compared(name, work, against, *crowds) for name, work in CALLS.items()]
    for crowd in crowds:
        await crowd.store.close()
    return rows


async def _compared(
    name: str, work: Callable[[Transaction, PersonId], object], against: str, large: Crowd, small: Crowd
) -> Row:
    runners = [partial(crowd.round, work) for crowd in (large, small)]
    for warm_up in runners:
        await warm_up()
    much, little = (_p50(rounds) for rounds in await by_turns(ROUNDS, *runners))
    return Row(f"{name}, p50", much, little, "ms", against, ratio_at_most=FLAT)


def _p50(rounds: list[list[float]]) -> float:
    return percentile([seconds for one in rounds for seconds in one], 0.5) * 1000
