"""A short storm over the whole program, on both databases; ``python3 dev storm`` is the one that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.postgres import fresh_database
from tests.storm.storm import CALM, Forecast, Storm, world

if TYPE_CHECKING:
    from pathlib import Path

FORECAST = Forecast(seconds=8.0, rate=12.0, kills=2, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_a_short_storm_loses_nothing_and_tells_nothing_twice(tmp_path: Path, database: str) -> None:
    async with world(tmp_path, fresh_database() if database == "postgresql" else "") as opened:
        report = await Storm(opened, FORECAST).rage()
    found = report.verdict
    assert (found.lost, found.phantom, found.twice, found.overlaps) == ([], [], [], [])
    assert report.broken_rules == []
    assert report.emptied is not None and report.emptied <= CALM, report.left
    assert found.sessions > 0
    assert found.messages > 0
    assert len(report.starts) == 1 + FORECAST.kills
