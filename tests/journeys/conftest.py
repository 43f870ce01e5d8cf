"""Which way of a journey is in the quick run: one of those it can be gone, and the rest in the wide run."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

PAIRS = ("sam", "ana"), ("mia", "ken"), ("sam", "ken"), ("mia", "ana")
"""Student and mentor: both on Slack, both on Discord, and the two ways across."""
ONE_SIDE = {"sam", "mia"}, {"ana", "ken"}, {"slack", "discord"}
"""A journey of one person alone, or with one platform, goes on the other one in the wide run."""
ALWAYS = {
    "test_a_request_is_accepted_with_a_note_and_a_link",
    "test_one_tap_is_enough",
    "test_an_app_that_is_refused_waits_until_it_is_mended",
}
"""What everything else stands on goes all ways in every run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the other ways of each journey to the wide run; which these are is chosen by its name."""
    journeys = defaultdict(list)
    for item in items:
        if not isinstance(item, pytest.Function) or item.path.parent.name != "journeys":
            continue
        if not item.get_closest_marker("long"):
            given = item.callspec.params if hasattr(item, "callspec") else {}
            journeys[item.path.stem, item.originalname].append((item, given))
    for (stem, name), tried in journeys.items():
        chosen = crc32(f"{stem} {name}".encode())
        for item in _left_out(tried, chosen) if name not in ALWAYS else ():
            item.add_marker(pytest.mark.wide)


def _left_out(
    tried: Sequence[tuple[pytest.Function, Mapping[str, object]]], chosen: int
) -> list[pytest.Function]:
    ways = {_way(given) for _, given in tried}
    if pairs := [pair for pair in PAIRS if pair in ways]:
        return [item for item, given in tried if _way(given) != pairs[chosen % len(pairs)]]
    for name in tried[0][1]:
        values = {value for _, given in tried if isinstance(value := given[name], str)}
        if values in ONE_SIDE:
            return [item for item, given in tried if given[name] != sorted(values)[chosen % 2]]
    return []


def _way(given: Mapping[str, object]) -> Hashable:
    return given.get("student"), given.get("mentor")
