"""Channels and threads."""

from __future__ import annotations

from bot.playground.discord_emulator import places, sessions
from bot.playground.discord_emulator.places import Channel
from bot.playground.discord_emulator.refusal import Form, Json, Refused, bad_field
from bot.playground.discord_emulator.rest.call import NOTHING, Call, Office, Reply
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
_PERMISSION = {places.PUBLIC_THREAD: places.PUBLIC_THREADS, places.PRIVATE_THREAD: places.PRIVATE_THREADS}


async def open_dm(office: Office, call: Call) -> Reply:
    """POST /users/@me/channels: always works for a known person, also where sending will fail."""
    recipient = call.form.get("recipient_id")
    if recipient is None:
        raise bad_field(("recipient_id",), "BASE_TYPE_REQUIRED", "This field is required")
    form = Form()
    snowflake(recipient, ("recipient_id",), form)
    form.close()
    user = office.server.users.get(str(recipient))
    if user is None or user.bot:
        raise Refused(50033)
    return Reply(body=office.server.dm_with(user).as_json())


async def get_channel(office: Office, call: Call) -> Reply:
    """GET /channels/{channel}."""
    return Reply(body=office.server.channel(call.ids[0]).as_json())


async def create_thread(office: Office, call: Call) -> Reply:
    """POST /channels/{channel}/threads, without a message: only in a text channel of the guild."""
    parent = office.server.channel(call.ids[0])
    if parent.kind != places.TEXT:
        raise Refused(50024)
    _check(_NEW_THREAD, call.form)
    kind = call.form.get("type") or places.PRIVATE_THREAD
    if not parent.permissions & _PERMISSION.get(kind, 0):
        raise Refused(50013)
    thread = Channel(
        id=office.server.ids.next(),
        kind=kind,
        name=call.form["name"],
        guild_id=parent.guild_id,
        permissions=parent.permissions,
        hidden_from=parent.hidden_from,
        parent_id=parent.id,
        owner_id=office.server.bot.id,
        members={office.server.bot.id: office.server.now()},
        invitable=call.form.get("invitable") is not False,
        auto_archive_duration=call.form.get("auto_archive_duration") or 4320,
        rate_limit_per_user=call.form.get("rate_limit_per_user") or 0,
    )
    office.server.channels[thread.id] = thread
    me = {"member": thread.member_json(office.server.bot.id)}
    await _dispatch(office, "THREAD_CREATE", thread, thread.as_json() | me | {"newly_created": True})
    office.server.board.tell(
        "thread", change="created", channel=thread.id, parent=parent.id, name=thread.name
    )
    return Reply(status=201, body=thread.as_json() | me)


async def change_channel(office: Office, call: Call) -> Reply:
    """PATCH /channels/{channel}: name, archived, locked … of a thread."""
    thread = office.server.channel(call.ids[0])
    if not thread.is_thread:
        raise Refused(50013)
    _check(_CHANGES, call.form)
    if thread.archived and call.form.get("archived") is not False:
        raise Refused(50083)
    if "archived" in call.form:
        thread.archive_at = office.server.now()
    for name in ("name", "archived", "locked", "invitable", "auto_archive_duration", "rate_limit_per_user"):
        if call.form.get(name) is not None:
            setattr(thread, name, call.form[name])
    await _dispatch(office, "THREAD_UPDATE", thread, thread.as_json())
    office.server.board.tell("thread", change="edited", channel=thread.id, archived=thread.archived)
    return Reply(body=thread.as_json())


async def add_member(office: Office, call: Call) -> Reply:
    """PUT /channels/{thread}/thread-members/{user}."""
    thread = _thread(office, call.ids[0])
    if thread.archived:
        raise Refused(50083)
    if not thread.permissions & places.SEND_IN_THREADS:
        raise Refused(50013)
    user = office.server.user(_who(office, call.ids[1]))
    if not user.in_guild:
        raise Refused(10007)
    thread.members.setdefault(user.id, office.server.now())
    office.server.board.tell("thread", change="joined", channel=thread.id, user=user.id)
    return NOTHING


def _thread(office: Office, channel_id: str) -> Channel:
    channel = office.server.channel(channel_id)
    if not channel.is_thread:
        raise Refused(50024)
    return channel


def _who(office: Office, user_id: str) -> str:
    return office.server.bot.id if user_id == "@me" else user_id


def _check(rule: Rule, body: Json) -> None:
    form = Form()
    rule(body, (), form)
    form.close()


async def _dispatch(office: Office, event: str, thread: Channel, data: Json) -> None:
    await office.gateway.dispatch(event, data, intent=sessions.GUILDS, guild_id=thread.guild_id)
