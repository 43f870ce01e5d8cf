"""How the whole bot begins and ends: alone on its file, one gateway of many processes, and each part in its turn."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.compose import _connect, _is_whole, compose
from bot.connector import Connector, Patience
from bot.database import DatabaseUnusable
from bot.health import Readiness
from bot.leased import Leased
from bot.runtime import Bot
from bot.settings import load
from core.domain.audit import Fault
from core.services.auditor import Auditor

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Part:
    """A part of the bot that notes when it ends, and takes a moment for it."""

    ready = True

    def __init__(self, name: str, ended: list[str]) -> None:
        self._name = name
        self._ended = ended

    async def start(self) -> None:
        """Be there at once."""

    async def stop(self) -> None:
        await asyncio.sleep(0)
        self._ended.append(self._name)

    close = stop

    def release(self) -> None:
        self._ended.append(self._name)


async def test_what_is_in_flight_is_sent_and_stored_before_its_way_is_closed() -> None:
    """The worker needs the platforms, all of them the database, and the database the file for itself."""
    ended: list[str] = []
    parts = {name: Part(name, ended) for name in ("worker", "meetings", "jobs", "health", "store", "alone")}
    rest = dict.fromkeys(
        ("bookings", "people", "presence", "busy_calendars", "chats", "privacy", "retention", "router")
    )
    bot = Bot(**cast("dict[str, Any]", parts | rest), connections={})
    bot.connectors.append(Connector("slack", cast("Any", Part("platform", ended)), Patience()))
    await bot.stop()
    assert ended == ["worker", "platform", "jobs", "meetings", "health", "store", "alone"]


async def test_the_bot_does_not_start_on_a_file_that_another_one_serves(tmp_path: Path) -> None:
    settings = load({"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db", "HEALTH_PORT": "0"})
    first = await compose(settings, clock=lambda: NOON)
    with pytest.raises(DatabaseUnusable, match="Another process already serves"):
        await compose(settings, clock=lambda: NOON)
    await first.stop()
    second = await compose(settings, clock=lambda: NOON)
    await second.stop()


@pytest.mark.parametrize(
    ("url", "leased"), [("postgresql://host/bookings", True), ("sqlite:///bookings.db", False)]
)
async def test_where_several_may_serve_one_listens_to_discord(url: str, *, leased: bool) -> None:
    settings = load({"DATABASE_URL": url, "DISCORD_TOKEN": "made.up.token"})
    anything = cast("Any", None)
    connections = _connect(settings, anything, anything, lambda: NOON, {}, meetings=anything)
    assert isinstance(connections["discord"], Leased) is leased


async def test_what_stays_broken_is_down_for_whoever_watches() -> None:
    auditor = Auditor(cast("Any", None), {}, lambda: NOON)
    assert await _is_whole(auditor, Fault.CARD_OLD)() is Readiness.UP
    auditor._last_round = {cast("Any", 1): frozenset({Fault.CARD_OLD})}
    assert await _is_whole(auditor, Fault.CARD_OLD)() is Readiness.DOWN
    assert await _is_whole(auditor, Fault.CARD_MISSING)() is Readiness.UP
