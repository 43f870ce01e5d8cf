"""Starts that die: with an empty database and with one of the first version, at each write, and by SIGKILL at a few."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command

from core.store import migrating, schema, soundness
from core.store.connections import address_of
from core.store.store import Store
from core.store.tables import every as tables
from tests.store.world import Ids
from tests.torture.crash_points import CrashPoints, Killed
from tests.torture.tally import Tally
from tests.torture.victim import start

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from tests.torture.databases import Databases

PROGRAM = Ids(5)()


def empty(databases: Databases) -> str:
    """Return the address of an empty database."""
    return databases.new()


def of_the_first_version(databases: Databases) -> str:
    """Return the address of a database as the first version left it, with a notice that still has to be told."""
    url = databases.new()
    engine = sa.create_engine(address_of(url).set(drivername=_synchronous(url)), poolclass=sa.NullPool)
    with engine.begin() as connection:
        command.upgrade(migrating.configuration(connection), "0001")
        connection.execute(sa.insert(tables.program), {"id": PROGRAM, "name": "p"})
        person = {"id": Ids(6)(), "program": PROGRAM, "name": "Somebody"}
        connection.execute(sa.insert(tables.person), person)
        space = sa.table("space", *map(sa.column, ("program", "platform", "space", "name")))
        known = {"platform": "slack", "space": "T1", "name": "Acme"}
        connection.execute(sa.insert(space).values(program=sa.literal(PROGRAM, sa.Uuid()), **known))
    engine.dispose()
    return url


STARTS: dict[str, Callable[[Databases], str]] = {
    "first start": empty,
    "start with migration": of_the_first_version,
}


async def sweep_starts(databases: Databases, *, every: int = 1) -> AsyncIterator[Tally]:
    """Die at every ``every``-th point of each kind of start; tell what was found."""
    for name, make in STARTS.items():
        origin, counted = make(databases), CrashPoints()
        await start(databases.copy(origin), counted)
        tally = Tally(name, points=counted.passed)
        for last in range(1, tally.points + 1, every):
            url, points = databases.copy(origin), CrashPoints(last)
            with suppress(Killed, Exception):  # whatever else a program says that has died
                await start(url, points)
            tally.crashes += points.dead
            await _after(tally, url, last, points.names[-1])
        yield tally


async def kill_starts(databases: Databases, *, fractions: Sequence[float]) -> AsyncIterator[Tally]:
    """Let processes start with a migration and end by SIGKILL at some of its points."""
    origin, counted = of_the_first_version(databases), CrashPoints()
    await start(databases.copy(origin), counted)
    tally = Tally("start, SIGKILL", points=counted.passed)
    for last in sorted({max(1, round(one * counted.passed)) for one in fractions}):
        url = databases.copy(origin)
        words = ("-m", "tests.torture.victim", url, str(last))
        process = await asyncio.create_subprocess_exec(sys.executable, *words)
        tally.crashes += await process.wait() == -signal.SIGKILL
        await _after(tally, url, last, "SIGKILL")
    yield tally


async def kill_writes(databases: Databases, *, every: int = 1) -> AsyncIterator[Tally]:
    """Let processes start with a migration and end at their N-th write to the disk; none where there is no strace."""
    for call in ("pwrite64", "fdatasync") if shutil.which("strace") else ():
        yield await _kill_calls(databases, call, every)


async def _kill_calls(databases: Databases, call: str, every: int) -> Tally:
    origin, tally, code = of_the_first_version(databases), Tally(f"start, {call}"), -1
    while code:
        tally.points += every
        url, inject = databases.copy(origin), f"inject={call}:signal=SIGKILL:when={tally.points}"
        victim = (sys.executable, "-m", "tests.torture.victim", url, "0")
        words = ("strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", inject, *victim)
        code = await (await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.DEVNULL)).wait()
        tally.crashes += code != 0
        await _after(tally, url, tally.points, call)
    return tally


async def _after(tally: Tally, url: str, last: int, name: str) -> None:
    """The next start finishes what was begun: everything is there, once, and nothing is unsound."""
    where = f"{tally.flow}, point {last} ({name})"
    store = await Store.open(url, program="p", new_id=Ids())
    counts = await store.read(
        lambda tx: [
            tx._connection.execute(sa.select(sa.func.count()).select_from(one)).scalar_one()
            for one in (tables.program, tables.person)
        ]
    )
    await store.close()
    should = [1, 0] if tally.flow == "first start" else [1, 1]
    (tally.lost if counts < should else tally.twice if counts > should else []).append(f"{where}: {counts}")
    if not await schema.check(url):
        tally.lost.append(f"{where}: not at the newest schema")
    tally.phantom += [f"{where}: {one}" for one in await soundness.findings(url)]


def _synchronous(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql+psycopg"
