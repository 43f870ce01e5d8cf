"""Channels and threads."""

from __future__ import annotations

from bot.playground.discord_emulator import channels, sessions
from bot.playground.discord_emulator.channels import Channel
from bot.playground.discord_emulator.refusal import BodyErrors, Json, Refused, bad_field
from bot.playground.discord_emulator.rest.api_call import NOTHING, ApiCall, Backend, HttpReply
from bot.playground.discord_emulator.schema import (
    Rule,
    choice,
    flag,
    may,
    need,
    shape,
    snowflake,
    text,
    whole,
)

_DURATION = choice(60, 1440, 4320, 10080)
_NEW_THREAD = shape(
    {
        "name": need(text(100, 1)),
        "type": may(choice(10, 11, 12)),
        "auto_archive_duration": may(_DURATION),
        "invitable": may(flag),
        "rate_limit_per_user": may(whole(0, 21600)),
    }
)
_CHANGES = shape(
    {
        "name": may(text(100, 1)),
        "archived": may(flag),
        "locked": may(flag),
        "invitable": may(flag),
        "auto_archive_duration": may(_DURATION),
        "rate_limit_per_user": may(whole(0, 21600)),
    }
)
_PERMISSION = {
    channels.PUBLIC_THREAD: channels.PUBLIC_THREADS,
    channels.PRIVATE_THREAD: channels.PRIVATE_THREADS,
}


async def open_dm(backend: Backend, call: ApiCall) -> HttpReply:
    """POST /users/@me/channels: always works for a known person, also where sending will fail."""
    recipient = call.json_object.get("recipient_id")
    if recipient is None:
        raise bad_field(("recipient_id",), "BASE_TYPE_REQUIRED", "This field is required")
    errors = BodyErrors()
    snowflake(recipient, ("recipient_id",), errors)
    errors.close()
    user = backend.server.users.get(str(recipient))
    if user is None or user.bot:
        raise Refused(50033)
    return HttpReply(body=backend.server.dm_with(user).as_json())


async def get_channel(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /channels/{channel}."""
    return HttpReply(body=backend.server.channel(call.ids[0]).as_json())


async def create_thread(backend: Backend, call: ApiCall) -> HttpReply:
    """POST /channels/{channel}/threads, without a message: only in a text channel of the guild."""
    parent = backend.server.channel(call.ids[0])
    if parent.kind != channels.TEXT:
        raise Refused(50024)
    _check(_NEW_THREAD, call.json_object)
    kind = call.json_object.get("type") or channels.PRIVATE_THREAD
    if not parent.permissions & _PERMISSION.get(kind, 0):
        raise Refused(50013)
    thread = Channel(
        id=backend.server.ids.next(),
        kind=kind,
        name=call.json_object["name"],
        guild_id=parent.guild_id,
        permissions=parent.permissions,
        hidden_from=parent.hidden_from,
        parent_id=parent.id,
        owner_id=backend.server.bot.id,
        members={backend.server.bot.id: backend.server.now()},
        invitable=call.json_object.get("invitable") is not False,
        auto_archive_duration=call.json_object.get("auto_archive_duration") or 4320,
        rate_limit_per_user=call.json_object.get("rate_limit_per_user") or 0,
    )
    backend.server.channels[thread.id] = thread
    me = {"member": thread.member_json(backend.server.bot.id)}
    await _dispatch(backend, "THREAD_CREATE", thread, thread.as_json() | me | {"newly_created": True})
    backend.server.watchers.tell(
        "thread", change="created", channel=thread.id, parent=parent.id, name=thread.name
    )
    return HttpReply(status=201, body=thread.as_json() | me)


async def change_channel(backend: Backend, call: ApiCall) -> HttpReply:
    """PATCH /channels/{channel}: name, archived, locked … of a thread."""
    thread = backend.server.channel(call.ids[0])
    if not thread.is_thread:
        raise Refused(50013)
    _check(_CHANGES, call.json_object)
    if thread.archived and call.json_object.get("archived") is not False:
        raise Refused(50083)
    if "archived" in call.json_object:
        thread.archive_at = backend.server.now()
    for name in ("name", "archived", "locked", "invitable", "auto_archive_duration", "rate_limit_per_user"):
        if call.json_object.get(name) is not None:
            setattr(thread, name, call.json_object[name])
    await _dispatch(backend, "THREAD_UPDATE", thread, thread.as_json())
    backend.server.watchers.tell("thread", change="edited", channel=thread.id, archived=thread.archived)
    return HttpReply(body=thread.as_json())


async def add_member(backend: Backend, call: ApiCall) -> HttpReply:
    """PUT /channels/{thread}/thread-members/{user}."""
    thread = _thread(backend, call.ids[0])
    if thread.archived:
        raise Refused(50083)
    if not thread.permissions & channels.SEND_IN_THREADS:
        raise Refused(50013)
    user = backend.server.user(_who(backend, call.ids[1]))
    if not user.in_guild:
        raise Refused(10007)
    thread.members.setdefault(user.id, backend.server.now())
    backend.server.watchers.tell("thread", change="joined", channel=thread.id, user=user.id)
    return NOTHING


def _thread(backend: Backend, channel_id: str) -> Channel:
    channel = backend.server.channel(channel_id)
    if not channel.is_thread:
        raise Refused(50024)
    return channel


def _who(backend: Backend, user_id: str) -> str:
    return backend.server.bot.id if user_id == "@me" else user_id


def _check(rule: Rule, body: Json) -> None:
    errors = BodyErrors()
    rule(body, (), errors)
    errors.close()


async def _dispatch(backend: Backend, event: str, thread: Channel, data: Json) -> None:
    await backend.gateway.dispatch(event, data, intent=sessions.GUILDS, guild_id=thread.guild_id)
