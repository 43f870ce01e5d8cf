"""The list of mistakes stays true to the code: each piece stands where it says, and each test is there."""

from __future__ import annotations

import ast
from collections import Counter

from tests.mutants.mutant import ROOT
from tests.mutants.tables import MUTANTS


def test_every_mistake_can_be_made() -> None:
    for one in MUTANTS:
        ast.parse(one.applied())


def test_every_test_that_has_to_notice_is_there() -> None:
    missing = {test for one in MUTANTS for test in one.tests if not (ROOT / test).exists()}
    assert missing == set()


def test_every_mistake_has_a_name_of_its_own() -> None:
    assert [name for name, times in Counter(one.breaks for one in MUTANTS).items() if times > 1] == []
    assert len(MUTANTS) >= 60
