"""The measurements: ``python -m tests.bench [names…] [--goals] [--long]``, each beside a peer from the same run."""

from __future__ import annotations

import importlib
import os
import platform
import sqlite3
import sys
import time

from tests.bench.row import Row

MODULES = (
    "slots",
    "start",
    "press",
    "told",
    "booking",
    "postgres",
    "agenda",
    "directory",
    "feed",
    "drain",
    "reminders",
)
GOALS, LONG = "--goals", "--long"
READING = "ratio = product ÷ peer, both from this run; more is better in units that end in /s, else less"


def main(words: list[str]) -> int:
    """Run what is named, or everything, and print it.

    With --goals a goal that is missed makes it exit 1; with --long what depends on size is measured at its largest.
    """
    names = [word for word in words if word not in (GOALS, LONG)] or list(MODULES)
    if unknown := [name for name in names if name not in MODULES]:
        print(
            f"There is no measurement {', '.join(unknown)}; there are {', '.join(MODULES)}.", file=sys.stderr
        )
        return 2
    print(f"{_machine()}\n{READING}")
    missed = 0
    for name in names:
        module = importlib.import_module(f"tests.bench.{name}")
        began = time.perf_counter()
        run = getattr(module, "run_long", module.run) if LONG in words else module.run
        rows: list[Row] = run()
        print(f"\n{name}: {_first_line(module.__doc__)}")
        print(f"  {getattr(module, 'ROUNDS_SAID', 'one round')}; took {time.perf_counter() - began:.0f} s\n")
        print(_table(rows), flush=True)
        missed += sum(not row.met for row in rows)
    print(f"\n{missed} goals missed" if missed else "\nevery stated goal met")
    return 1 if missed and GOALS in words else 0


def _first_line(text: str | None) -> str:
    return (text or "").strip().splitlines()[0]


def _machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores (load {load:.1f} at the start), "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _table(rows: list[Row]) -> str:
    head = ("", "product", "peer", "unit", "ratio", "goal", "", "peer is")
    lines = [head, *(_cells(row) for row in rows)]
    wide = [max(len(line[column]) for line in lines) for column in range(len(head))]
    numbers = {1, 2, 4}

    def padded(line: tuple[str, ...]) -> str:
        cells = (
            text.rjust(wide[at]) if at in numbers else text.ljust(wide[at]) for at, text in enumerate(line)
        )
        return "  " + "  ".join(cells).rstrip()

    return "\n".join(padded(line) for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    verdict = ("met" if row.met else "MISSED") if row.goal else ""
    ratio = f"{_number(row.ratio)}x"
    return (
        row.name,
        _number(row.product),
        _number(row.peer),
        row.unit,
        ratio,
        row.goal,
        verdict,
        row.against,
    )


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
