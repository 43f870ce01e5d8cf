"""What every test may use: a stage with both platforms, and the check of every request that the bot sends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.playground.stage import Stage
from tests.contract import discord_spec, slack_spec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.discord_emulator.emulator import DiscordEmulator
    from bot.playground.slack_emulator.emulator import SlackEmulator

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
