"""Whatever fails, repeats, breaks off or dies: each message of a chat arrives once, in order, on the right message."""

from __future__ import annotations

import random

import pytest

from bot.playground.stage import Stage
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.chatting import Talking, chat_opened, killed
from tests.store.postgres import fresh_database

DIRECTIONS = [("sam", "ken"), ("mia", "ana")]
"""From Slack to Discord, and the other way round."""


@pytest.mark.parametrize(
    ("student", "mentor"), [DIRECTIONS[0], pytest.param(*DIRECTIONS[1], marks=pytest.mark.long)]
)
async def test_each_arrives_once_in_order_and_pings_nobody(stage: Stage, student: str, mentor: str) -> None:
    await talked(stage, (student, mentor), messages=40, kills=1, breaks=0, seed=1)


@pytest.mark.long
@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_each_of_a_thousand(stage: Stage, student: str, mentor: str) -> None:
    await talked(stage, (student, mentor), messages=1000, kills=12, breaks=6, seed=2)


@pytest.mark.long
@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_each_of_a_thousand_on_postgres(student: str, mentor: str) -> None:
    stage = await Stage.open(start=MONDAY, standing=True, database_url=fresh_database())
    await talked(stage, (student, mentor), messages=1000, kills=12, breaks=6, seed=3)
    await stage.close()
    assert refused_by_the_specs(stage.slack, stage.discord) == []


async def talked(
    stage: Stage, people: tuple[str, str], *, messages: int, kills: int, breaks: int, seed: int
) -> None:
    """Let two people talk through every kind of trouble, and see that each has what the other one wrote."""
    pilots = await chat_opened(stage, *people)
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
