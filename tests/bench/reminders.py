"""How late 2,000 reminders are that are due at the same instant, beside APScheduler with a job for each."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from adapters.slack.capabilities import CAPABILITIES
from bot.compose import PROGRAM, compose_core, new_id
from bot.jobs import Jobs
from core.domain.acts import Accept
from core.domain.booking import Role
from core.domain.moves import move
from core.domain.people import Address
from core.domain.policy import Policy
from core.ports.cards import Card
from core.ports.platform import Posted, Profile
from core.store.store import Store
from core.store.transaction import Transaction
from tests.bench.pairs import Pairs, settled
from tests.bench.rounds import by_turns, median, percentile
from tests.bench.row import Row
from tests.groupless import Groupless
from tests.store.world import DAY, MINUTE, NOW, Ids, asked, booking_of, slot

ROUNDS = 5
REMINDERS = 2_000
ROUNDS_SAID = f"{ROUNDS} rounds by turns after one not counted, of {REMINDERS:,} reminders each"
GOAL = 1 / 50
DUE = NOW + 3 * DAY - 10 * MINUTE
AHEAD = timedelta(seconds=2)
"""How long before that instant everything is ready and waits."""
PATIENCE = 120.0
AGAINST = "APScheduler's SQLAlchemyJobStore, SQLite; each job only notes the time"


class Lateness:
    """Notes when reminders come, in seconds after they were due; ``all_here`` once there are all of them."""

    def __init__(self, due: float) -> None:
        self._due = due
        self.all_here = asyncio.Event()
        self.seconds: list[float] = []

    def note(self) -> None:
        """One has come."""
        self.seconds.append(time.perf_counter() - self._due)
        if len(self.seconds) == REMINDERS:
            self.all_here.set()


class Noting(Groupless):
    """A platform that takes every message at once and notes when it came."""

    name = "slack"
    capabilities = CAPABILITIES

    def __init__(self, lateness: Lateness) -> None:
        self._lateness = lateness

    async def post(self, to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:
        self._lateness.note()
        return Posted(to.user, key)

    async def edit(self, to: Address, placed: Posted, card: Card, *, key: str = "") -> None:
        return

    async def delete(self, to: Address, placed: Posted) -> None:
        return

    async def find(
        self, to: Address, key: str, since: datetime, *, under: Posted | None = None
    ) -> Posted | None:
        return None

    async def publish(self, to: Address, card: Card) -> None:
        return

    async def whois(self, who: Address) -> Profile:
        return Profile(name=who.user)

    async def present(self, who: Address) -> bool | None:
        return True

    async def chat(self, one: Address, other: Address, opening: Card, *, key: str, channel: str = "") -> str:
        raise NotImplementedError


NOTED: list[Callable[[], None]] = []
"""What a job of APScheduler does at the moment; it finds it by this module's name."""


async def noted() -> None:
    """Note that a job of APScheduler runs."""
    NOTED[-1]()


def run() -> list[Row]:
    """Fill a file in a temporary folder and let a copy of it become due in each round."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Row]:
    await _filled(folder / "full.db")
    await _scheduled(folder / "jobs.db")
    runners = (partial(_product, folder), partial(_scheduler, folder))
    for warm_up in runners:
        await warm_up()
    product, scheduler = await by_turns(ROUNDS, *runners)

    def late(rounds: list[list[float]], part: float) -> float:
        return median([percentile(one, part) for one in rounds]) * 1000

    return [
        Row("late, p50", late(product, 0.5), late(scheduler, 0.5), "ms", AGAINST),
        Row("late, p99", late(product, 0.99), late(scheduler, 0.99), "ms", AGAINST, ratio_at_most=GOAL),
    ]


async def _filled(file: Path) -> None:
    """Agree on sessions that all begin ten minutes after the same instant, each of its own two people."""
    store = await Store.open(f"sqlite:///{file}", program=PROGRAM, new_id=new_id)
    pairs = await settled(store, REMINDERS // 2)
    await store.write(partial(_agree, store, pairs))
    await store.close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM outbox WHERE kind <> 'remind_10m'")


def _agree(store: Store, pairs: Pairs, tx: Transaction) -> None:
    ids = Ids(5)
    for student, mentor in pairs.people:
        request = booking_of(store, ids, student, mentor, slot=slot(3 * DAY))
        tx.record(asked(request), key=None, who=student)
        moved = move(request, Accept(), Role.MENTOR, NOW)
        if moved is not None:
            tx.record(moved, key=None, who=mentor)


async def _product(folder: Path) -> list[float]:
    file = shutil.copy(folder / "full.db", folder / f"{new_id().hex}.db")
    store = await Store.open(f"sqlite:///{file}", program=PROGRAM, new_id=new_id)
    due = time.perf_counter() + AHEAD.total_seconds()
    lateness = Lateness(due)

    def clock() -> datetime:
        return DUE + timedelta(seconds=time.perf_counter() - due)

    core = compose_core(store, {"slack": Noting(lateness)}, clock, new_id, Policy())
    jobs = Jobs(core.services.bookings, core.worker, store, clock)
    jobs.start()
    try:
        await asyncio.wait_for(lateness.all_here.wait(), PATIENCE)
    finally:
        await jobs.stop()
        await store.close()
    return lateness.seconds


def _new_scheduler(file: Path) -> AsyncIOScheduler:
    store = SQLAlchemyJobStore(f"sqlite:///{file}")
    defaults = {"misfire_grace_time": None}
    return AsyncIOScheduler(timezone=UTC, jobstores={"default": store}, job_defaults=defaults)


async def _scheduled(file: Path) -> None:
    """Add the jobs while nothing runs; when they are due is told by each round."""
    scheduler = _new_scheduler(file)
    scheduler.start(paused=True)
    for _ in range(REMINDERS):
        scheduler.add_job(noted, DateTrigger(NOW))
    scheduler.shutdown(wait=False)


async def _scheduler(folder: Path) -> list[float]:
    file = Path(shutil.copy(folder / "jobs.db", folder / f"{new_id().hex}.db"))
    lateness = Lateness(time.perf_counter() + AHEAD.total_seconds())
    NOTED.append(lateness.note)
    with closing(sqlite3.connect(file)) as connection, connection:
        at = datetime.now(UTC) + AHEAD  # noqa: TID251 - APScheduler itself wakes by the real clock
        connection.execute("UPDATE apscheduler_jobs SET next_run_time = ?", (at.timestamp(),))
    scheduler = _new_scheduler(file)
    scheduler.start()
    try:
        await asyncio.wait_for(lateness.all_here.wait(), PATIENCE)
    finally:
        scheduler.shutdown(wait=False)
    return lateness.seconds
