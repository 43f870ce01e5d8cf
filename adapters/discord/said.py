"""Messages of people to the bot in direct messages: written, edited and deleted.

Their content comes without the privileged message content intent: an app always gets that of its direct messages
(Gateway, Message Content Intent). The events are those of the intent ``DIRECT_MESSAGES`` (Gateway, List of Intents).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import discord

from adapters.discord.parse import PLATFORM, SPACE
from core.domain.people import Address
from core.ports.platform import Posted, Profile
from core.ports.said import Attached, Change, Said

TYPED = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""Types of messages that people write (Message Resource, Message Types); the others tell what happened."""
STAMP = "%Y-%m-%dT%H:%M:%S.%f"


def said_of(message: discord.Message) -> Said | None:
    """Return what a direct message of a person says; None for every other message, and for whatever a bot says."""
    author = message.author
    if message.guild is not None or author.bot or message.type not in TYPED:
        return None
    channel = str(message.channel.id)
    voice = message.flags.voice
    return Said(
        change=Change.WRITTEN,
        place=Posted(channel, str(message.id)),
        key=f"said:{message.id}",
        at=message.created_at,
        actor=Address(PLATFORM, SPACE, str(author.id)),
        profile=Profile(name=author.global_name or author.name),
        stamp=message.edited_at.astimezone(UTC).strftime(STAMP) if message.edited_at else "",
        words=message.clean_content.replace("@\u200b", "@"),
        under=_replied(message, channel),
        threaded=False,
        comes_again=False,
        files=() if voice else tuple(Attached(one.filename, one.url) for one in message.attachments),
        missing=_missing(message),
    )


def edited(message: discord.Message) -> Said | None:
    """Return what a direct message says after it was edited; None for what changed by itself, as previews do."""
    said = said_of(message)
    if said is None or not said.stamp:
        return None
    return replace(said, change=Change.EDITED, key=f"{said.key}:{said.stamp}")


def deleted(channel: int, message: int) -> Said:
    """Return that a direct message was deleted."""
    return Said(
        change=Change.DELETED,
        place=Posted(str(channel), str(message)),
        key=f"said:{message}:deleted",
        at=datetime.fromtimestamp(discord.utils.snowflake_time(message).timestamp(), UTC),
        threaded=False,
        comes_again=False,
    )


def _replied(message: discord.Message, channel: str) -> Posted | None:
    reference = message.reference
    if message.type is not discord.MessageType.reply or reference is None or reference.message_id is None:
        return None
    return Posted(channel, str(reference.message_id))


def _missing(message: discord.Message) -> tuple[str, ...]:
    """Return the codes of what nothing but Discord can show."""
    found = {
        "sticker": bool(message.stickers),
        "poll": message.poll is not None,
        "forwarded": bool(message.message_snapshots),
        "voice": message.flags.voice,
    }
    return tuple(code for code, is_there in found.items() if is_there)
