"""The workspace: its people, its conversations, and the clock that stamps messages."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.people import User
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.watchers import Watchers

TEAM, DOMAIN, APP = "T0PLAYGRND", "playground", "A0MENTORBOT"
BOT_USER, BOT = "U0MENTORBOT", "B0MENTORBOT"
BOT_NAME = "Mentoring"
"""What people call the bot unless it is named otherwise."""


@dataclass(slots=True, kw_only=True)
class Channel:
    """`kind` is `im`, `mpim`, `group` (private) or `channel` (public); `members` are user ids."""

    id: str
    kind: str
    name: str
    members: set[str] = field(default_factory=set)
    created: int = 0
    archived: bool = False

    @property
    def payload_name(self) -> str:
        """The name interaction and command payloads carry."""
        return {"im": "directmessage", "group": "privategroup"}.get(self.kind, self.name)

    def as_json(self) -> Json:
        """The conversation object."""
        shown: Json = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
            "context_team_id": TEAM,
        }
        if self.kind == "im":
            shown["user"] = next(iter(self.members - {BOT_USER}))
            return shown
        mpim = self.kind == "mpim"
        shown |= {"name": self.name, "is_channel": not mpim, "is_mpim": mpim, "is_group": mpim}
        return shown | {"is_private": self.kind != "channel", "is_member": BOT_USER in self.members}


@dataclass(slots=True, kw_only=True)
class UserGroup:
    """A user group (docs.slack.dev, usergroup object); `members` are user ids."""

    id: str
    name: str
    handle: str
    members: set[str] = field(default_factory=set)

    def as_json(self) -> Json:
        """The usergroup object."""
        return {
            "id": self.id,
            "team_id": TEAM,
            "is_usergroup": True,
            "name": self.name,
            "handle": self.handle,
            "user_count": len(self.members),
        }


class Workspace:
    """Everything but messages and views."""

    def __init__(
        self, now: Callable[[], datetime], name: str = BOT_NAME, *, messages_tab: bool = True
    ) -> None:
        self.now = now
        self.watchers = Watchers()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.blocked: dict[str, str] = {}
        """user id → why nothing can be sent to this person (shared with Faults.users)."""
        self.messages_tab = messages_tab
        self._count = itertools.count(1)
        self._last_stamp = 0
        bot = User(id=BOT_USER, name="mentor_bot", real_name=name, tz=None, is_bot=True)
        self.users[BOT_USER] = bot

    def new_id(self, prefix: str) -> str:
        """An id nobody else has."""
        return f"{prefix}{next(self._count):09d}"

    def stamp(self) -> str:
        """A message timestamp: the movable clock, in microseconds, never the same twice."""
        micros = int(self.now().timestamp() * 1_000_000)
        self._last_stamp = max(micros, self._last_stamp + 1)
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def user(self, user_id: object, error: str = "user_not_found") -> User:
        """A person. Raises Refused(error)."""
        user = self.users.get(user_id) if isinstance(user_id, str) else None
        if user is None:
            raise Refused(error)
        return user

    def dm_of(self, user_id: str) -> Channel | None:
        """The person's conversation with the bot, if it was ever opened."""
        return next((c for c in self.channels.values() if c.kind == "im" and user_id in c.members), None)

    def open_dm(self, user_id: str) -> tuple[Channel, bool]:
        """The person's conversation with the bot, and whether it was there already."""
        channel = self.dm_of(user_id)
        if channel is not None:
            return channel, True
        return self._new_channel("D", "im", "directmessage", {user_id, BOT_USER}), False

    def open_group(self, user_ids: list[str]) -> tuple[Channel, bool]:
        """The group DM of these people and the bot, and whether it was there already."""
        members = {*user_ids, BOT_USER}
        for channel in self.channels.values():
            if channel.kind == "mpim" and channel.members == members:
                return channel, True
        names = "--".join(self.users[one].name for one in sorted(members))
        return self._new_channel("C", "mpim", f"mpdm-{names}-1", members), False

    def add_channel(
        self, name: str, members: set[str], *, private: bool = False, with_bot: bool = True
    ) -> Channel:
        """A new channel."""
        everyone = members | {BOT_USER} if with_bot else members
        return self._new_channel("C", "group" if private else "channel", name, everyone)

    def add_group(self, name: str, members: set[str]) -> UserGroup:
        """A new user group."""
        handle = name.lower().replace(" ", "-")
        group = UserGroup(id=self.new_id("S"), name=name, handle=handle, members=members)
        self.groups[group.id] = group
        return group

    def _new_channel(self, prefix: str, kind: str, name: str, members: set[str]) -> Channel:
        channel = Channel(
            id=self.new_id(prefix), kind=kind, name=name, members=members, created=int(self.now().timestamp())
        )
        self.channels[channel.id] = channel
        return channel

    def seen_by_bot(self, ref: object) -> Channel:
        """A conversation named by id or #name. Raises Refused: channel_not_found or not_in_channel."""
        channel = self.channels.get(ref) if isinstance(ref, str) else None
        if channel is None and isinstance(ref, str):
            name = ref.removeprefix("#")
            channel = next(
                (c for c in self.channels.values() if c.kind == "channel" and c.name == name), None
            )
        if channel is None or (channel.kind != "channel" and BOT_USER not in channel.members):
            raise Refused("channel_not_found")
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def writable(self, channel: Channel) -> Channel:
        """Raises Refused when the person of a DM cannot be written to, or the channel is put away."""
        if channel.archived:
            raise Refused("is_archived")
        if channel.kind == "im":
            if not self.messages_tab:
                raise Refused("messages_tab_disabled")
            for member in channel.members - {BOT_USER}:
                if member in self.blocked:
                    raise Refused(self.blocked[member])
                if self.users[member].deleted:
                    raise Refused("user_disabled")
        return channel
