"""Organising: who may open the panel, and who is told why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.playground.stage import Stage


@pytest.mark.parametrize("key", ["ana", "noor"])
async def test_who_administers_the_workspace_or_server_organises(stage: Stage, key: str) -> None:
    pilot = stage.pilot(key)
    await pilot.types("/booking-admin")
    await stage.settle()
    pilot.sees("Organising", "Mentoring")


async def test_nobody_else_does(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await sam.types("/booking-admin")
    await stage.settle()
    sam.sees("Only an organiser can do that.", "/booking-admin")
    await ken.types("/booking-admin")
    assert "Unknown command" in ken.last_error, "Discord does not even offer it"
