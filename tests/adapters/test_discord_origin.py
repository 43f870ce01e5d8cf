"""A message that was pressed has a place, also where Discord leaves out the channel itself."""

from __future__ import annotations

import pytest

from bot.playground.discord_emulator.interactions import Interaction, Interactions, UserAction
from tests.adapters.discord_bench import bench, done, request_card


@pytest.mark.parametrize("kept", ["channel_id", "message"])
async def test_a_press_without_its_channel_object_still_knows_where_it_was(
    kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The object is optional (Receiving and Responding, Interaction Structure)."""
    whole = Interactions._payload

    def without(self: Interactions, interaction: Interaction, act: UserAction) -> dict[str, object]:
        payload = whole(self, interaction, act)
        del payload["channel"]
        return {key: value for key, value in payload.items() if key != "channel_id" or kept == key}

    monkeypatch.setattr(Interactions, "_payload", without)
    async with bench() as it:
        placed = await it.post(request_card())
        it.script.answers["accept"] = done("Done")
        await it.press("Accept", placed)
        assert it.script.calls[-1].origin == placed
