"""Whatever fails, repeats, breaks off or dies: each message of a chat arrives once, in order, on the right message."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.journeys.chatting import Talking, chat_opened, killed

if TYPE_CHECKING:
    from bot.playground.stage import Stage


@pytest.mark.parametrize(
    ("messages", "kills", "breaks", "seed"),
    [(60, 1, 0, 1), pytest.param(1000, 12, 6, 2, marks=pytest.mark.long)],
)
async def test_each_arrives_once_in_order_and_pings_nobody(
    stage: Stage, messages: int, kills: int, breaks: int, seed: int
) -> None:
    pilots = await chat_opened(stage, "sam", "ken")
    chance = random.Random(seed)
    talking = Talking(stage, pilots, chance, share=0.15)
    deaths = set(chance.sample(range(10, messages - 10), kills))
    cuts = set(chance.sample(range(messages), breaks))
    while talking.changed < messages:
        talking.repeat_some()
        for _ in range(chance.randrange(1, 8)):
            await talking.act()
            if talking.changed in deaths:
                await killed(stage)
                await talking.act()  # what is written while nobody listens
                await stage.start_bot()
            if talking.changed in cuts:
                stage.slack.faults.drop_sockets()
                stage.discord.faults.drop_gateway()
                await stage.slack.wait_connected(seconds=60)
                await stage.discord.wait_connected(seconds=60)
        await talking.delivered()
    talking.calm()
    await talking.delivered()
    for pilot in pilots:
        assert talking.seen_by(pilot) == talking.expected_by(pilot), pilot.name
    assert talking.pinged() == []
