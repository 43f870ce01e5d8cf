"""What a person writes: messages, answers in threads, changes, deletions, files; the app hears where it subscribed.

Source: docs.slack.dev, the message event and its subtypes ``message_changed``, ``message_deleted`` and ``file_share``.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.playground.slack_emulator.interactivity import Interactivity
from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.messages import Message, MessageBody
from bot.playground.slack_emulator.people import User
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.workspace import DOMAIN, Channel


class Writer:
    """One person at the keyboard. Raises LookupError for what is not on the person's screen, or not theirs."""

    def __init__(self, interactivity: Interactivity, user: User) -> None:
        self._interactivity = interactivity
        self._user = user

    async def say(
        self, channel: str, text: str, *, thread: str | None = None, files: Sequence[str] = ()
    ) -> str:
        """Write a message, in the thread below another one if that is named; returns its ts.

        ``files`` are the names of what is uploaded with it.
        """
        place, backend = self._mine(channel), self._interactivity.backend
        if thread is not None:
            parent = self._on_screen(channel, thread)
            thread = parent.thread_ts or parent.ts
        uploaded = [self._file(name) for name in files]
        body = MessageBody(text=text)
        message = backend.messages.post(
            place, body, user=self._user.id, thread_ts=thread, files=uploaded or None
        )
        share: Json = {"subtype": "file_share"} if uploaded else {}
        await self._happened(place, message.as_json() | share | {"event_ts": message.ts})
        return message.ts

    async def change(self, channel: str, ts: str, text: str) -> None:
        """Edit a message of their own."""
        place, message = self._mine(channel), self._own(channel, ts)
        before = message.as_json()
        self._interactivity.backend.messages.change(message, text)
        changed = {"subtype": "message_changed", "message": message.as_json(), "previous_message": before}
        await self._happened(place, self._hidden(changed))

    async def remove(self, channel: str, ts: str) -> None:
        """Delete a message of their own."""
        place, message = self._mine(channel), self._own(channel, ts)
        before = message.as_json()
        self._interactivity.backend.messages.delete(message)
        gone = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": before}
        await self._happened(place, self._hidden(gone))

    def _hidden(self, inside: Json) -> Json:
        stamp = self._interactivity.workspace.stamp()
        return {"type": "message", "hidden": True, "ts": stamp, "event_ts": stamp, **inside}

    async def _happened(self, place: Channel, event: Json) -> None:
        kind = {"channel": "channels", "group": "groups"}.get(place.kind, place.kind)
        event |= {"channel": place.id, "channel_type": place.kind}
        await self._interactivity.event(event, f"message.{kind}")

    def _file(self, name: str) -> Json:
        """A file of theirs: only people of the workspace can open its permalink."""
        file_id = self._interactivity.workspace.new_id("F")
        link = f"https://{DOMAIN}.slack.com/files/{self._user.id}/{file_id}/{name}"
        return {
            "id": file_id,
            "name": name,
            "title": name,
            "user": self._user.id,
            "mode": "hosted",
            "permalink": link,
        }

    def _own(self, channel: str, ts: str) -> Message:
        message = self._on_screen(channel, ts)
        if message.user != self._user.id:
            raise LookupError(f"{ts} is somebody else's message")
        return message

    def _mine(self, channel: str, screen_of: str | None = None) -> Channel:
        found = self._interactivity.workspace.channels.get(channel)
        if found is None or (screen_of or self._user.id) not in found.members:
            raise LookupError(f"{self._user.name} is not in {channel}")
        return found

    def _on_screen(self, channel: str, ts: str, screen_of: str | None = None) -> Message:
        self._mine(channel, screen_of)
        try:
            viewer = screen_of or self._user.id
            return self._interactivity.backend.messages.find(channel, ts, viewer=viewer)
        except Refused as missing:
            raise LookupError(f"there is no message {ts} in {channel}") from missing
