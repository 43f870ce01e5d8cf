"""Which journeys across platforms are in the quick run: of the two ways that one may go, its name chooses one."""

from __future__ import annotations

from zlib import crc32

import pytest

CROSSINGS = ("sam", "ken"), ("mia", "ana")
"""Student and mentor on two platforms."""
ALWAYS = {"test_booking"}
"""The loop that everything else stands on is tried in each direction in every run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the other way of each journey to the wide run."""
    for item in items:
        if not isinstance(item, pytest.Function) or item.path.parent.name != "journeys":
            continue
        given = item.callspec.params if hasattr(item, "callspec") else {}
        pair = given.get("student"), given.get("mentor")
        if pair in CROSSINGS and item.path.stem not in ALWAYS:
            name = f"{item.path.stem} {item.originalname}".encode()
            if CROSSINGS.index(pair) != crc32(name) % len(CROSSINGS):
                item.add_marker(pytest.mark.wide)
