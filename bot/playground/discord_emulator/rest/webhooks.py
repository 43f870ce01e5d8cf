"""Follow-ups: messages sent, read, edited and deleted with an interaction's token."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.playground.discord_emulator.interactions import Interaction
from bot.playground.discord_emulator.message_body import BodyRules, read_edit, read_new
from bot.playground.discord_emulator.messages import (
    EPHEMERAL,
    LAYOUT,
    LOADING,
    REPLY,
    SUPPRESS_EMBEDS,
    Message,
)
from bot.playground.discord_emulator.refusal import Refused
from bot.playground.discord_emulator.rest.api_call import ApiCall, Backend, HttpReply
from bot.playground.discord_emulator.rest.callbacks import REPLY_FLAGS, origin

NEW: Final = BodyRules(flags=REPLY_FLAGS)
EDITED: Final = BodyRules(flags=SUPPRESS_EMBEDS | LAYOUT)
ORIGINAL: Final = "@original"


async def create(backend: Backend, call: ApiCall) -> HttpReply:
    """POST /webhooks/{application}/{token}; the first one after a defer edits the deferred message."""
    interaction = backend.interactions.webhook(*call.ids)
    draft = read_new(call.json_object, call.uploads, NEW)
    waiting = interaction.original
    if waiting is not None and waiting.flags & LOADING:
        kept = waiting.flags & EPHEMERAL
        await backend.post.edit(waiting, replace(draft, flags=(draft.flags & ~EPHEMERAL) | kept))
        return HttpReply(body=waiting.as_json())
    came_from = origin(interaction)
    if waiting is not None:
        came_from = replace(came_from, kind=REPLY, reference=waiting.id)
    message = await backend.post.create(interaction.channel, backend.server.bot, draft, came_from)
    interaction.followups[message.id] = message
    return HttpReply(body=message.as_json())


async def edit(backend: Backend, call: ApiCall) -> HttpReply:
    """PATCH /webhooks/{application}/{token}/messages/{message}: also ephemeral ones."""
    message = _message(backend, call)
    await backend.post.edit(message, read_edit(call.json_object, call.uploads, EDITED, message))
    return HttpReply(body=message.as_json())


def _message(backend: Backend, call: ApiCall) -> Message:
    application_id, token, message_id = call.ids
    interaction = backend.interactions.webhook(application_id, token)
    found = _own(interaction, message_id)
    if found is None or found.id not in backend.server.messages[found.channel_id]:
        raise Refused(10008)
    return found


def _own(interaction: Interaction, message_id: str) -> Message | None:
    original = interaction.original
    if message_id == ORIGINAL or (original is not None and original.id == message_id):
        return original
    return interaction.followups.get(message_id)
