"""Two processes on one PostgreSQL are one bot: one listens to Discord, both do everything else, nothing comes twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.process import outside
from tests.journeys.test_killed import count, sam_asks
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.process import Outside

UP = {"database": "up", "slack": "up", "discord": "up"}
STANDBY = UP | {"discord": "standby"}


async def _stands(world: Outside, wanted: dict[str, str]) -> None:
    async def holds() -> bool:
        told = await world.readiness()
        return {name: told.get(name) for name in wanted} == wanted

    await world.until(holds)


@pytest.mark.wide
async def test_when_the_one_that_listens_is_killed_the_other_goes_on(tmp_path: Path) -> None:
    async with outside(tmp_path, fresh_database()) as one:
        await one.start()
        ken = one.ken
        await one.opens(ken, lambda: ken.types("/mentor-panel"))
        await ken.fills(headline="Reads every diff twice", skills="python", zone="Tokyo")
        other = one.another()
        try:
            await other.start()
            await _stands(other, STANDBY)
            await _stands(one, UP)
            assert one.discord._gateway.connected == 1
            assert one.slack._sockets.count == 2
            await sam_asks(one, "Both alive")
            await one.until(lambda: count(one.ken.pings, "Both alive") and count(one.sam.pings, "Both alive"))
            await one.kill()
            await _stands(other, UP)
            await one.ken.presses("Accept", on="Both alive")
            await one.until(lambda: count(one.sam.pings, " accepted: ", "Both alive"))
            assert count(one.ken.pings, "Both alive") == 1
            assert count(one.sam.pings, " accepted: ", "Both alive") == 1
            assert await other.terminate() == 0
        finally:
            if other.process is not None:
                await other.kill()
    assert "Traceback" not in (tmp_path / "program.log").read_text()
