"""The house itself: budgets, names, arrows, and that nothing in it belongs to one machine only."""

from __future__ import annotations

import ast
import re
import runpy
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("adapters", "bot", "core")
LOCKS = ("requirements.lock", "requirements-dev.lock")
LONGEST_FILE, MEDIAN_FILE = 400, 120
LONGEST_FUNCTION, MEDIAN_FUNCTION = 50, 8
VAGUE = {"base", "common", "helper", "helpers", "misc", "shared", "util", "utils"}
NOT_OURS = {".git", ".venv", "data", "node_modules", "__pycache__", "build", "dist"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file that is installed with the product."""
    return tuple(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))


@cache
def everything() -> tuple[Path, ...]:
    """Every Python file of the checkout, and the script that has no suffix."""
    return (*modules(), *sorted((ROOT / "tests").rglob("*.py")), ROOT / "dev")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is judged of a file; its tree is let go, as a thousand of them slow down everything that comes after."""

    says: bool
    """Whether it has a docstring."""
    statements: int
    functions: tuple[tuple[str, int], ...]
    """Each function and its lines, from ``def`` to the end, without its docstring."""


@cache
def facts(path: Path) -> Facts:
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    functions = tuple(
        (f"{name(path)}:{node.lineno} {node.name}", length(node)) for node in definitions(tree.body)
    )
    return Facts(ast.get_docstring(tree) is not None, len(tree.body), functions)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def definitions(body: list[ast.stmt]) -> Iterator[Function]:
    """Each function among statements, however deep: expressions, of which there are ten times as many, hold none."""
    for node in body:
        if isinstance(node, Function):
            yield node
        for part in ("body", "orelse", "finalbody"):
            yield from definitions(getattr(node, part, []))
        for branch in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from definitions(branch.body)


def length(node: Function) -> int:
    said = node.body[0] if ast.get_docstring(node, clean=False) else None
    words = (said.end_lineno or 0) - said.lineno + 1 if said else 0
    return (node.end_lineno or 0) - node.lineno + 1 - words


def functions(paths: tuple[Path, ...]) -> Iterator[tuple[str, int]]:
    for path in paths:
        yield from facts(path).functions


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tracked() -> list[Path]:
    """Every file that git keeps or would keep; without git, every file that is not made by a tool."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
            "\0"
        )
    except (OSError, subprocess.CalledProcessError):
        listed = [name(path) for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return [path for path in (ROOT / one for one in listed if one) if path.is_file()]


def test_no_file_is_longer_than_a_person_reads() -> None:
    assert [f"{name(path)}: {lines(path)}" for path in everything() if lines(path) > LONGEST_FILE] == []


def test_the_usual_file_is_short() -> None:
    assert statistics.median(lines(path) for path in modules() if path.name != "__init__.py") <= MEDIAN_FILE


def test_no_function_is_longer_than_a_screen() -> None:
    assert [f"{where}: {lasts}" for where, lasts in functions(everything()) if lasts > LONGEST_FUNCTION] == []


def test_the_usual_function_is_short() -> None:
    assert statistics.median(lasts for _, lasts in functions(modules())) <= MEDIAN_FUNCTION


def test_every_file_says_what_it_is_for() -> None:
    assert [name(path) for path in everything() if not facts(path).says] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    named = [path for path in everything() if VAGUE & {path.stem, *path.relative_to(ROOT).parts}]
    assert [name(path) for path in named] == []


def test_nothing_happens_on_importing_a_package() -> None:
    packages = [path for path in everything() if path.name == "__init__.py"]
    assert [name(path) for path in packages if facts(path).statements > 1] == []


def test_both_platforms_have_the_same_file_names() -> None:
    """Symmetry replaces documentation: who has read one adapter finds their way in the other."""
    for stem in (
        "app",
        "capabilities",
        "doctor",
        "errors",
        "manifest",
        "parse",
        "platform",
        "render",
        "responder",
    ):
        for platform in ("slack", "discord"):
            place = ROOT / "adapters" / platform / stem
            assert place.is_dir() or place.with_suffix(".py").is_file(), f"{name(place)} is missing"


def test_imports_follow_the_arrows() -> None:
    """In a process of its own, because the linter switches off every logger that it finds."""
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_logo=True, no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_of_the_domain_an_adapter_takes_the_address_and_nothing_else() -> None:
    """The contract allows the module; which of its names are taken only the imports themselves say."""
    taken = {
        alias.name
        for path in tracked()
        if name(path).startswith("adapters/") and path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core.domain")
        for alias in node.names
    }
    assert taken == {"Address"}


def test_nothing_belongs_to_one_machine_only() -> None:
    """No paths of somebody's computer and no package registry: every checkout and every mirror will do."""
    folders = rb"(?<![\w.])/(?:home|Users|root|work|farm|tmp)/\w"
    registries = rb"pypi[.]org|pythonhosted[.]org|--(?:extra-)?index-ur[l]"
    telling = re.compile(folders + rb"|" + registries)
    found = [(name(path), match[0]) for path in tracked() if (match := telling.search(path.read_bytes()))]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_versions_and_hashes_and_nothing_else(lock: str) -> None:
    line = re.compile(r"[a-z0-9.-]+==[\w.+!]+( ; [^\\:/]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    content = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert [text for text in content if not line.fullmatch(text)] == []


def test_the_tools_lock_holds_all_of_the_products_lock() -> None:
    product, tools = (
        {text for text in (ROOT / lock).read_text("utf-8").splitlines() if "==" in text} for lock in LOCKS
    )
    assert product - tools == set()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = set(
        re.findall(r"^([\w.-]+)==", (ROOT / "requirements-dev.lock").read_text("utf-8"), re.MULTILINE)
    )
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgres"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=]", one)[0]).lower() for one in wanted}
    assert names - locked == set()


def test_every_ruff_exception_gives_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rules = re.findall(r'^    "([A-Z]+\d*)",(.*)$', text.partition("[tool.mypy]")[0], re.MULTILINE)
    assert rules
    assert [rule for rule, reason in rules if len(reason.partition("#")[2].split()) < 5] == []


def test_the_script_says_what_it_can_do() -> None:
    told = subprocess.run(
        [sys.executable, "dev"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for word in ("play", "run", "test", "cover", "check", "bench", "lock", "wheel", "clean"):
        assert f"python3 dev {word} " in told


def test_the_script_refuses_what_it_does_not_know() -> None:
    refused = subprocess.run(
        [sys.executable, "dev", "tset"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert "tset" in refused.stderr


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("DATABASE_URL=postgresql://host/bookings\n", True),
        ('export DATABASE_URL = "postgres://host/bookings"\n', True),
        ("DATABASE_URL_FILE=secret\n", True),
        ("# DATABASE_URL=postgresql://host/bookings\n", False),
        ("DATABASE_URL=sqlite:///bookings.db\n", False),
        ("", False),
    ],
)
def test_the_script_installs_the_driver_that_the_settings_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, wanted: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / ".env").write_text(written)
    (tmp_path / "secret").write_text("postgresql://host/bookings")
    script = runpy.run_path(str(ROOT / "dev"))
    assert script["database_url"]().startswith("postgres") == wanted
    installed: list[str] = []
    monkeypatch.setitem(
        script["install_for"].__globals__, "install", lambda lock: installed.append(lock.read_text())
    )
    script["install_for"](script["RUN_LOCK"], [])
    script["install_for"](script["RUN_LOCK"], ["db", "copy", "postgresql://host/bookings"])
    assert ["psycopg-binary==" in one for one in installed] == [wanted, True]
    lines = script["driver"]().splitlines()
    assert [one.split("==")[0] for one in lines if "==" in one] == ["psycopg", "psycopg-binary"]
    assert all(one.startswith("    --hash=sha256:") for one in lines if "==" not in one)
