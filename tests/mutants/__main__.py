"""Makes each mistake in a copy of the checkout, and runs the tests that have to notice: ``python3 dev mutate``.

Words name mistakes by a part of what they break; ``--whole`` lets the whole suite look for those that survive.
Exits 1 when fewer than 95 of 100 were noticed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.tables import MUTANTS

WHOLE = "--whole"
GOAL = 0.95
_STAMPS = count(1_000_000)
"""When each mistake was made, for Python, which tells a changed file by that and its length: no two alike."""
SECONDS = 300
"""How long one run may take; a mistake that stops the program from ever ending is noticed by that."""
COPIED = (
    "adapters",
    "bot",
    "core",
    "docs",
    "manifests",
    "tests",
    "pyproject.toml",
    "README.md",
    "CONTRIBUTING.md",
    "dev",
)


def main(words: list[str]) -> int:
    """Try each mistake that is named, or all; print what survived."""
    wanted = [word.lower() for word in words if word != WHOLE]
    mutants = [one for one in MUTANTS if not wanted or any(word in one.breaks.lower() for word in wanted)]
    if not mutants:
        print(f"No mistake breaks anything named {' or '.join(wanted)}.", file=sys.stderr)
        return 2
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(workers):
            copies.put(_copied(Path(folder) / str(number)))

        def tried(mutant: Mutant) -> bool:
            copy = copies.get()
            began = time.monotonic()
            try:
                noticed = _noticed(mutant, copy, whole=WHOLE in words)
            finally:
                copies.put(copy)
            verdict = f"{'noticed ' if noticed else 'SURVIVED'} {time.monotonic() - began:5.1f} s"
            print(f"{verdict}  {mutant.path}: {mutant.breaks}", flush=True)
            return noticed

        with ThreadPoolExecutor(workers) as pool:
            noticed = sum(pool.map(tried, mutants))
    print(f"\n{noticed} of {len(mutants)} noticed ({noticed / len(mutants):.0%})")
    return 0 if noticed >= GOAL * len(mutants) else 1


def _copied(to: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name)
        else:
            to.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, to / name)
    return to


def _noticed(mutant: Mutant, copy: Path, *, whole: bool) -> bool:
    target = copy / mutant.path
    sound, written = target.read_text(encoding="utf-8"), target.stat().st_mtime
    target.write_text(mutant.applied(copy), encoding="utf-8")
    os.utime(target, (next(_STAMPS),) * 2)
    try:
        return _fails(copy, mutant.tests) or (whole and _fails(copy, ("tests",)))
    finally:
        target.write_text(sound, encoding="utf-8")
        os.utime(target, (written, written))


def _fails(copy: Path, tests: tuple[str, ...]) -> bool:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "0",
        "-m",
        "not long",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    alone = {**os.environ, "PYTHONPATH": str(copy)}  # noqa: TID251 - handed on
    alone.pop("PYTHONDONTWRITEBYTECODE", None)  # what is compiled serves all mistakes but one file of each
    try:
        ran = subprocess.run(command, cwd=copy, env=alone, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    if ran.returncode not in (0, 1):
        raise RuntimeError(
            f"pytest itself failed: {ran.stdout.decode()[-2000:]}{ran.stderr.decode()[-2000:]}"
        )
    return ran.returncode == 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
