"""A storm: ``python -m tests.storm [--seconds 600]``; exit 1 for what is lost, made up, told twice, or too late."""

from __future__ import annotations

import argparse
import asyncio
import logging
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.store.postgres import fresh_database
from tests.storm.presses import percentile
from tests.storm.storm import CALM, Forecast, Report, Storm, world

if TYPE_CHECKING:
    from collections.abc import Iterator

PROMPT = 1.5
"""Seconds within which 99 of 100 presses are answered."""
FLAT = 1.15
"""How much more memory the last third of a storm may take than the first."""
TOLD = 20
"""How many findings are told in full."""


def main() -> int:
    """Let it rage, and print one table."""
    parser = argparse.ArgumentParser(prog="python3 dev storm", description="The storm.")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--rate", type=float, default=50.0, help="acts a second")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.05, help="of the platform calls that fail")
    parser.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--keep", help="a folder for the program's log and database")
    asked = parser.parse_args()
    forecast = Forecast(
        seconds=asked.seconds, rate=asked.rate, kills=asked.kills, seed=asked.seed, share=asked.share
    )
    logging.disable()  # the emulators complain of the connections that break
    with tempfile.TemporaryDirectory() as made:
        folder = Path(asked.keep or made)
        folder.mkdir(exist_ok=True)
        report = asyncio.run(_through(folder, forecast, asked.on))
    for name, value in table(report):
        print(f"{name:<34}{value}")  # noqa: T201 - this is a program
    found = report.verdict
    broken = [
        *found.phantom,
        *found.twice,
        *found.overlaps,
        *set(report.broken_rules),
        *found.lost,
        *report.left,
    ]
    print("".join(f"  {line}\n" for line in broken[:TOLD]))  # noqa: T201
    return 0 if holds(report) else 1


async def _through(folder: Path, forecast: Forecast, database: str) -> Report:
    address = fresh_database() if database == "postgresql" else ""
    async with world(folder, address) as opened:
        return await Storm(opened, forecast).rage()


def holds(report: Report) -> bool:
    """Whether everything is as promised."""
    return (
        report.verdict.is_clean
        and not report.broken_rules
        and percentile((one.seconds for one in report.presses.in_light() if one.ok), 0.99) < PROMPT
        and report.emptied is not None
        and report.emptied <= CALM
        and growth(report) <= FLAT
    )


def growth(report: Report) -> float:
    """Return how the memory at the end of the last lives compares with that of the first lives."""
    ends = [max(life) for life in report.memory if life]
    third = max(1, len(ends) // 3)
    return statistics.median(ends[-third:]) / statistics.median(ends[:third]) if ends else 1.0


def table(report: Report) -> Iterator[tuple[str, object]]:
    """Yield the lines of the report."""
    found, presses = report.verdict, report.presses
    light = presses.in_light()
    every, lit = [one.seconds for one in presses.done if one.ok], [one.seconds for one in light if one.ok]
    yield "acts, a second", f"{report.acts}, {report.acts / report.seconds:.1f} ({report.idle} found nothing)"
    yield "presses, a second", f"{len(presses.done)}, {len(presses.done) / report.seconds:.1f}"
    yield "kills, start p50/max s", f"{len(report.starts) - 1}, {_spread(report.starts)}"
    yield "troubles", dict(report.weather.failed)
    yield "sessions, sounds", f"{found.sessions}, {found.messages}"
    yield "notices", dict(found.outcomes)
    yield "lost", len(found.lost)
    yield "phantom", len(found.phantom)
    yield "told twice", len(found.twice)
    yield "overlaps", len(found.overlaps)
    yield "calls against the specifications", len(report.broken_rules)
    yield "answered p50/p99/max s", f"{_spread(every, p99=True)} (program there: {_spread(lit, p99=True)})"
    yield (
        "not answered",
        f"{sum(not one.ok for one in presses.done)} (program there: {sum(not one.ok for one in light)})",
    )
    yield "queue empty after s", "never" if report.emptied is None else f"{report.emptied:.1f}"
    yield "errors in the log", dict(report.errors)
    work, own = sum(report.processor), time.process_time()
    each = 1000 * work / max(1, len(presses.done))
    yield "CPU s: program, ms a press; storm", f"{work:.0f}, {each:.1f}; {own:.0f}"
    ends = [max(life) for life in report.memory if life]
    yield "memory MB, first/last life, growth", f"{ends[0]:.0f}/{ends[-1]:.0f}, {growth(report):.2f}"


def _spread(values: list[float], *, p99: bool = False) -> str:
    most = f"{max(values):.2f}" if values else "-"
    middle = f"{percentile(values, 0.99):.2f}/" if p99 else ""
    return f"{percentile(values, 0.5):.3f}/{middle}{most}"


if __name__ == "__main__":
    sys.exit(main())
