"""Which promises the quick run tries on both databases: elsewhere SQLite speaks for both, and the wide run asks."""

from __future__ import annotations

import pytest

ALWAYS = {"test_delivery", "test_lost_commits"}
"""Where the databases work differently: claims, and a commit of which nobody knows."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave PostgreSQL to the wide run where the contract of the store is all that differs."""
    for item in items:
        if not isinstance(item, pytest.Function) or item.path.parent.name != "promises":
            continue
        given = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if "postgres" in given and item.path.stem not in ALWAYS and not item.get_closest_marker("long"):
            item.add_marker(pytest.mark.wide)
