"""A good verdict is remembered, a bad one never, and each judge has a memory of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.contract.verdicts import unless_good


def test_what_was_good_is_looked_at_once_and_what_was_bad_each_time() -> None:
    looked: list[Any] = []

    def judge(value: Any) -> Iterator[str]:
        looked.append(value)
        yield from ["bad"] if value == "bad" else []

    for value in ("good", "good", "bad", "bad", True, 1, {"a": 1}, {"a": "1"}):
        assert list(unless_good("a judge of this test", value, judge(value))) == ["bad"] * (value == "bad")
    assert looked == ["good", "bad", "bad", True, 1, {"a": 1}, {"a": "1"}]
    assert list(unless_good("another judge", "good", judge("bad"))) == ["bad"]


def test_a_look_that_was_broken_off_is_no_verdict() -> None:
    problems = unless_good("a hasty judge", "bad", iter(["first", "second"]))
    assert next(problems) == "first"
    del problems
    assert list(unless_good("a hasty judge", "bad", iter(["first", "second"]))) == ["first", "second"]
