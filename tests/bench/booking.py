"""Storing a request durably on a SQLite file: one caller, and 64 at once."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from core.store.store import Store
from tests.bench.pairs import Pairs, settled
from tests.bench.rounds import by_turns, median, percentile
from tests.bench.row import Row
from tests.bench.textbook_orm import OrmBooks
from tests.bench.textbook_raw import RawBooks
from tests.store.world import Ids, asked, booking_of

ROUNDS = 5
CALLERS = 64
ALONE = 40
"""Bookings of the single caller in a round."""
EACH = 3
"""Bookings of each of the many callers in a round."""
ROUNDS_SAID = (
    f"{ROUNDS} rounds by turns; in each {ALONE} bookings by one caller, {CALLERS * EACH} by {CALLERS}"
)
SLOWER_ALONE, OF_RAW, OF_ORM = 3.0, 0.4, 5.0
"""The goals: a single caller waits no longer than so many times the floor; many callers book at least so much of the
floor's rate, and so many times the textbook's."""
RAW = "sqlite3 in a thread, the same 11 inserts, a commit each"
ORM = "SQLAlchemy's async ORM on aiosqlite, by the textbook"


class Books(Protocol):
    """Somewhere to book."""

    async def book(self, number: int) -> None:
        """Store one request, durably when it returns."""
        ...

    async def close(self) -> None:
        """Close the file."""
        ...


class ProductBooks:
    """The product: ``tx.record`` with its inbox, history, held time and notices."""

    def __init__(self, store: Store, pairs: Pairs) -> None:
        self._store = store
        self._pairs = pairs
        self._ids = Ids(3)

    async def book(self, number: int) -> None:
        """Store one request."""
        student, mentor = self._pairs.of(number)
        booking = booking_of(self._store, self._ids, student, mentor, slot=self._pairs.slot(number))
        await self._store.write(lambda tx: tx.record(asked(booking), key=f"key {number}", who=student))

    async def close(self) -> None:
        """Close the store."""
        await self._store.close()


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of each booking of a single caller; bookings and CPU seconds per booking of many callers."""

    alone: list[float]
    per_second: float
    cpu: float


def run() -> list[Row]:
    """Measure on files in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Row]:
    store, pairs = await _opened(folder / "product.db")
    other, same = await _opened(folder / "raw.db")  # the product makes the tables that the floor writes to
    await other.close()
    contenders: list[Books] = [
        ProductBooks(store, pairs),
        RawBooks(folder / "raw.db", same),
        await OrmBooks(folder / "orm.db", pairs).open(),
    ]
    runners = [partial(measured, books, itertools.count()) for books in contenders]
    for warm_up in runners:
        await warm_up()
    product, raw, orm = await by_turns(ROUNDS, *runners)
    for books in contenders:
        await books.close()
    return _rows(product, raw, orm)


async def _opened(file: Path) -> tuple[Store, Pairs]:
    store = await Store.open(f"sqlite:///{file}", program="bench", new_id=Ids(0))
    return store, await settled(store, CALLERS)


async def measured(books: Books, numbers: itertools.count[int]) -> Round:
    """Book a round: by a single caller, then by many at once."""
    alone = []
    for _ in range(ALONE):
        began = time.perf_counter()
        await books.book(next(numbers))
        alone.append(time.perf_counter() - began)

    async def caller() -> None:
        for _ in range(EACH):
            await books.book(next(numbers))

    began, spent = time.perf_counter(), time.process_time()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    count = CALLERS * EACH
    return Round(alone, count / (time.perf_counter() - began), (time.process_time() - spent) / count)


def _rows(product: list[Round], raw: list[Round], orm: list[Round]) -> list[Row]:
    half, most = partial(_alone, part=0.5), partial(_alone, part=0.99)
    rate, cpu = f"{CALLERS} callers", f"{CALLERS} callers, CPU of one booking"
    return [
        Row("one caller, p50", half(product), half(raw), "ms", RAW, ratio_at_most=SLOWER_ALONE),
        Row("one caller, p99", most(product), most(raw), "ms", RAW),
        Row(rate, _rate(product), _rate(raw), "bookings/s", RAW, ratio_at_least=OF_RAW),
        Row(cpu, _cpu(product), _cpu(raw), "ms", RAW),
        Row("one caller, p50", half(product), half(orm), "ms", ORM),
        Row(rate, _rate(product), _rate(orm), "bookings/s", ORM, ratio_at_least=OF_ORM),
        Row(cpu, _cpu(product), _cpu(orm), "ms", ORM),
    ]


def _alone(rounds: list[Round], part: float) -> float:
    return percentile([seconds for one in rounds for seconds in one.alone], part) * 1000


def _rate(rounds: list[Round]) -> float:
    return median([one.per_second for one in rounds])


def _cpu(rounds: list[Round]) -> float:
    return median([one.cpu for one in rounds]) * 1000
