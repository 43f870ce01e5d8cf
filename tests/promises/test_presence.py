"""The daily walk over those whose leaving would concern somebody: once for each, whoever walks, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.services.presence import PresenceService
from tests.promises.deeds import asks
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from pathlib import Path

    from core.domain.people import Address

DAY = timedelta(days=1)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_several_processes_share_one_walk(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(f"sqlite:///{tmp_path / 'world.db'}" if engine == "sqlite" else fresh_database())
    await world.open()
    monkeypatch.setattr("core.services.presence.PEOPLE_A_LOOK", 2)
    asked: list[str] = []

    async def present(who: Address) -> bool:
        asked.append(who.user)
        return who.user != "ken"

    for platform in world.platforms.values():
        monkeypatch.setattr(platform, "present", present)
    booking = await asks(world, "sam", "ken", "Talk", world.now + 3 * DAY)
    walkers = [PresenceService(world.store, world.platforms, lambda: world.now) for _ in range(3)]
    for _ in range(4):
        await asyncio.gather(*(one.look() for one in walkers))
    assert asked == [], "the first walk begins a day after the first look"
    world.now += DAY
    left = sum([sum(await asyncio.gather(*(one.look() for one in walkers))) for _ in range(4)])
    assert sorted(asked) == ["ana", "ken", "sam"], "nobody else's leaving would concern anybody"
    assert left == 1
    (now,) = await world.all_bookings()
    assert (now.id, now.left, now.closed_by) == (booking.id, True, "mentor")
    world.now += DAY
    for _ in range(4):
        await asyncio.gather(*(one.look() for one in walkers))
    assert sorted(asked[3:]) == ["ana", "ken"], "who has left is asked for as well"
    await world.store.close()
