"""The wheel: what pipx and uvx install has everything, and works in an empty folder with nothing else of ours."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from bot.program import CHECKED_OUT, INSTALLED, command

ROOT = Path(__file__).parents[1]
PACKAGES = ("adapters", "bot", "core")
STEPS = (["db", "upgrade"], ["db", "check"], ["doctor"], ["manifest", "slack"], ["play", "--tour"])
AS_INSTALLED = f"""
import importlib.metadata, sys

(script,) = importlib.metadata.entry_points(group="console_scripts", name={INSTALLED!r})
main = script.load()
for words in {STEPS!r}:
    sys.argv = [script.name, *words]
    try:
        main()
    except SystemExit as ended:
        print("exit", *words, ended.code or 0, flush=True)
"""
"""What the script does that pip makes of the entry point, for one command after the other: one start is enough."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as a release builds it."""
    made = WheelBuilder(str(ROOT)).build(
        directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"]
    )
    return Path(next(iter(made)))


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """A folder that holds what an installation puts into site-packages."""
    folder = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def ours() -> set[str]:
    """Every file of the packages, whatever it is for; what Python makes of them does not count."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts}


def test_the_wheel_holds_every_file_of_the_packages_and_no_test(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if ".dist-info/" not in name}
        about = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        told = email.message_from_bytes(packed.read(about))
    assert held == ours()
    for needed in (
        "bot/playground/page/index.html",
        "core/times/gazetteer.gz",
        "core/store/migrations/env.py",
    ):
        assert needed in held
    assert told.get_all("Provides-Extra") == ["charts", "google", "postgres"]
    assert any(one.startswith("psycopg") for one in told.get_all("Requires-Dist", []))


@pytest.mark.long
def test_from_an_empty_folder_it_sets_up_checks_and_plays(installed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    environ = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(installed), "HEALTH_PORT": "0"}  # noqa: TID251 - a process needs it to find its interpreter
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", AS_INSTALLED],
        cwd=empty,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    codes = re.findall(r"^exit (.*) (\d+)$", done.stdout, re.MULTILINE)
    assert codes == [(" ".join(words), "1" if words == ["doctor"] else "0") for words in STEPS], done.stderr
    assert "ok   The database is there" in done.stdout
    assert "BAD  No platform is configured" in done.stdout
    assert f"{INSTALLED} play" in done.stdout, "what it tells people to type is there"
    assert "python3 dev" not in done.stdout + done.stderr
    assert [path.name for path in empty.iterdir()] == ["data"]


def test_a_checkout_is_called_by_its_script(installed: Path) -> None:
    assert command(installed) == INSTALLED
    assert command(ROOT) == CHECKED_OUT
