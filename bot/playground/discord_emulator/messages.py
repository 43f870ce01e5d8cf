"""Messages as they are kept, and as the API shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.refusal import Json
from bot.playground.discord_emulator.snowflakes import moment, stamp

SUPPRESS_EMBEDS: Final = 1 << 2
EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
SUPPRESS_NOTIFICATIONS: Final = 1 << 12
LAYOUT: Final = 1 << 15
"""IS_COMPONENTS_V2."""

FORWARD: Final = 1
"""The type of a reference to a message that is forwarded (Message Reference Types)."""
DEFAULT: Final = 0
REPLY: Final = 19
CHAT_INPUT_COMMAND: Final = 20
CONTEXT_MENU_COMMAND: Final = 23


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A stored file; its address answers here."""

    id: str
    filename: str
    content: bytes
    content_type: str
    url: str
    description: str | None = None

    def as_json(self, *, ephemeral: bool) -> Json:
        """The attachment object."""
        shown: Json = {
            "id": self.id,
            "filename": self.filename,
            "size": len(self.content),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.content_type,
        }
        if self.description is not None:
            shown["description"] = self.description
        return shown | {"ephemeral": True} if ephemeral else shown


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message; `only_for` names the single reader of an ephemeral one."""

    id: str
    channel_id: str
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    kind: int = DEFAULT
    nonce: str | int | None = None
    mentions: list[User] = field(default_factory=list)
    mention_everyone: bool = False
    edited_at: datetime | None = None
    only_for: str | None = None
    application_id: str | None = None
    interaction: Json | None = None
    reference: Json | None = None
    snapshots: list[Json] = field(default_factory=list)
    """Copies of the messages that it forwards (Message Resource, Message Snapshot Structure)."""
    extra: Json = field(default_factory=dict)
    """Stickers and polls, as the API shows them."""
    _shown: Json | None = None

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    def as_json(self) -> Json:
        """The message object; a fresh copy at its top level."""
        if self._shown is None:
            self._shown = self._drawn()
        return dict(self._shown)

    def snapshot(self) -> Json:
        """The part of it that a forwarded copy holds: not who wrote it."""
        kept = ("type", "content", "embeds", "attachments", "timestamp", "edited_timestamp", "flags")
        whole = self.as_json()
        return {"message": {name: whole[name] for name in (*kept, "mentions", "mention_roles", "components")}}

    def changed(self) -> None:
        """Say that a field was set: what as_json() remembers is out of date."""
        self._shown = None

    def _drawn(self) -> Json:
        shown: Json = {
            "id": self.id,
            "channel_id": self.channel_id,
            "type": self.kind,
            "author": self.author.as_json(),
            "content": self.content,
            "timestamp": stamp(moment(self.id)),
            "edited_timestamp": stamp(self.edited_at) if self.edited_at else None,
            "tts": False,
            "mention_everyone": self.mention_everyone,
            "mentions": [user.as_json() for user in self.mentions],
            "mention_roles": [],
            "attachments": [one.as_json(ephemeral=self.is_ephemeral) for one in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "pinned": False,
            "flags": self.flags,
            **self.extra,
        }
        if self.application_id is not None:
            shown |= {"application_id": self.application_id, "webhook_id": self.application_id}
        if self.interaction is not None:
            shown["interaction_metadata"] = self.interaction
        if self.reference is not None:
            shown["message_reference"] = self.reference
        if self.snapshots:
            shown["message_snapshots"] = self.snapshots
        return shown
