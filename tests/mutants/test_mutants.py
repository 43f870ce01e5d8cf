"""The list of mistakes stays true to the code: each piece stands where it says, and each test is there."""

from __future__ import annotations

import ast
from collections import Counter

from tests.mutants.mutant import ROOT
from tests.mutants.tables import MUTANTS


def test_every_mistake_can_be_made() -> None:
    for one in MUTANTS:
        wrong = one.applied()
        if one.path.endswith(".py"):
            ast.parse(wrong)


def test_every_test_that_has_to_notice_is_there() -> None:
    missing = {test for one in MUTANTS for test in one.tests if not is_there(test)}
    assert missing == set()


def is_there(test: str) -> bool:
    """Whether a path is there, and in it the test or the class that is named behind it."""
    path, *names = test.split("::")
    found = ROOT / path
    return found.exists() and all(f" {name}(" in found.read_text(encoding="utf-8") for name in names)


def test_every_mistake_has_a_name_of_its_own() -> None:
    assert [name for name, times in Counter(one.breaks for one in MUTANTS).items() if times > 1] == []
    assert len(MUTANTS) >= 100
