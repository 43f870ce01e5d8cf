"""One process of a race: asks for overlapping times of the same mentor and prints how it went.

Run as ``python -m tests.store.racer ADDRESS SEED STUDENT… MENTOR``; it waits for a line before it starts.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from uuid import UUID

from core.domain.errors import Clash
from core.domain.people import PersonId
from core.store import connections
from core.store.store import Store
from tests.store.world import DAY, MINUTE, Ids, asked, booking_of, slot


async def race(store: Store, ids: Ids, students: list[PersonId], mentor: PersonId) -> Counter[str]:
    """Let every student ask at once; return how many won, clashed, or met another error."""

    async def ask(student: PersonId, number: int) -> str:
        wanted = slot(DAY + number % 25 * MINUTE, 30 + number % 30)
        booking = booking_of(store, ids, student, mentor, slot=wanted)
        try:
            await store.write(lambda tx: tx.record(asked(booking), key=booking.ref, who=student))
        except Clash:
            return "clash"
        return "won"

    results = await asyncio.gather(
        *(ask(student, number) for number, student in enumerate(students)), return_exceptions=True
    )
    return Counter(one if isinstance(one, str) else repr(one) for one in results)


async def main(address: str, seed: str, *people: str) -> None:
    """Open the store, wait for the signal, race."""
    connections.ANSWER_SECONDS = 60  # on a slow machine as well, the race is about who wins
    store = await Store.open(address, program="race", new_id=Ids(int(seed)))
    print("ready", flush=True)  # noqa: T201 - the way back to the test
    sys.stdin.readline()
    *students, mentor = (PersonId(UUID(one)) for one in (*people, seed.zfill(32))[: max(len(people), 1)])
    result = await race(store, Ids(int(seed)), students, mentor)
    await store.close()
    print(*(f"{count} {what}" for what, count in sorted(result.items())), sep="\n", flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
