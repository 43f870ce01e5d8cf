"""Scheduled events as Discord keeps them: what one may hold where, and what is refused with which code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord_emulator.scheduled_events import CONNECT, CREATE_EVENTS, MANAGE_EVENTS
from tests.emulators.discord_stage import raw_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.emulators.discord_stage import Raw

VIEW = 1 << 10
START, END = "2030-03-03T10:00:00+00:00", "2030-03-03T10:30:00+00:00"


@pytest.fixture
async def raw() -> AsyncIterator[Raw]:
    async with raw_bot() as raw:
        yield raw


def event(channel: str, **changes: Any) -> dict[str, Any]:
    known = {
        "name": "A call",
        "privacy_level": 2,
        "entity_type": 2,
        "channel_id": channel,
        "scheduled_start_time": START,
        "scheduled_end_time": END,
    }
    return known | changes


async def test_an_event_is_made_read_changed_and_deleted(raw: Raw) -> None:
    events = f"/guilds/{raw.emulator.guild_id}/scheduled-events"
    channel = raw.emulator.add_voice_channel("Calls")
    status, made = await raw.rest("POST", events, event(channel, description="x"))
    assert (status, made["channel_id"], made["description"], made["status"]) == (200, channel, "x", 1)
    one = f"{events}/{made['id']}"
    assert await raw.rest("GET", events) == (200, [made])
    assert await raw.rest("GET", one) == (200, made)
    status, changed = await raw.rest(
        "PATCH", one, {"scheduled_start_time": "2030-03-03T10:10:00Z", "name": "B"}
    )
    assert (status, changed["name"]) == (200, "B")
    assert changed["scheduled_start_time"] == "2030-03-03T10:10:00+00:00"
    assert (await raw.rest("DELETE", one))[0] == 204
    for method, body in (("GET", None), ("PATCH", {"name": "C"}), ("DELETE", None)):
        status, refused = await raw.rest(method, one, body)
        assert (status, refused["code"]) == (404, 10070)


@pytest.mark.parametrize(
    ("permissions", "status"),
    [
        (VIEW | CONNECT | CREATE_EVENTS, 200),
        (VIEW | CONNECT | MANAGE_EVENTS, 200),
        (VIEW | CONNECT, 403),
        (VIEW | CREATE_EVENTS, 403),
        (CONNECT | CREATE_EVENTS, 403),
    ],
)
async def test_it_takes_these_permissions(raw: Raw, permissions: int, status: int) -> None:
    channel = raw.emulator.add_voice_channel("Calls", permissions=permissions)
    events = f"/guilds/{raw.emulator.guild_id}/scheduled-events"
    assert (await raw.rest("POST", events, event(channel)))[0] == status


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"privacy_level": 1},
        {"scheduled_start_time": "tomorrow"},
        {"scheduled_start_time": "2020-03-03T10:00:00Z"},
        {"scheduled_end_time": START},
        {"description": "x" * 1001},
    ],
)
async def test_what_may_not_stand_in_one_is_a_bad_body(raw: Raw, changes: dict[str, Any]) -> None:
    channel = raw.emulator.add_voice_channel("Calls")
    events = f"/guilds/{raw.emulator.guild_id}/scheduled-events"
    status, refused = await raw.rest("POST", events, event(channel, **changes))
    assert (status, refused["code"]) == (400, 50035)


async def test_there_are_a_hundred_at_most_in_this_guild_and_in_voice_channels_only(raw: Raw) -> None:
    channel = raw.emulator.add_voice_channel("Calls")
    events = f"/guilds/{raw.emulator.guild_id}/scheduled-events"
    text = raw.emulator.add_channel("text")
    expected = [(events, text, 403, 50013), ("/guilds/1/scheduled-events", channel, 404, 10004)]
    for path, where, status, code in expected:
        found, refused = await raw.rest("POST", path, event(where))
        assert (found, refused["code"]) == (status, code)
    for _ in range(100):
        await raw.rest("POST", events, event(channel))
    status, refused = await raw.rest("POST", events, event(channel))
    assert (status, refused["code"]) == (400, 30038)
    assert len(raw.emulator.scheduled_events) == 100
