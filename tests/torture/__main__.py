"""The crash sweep, whole: ``python -m tests.torture [--every N]``; exit 1 when anything is lost, made up or doubled."""

from __future__ import annotations

import argparse
import asyncio
import logging
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from tests.store.postgres import Server
from tests.torture.databases import Files, OnServer
from tests.torture.startup import kill_starts, kill_writes, sweep_starts
from tests.torture.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.torture.databases import Databases
    from tests.torture.tally import Tally

FRACTIONS = (0.01, 0.2, 0.4, 0.6, 0.8, 1.0)
"""At which parts of a start a real process is killed."""
ROW = "{:<24}{:>8}{:>9}{:>6}{:>9}{:>7}"
TOLD = 20
"""How many findings of one database are told in full."""


async def torture(kind: str, databases: Databases, every: int) -> bool:
    """Sweep everything on one kind of database and print what was found; return whether that is nothing."""
    began = time.monotonic()
    print(f"\n{kind}\n" + ROW.format("", "points", "crashes", "lost", "phantom", "twice"), flush=True)
    tallies: list[Tally] = []
    for some in _sweeps(databases, every):
        async for one in some:
            counts = (one.points, one.crashes, len(one.lost), len(one.phantom), len(one.twice))
            print(ROW.format(one.flow, *counts), flush=True)
            tallies.append(one)
    points, crashes = sum(one.points for one in tallies), sum(one.crashes for one in tallies)
    print(f"{points} points, {crashes} crashes, {time.monotonic() - began:.0f} s")
    found = [line for one in tallies for line in (*one.lost, *one.phantom, *one.twice)]
    print("".join(f"  {line}\n" for line in found[:TOLD]), end="", flush=True)
    return not found


def _sweeps(databases: Databases, every: int) -> Iterator[AsyncIterator[Tally]]:
    yield sweep(databases, every=every)
    yield sweep_starts(databases, every=every)
    yield kill_starts(databases, fractions=FRACTIONS)
    if isinstance(databases, Files):
        yield kill_writes(databases, every=every)


def main() -> int:
    """Run the sweep on both kinds of database, or on one."""
    parser = argparse.ArgumentParser(prog="python3 dev torture", description="The crash sweep.")
    parser.add_argument("--every", type=int, default=1, help="end at every N-th point only")
    parser.add_argument("--on", choices=("sqlite", "postgresql"), help="on one kind of database only")
    asked = parser.parse_args()
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)  # a program that dies complains a lot
    logging.disable()
    clean = True
    if asked.on != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            clean = asyncio.run(torture("SQLite", Files(Path(folder)), asked.every))
    if asked.on != "sqlite":
        server = Server.start()
        try:
            clean = asyncio.run(torture("PostgreSQL", OnServer(server), asked.every)) and clean
        finally:
            server.stop()
    return 0 if clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
