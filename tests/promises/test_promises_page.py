"""Every promise of the README names the tests that hold it, and each of them is there and is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.promises.promised import PAGE, PROMISES, ROOT, page, readme_promises

TESTS = ROOT / "tests"
NAMED = sorted({test for parts in PROMISES.values() for tests in parts.values() for test in tests})


@cache
def defined(file: str) -> frozenset[str]:
    """The tests of a file: functions, methods, and classes that are made of a state machine."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(_functions(tree)) | frozenset(_machines(tree))


def _functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name


def _machines(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id


def test_every_promise_of_the_readme_has_its_tests_and_no_other_is_named() -> None:
    assert list(PROMISES) == list(readme_promises())
    assert all(tests for parts in PROMISES.values() for tests in parts.values())


def test_a_named_test_is_there() -> None:
    for test in NAMED:
        file, _, name = test.partition("::")
        assert name.startswith(("test_", "Test")) and name in defined(file), test


def test_what_is_named_is_run_by_pytest() -> None:
    """Promises of the store stand in files of their own, which both databases inherit."""
    files = {test.partition("::")[0] for test in NAMED}
    inherited = {file for file in files if not file.rpartition("/")[2].startswith("test_")}
    contract = "".join(
        (TESTS / name).read_text(encoding="utf-8")
        for name in ("contract/store_contract.py", "store/test_on_sqlite.py", "store/test_on_postgres.py")
    )
    for file in inherited:
        assert f"tests.{file.removesuffix('.py').replace('/', '.')} import" in contract


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python3 dev promises"
