"""The world behind the API: one guild, its people and channels, direct messages, files and pings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.playground.discord_emulator import channels
from bot.playground.discord_emulator.channels import Channel
from bot.playground.discord_emulator.guild import EVERYONE, GUILD
from bot.playground.discord_emulator.media import Upload
from bot.playground.discord_emulator.messages import Attachment, Message
from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.refusal import Json, Refused
from bot.playground.discord_emulator.scheduled_events import ScheduledEvent
from bot.playground.discord_emulator.snowflakes import Snowflakes, stamp
from bot.playground.watchers import Watchers

BOT_NAME: Final = "Mentoring"
"""What people call the bot unless it is named otherwise."""
NONCE_WINDOW: Final = timedelta(minutes=5)
"""How long enforce_nonce looks back; Discord says "the past few minutes"."""


class Server:
    """Everything that is remembered; raises Refused for what is not there or not allowed."""

    def __init__(self, now: Callable[[], datetime], watchers: Watchers, name: str = BOT_NAME) -> None:
        self.now = now
        self.watchers = watchers
        self.ids = Snowflakes(now)
        self.origin = ""
        self.application_id = self.ids.next()
        self.bot = User(id=self.application_id, username=name, bot=True)
        self.owner = User(id=self.ids.next(), username="owner", global_name="Owner")
        self.guild_id = self.ids.next()
        self.made_at = now()
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.dms: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = defaultdict(dict)
        self.pings: dict[str, list[Message]] = defaultdict(list)
        self.files: dict[str, Attachment] = {}
        self.roles: dict[str, Json] = {}
        self._managers = ""
        self.scheduled_events: dict[str, ScheduledEvent] = {}
        self._nonces: dict[tuple[str, str, str], tuple[Message, datetime]] = {}
        self.general = self.add_channel("general").id

    def add_channel(
        self,
        name: str,
        *,
        kind: int = channels.TEXT,
        permissions: int = channels.EVERYTHING,
        hidden_from: frozenset[str] = frozenset(),
    ) -> Channel:
        """A text or voice channel of the guild."""
        channel = Channel(
            id=self.ids.next(),
            kind=kind,
            name=name,
            guild_id=self.guild_id,
            position=len(self.channels),
            permissions=permissions,
            hidden_from=hidden_from,
        )
        self.channels[channel.id] = channel
        return channel

    def add_role(self, name: str, *, permissions: int = 0) -> str:
        """A role of the guild, with what it lets its members do."""
        number = self.ids.next()
        position = len(self.roles) + 1
        self.roles[number] = EVERYONE | {
            "id": number,
            "name": name,
            "position": position,
            "permissions": str(permissions),
        }
        return number

    def set_manager(self, user: User, *, manages: bool) -> None:
        """Give this person the role that may manage the guild, or take it away."""
        if manages and not self._managers:
            self._managers = self.add_role("Managers", permissions=channels.MANAGE_GUILD)
        user.manages = manages
        user.roles = [one for one in user.roles if one != self._managers]
        user.roles += [self._managers] if manages else []

    def leave(self, user: User) -> None:
        """Take a person out of the guild and out of its threads; their direct messages stay."""
        user.in_guild = False
        for channel in self.channels.values():
            channel.members.pop(user.id, None)

    def user(self, user_id: str) -> User:
        """Raises Refused(10013)."""
        try:
            return self.users[user_id]
        except KeyError:
            raise Refused(10013) from None

    def channel(self, channel_id: str, permission: int = channels.VIEW) -> Channel:
        """A channel in which the bot may do this. Raises Refused: 10003, 50001, 50013."""
        try:
            channel = self.channels[channel_id]
        except KeyError:
            raise Refused(10003) from None
        if not channel.permissions & channels.VIEW:
            raise Refused(50001)
        if not channel.permissions & permission:
            raise Refused(50013)
        inside = channel.kind != channels.PRIVATE_THREAD or self.bot.id in channel.members
        if not inside and not channel.permissions & channels.MANAGE_THREADS:
            raise Refused(50001)
        return channel

    def message(self, channel_id: str, message_id: str) -> Message:
        """A message of a channel, ephemeral ones included. Raises Refused(10008)."""
        try:
            return self.messages[channel_id][message_id]
        except KeyError:
            raise Refused(10008) from None

    def dm_with(self, user: User) -> Channel:
        """The direct messages of the bot with this person; made when first asked for."""
        channel = self.dms.get(user.id)
        if channel is None:
            channel = Channel(id=self.ids.next(), kind=channels.DM, recipient=user)
            self.dms[user.id] = self.channels[channel.id] = channel
        return channel

    def member(self, user: User) -> Json:
        """The guild member object."""
        return {"user": user.as_json(), **user.membership(stamp(self.made_at))}

    def guild(self) -> Json:
        """The guild object with what GUILD_CREATE adds to it; of its members only the bot."""
        inside = [c for c in self.channels.values() if c.guild_id and c.permissions & channels.VIEW]
        people = [user for user in self.users.values() if user.in_guild and not user.bot]
        return GUILD | {
            "id": self.guild_id,
            "owner_id": self.owner.id,
            "roles": [
                EVERYONE | {"id": self.guild_id, "permissions": str(channels.EVERYTHING)},
                *self.roles.values(),
            ],
            "joined_at": stamp(self.made_at),
            "member_count": 1 + len(people),
            "members": [self.member(self.bot)],
            "channels": [c.as_json() for c in inside if not c.is_thread],
            "threads": [c.as_json() for c in inside if c.is_thread and not c.archived],
        }

    def upload(self, filename: str, content: bytes, content_type: str) -> Upload:
        """A received file that is not attached to anything yet."""
        return Upload(filename=filename, content=content, content_type=content_type, store=self._keep)

    def _keep(self, upload: Upload, filename: str, description: str | None) -> Attachment:
        number = self.ids.next()
        kept = Attachment(
            id=number,
            filename=filename,
            content=upload.content,
            content_type=upload.content_type,
            url=f"{self.origin}/attachments/{number}/{filename}",
            description=description,
        )
        self.files[number] = kept
        return kept

    def same_nonce(self, channel_id: str, author: User, nonce: object) -> Message | None:
        """The message that this author sent here with this nonce a short while ago."""
        found = self._nonces.get((channel_id, author.id, str(nonce)))
        return found[0] if found and self.now() - found[1] <= NONCE_WINDOW else None

    def keep_nonce(self, message: Message) -> None:
        """Remember the nonce of a new message."""
        if message.nonce is not None:
            key = (message.channel_id, message.author.id, str(message.nonce))
            self._nonces[key] = (message, self.now())

    def visible(self, channel: Channel, user: User) -> list[Message]:
        """What this person sees in a channel, oldest first."""
        if not channel.shows(user):
            return []
        return [m for m in self.messages[channel.id].values() if m.only_for in (None, user.id)]
