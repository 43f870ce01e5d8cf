"""What every test may use: a stage with both platforms, and the check of every request that the bot sends."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.playground.stage import Stage
from core.store import connections
from tests.contract import discord_spec, slack_spec
from tests.contract.verdicts import unless_good
from tests.patience import watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator
    from pathlib import Path

    from bot.playground.discord_emulator.emulator import DiscordEmulator
    from bot.playground.slack_emulator.emulator import SlackEmulator

SLOW_SECONDS = 60
settings.register_profile(
    "patient",  # a slow or busy machine is no reason to fail, nor is the strategy that happens to be drawn first
    deadline=None,
    max_examples=50,  # where a test names no other number
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,  # noqa: TID251 - there the same change is judged by the same examples
)
settings.load_profile("patient")
*_before, _renderer = structlog.get_config()["processors"]
structlog.configure(  # structlog's own choice draws a frame around every variable, which takes seconds
    processors=[*_before, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
)


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: a third of the time somebody waits for a disk, a server or a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Take what was imported out of the garbage collector's way: it has to look through it no more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the wide run what a sampled test does not try each time."""
    seen: Counter[str] = Counter()
    for item in items:
        sampled = item.get_closest_marker("sampled")
        if sampled and not item.get_closest_marker("long"):
            name = item.nodeid.partition("[")[0]
            if seen[name] % sampled.args[0]:
                item.add_marker(pytest.mark.wide)
            seen[name] += 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let no test hold up the run, but for those that are meant to take long."""
    if item.get_closest_marker("long"):
        return (yield)
    with watched(item):
        return (yield)


@pytest.fixture(autouse=True, scope="session")
def slow_machine() -> None:
    """A database that answers late is none that is away: how long it may take is tried where it matters."""
    connections.ANSWER_SECONDS = SLOW_SECONDS


DURABLE = connections._PRAGMAS


@pytest.fixture(autouse=True, scope="session")
def careless() -> None:
    """No test cuts the power: what is committed need not be on the disk, which half of them would wait for."""
    connections._PRAGMAS = tuple(one.replace("synchronous = FULL", "synchronous = OFF") for one in DURABLE)


MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def refused_by_the_specs(slack: SlackEmulator, discord: DiscordEmulator) -> list[str]:
    """Return every sentence that the judges of both platforms have against what the bot sent or answered."""
    found: list[str] = []
    for request in slack.requests:
        judged = _judged(slack_spec.problems, request.method, request.args)
        found += [f"{request.method}: {problem}" for problem in judged]
    for answer in slack.acknowledgements:
        judged = _judged(slack_spec.acknowledgement_problems, answer.kind, answer.payload)
        found += [f"acknowledgement of {answer.kind}: {problem}" for problem in judged]
    whole = [call for call in discord.requests if call.status or call.body is not None]
    for call in whole:  # what a killed program had begun to say arrived without its body
        judged = _judged(discord_spec.problems, call.method, call.path, call.body)
        found += [f"{call.method} {call.path}: {problem}" for problem in judged]
    return found


def _judged(judge: Callable[..., Iterable[str]], *said: object) -> Iterable[str]:
    """Return what ``judge`` has against something said, looked into once for all that differs in ids alone."""

    def problems() -> Iterator[str]:
        yield from judge(*said)

    return unless_good(judge.__qualname__ + judge.__module__, said, problems())


@pytest.fixture(scope="session")
def community(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the seeded community on that Monday, made once; a test works on a copy of its own."""
    made = tmp_path_factory.mktemp("community") / "bookings.db"

    async def settle_in() -> None:
        opened = await Stage.open(start=MONDAY, standing=True, database_url=f"sqlite:///{made}")
        await opened.bot.store.write(lambda tx: tx.set_fact("discord.commands", ""))
        await opened.close()

    asyncio.run(settle_in())
    return made


@pytest.fixture
async def stage(community: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """Both platforms with the seeded community and a running bot, on a Monday morning; time stands still."""
    copied = shutil.copy(community, tmp_path / "bookings.db")
    opened = await Stage.open(start=MONDAY, standing=True, database_url=f"sqlite:///{copied}", seeded=False)
    yield opened
    await opened.close()
    assert refused_by_the_specs(opened.slack, opened.discord) == []
