"""Puts messages into channels, changes and removes them, and tells everyone whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.playground.discord_emulator import channels, messages, sessions
from bot.playground.discord_emulator.channels import Channel
from bot.playground.discord_emulator.gateway import Gateway
from bot.playground.discord_emulator.mentions import FROM_CHANNEL, mentioned
from bot.playground.discord_emulator.message_body import MessageBody
from bot.playground.discord_emulator.messages import Message
from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.refusal import Json
from bot.playground.discord_emulator.server import Server
from bot.playground.discord_emulator.snowflakes import stamp

MICROSECOND = timedelta(microseconds=1)
"""The least by which a later edit of a message is later, where the clock stands still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a message comes from: a person, the bot by itself, or an answer to an interaction."""

    kind: int = messages.DEFAULT
    actor: User | None = None
    """Whose act it answers: this person is looking at it already, so it does not ping them."""
    interaction: Json | None = None
    default_mentions: tuple[str, ...] = FROM_CHANNEL
    reference: str | None = None
    forwards: Message | None = None
    extra: Json = field(default_factory=dict)
    """What people can send and the bot can not: stickers, polls."""


class Post:
    """The one way in which the messages of the world change."""

    def __init__(self, server: Server, gateway: Gateway) -> None:
        self._server = server
        self._gateway = gateway

    async def create(self, channel: Channel, author: User, draft: MessageBody, origin: Origin) -> Message:
        """A new message."""
        users, everyone = mentioned(draft, origin.default_mentions, self._server.users)
        ephemeral = bool(draft.flags & messages.EPHEMERAL) and origin.actor is not None
        message = Message(
            id=self._server.ids.next(),
            channel_id=channel.id,
            author=author,
            content=draft.content,
            embeds=draft.embeds,
            components=draft.components,
            attachments=draft.attachments,
            flags=draft.flags,
            kind=origin.kind,
            nonce=draft.nonce,
            mentions=[self._server.users[one] for one in users],
            mention_everyone=everyone,
            only_for=origin.actor.id if ephemeral and origin.actor else None,
            application_id=self._server.application_id if origin.interaction else None,
            interaction=origin.interaction,
            reference=_forward(origin.forwards) or self._reference(channel, origin.reference),
            extra=origin.extra,
            snapshots=[origin.forwards.snapshot()] if origin.forwards else [],
        )
        self._server.messages[channel.id][message.id] = message
        self._server.keep_nonce(message)
        self._tell("created", channel, message)
        if not ephemeral:
            await self._arrived(channel, message, origin)
        return message

    async def edit(self, message: Message, draft: MessageBody) -> None:
        """Change a message; edits never ping."""
        users, _ = mentioned(draft, FROM_CHANNEL, self._server.users)
        message.content, message.embeds = draft.content, draft.embeds
        message.components, message.attachments = draft.components, draft.attachments
        message.mentions = [self._server.users[one] for one in users]
        message.flags = draft.flags & ~messages.LOADING
        now, before = self._server.now(), message.edited_at
        message.edited_at = now if before is None else max(now, before + MICROSECOND)
        message.changed()
        channel = self._server.channels[message.channel_id]
        if not message.is_ephemeral:
            await self._event("MESSAGE_UPDATE", channel, message)
        self._tell("edited", channel, message)

    async def delete(self, message: Message) -> None:
        """Remove a message."""
        channel = self._server.channels[message.channel_id]
        del self._server.messages[channel.id][message.id]
        if not message.is_ephemeral:
            gone: Json = {"id": message.id, "channel_id": channel.id}
            await self._gateway.dispatch(
                "MESSAGE_DELETE",
                gone | ({"guild_id": channel.guild_id} if channel.guild_id else {}),
                intent=_intent(channel),
                guild_id=channel.guild_id,
            )
        self._tell("deleted", channel, message)

    def _reference(self, channel: Channel, message_id: str | None) -> Json | None:
        if message_id is None:
            return None
        place: Json = {"type": 0, "channel_id": channel.id, "message_id": message_id}
        return place | {"guild_id": channel.guild_id} if channel.guild_id else place

    async def _arrived(self, channel: Channel, message: Message, origin: Origin) -> None:
        channel.last_message_id = message.id
        channel.message_count += 1
        if channel.is_thread:
            channel.archived = channel.archived and channel.locked
            for user in message.mentions:
                channel.members.setdefault(user.id, self._server.now())
        await self._event("MESSAGE_CREATE", channel, message)
        self._ping(channel, message, origin.actor)

    def _ping(self, channel: Channel, message: Message, actor: User | None) -> None:
        if message.flags & messages.SUPPRESS_NOTIFICATIONS:
            return
        for user in self._server.users.values():
            if user.bot or user is actor or user is message.author or not channel.shows(user):
                continue
            if channel.kind == channels.DM or user in message.mentions or message.mention_everyone:
                self._server.pings[user.id].append(message)
                self._server.watchers.tell("ping", user=user.id, channel=channel.id, message_id=message.id)

    async def _event(self, event: str, channel: Channel, message: Message) -> None:
        intent = _intent(channel)
        if not self._gateway.wanted(intent):
            return
        data = message.as_json()
        if channel.guild_id:
            data["guild_id"] = channel.guild_id
            data["member"] = message.author.membership(stamp(self._server.made_at))
        if message.nonce is not None:
            data["nonce"] = message.nonce
        if self._is_private(channel, message):
            data |= {"content": "", "embeds": [], "attachments": [], "components": []}
        await self._gateway.dispatch(event, data, intent=intent, guild_id=channel.guild_id)

    def _is_private(self, channel: Channel, message: Message) -> bool:
        if self._gateway.reads_content or channel.kind == channels.DM:
            return False
        return message.author is not self._server.bot and self._server.bot not in message.mentions

    def _tell(self, change: str, channel: Channel, message: Message) -> None:
        if self._server.watchers:
            self._server.watchers.tell(
                "message",
                change=change,
                channel=channel.id,
                only_for=message.only_for,
                message=message.as_json(),
            )


def _forward(message: Message | None) -> Json | None:
    if message is None:
        return None
    return {"type": messages.FORWARD, "channel_id": message.channel_id, "message_id": message.id}


def _intent(channel: Channel) -> int:
    return sessions.GUILD_MESSAGES if channel.guild_id else sessions.DIRECT_MESSAGES
