"""What a person writes: messages, replies, changes, deletions, files, stickers and polls; the bot hears of each.

Source: discord.com/developers/docs, Message Resource, and the events Message Create, Update and Delete.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.playground.discord_emulator.channels import Channel
from bot.playground.discord_emulator.message_body import MessageBody
from bot.playground.discord_emulator.messages import DEFAULT, REPLY, Attachment, Message
from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.post import Origin
from bot.playground.discord_emulator.refusal import Json
from bot.playground.discord_emulator.rest.api_call import Backend
from bot.playground.discord_emulator.snowflakes import stamp

POLL_LASTS = timedelta(days=1)
STICKER: Json = {"id": "749054660769218631", "name": "Wave", "format_type": 3}


class Writer:
    """One person at the keyboard. Raises LookupError for what is not on the person's screen, or not theirs."""

    def __init__(self, backend: Backend, user: User) -> None:
        self._backend = backend
        self._server = backend.server
        self._user = user

    async def say(
        self, channel: str, text: str, *, reply_to: str | None = None, files: Sequence[str] = ()
    ) -> Json:
        """Write a message, in reply to another one if that is named; gives the message.

        ``files`` are the names of what is uploaded with it.
        """
        place = self._place(channel)
        if reply_to is not None:
            self._seen(place, reply_to)
        origin = Origin(kind=REPLY if reply_to else DEFAULT, actor=self._user, reference=reply_to)
        body = MessageBody(content=text, attachments=[self._file(name) for name in files])
        return (await self._backend.post.create(place, self._user, body, origin)).as_json()

    async def sticker(self, channel: str) -> Json:
        """Send a sticker, which has no words."""
        return await self._special(channel, {"sticker_items": [STICKER]})

    async def poll(self, channel: str, question: str) -> Json:
        """Ask a poll, whose question is no content."""
        answers = [{"answer_id": 1, "poll_media": {"text": "Yes"}}]
        poll: Json = {
            "question": {"text": question},
            "answers": answers,
            "expiry": stamp(self._server.now() + POLL_LASTS),
            "allow_multiselect": False,
            "layout_type": 1,
        }
        return await self._special(channel, {"poll": poll})

    async def change(self, channel: str, message_id: str, text: str) -> None:
        """Edit a message of their own."""
        message = self._own(channel, message_id)
        body = MessageBody(content=text, attachments=message.attachments, flags=message.flags)
        await self._backend.post.edit(message, body)

    async def remove(self, channel: str, message_id: str) -> None:
        """Delete a message of their own."""
        await self._backend.post.delete(self._own(channel, message_id))

    async def _special(self, channel: str, extra: Json) -> Json:
        origin = Origin(actor=self._user, extra=extra)
        return (
            await self._backend.post.create(self._place(channel), self._user, MessageBody(), origin)
        ).as_json()

    def _file(self, name: str) -> Attachment:
        return self._server.upload(name, b"of no account", "application/octet-stream").keep()

    def _own(self, channel: str, message_id: str) -> Message:
        message = self._seen(self._place(channel), message_id)
        if message.author is not self._user:
            raise LookupError(f"{message_id} is somebody else's message")
        return message

    def _place(self, channel: str, whose: User | None = None) -> Channel:
        place = self._server.channels.get(channel)
        if place is None or not place.shows(whose or self._user):
            raise LookupError(f"no channel {channel} on this screen")
        return place

    def _seen(self, place: Channel, message_id: str, whose: User | None = None) -> Message:
        for message in self._server.visible(place, whose or self._user):
            if message.id == message_id:
                return message
        raise LookupError(f"no message {message_id} on this screen")
