"""Follow-ups: messages sent, read, edited and deleted with an interaction's token."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.playground.discord_emulator.content import Place, read_edit, read_new
from bot.playground.discord_emulator.interactions import Interaction
from bot.playground.discord_emulator.messages import (
    EPHEMERAL,
    LAYOUT,
    LOADING,
    REPLY,
    SUPPRESS_EMBEDS,
    Message,
)
from bot.playground.discord_emulator.refusal import Refused
from bot.playground.discord_emulator.rest.call import Call, Office, Reply
from bot.playground.discord_emulator.rest.callbacks import REPLY_FLAGS, origin

NEW: Final = Place(flags=REPLY_FLAGS)
EDITED: Final = Place(flags=SUPPRESS_EMBEDS | LAYOUT)
ORIGINAL: Final = "@original"


async def create(office: Office, call: Call) -> Reply:
    """POST /webhooks/{application}/{token}; the first one after a defer edits the deferred message."""
    interaction = office.interactions.webhook(*call.ids)
    draft = read_new(call.form, call.uploads, NEW)
    waiting = interaction.original
    if waiting is not None and waiting.flags & LOADING:
        kept = waiting.flags & EPHEMERAL
        await office.post.edit(waiting, replace(draft, flags=(draft.flags & ~EPHEMERAL) | kept))
        return Reply(body=waiting.as_json())
    came_from = origin(interaction)
    if waiting is not None:
        came_from = replace(came_from, kind=REPLY, reference=waiting.id)
    message = await office.post.create(interaction.channel, office.server.bot, draft, came_from)
    interaction.followups[message.id] = message
    return Reply(body=message.as_json())


async def edit(office: Office, call: Call) -> Reply:
    """PATCH /webhooks/{application}/{token}/messages/{message}: also ephemeral ones."""
    message = _message(office, call)
    await office.post.edit(message, read_edit(call.form, call.uploads, EDITED, message))
    return Reply(body=message.as_json())


def _message(office: Office, call: Call) -> Message:
    application_id, token, message_id = call.ids
    interaction = office.interactions.webhook(application_id, token)
    found = _own(interaction, message_id)
    if found is None or found.id not in office.server.messages[found.channel_id]:
        raise Refused(10008)
    return found


def _own(interaction: Interaction, message_id: str) -> Message | None:
    original = interaction.original
    if message_id == ORIGINAL or (original is not None and original.id == message_id):
        return original
    return interaction.followups.get(message_id)
