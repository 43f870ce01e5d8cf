"""Which ways of a journey are in the quick run: each platform on each side once, and the rest in the wide run."""

from __future__ import annotations

from collections import defaultdict
from zlib import crc32

import pytest

AT_HOME = ("sam", "ana"), ("mia", "ken")
"""Student and mentor on one platform: Slack, Discord."""
ACROSS = ("sam", "ken"), ("mia", "ana")
ALWAYS = {"test_a_request_is_accepted_with_a_note_and_a_link", "test_one_tap_is_enough"}
"""The loop that everything else stands on goes all ways in every run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the other ways of each journey to the wide run; which these are is chosen by its name, or by itself."""
    journeys = defaultdict(list)
    for item in items:
        if isinstance(item, pytest.Function) and item.path.parent.name == "journeys" and (way := _way(item)):
            journeys[item.path.stem, item.originalname].append((item, way))
    for (stem, name), tried in journeys.items():
        chosen = crc32(f"{stem} {name}".encode()) % 2
        ways = {way for _, way in tried}
        chosen_by_itself = any(item.get_closest_marker("long") for item, _ in tried)
        if name in ALWAYS or chosen_by_itself or not {*ACROSS} <= ways:
            continue
        kept = (AT_HOME, ACROSS)[chosen] if {*AT_HOME} <= ways else (ACROSS[chosen], *AT_HOME)
        for item, way in tried:
            if way not in kept:
                item.add_marker(pytest.mark.wide)


def _way(item: pytest.Function) -> tuple[object, object] | None:
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return (given["student"], given["mentor"]) if {"student", "mentor"} <= given.keys() else None
