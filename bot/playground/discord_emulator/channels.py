"""Channels: text channels of the guild, threads, and direct messages with the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.refusal import Json
from bot.playground.discord_emulator.snowflakes import moment, stamp

TEXT: Final = 0
DM: Final = 1
VOICE: Final = 2
PUBLIC_THREAD: Final = 11
PRIVATE_THREAD: Final = 12
THREADS: Final = frozenset({PUBLIC_THREAD, PRIVATE_THREAD})

MANAGE_GUILD: Final = 1 << 5
VIEW: Final = 1 << 10
SEND: Final = 1 << 11
MANAGE_THREADS: Final = 1 << 34
PUBLIC_THREADS: Final = 1 << 35
PRIVATE_THREADS: Final = 1 << 36
SEND_IN_THREADS: Final = 1 << 38
EVERYTHING: Final = VIEW | SEND | MANAGE_THREADS | PUBLIC_THREADS | PRIVATE_THREADS | SEND_IN_THREADS
"""What the bot may do unless a channel says otherwise."""
MEMBERS: Final = VIEW | SEND | PUBLIC_THREADS | SEND_IN_THREADS
"""What everybody may do."""


@dataclass(slots=True, kw_only=True, eq=False)
class Channel:
    """`permissions` are the bot's own; `members` matter in threads and in hidden channels only."""

    id: str
    kind: int = TEXT
    name: str = ""
    guild_id: str | None = None
    position: int = 0
    permissions: int = EVERYTHING
    hidden_from: frozenset[str] = frozenset()
    recipient: User | None = None
    last_message_id: str | None = None
    parent_id: str | None = None
    owner_id: str = ""
    members: dict[str, datetime] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    auto_archive_duration: int = 4320
    archive_at: datetime | None = None
    rate_limit_per_user: int = 0
    message_count: int = 0

    @property
    def is_thread(self) -> bool:
        """Whether it hangs below another channel."""
        return self.kind in THREADS

    def shows(self, user: User) -> bool:
        """Whether this person (not the bot) can read it."""
        if self.kind == DM:
            return self.recipient is user
        if not user.in_guild or user.id in self.hidden_from:
            return False
        return self.kind != PRIVATE_THREAD or user.id in self.members

    def as_json(self) -> Json:
        """The channel object."""
        shown: Json = {"id": self.id, "type": self.kind, "flags": 0, "last_message_id": self.last_message_id}
        if self.kind == DM:
            recipients = [self.recipient.as_json()] if self.recipient else []
            return shown | {"recipients": recipients}
        shown |= {
            "guild_id": self.guild_id,
            "name": self.name,
            "parent_id": self.parent_id,
            "rate_limit_per_user": self.rate_limit_per_user,
        }
        return shown | (self._thread() if self.is_thread else self._text())

    def _text(self) -> Json:
        return {"position": self.position, "permission_overwrites": [], "nsfw": False, "topic": None}

    def _thread(self) -> Json:
        made = moment(self.id)
        metadata: Json = {
            "archived": self.archived,
            "archive_timestamp": stamp(self.archive_at or made),
            "auto_archive_duration": self.auto_archive_duration,
            "locked": self.locked,
            "create_timestamp": stamp(made),
        }
        if self.kind == PRIVATE_THREAD:
            metadata["invitable"] = self.invitable
        return {
            "owner_id": self.owner_id,
            "thread_metadata": metadata,
            "message_count": self.message_count,
            "total_message_sent": self.message_count,
            "member_count": min(len(self.members), 50),
        }

    def member_json(self, user_id: str) -> Json:
        """The thread member object."""
        joined = stamp(self.members[user_id])
        return {"id": self.id, "user_id": user_id, "join_timestamp": joined, "flags": 0}
