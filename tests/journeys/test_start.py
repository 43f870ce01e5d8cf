"""Starting while a platform, or the network, is away: the other serves, nobody waits, and it comes up by itself."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from adapters.slack.app import SlackApp
from bot.compose import compose
from bot.connector import Connector, Patience
from bot.playground.stage import Stage
from core.ports.connection import TokenRejected
from core.ports.platform import TryLater
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.process import Outside, outside
from tests.journeys.steps import ask

SOON = Patience(attempt=5.0, unreached=(0.01, 0.01), rejected=(0.01, 0.01), look=0.001, mending=0.05)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Outside]:
    async with outside(tmp_path) as made:
        yield made


@asynccontextmanager
async def away(platform: str) -> AsyncIterator[tuple[Stage, asyncio.Event]]:
    """A stage whose bot starts while one platform takes the connection and says nothing, until the gate is set."""
    stage = await Stage.open(start=MONDAY, standing=True)
    await stage.stop_bot()
    gate = (
        stage.slack.faults.stall("auth.test")
        if platform == "slack"
        else stage.discord.faults.stall("GET", "/users/@me")
    )
    stage.program = replace(await compose(stage.settings(), clock=stage.clock), patience=SOON, head_start=0.2)
    try:
        await stage.program.start()
        yield stage, gate
    finally:
        gate.set()
        await stage.close()
    assert refused_by_the_specs(stage.slack, stage.discord) == []


@pytest.mark.parametrize(
    ("platform", "student", "mentor"), [("slack", "mia", "ken"), ("discord", "sam", "ana")]
)
async def test_while_one_platform_is_silent_the_other_serves_and_delivers(
    platform: str, student: str, mentor: str
) -> None:
    async with away(platform) as (stage, gate):
        asker, answerer = stage.pilot(student), stage.pilot(mentor)
        other = "discord" if platform == "slack" else "slack"
        async with asyncio.timeout(10):
            while not stage.bot.connections[other].ready:  # noqa: ASYNC110 - it rings no bell
                await asyncio.sleep(0.01)
        assert not stage.bot.connections[platform].ready
        assert stage.bot.jobs._listener is not None
        gate.set()
        async with asyncio.timeout(10):
            await stage.bot.attempted()
        assert stage.bot.connections[platform].ready
        await ask(stage, asker, answerer.name, "All well again")
        assert any("All well again" in ping.text for ping in answerer.pings)


class Line:
    """A connection that fails as told, and then comes up."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.ready = False
        self.up = asyncio.Event()
        self.stops = 0

    async def start(self) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.ready = True
        self.up.set()

    async def stop(self) -> None:
        self.ready = False
        self.stops += 1

    async def idle(self) -> None:
        """Nothing ever arrives."""


async def test_each_attempt_that_fails_is_one_quiet_line() -> None:
    line = Line(
        OSError("x" * 99), TryLater(5.0, "invalid"), TokenRejected("Slack", "SLACK_BOT_TOKEN", "gone")
    )
    with structlog.testing.capture_logs() as said:
        connector = Connector("slack", line, SOON)
        await line.up.wait()
        await asyncio.sleep(0)
        await connector.stop()
    assert [(one["event"], one.get("reason"), one["log_level"]) for one in said] == [
        ("not_connected", "OSError", "warning"),
        ("not_connected", "invalid", "warning"),
        ("not_connected", "gone", "warning"),
        ("connected", None, "info"),
    ]
    assert not any("exc_info" in one for one in said)


async def test_a_failure_that_repeats_itself_is_said_once() -> None:
    line = Line(OSError(), OSError(), OSError())
    with structlog.testing.capture_logs() as said:
        connector = Connector("slack", line, SOON)
        async with asyncio.timeout(5):
            await line.up.wait()
        await connector.stop()
    assert [one["event"] for one in said if one["log_level"] == "warning"] == ["not_connected"]


async def test_a_platform_that_goes_and_returns_is_one_line_each() -> None:
    line = Line()
    with structlog.testing.capture_logs() as said:
        connector = Connector("slack", line, replace(SOON, mending=60.0))
        await connector.first
        async with asyncio.timeout(5):
            for line.ready, lines in ((False, 2), (True, 3)):
                while len(said) < lines:  # noqa: ASYNC110 - a line of the log rings no bell
                    await asyncio.sleep(0.001)
        await connector.stop()
    assert [one["event"] for one in said] == ["connected", "connection_lost", "connected"]


async def test_a_connection_that_does_not_mend_itself_is_made_anew() -> None:
    line = Line()
    connector = Connector("slack", line, SOON)
    await connector.first
    line.up.clear()
    line.ready = False
    async with asyncio.timeout(5):
        await line.up.wait()
    assert line.stops == 1
    await connector.stop()


def test_the_waits_grow_and_stay_within_their_bounds() -> None:
    patience, no = Patience(), TokenRejected("Slack", "SLACK_BOT_TOKEN", "invalid_auth")
    assert [patience.wait(OSError(), n) for n in (1, 2, 3, 4, 5, 2000)] == [1, 2, 4, 8, 15, 15]
    assert [patience.wait(no, n) for n in (1, 2, 5, 6, 2000)] == [15, 30, 240, 300, 300]
    assert patience.wait(TryLater(40.0, everywhere=True), 1) == 40


async def test_an_attempt_that_hangs_is_given_up_and_made_anew() -> None:
    class Hanging(Line):
        async def start(self) -> None:
            if self.failures:
                self.failures.pop()
                await asyncio.Event().wait()
            await super().start()

    line = Hanging(OSError())
    connector = Connector("slack", line, replace(SOON, attempt=0.01))
    async with asyncio.timeout(5):
        await line.up.wait()
    await connector.stop()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(signal.SIGTERM, marks=pytest.mark.wide),
        pytest.param(signal.SIGINT, marks=pytest.mark.long),
    ],
)
async def test_it_ends_at_once_when_asked_while_it_is_still_starting(
    world: Outside, name: signal.Signals
) -> None:
    gate = world.slack.faults.stall("auth.test")
    other = world.discord.faults.stall("GET", "/users/@me")
    await world.start(ready=False)

    async def refused() -> bool:
        return await world.status("readyz") == 503

    await world.until(refused)
    async with asyncio.timeout(10):
        assert await world._end(name) == 0
    gate.set()
    other.set()
    assert "Traceback" not in (world.folder / "program.log").read_text()


@pytest.mark.wide
async def test_tokens_that_every_platform_rejects_end_the_program_with_their_names(world: Outside) -> None:
    world.slack.faults.refuse("auth.test", "invalid_auth", times=9)
    world.discord.faults.refuse("GET", "/users/@me", 0, status=401, times=9)
    await world.start(ready=False)
    assert world.process is not None
    async with asyncio.timeout(20):
        assert await world.process.wait() == 1
    world.process = None
    said = (world.folder / "program.log").read_text()
    assert "Slack refuses SLACK_BOT_TOKEN (invalid_auth). Ask: python3 dev bot doctor" in said
    assert "Discord refuses DISCORD_TOKEN" in said
    assert "Traceback" not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert sum(one["event"] == "not_connected" for one in lines) == 2


@pytest.mark.long  # what is said of each failure is tried without a process, above
async def test_a_network_that_is_away_is_waited_for_without_a_traceback(world: Outside) -> None:
    world.slack.faults.fail("auth.test", status=503, times=2)
    world.discord.faults.drop("GET", "/users/@me", times=2)
    await world.start()
    said = (world.folder / "program.log").read_text()
    assert "Traceback" not in said
    assert said.count('"not_connected"') >= 2
    assert await world.terminate() == 0


async def test_a_socket_address_that_fails_is_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = await Stage.open(start=MONDAY, standing=True, platforms=frozenset({"slack"}))
    try:
        slack = stage.bot.connections["slack"]
        assert isinstance(slack, SlackApp)
        await slack.stop()
        slack._ping_interval = 0.05
        sockets = stage.slack._sockets
        tickets, fresh = iter(["used up", "used up"]), sockets.ticket
        monkeypatch.setattr(sockets, "ticket", lambda: next(tickets, None) or fresh())
        async with asyncio.timeout(10):
            await slack.start()
        assert slack.ready
        assert next(tickets, None) is None
    finally:
        await stage.close()
