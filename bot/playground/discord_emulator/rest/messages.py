"""Messages of channels."""

from __future__ import annotations

from typing import Final

from bot.playground.discord_emulator import channels
from bot.playground.discord_emulator.channels import Channel
from bot.playground.discord_emulator.message_body import BodyRules, read_edit, read_new
from bot.playground.discord_emulator.messages import (
    DEFAULT,
    LAYOUT,
    REPLY,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Message,
)
from bot.playground.discord_emulator.post import Origin
from bot.playground.discord_emulator.refusal import Refused, bad_field
from bot.playground.discord_emulator.rest.api_call import NOTHING, ApiCall, Backend, HttpReply

NEW: Final = BodyRules(flags=SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | LAYOUT)
EDITED: Final = BodyRules(flags=SUPPRESS_EMBEDS | LAYOUT)


async def create(backend: Backend, call: ApiCall) -> HttpReply:
    """POST /channels/{channel}/messages; with enforce_nonce a repetition gives the first message again."""
    server = backend.server
    channel = server.channel(call.ids[0])
    _may_send(backend, channel)
    draft = read_new(call.json_object, call.uploads, NEW)
    if draft.nonce is not None and call.json_object.get("enforce_nonce"):
        first = server.same_nonce(channel.id, server.bot, draft.nonce)
        if first is not None:
            return HttpReply(body=first.as_json() | {"nonce": first.nonce})
    if draft.reference is not None:
        _referenced(channel, draft.reference, backend)
    origin = Origin(kind=REPLY if draft.reference else DEFAULT, reference=draft.reference)
    message = await backend.post.create(channel, server.bot, draft, origin)
    nonce = {"nonce": message.nonce} if message.nonce is not None else {}
    return HttpReply(body=message.as_json() | nonce)


async def get(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /channels/{channel}/messages/{message}."""
    return HttpReply(body=_public(backend, call).as_json())


async def listed(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /channels/{channel}/messages: newest first; `limit` 1 to 100, `before`, `after`."""
    channel = backend.server.channel(call.ids[0])
    limit = call.query.get("limit", "50")
    if not limit.isdecimal() or not 1 <= int(limit) <= 100:  # noqa: PLR2004 - the documented bounds
        raise bad_field(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    before, after = int(call.query.get("before", 1 << 63)), int(call.query.get("after", 0))
    found = [m for m in backend.server.messages[channel.id].values() if not m.is_ephemeral]
    within = [m for m in found if after < int(m.id) < before]
    chosen = within[: int(limit)] if "after" in call.query else within[-int(limit) :]
    return HttpReply(body=[message.as_json() for message in reversed(chosen)])


async def edit(backend: Backend, call: ApiCall) -> HttpReply:
    """PATCH /channels/{channel}/messages/{message}: the bot's own, and never an ephemeral one."""
    message = _public(backend, call)
    if message.author is not backend.server.bot:
        raise Refused(50005)
    await backend.post.edit(message, read_edit(call.json_object, call.uploads, EDITED, message))
    return HttpReply(body=message.as_json())


async def delete(backend: Backend, call: ApiCall) -> HttpReply:
    """DELETE /channels/{channel}/messages/{message}: in a direct message only the bot's own."""
    message = _public(backend, call)
    if message.author is not backend.server.bot:
        raise Refused(50003 if backend.server.channel(call.ids[0]).kind == channels.DM else 50013)
    await backend.post.delete(message)
    return NOTHING


def _public(backend: Backend, call: ApiCall) -> Message:
    channel = backend.server.channel(call.ids[0])
    message = backend.server.message(channel.id, call.ids[1])
    if message.is_ephemeral:
        raise Refused(10008)
    return message


def _may_send(backend: Backend, channel: Channel) -> None:
    if channel.kind == channels.DM and channel.recipient is not None:
        person = channel.recipient
        if not person.in_guild or person.id in backend.faults.no_mutual_guild:
            raise Refused(50278)
        if person.id in backend.faults.dms_closed:
            raise Refused(50007)
    elif channel.is_thread:
        backend.server.channel(channel.id, channels.SEND_IN_THREADS)
        if channel.locked and not channel.permissions & channels.MANAGE_THREADS:
            raise Refused(160005)
    else:
        backend.server.channel(channel.id, channels.SEND)


def _referenced(channel: Channel, message_id: str, backend: Backend) -> None:
    found = backend.server.messages[channel.id].get(str(message_id))
    if found is None or found.is_ephemeral:
        raise bad_field(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
