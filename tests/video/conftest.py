"""A provider on this machine with the adapter that talks to it, made from settings as the program makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.pauses import Pauses
from bot.settings import load
from bot.video import provider_of
from tests.video.clock import StandingClock
from tests.video.google_server import GoogleServer
from tests.video.zoom_server import ZoomServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    from adapters.video.google import GoogleMeet
    from adapters.video.zoom import Zoom


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def zoom(clock: StandingClock) -> AsyncIterator[ZoomServer]:
    server = ZoomServer(clock)
    await server.start()
    yield server
    await server.stop()
    assert server.violations == []


@pytest.fixture
async def google(clock: StandingClock) -> AsyncIterator[GoogleServer]:
    server = GoogleServer(clock)
    await server.start()
    yield server
    await server.stop()
    assert server.violations == []


@pytest.fixture(params=["zoom", "google"])
def server(
    request: pytest.FixtureRequest, zoom: ZoomServer, google: GoogleServer
) -> ZoomServer | GoogleServer:
    return zoom if request.param == "zoom" else google


@pytest.fixture
async def provider(
    server: ZoomServer | GoogleServer, clock: StandingClock, tmp_path: Path
) -> AsyncIterator[Zoom | GoogleMeet]:
    made = connected(server, clock, tmp_path)
    yield made
    await made.close()


def connected(server: ZoomServer | GoogleServer, clock: StandingClock, folder: Path) -> Zoom | GoogleMeet:
    """Return the adapter of a server, as the program would make it."""
    environ = server.environ() if isinstance(server, ZoomServer) else server.environ(folder)
    made = provider_of(load(environ), clock, forgetful(clock))
    assert made is not None
    return made


def forgetful(clock: StandingClock) -> Pauses:
    async def read() -> dict[str, datetime]:
        return {}

    async def keep(_bucket: str, _until: datetime) -> None:
        return None

    return Pauses(clock, read, keep)
