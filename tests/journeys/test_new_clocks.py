"""A new clock rule of a country: both people of each agreed session whose hour moves hear of it once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from core.services.clock_rules import KEPT_RULES, ClockRules
from tests.journeys.steps import EITHER_WAY
from tests.journeys.test_time import agreed, pings_with

if TYPE_CHECKING:
    from bot.playground.stage import Stage

PLACES = {"sam": "Europe/Berlin", "mia": "Europe/London", "ken": "Asia/Tokyo", "ana": "Europe/Lisbon"}


async def as_an_older_version_had_it(stage: Stage, place: str, version: str = "2000.1") -> None:
    """Let the rules that are kept be those of an older version, with another offset in one place."""
    store = stage.bot.store
    await ClockRules(store, stage.clock).look()
    said = await store.read(lambda tx: tx.fact(KEPT_RULES))
    kept: dict[str, Any] = json.loads(said or "")
    kept["version"] = version
    kept["rules"][place] = [
        [begins, offset + 3600 * (offset < 99_999)] for begins, offset in kept["rules"][place]
    ]
    await store.write(lambda tx: tx.set_fact(KEPT_RULES, json.dumps(kept)))


async def starts_anew(stage: Stage) -> int:
    """Let a process look that has just started."""
    told = await ClockRules(stage.bot.store, stage.clock).look()
    stage.bot.worker.ring()
    await stage.settle()
    return told


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_both_are_told_once_that_the_hour_has_moved(stage: Stage, student: str, mentor: str) -> None:
    both = asker, answerer = await agreed(stage, student, mentor)
    place = PLACES[student]
    await as_an_older_version_had_it(stage, place)
    before = [len(one.pings) for one in both]
    assert await starts_anew(stage) == 2
    mine = asker.sees(f"The clocks of {place} have a new rule", "for you", "Agreed")
    assert "Reschedule…" in mine.buttons
    answerer.sees(f"The clocks of {place} have a new rule", asker.name, "Agreed")
    assert await starts_anew(stage) == 0
    assert [len(one.pings) for one in both] == [count + 1 for count in before]
    assert pings_with(asker, "new rule") == 1


@pytest.mark.wide
async def test_nobody_is_told_of_the_clocks_of_others_nor_by_an_older_process(stage: Stage) -> None:
    both = await agreed(stage, "sam", "ken")
    await as_an_older_version_had_it(stage, "America/Lima")
    assert await starts_anew(stage) == 0
    await as_an_older_version_had_it(stage, PLACES["sam"], version="9999.1")
    assert await starts_anew(stage) == 0
    assert [pings_with(one, "new rule") for one in both] == [0, 0]
