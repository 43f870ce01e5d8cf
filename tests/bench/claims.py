"""How much several processes on one PostgreSQL ask for and tell in a second: ``python -m tests.bench.claims``.

Nothing is sent: what is measured is the database's part, so that the platforms' limits can be set against it.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from core.domain.notices import Kind, Notice
from core.store.store import Store
from core.store.transaction import OutboxOutcome, Transaction
from tests.store.postgres import fresh_database
from tests.store.world import DAY, HOUR, MINUTE, NOW, Ids, World, asked, booking_of, slot

if TYPE_CHECKING:
    from core.domain.people import Person, PersonId

NOTICES, REQUESTS, AT_ONCE, BATCH, ROUNDS = 640, 160, 16, 64, 5


async def _prepare(address: str) -> None:
    """Let so many people wait for a notice each."""
    store = await Store.open(address, program="bench", new_id=Ids(1))
    world = World(store)
    booking = await world.ask(*await world.pair(), slot(DAY))
    people = [world.somebody(f"P{number}") for number in range(NOTICES)]
    await store.write(partial(_met, people=people))
    waiting = [
        Notice(booking=booking.id, version=1, kind=Kind.CARD, recipient=one.id, due_at=NOW) for one in people
    ]
    await store.write(lambda tx: tx.enqueue(*waiting))
    await store.close()


def _met(tx: Transaction, people: list[Person]) -> None:
    for one in people:
        tx.add_person(one)


async def tell(store: Store, _seed: int) -> int:
    """Claim and settle until nothing is left; returns how many notices that were."""
    told = 0
    while claimed := await store.write(lambda tx: tx.claim(NOW + HOUR, HOUR, BATCH)):
        told += len(claimed)
        keys = [one.notice.key for one in claimed]
        for some in (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE)):
            await asyncio.gather(*(store.write(partial(_settled, key=key)) for key in some))
    return told


def _settled(tx: Transaction, key: str) -> None:
    tx.settle(key, OutboxOutcome.SENT, NOW)


async def ask(store: Store, seed: int) -> int:
    """Let students ask mentors of their own; returns how many requests were stored."""
    world, ids = World(store, seed), Ids(seed)
    pairs = [((await world.person("S")).id, (await world.person("M")).id) for _ in range(AT_ONCE)]

    async def one_pair(student: PersonId, mentor: PersonId) -> None:
        for number in range(REQUESTS // AT_ONCE):
            wanted = booking_of(store, ids, student, mentor, slot=slot(DAY + number * 30 * MINUTE))
            await store.write(partial(Transaction.record, moved=asked(wanted), key=wanted.ref, who=student))

    await asyncio.gather(*(one_pair(*pair) for pair in pairs))
    return REQUESTS


async def work(address: str, what: str, seed: int) -> None:
    """Be one of the processes: wait for a line, do it, say how much it was."""
    store = await Store.open(address, program="bench", new_id=Ids(seed))
    print("ready", flush=True)
    sys.stdin.readline()
    print(await {"tell": tell, "ask": ask}[what](store, seed), flush=True)
    await store.close()


def rate(address: str, what: str, processes: int, seed: int) -> float:
    """Return how many of ``what`` so many processes do together in a second."""
    words = [sys.executable, "-m", "tests.bench.claims", address, what]
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen([*words, str(seed + one)], stdin=pipe, stdout=pipe, text=True)
        for one in range(processes)
    ]
    for one in started:
        assert one.stdout is not None
        one.stdout.readline()
    began = time.perf_counter()
    for one in started:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    done = sum(int(one.communicate()[0]) for one in started)
    return done / (time.perf_counter() - began)


def main() -> None:
    """Print one line for each number of processes: medians of all rounds, taken in turn."""
    rates: dict[tuple[str, int], list[float]] = {}
    for number in range(ROUNDS):
        for processes in (1, 2, 4):
            address = fresh_database()
            asyncio.run(_prepare(address))
            for what in ("ask", "tell"):
                found = rate(address, what, processes, seed=1000 * (number + 1))
                rates.setdefault((what, processes), []).append(found)
    for (what, processes), every in sorted(rates.items()):
        print(f"{what:5} {processes} processes: {statistics.median(every):6.0f} a second")


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(work(sys.argv[1], sys.argv[2], int(sys.argv[3])))
    else:
        main()
