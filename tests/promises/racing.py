"""One process of a race through the services: it does what each line tells it, all at once, and says how it went.

Run as ``python -m tests.promises.racing ADDRESS``. A line is JSON: ``["ask", [[student, mentor, minute], …]]`` or
``["accept", [[student, booking], …]]``, with ids as hexadecimal digits. The answer is one JSON list.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.compose import new_id
from core.domain.acts import AcceptProposal
from core.domain.booking import BookingId
from core.domain.errors import UNFIT, BadInput, BookingError, Clash, Problem
from core.domain.people import PersonId
from core.domain.policy import Policy
from core.domain.requests import RequestText, Wish
from core.screens.errors import sentence
from core.screens.grammar import text
from core.services.bookings import ActResult, BookingService, Press
from core.services.current_policy import CurrentPolicy
from core.store import connections
from core.store.store import Store

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
WANTED = NOON + timedelta(days=1)
GENEROUS = Policy(open_requests=999, requests_per_hour=999)


def service_of(store: Store) -> BookingService:
    """Return bookings whose clock stands at noon and whose limits do not decide a race."""
    return BookingService(store, lambda: NOON, new_id, CurrentPolicy(GENEROUS))


async def ask(bookings: BookingService, store: Store, student: str, mentor: str, minute: int) -> ActResult:
    """Ask for a time."""
    who = await store.read(lambda tx: tx.person(PersonId(UUID(student))))
    assert who is not None
    wish = Wish(text=RequestText("Race"), start=WANTED + timedelta(minutes=minute))
    return await bookings.ask(who, PersonId(UUID(mentor)), wish, key=new_id().hex)


async def accept(bookings: BookingService, store: Store, student: str, booking: str) -> ActResult:
    """Agree to the first time that was suggested."""
    who = await store.read(lambda tx: tx.person(PersonId(UUID(student))))
    assert who is not None
    return await bookings.accept(Press(who, BookingId(UUID(booking)), AcceptProposal(), new_id().hex))


DEEDS: dict[str, Callable[..., Awaitable[ActResult]]] = {"ask": ask, "accept": accept}


def said(*refusals: BookingError | Problem) -> str:
    """Return what the loser reads."""
    return " ".join(text(sentence(one)) for one in refusals)


def ended(outcome: ActResult) -> str:
    """Say in one word how it went, with the sentence that a loser reads."""
    if outcome.error is None:
        return "won" if outcome.changed else "nothing"
    return f"conflict: {said(outcome.error)}" if isinstance(outcome.error, Clash) else repr(outcome.error)


async def lap(store: Store, what: str, entries: list[list[Any]]) -> list[str]:
    """Do everything at once."""
    bookings = service_of(store)
    do = DEEDS[what]

    async def one(entry: list[Any]) -> str:
        try:
            return ended(await do(bookings, store, *entry))
        except BadInput as refused:
            taken = any(problem.code in UNFIT for problem in refused.fields.values())
            return f"{'conflict' if taken else refused}: {said(*refused.fields.values())}"
        except Exception as error:  # noqa: BLE001 - the race has to hear of every kind
            return repr(error)

    return await asyncio.gather(*map(one, entries))


async def main(address: str) -> None:
    """Race until there are no more lines."""
    connections.ANSWER_SECONDS = 60  # on a slow machine as well, the race is about who wins
    store = await Store.open(address, program="race", new_id=new_id)
    print("ready", flush=True)  # noqa: T201 - the way back to the test
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await lap(store, *json.loads(line))), flush=True)  # noqa: T201
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
