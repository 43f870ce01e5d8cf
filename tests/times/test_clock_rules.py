"""The rules of clocks as they are kept: what they say of any instant is what the installed rules say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.times.clock_rules import clock_rules, is_newer, offset_by, offset_now
from core.times.zones import names

if TYPE_CHECKING:
    from core.times.clock_rules import Rules

SINCE = datetime(2026, 11, 30, 9, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=400)


@cache
def kept_rules() -> Rules:
    """Return the rules as they come back from where they are kept."""
    rules: Rules = json.loads(json.dumps(clock_rules(SINCE, UNTIL)))
    return rules


@given(st.sampled_from(sorted(names())), st.integers(0, int((UNTIL - SINCE).total_seconds()) - 1))
@settings(max_examples=200)
def test_what_is_kept_is_what_is_installed(name: str, seconds: int) -> None:
    instant = SINCE + timedelta(seconds=seconds)
    assert offset_by(kept_rules(), name, instant) == offset_now(name, instant)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe"]
)
def test_a_change_counts_from_its_first_second(name: str) -> None:
    changes = [begins for begins, _ in kept_rules()[name][1:-1]]
    assert changes
    for begins in changes:
        for second in (begins - 1, begins):
            instant = datetime.fromtimestamp(second, UTC)
            assert offset_by(kept_rules(), name, instant) == offset_now(name, instant)


def test_nothing_is_said_of_what_the_rules_do_not_reach() -> None:
    for instant in (SINCE - timedelta(seconds=1), UNTIL, UNTIL + timedelta(days=9)):
        assert offset_by(kept_rules(), "Europe/Berlin", instant) is None
    assert offset_by(kept_rules(), "Mars/Olympus", SINCE) is None


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        ("2026.1", "2025.3", True),
        ("2025.10", "2025.9", True),
        ("2025.2", "2025.2", False),
        ("2025.2", "2026.1", False),
    ],
)
def test_versions_follow_one_another_as_numbers(one: str, other: str, *, newer: bool) -> None:
    assert is_newer(one, other) is newer
