"""A good verdict is remembered, a bad one never, and each judge has a memory of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.verdicts import shape, unless_good


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


ALIKE = [
    ("I am on holiday.", "I am at home now."),
    ("2026-12-02T10:00:00Z", "2026-11-30T23:59:59Z"),
    ({"value": "sb1:show:one"}, {"value": "sb1:show:two"}),
    (["S-G89YM", "S-G89YM"], ["S-DWWMX", "S-DWWMX"]),
    ("/channels/1576885498675200019/messages", "/channels/1576885498675200029/messages"),
    ('{"u": "One and one", "k": "57"}', '{"u": "Two and two", "k": "58"}'),
    (1796223600, 1796225400),
]
DIFFERENT = [
    ("primary", "danger"),
    ("x y" * 25, "x y" * 25 + "z"),
    ("\U0001d4d0 " * 33, "aa " * 33),
    ("https://example.org/a", "ftps://example.org/a"),
    (["S-G89YM", "S-G89YM"], ["S-DWWMX", "S-DWWMY"]),
    ({"text": "Some words"}, {"title": "Some words"}),
    ([f"{number} words" for number in range(399)], [f"{number} words" for number in range(401)]),
    ("Some words", None),
    ("   ", " x "),
    ("", "A"),
    (25, 26),
    (1, True),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_people_wrote_is_no_part_of_the_shape(one: object, other: object) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_whatever_a_verdict_may_depend_on_is_part_of_the_shape(one: object, other: object) -> None:
    assert shape(one) != shape(other)
