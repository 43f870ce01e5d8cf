"""Scheduled events: list, create, get, modify, delete (Guild Scheduled Event)."""

from __future__ import annotations

import re
from datetime import datetime

from bot.playground.discord_emulator.refusal import BodyErrors, Json, Path, Refused
from bot.playground.discord_emulator.rest.api_call import NOTHING, ApiCall, Backend, HttpReply
from bot.playground.discord_emulator.scheduled_events import MOST_EVENTS, ScheduledEvent, may_hold
from bot.playground.discord_emulator.schema import Rule, choice, may, need, shape, snowflake, text

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def _moment(value: object, path: Path, errors: BodyErrors) -> None:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        errors.add(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")


_TIMES = {"scheduled_end_time": may(_moment), "description": may(text(1000)), "channel_id": may(snowflake)}
_NEW = shape(
    {
        **_TIMES,
        "name": need(text(100, 1)),
        "privacy_level": need(choice(2)),
        "entity_type": need(choice(2)),
        "scheduled_start_time": need(_moment),
    }
)
_CHANGES = shape(
    {
        **_TIMES,
        "name": may(text(100, 1)),
        "privacy_level": may(choice(2)),
        "entity_type": may(choice(2)),
        "scheduled_start_time": may(_moment),
        "status": may(choice(1, 2, 3, 4)),
    }
)


async def listed(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /guilds/{guild}/scheduled-events."""
    _guild(backend, call)
    return HttpReply(body=[one.as_json() for one in backend.server.scheduled_events.values()])


async def create(backend: Backend, call: ApiCall) -> HttpReply:
    """POST /guilds/{guild}/scheduled-events, in a voice channel."""
    server, body = backend.server, call.json_object
    _guild(backend, call)
    _check(_NEW, body)
    channel = server.channel(str(body.get("channel_id")))
    if not may_hold(channel):
        raise Refused(50013)
    if len(server.scheduled_events) >= MOST_EVENTS:
        raise Refused(30038)
    event = ScheduledEvent(
        id=server.ids.next(),
        guild_id=server.guild_id,
        channel=channel,
        creator_id=server.bot.id,
        name=body["name"],
        description=body.get("description"),
        starts_at=datetime.fromisoformat(body["scheduled_start_time"]),
        ends_at=None,
    )
    _set_times(backend, event, body)
    server.scheduled_events[event.id] = event
    server.watchers.tell("scheduled event", change="created", event=event.id)
    return HttpReply(body=event.as_json())


async def get(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /guilds/{guild}/scheduled-events/{event}."""
    return HttpReply(body=_event(backend, call).as_json())


async def edit(backend: Backend, call: ApiCall) -> HttpReply:
    """PATCH /guilds/{guild}/scheduled-events/{event}: its name, its description, its times."""
    event, body = _event(backend, call), call.json_object
    _check(_CHANGES, body)
    _may_change(event)
    _set_times(backend, event, body)
    event.name = body.get("name") or event.name
    event.description = body.get("description", event.description)
    backend.server.watchers.tell("scheduled event", change="edited", event=event.id)
    return HttpReply(body=event.as_json())


async def delete(backend: Backend, call: ApiCall) -> HttpReply:
    """DELETE /guilds/{guild}/scheduled-events/{event}."""
    event = _event(backend, call)
    _may_change(event)
    del backend.server.scheduled_events[event.id]
    backend.server.watchers.tell("scheduled event", change="deleted", event=event.id)
    return NOTHING


def _may_change(event: ScheduledEvent) -> None:
    if not may_hold(event.channel):
        raise Refused(50013)


def _set_times(backend: Backend, event: ScheduledEvent, body: Json) -> None:
    """Take over the times of a body; an event begins in the future and ends after it begins."""
    errors = BodyErrors()
    start, end = body.get("scheduled_start_time"), body.get("scheduled_end_time")
    starts_at = datetime.fromisoformat(start) if start else event.starts_at
    ends_at = datetime.fromisoformat(end) if end else event.ends_at
    if start and starts_at <= backend.server.now():
        errors.add(
            ("scheduled_start_time",),
            "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
            "Cannot schedule event in the past.",
        )
    if ends_at and ends_at <= starts_at:
        errors.add(("scheduled_end_time",), "BASE_TYPE_BAD_VALUE", "It must be after the start.")
    errors.close()
    event.starts_at, event.ends_at = starts_at, ends_at


def _event(backend: Backend, call: ApiCall) -> ScheduledEvent:
    _guild(backend, call)
    try:
        return backend.server.scheduled_events[call.ids[1]]
    except KeyError:
        raise Refused(10070) from None


def _guild(backend: Backend, call: ApiCall) -> None:
    if call.ids[0] != backend.server.guild_id:
        raise Refused(10004)


def _check(rule: Rule, body: Json) -> None:
    errors = BodyErrors()
    rule(body, (), errors)
    errors.close()
