"""One process of a race: ``python -m tests.races.racer ADDRESS``; each line says what it shall do, all at once.

A line is JSON: ``{"at": seconds after noon, "deeds": [[what, who, booking or mentor, key], …]}``, with ids as
hexadecimal digits, or ``{"deliver": seconds}``. The answer is one JSON list, of one word for each deed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import structlog

from adapters.slack.capabilities import CAPABILITIES
from bot.compose import new_id
from core.delivery.worker import DeliveryWorker
from core.domain.acts import Accept, Cancel
from core.domain.booking import BookingId
from core.domain.errors import BadInput
from core.domain.people import PersonId
from core.domain.policy import Policy
from core.domain.requests import RequestText, Wish
from core.ports.cards import Card, Line
from core.ports.platform import Posted, Profile
from core.services.bookings import BookingService, Press
from core.services.current_policy import CurrentPolicy
from core.store import connections
from core.store.errors import Unavailable
from core.store.store import Store
from tests.groupless import Groupless

if TYPE_CHECKING:
    from core.domain.notices import Notice
    from core.domain.people import Address, Mentor, Person

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
GENEROUS = Policy(open_requests=9999, requests_per_hour=9999)
AT_ONCE = 8
"""How many deeds one process does at the same time: it has ten connections."""
SLOW = 0.03
"""Seconds that the way to the platform takes at most, and the way back."""
PATIENCE = 60
"""Seconds for which a statement is waited for: how busy this machine is decides no race."""


class Shared(Groupless):
    """A platform whose messages are rows of a table: what any process sends, all of them can find."""

    name = "slack"
    capabilities = CAPABILITIES

    def __init__(self, address: str) -> None:
        self._table = psycopg.connect(address, autocommit=True)
        self._random = random.Random()

    async def post(self, to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:
        await self._way()
        row = self._table.execute(
            "INSERT INTO sent (key, reader) VALUES (%s, %s) RETURNING number", (key, to.user)
        ).fetchone()
        await self._way()
        assert row is not None
        return Posted(to.user, str(row[0]))

    async def edit(self, to: Address, placed: Posted, card: Card, *, key: str = "") -> None:
        await self._way()

    async def delete(self, to: Address, placed: Posted) -> None:
        await self._way()

    async def find(
        self, to: Address, key: str, since: datetime, *, under: Posted | None = None
    ) -> Posted | None:
        await self._way()
        row = self._table.execute("SELECT number FROM sent WHERE key = %s", (key,)).fetchone()
        return None if row is None else Posted(to.user, str(row[0]))

    async def publish(self, to: Address, card: Card) -> None:
        await self._way()

    async def whois(self, who: Address) -> Profile:
        return Profile(name=who.user)

    async def present(self, who: Address) -> bool | None:
        return True

    async def chat(self, one: Address, other: Address, opening: Card, *, key: str, channel: str = "") -> str:
        return "https://chat.example.org/room"

    async def _way(self) -> None:
        await asyncio.sleep(self._random.uniform(0, SLOW))


class Racer:
    """What one process can do."""

    def __init__(self, store: Store, address: str) -> None:
        self._store = store
        self._at = timedelta(0)
        self._bookings = BookingService(store, lambda: NOON + self._at, new_id, CurrentPolicy(GENEROUS))
        self._address = address
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def lap(self, given: dict[str, Any]) -> list[str]:
        """Do what a line says."""
        if "deliver" in given:
            return [await self._deliver(given["deliver"])]
        self._at = timedelta(seconds=given["at"])
        return await asyncio.gather(*(self._do(*one) for one in given["deeds"]))

    async def _do(self, what: str, who: str, which: str, key: str) -> str:
        async with self._gate:
            try:
                if what == "sweep":
                    return str(await self._bookings.sweep())
                person = await self._store.read(lambda tx: tx.person(PersonId(UUID(who))))
                assert person is not None
                return await self._act(what, person, UUID(which), key)
            except BadInput as refused:
                return ",".join(sorted(problem.code for problem in refused.fields.values()))
            except Exception as error:  # noqa: BLE001 - the race has to hear of every kind
                return repr(error)

    async def _act(self, what: str, person: Person, which: UUID, key: str) -> str:
        if what == "ask":
            minute = int(key.rsplit(":", 1)[1])
            wish = Wish(text=RequestText("Race"), start=NOON + timedelta(days=3, minutes=minute))
            told = await self._bookings.ask(person, PersonId(which), wish, key=key)
        elif what == "accept":
            told = await self._bookings.accept(Press(person, BookingId(which), Accept(), key, 1))
        else:
            told = await self._bookings.act(Press(person, BookingId(which), Cancel(), key, 1))
        if told.error is not None:
            return type(told.error).__name__
        return "won" if told.changed else "nothing"

    async def _deliver(self, seconds: float) -> str:
        """Deliver whatever is due, by the real clock, for so long."""
        began, handled, platform = time.monotonic(), 0, Shared(self._address)
        worker = DeliveryWorker(self._store, {"slack": platform}, _real, _no_home, _nobody, report=_no_report)
        while time.monotonic() - began < seconds:
            worker.ring()
            with suppress(Unavailable):  # somebody is stopped who holds what this one waits for
                handled += await worker.deliver_due()
            await asyncio.sleep(0.2)
        await worker.stop()
        return str(handled)


async def _no_home(person: Person) -> Card:
    return Card(title="Home", summary="Home", parts=(Line(("Home",)),))


async def _no_report(notice: Notice) -> tuple[Person, Card] | None:
    return None


async def _nobody(start: datetime, minutes: int, but: PersonId) -> tuple[Mentor, ...]:
    return ()


def _real() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the processes of this race share the machine's clock


async def main(address: str) -> None:
    """Race until there are no more lines."""
    connections.ANSWER_SECONDS = PATIENCE
    store = await Store.open(address, program="race", new_id=new_id)
    racer = Racer(store, address)
    print("ready", flush=True)  # noqa: T201 - this is a program
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await racer.lap(json.loads(line))), flush=True)  # noqa: T201 - this is a program
    await store.close()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(main(*sys.argv[1:]))
