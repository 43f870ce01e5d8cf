"""Messages as the workspace keeps them: post, edit, delete, and who sees or hears what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from bot.playground.slack_emulator.blocks.parts import dressed
from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.workspace import APP, BOT, BOT_NAME, BOT_USER, TEAM, Channel, Workspace

COLORS = {"good": "2eb886", "warning": "daa038", "danger": "a30200"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageBody:
    """What a call wants a message to say; None means that the argument was not given."""

    text: str | None = None
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = None


@dataclass(slots=True, kw_only=True)
class Message:
    """One message; `edited` is set by text edits, `to` for ephemeral ones."""

    channel: str
    ts: str
    user: str
    app_name: str = BOT_NAME
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    edited: Json | None = None
    to: str | None = None
    """The only person who sees it, for an ephemeral message."""

    def as_json(self, *, metadata: bool = True) -> Json:
        """The message object, with its metadata unless told otherwise."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM}
        if self.user == BOT_USER:
            profile = BOT_PROFILE | {"name": self.app_name}
            shown |= {"bot_id": BOT, "app_id": APP, "bot_profile": profile}
        for name in ("blocks", "attachments", "files", "thread_ts", "edited"):
            value = getattr(self, name)
            if value:
                shown[name] = value
        if self.to is not None:
            shown["is_ephemeral"] = True
        if metadata and self.metadata is not None:
            shown["metadata"] = self.metadata
        return shown


BOT_PROFILE: Json = {"id": BOT, "app_id": APP, "team_id": TEAM, "deleted": False}


class Messages:
    """All messages by conversation, and whom each one rang for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._by_channel: dict[str, dict[str, Message]] = defaultdict(dict)
        self.pings: dict[str, list[Message]] = defaultdict(list)

    def post(
        self,
        channel: Channel,
        content: MessageBody,
        *,
        user: str = BOT_USER,
        to: str | None = None,
        thread_ts: str | None = None,
        files: list[Json] | None = None,
    ) -> Message:
        """A new message; in a DM or group DM it rings for everybody else."""
        message = Message(
            channel=channel.id,
            ts=self._workspace.stamp(),
            user=user,
            app_name=self._workspace.users[BOT_USER].real_name,
            to=to,
            thread_ts=thread_ts,
            files=files or [],
        )
        self._fill(message, content)
        self._by_channel[channel.id][message.ts] = message
        if thread_ts is not None and thread_ts in self._by_channel[channel.id]:
            self._by_channel[channel.id][
                thread_ts
            ].thread_ts = thread_ts  # whoever has a thread is its first message
        self._tell("message_posted", message)
        if to is None and channel.kind in ("im", "mpim"):
            self._ping(channel, message)
        return message

    def find(self, channel: str, ts: object, viewer: str | None = None) -> Message:
        """Raises Refused("message_not_found"); an ephemeral message is found by its `viewer` only."""
        message = self._by_channel[channel].get(ts) if isinstance(ts, str) else None
        if message is None or message.to not in (None, viewer):
            raise Refused("message_not_found")
        return message

    def update(self, message: Message, content: MessageBody) -> None:
        """chat.update: attachments stay unless given; text alone drops the blocks and marks "(edited)"."""
        if content.blocks is None and content.text is not None:
            message.blocks = []
            message.edited = {"user": message.user, "ts": self._workspace.stamp()}
        self._fill(message, content)
        self._tell("message_updated", message)

    def change(self, message: Message, text: str) -> None:
        """A person edits their own words, which are marked "(edited)"."""
        message.text = text
        message.edited = {"user": message.user, "ts": self._workspace.stamp()}
        self._tell("message_updated", message)

    def replace(self, message: Message, content: MessageBody) -> None:
        """response_url with replace_original: nothing of the old message stays."""
        message.blocks, message.attachments, message.text = [], [], ""
        self._fill(message, content)
        self._tell("message_updated", message)

    def delete(self, message: Message) -> None:
        """Take the message away for everybody."""
        del self._by_channel[message.channel][message.ts]
        self._tell("message_deleted", message)

    def of(self, channel: str, viewer: str | None = None) -> list[Message]:
        """Oldest first. Without a viewer: what everybody of the channel sees."""
        return [m for m in self._by_channel[channel].values() if m.to in (None, viewer)]

    def _fill(self, message: Message, content: MessageBody) -> None:
        def new_id() -> str:
            return self._workspace.new_id("b")

        if content.text is not None:
            message.text = content.text
        if content.blocks is not None:
            message.blocks = dressed(content.blocks, new_id)
        if content.attachments is not None:
            message.attachments = [
                _attachment(one, index, new_id) for index, one in enumerate(content.attachments, 1)
            ]
        if content.metadata is not None:
            message.metadata = content.metadata

    def _ping(self, channel: Channel, message: Message) -> None:
        for member in channel.members - {message.user, BOT_USER}:
            self.pings[member].append(message)
            self._workspace.watchers.tell(
                "ping", user=member, channel=channel.id, ts=message.ts, text=message.text
            )

    def _tell(self, kind: str, message: Message) -> None:
        self._workspace.watchers.tell(
            kind, channel=message.channel, ts=message.ts, text=message.text, to=message.to
        )


def _attachment(given: Json, index: int, new_id: Value) -> Json:
    """As Slack stores it: numbered, the colour as hex digits, a fallback always there."""
    stored = {**given, "id": index}
    if isinstance(stored.get("color"), str):
        stored["color"] = COLORS.get(stored["color"], stored["color"].removeprefix("#"))
    if isinstance(stored.get("blocks"), list):
        stored["blocks"] = dressed(stored["blocks"], new_id)
    stored.setdefault("fallback", stored.get("text") or "[no preview available]")
    return stored
