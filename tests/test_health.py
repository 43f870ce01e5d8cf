"""The pages for whoever watches the bot: they answer as things stand, and are no condition for serving people."""

from __future__ import annotations

import socket
from contextlib import closing

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.health import Health


def a_socket() -> socket.socket:
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    held.listen()
    return held


async def test_a_port_that_is_taken_is_one_line_of_the_log() -> None:
    with closing(a_socket()) as held, capture_logs() as logs:
        port = held.getsockname()[1]
        health = Health(port, {})
        await health.start()
        await health.stop()
    ((event, told),) = [(one["event"], one["port"]) for one in logs]
    assert (event, told) == ("health_port_taken", port)


@pytest.mark.parametrize(("works", "status"), [(True, 200), (False, 503)])
async def test_the_bot_is_ready_while_every_check_is_good(works: bool, status: int) -> None:
    async def check() -> bool:
        return works

    with closing(a_socket()) as held:
        port = held.getsockname()[1]
    health = Health(port, {"database": check})
    await health.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.get("/healthz") as alive:
            assert alive.status == 200
        async with session.get("/readyz") as ready:
            assert ready.status == status
    await health.stop()
