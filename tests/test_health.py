"""The pages for whoever watches the bot: they answer as things stand, and are no condition for serving people."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot import health as pages
from bot.compose import compose
from bot.health import Health, Readiness
from bot.runtime import utc_now
from bot.settings import load


def a_socket() -> socket.socket:
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    held.listen()
    return held


@asynccontextmanager
async def serving(
    checks: dict[str, Callable[[], Awaitable[Readiness]]],
) -> AsyncIterator[aiohttp.ClientSession]:
    with closing(a_socket()) as held:
        port = held.getsockname()[1]
    health = Health(port, checks, counted)
    await health.start()
    assert health.addresses == ("127.0.0.1",), "whoever is on the network can't ask"
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session
    await health.stop()


async def test_a_port_that_is_taken_is_one_line_of_the_log() -> None:
    with closing(a_socket()) as held, capture_logs() as logs:
        port = held.getsockname()[1]
        health = Health(port, {}, counted)
        await health.start()
        await health.stop()
    ((event, told),) = [(one["event"], one["port"]) for one in logs]
    assert (event, told) == ("health_port_taken", port)


async def test_another_address_is_listened_on_where_the_operator_says_so(tmp_path: Path) -> None:
    with closing(a_socket()) as held:
        port = held.getsockname()[1]
    everywhere = "0.0.0.0"  # noqa: S104 - as in a container
    given = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/x.db",
        "HEALTH_PORT": str(port),
        "HEALTH_HOST": everywhere,
    }
    bot = await compose(load(given), clock=utc_now)
    await bot.health.start()
    assert bot.health.addresses == (everywhere,)
    await bot.stop()


async def counted() -> str:
    return "counted 1\n"


@pytest.mark.parametrize(
    ("state", "status"), [(Readiness.UP, 200), (Readiness.STANDBY, 200), (Readiness.DOWN, 503)]
)
async def test_the_bot_is_ready_while_nothing_is_down_and_says_what_is(state: Readiness, status: int) -> None:
    async def check() -> Readiness:
        return state

    async def good() -> Readiness:
        return Readiness.UP

    async with serving({"database": good, "discord": check}) as session:
        async with session.get("/healthz") as alive:
            assert alive.status == 200
        async with session.get("/readyz") as ready:
            assert ready.status == status
            assert await ready.json() == {"database": "up", "discord": state.value}
        async with session.get("/metrics") as page:
            assert (page.content_type, await page.text()) == ("text/plain", "counted 1\n")


async def test_what_does_not_answer_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "CHECK_SECONDS", 0.01)

    async def silent() -> Readiness:
        await asyncio.Event().wait()
        return Readiness.UP

    async with serving({"database": silent}) as session, session.get("/readyz") as ready:
        assert (ready.status, await ready.json()) == (503, {"database": "down"})
