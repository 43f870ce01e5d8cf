"""What every test may use: a stage with both platforms, and the check of every request that the bot sends."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from bot.playground.stage import Stage
from tests.contract import discord_spec, slack_spec
from tests.patience import watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

    from bot.playground.discord_emulator.emulator import DiscordEmulator
    from bot.playground.slack_emulator.emulator import SlackEmulator

settings.register_profile(
    "patient",  # a slow or busy machine is no reason to fail, nor is the strategy that happens to be drawn first
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,  # noqa: TID251 - there the same change is judged by the same examples
)
settings.load_profile("patient")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let no test hold up the run, but for those that are meant to take long."""
    if item.get_closest_marker("long"):
        return (yield)
    with watched(item):
        return (yield)


MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def refused_by_the_specs(slack: SlackEmulator, discord: DiscordEmulator) -> list[str]:
    """Return every sentence that the judges of both platforms have against what the bot sent or answered."""
    found: list[str] = []
    for request in slack.requests:
        found += [
            f"{request.method}: {problem}" for problem in slack_spec.problems(request.method, request.args)
        ]
    for answer in slack.acknowledgements:
        found += [
            f"acknowledgement of {answer.kind}: {problem}"
            for problem in slack_spec.acknowledgement_problems(answer.kind, answer.payload)
        ]
    whole = [call for call in discord.requests if call.status or call.body is not None]
    for call in whole:  # what a killed program had begun to say arrived without its body
        found += [
            f"{call.method} {call.path}: {problem}"
            for problem in discord_spec.problems(call.method, call.path, call.body)
        ]
    return found


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Both platforms with the seeded community and a running bot, on a Monday morning; time stands still."""
    opened = await Stage.open(start=MONDAY, standing=True)
    yield opened
    await opened.close()
    assert refused_by_the_specs(opened.slack, opened.discord) == []
