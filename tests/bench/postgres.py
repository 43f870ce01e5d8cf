"""Storing a request on PostgreSQL, beside a textbook transaction: one caller, and 64 at once."""

from __future__ import annotations

import asyncio
import itertools
from functools import partial

from core.store.errors import Unavailable
from core.store.store import Store
from tests.bench.booking import ALONE, CALLERS, EACH, Books, ProductBooks, Round, measured
from tests.bench.pairs import settled
from tests.bench.rounds import by_turns, median, percentile
from tests.bench.row import Row
from tests.bench.textbook_psycopg import CONNECTIONS, PsycopgBooks
from tests.store.postgres import Server
from tests.store.world import Ids

ROUNDS = 5
ROUNDS_SAID = (
    f"{ROUNDS} rounds by turns, synced; in each {ALONE} bookings by one caller, {CALLERS * EACH} by {CALLERS}"
)
OF_TEXTBOOK = 2.0
"""The goal: many callers book so many times the textbook's rate."""
AGAINST = f"psycopg's async connections ({CONNECTIONS}), twelve statements one by one in a transaction"


def run() -> list[Row]:
    """Measure on one server from a wheel, with a database for each."""
    server = Server.start(durable=True)
    try:
        return asyncio.run(_measure(server))
    finally:
        server.stop()


class PatientBooks(ProductBooks):
    """The product, and callers who try again when every connection was in use for as long as people wait."""

    refused = 0

    async def book(self, number: int) -> None:
        """Store one request."""
        while True:
            try:
                return await super().book(number)
            except Unavailable:
                self.refused += 1


async def _measure(server: Server) -> list[Row]:
    ours, theirs = (server.fresh_database() for _ in range(2))
    store = await Store.open(ours, program="bench", new_id=Ids(0))
    other = await Store.open(theirs, program="bench", new_id=Ids(0))
    books_of_ours = PatientBooks(store, await settled(store, CALLERS))
    contenders: list[Books] = [
        books_of_ours,
        await PsycopgBooks(await settled(other, CALLERS)).open(theirs),
    ]
    await other.close()
    runners = [partial(measured, books, itertools.count()) for books in contenders]
    for warm_up in runners:
        await warm_up()
    product, textbook = await by_turns(ROUNDS, *runners)
    for books in contenders:
        await books.close()
    return _rows(product, textbook, books_of_ours.refused)


def _rows(product: list[Round], textbook: list[Round], refused: int) -> list[Row]:
    rate, cpu = (
        f"{CALLERS} callers, {refused} times told to try again",
        f"{CALLERS} callers, CPU of one booking here",
    )
    return [
        Row("one caller, p50", _alone(product), _alone(textbook), "ms", AGAINST),
        Row(rate, _rate(product), _rate(textbook), "bookings/s", AGAINST, ratio_at_least=OF_TEXTBOOK),
        Row(cpu, _cpu(product), _cpu(textbook), "ms", AGAINST),
    ]


def _alone(rounds: list[Round]) -> float:
    return percentile([seconds for one in rounds for seconds in one.alone], 0.5) * 1000


def _rate(rounds: list[Round]) -> float:
    return median([one.per_second for one in rounds])


def _cpu(rounds: list[Round]) -> float:
    return median([one.cpu for one in rounds]) * 1000
