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
        health = Health(port, {}, counted)
        await health.start()
        await health.stop()
    ((event, told),) = [(one["event"], one["port"]) for one in logs]
    assert (event, told) == ("health_port_taken", port)


async def counted() -> str:
    return "counted 1\n"


@pytest.mark.parametrize(("works", "status"), [(True, 200), (False, 503)])
async def test_the_bot_is_ready_while_every_check_is_good(works: bool, status: int) -> None:
    async def check() -> bool:
        return works

    with closing(a_socket()) as held:
        port = held.getsockname()[1]
    health = Health(port, {"database": check}, counted)
    await health.start()
    assert health.addresses == ("127.0.0.1",), "whoever is on the network can't ask"
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.get("/healthz") as alive:
            assert alive.status == 200
        async with session.get("/readyz") as ready:
            assert ready.status == status
        async with session.get("/metrics") as page:
            assert (page.content_type, await page.text()) == ("text/plain", "counted 1\n")
    await health.stop()
