"""Discord as the core uses it: direct messages, edits in place, and private threads to talk in."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import discord
import structlog

from adapters.discord.errors import SOON, outcome
from adapters.discord.render import view_of
from core.domain.people import Address
from core.ports.cards import Card
from core.ports.platform import Gone, Posted, Profile, TryLater, Unreachable

log = structlog.get_logger(__name__)

SEND = 10.0
"""Seconds that one request may take in all; shorter than the courier's lease."""
SKEW = timedelta(minutes=2)
"""How far our clock and Discord's may lie apart when messages since an instant are listed."""
LISTED = 100
ROOMS = 10_000
"""How many direct message channels are remembered; opening one again is harmless."""
PRIVATE_THREAD: Final = 12
WEEK: Final = 10_080
"""Minutes of silence after which a chat is put away; a new message takes it out again."""
THREAD_NAME = 100
DELETED = "deleted_user_"
"""How the name of a deleted account begins."""
SITE = "https://discord.com"


class DiscordPlatform:
    """Sends and edits cards. ``client`` gives the client while it is logged in.

    A message is recognisable in two ways, both made from its key alone. Its nonce is enforced: sent again
    within a few minutes, Discord answers with the first message. The id of its container stays with it for as
    long as it is not edited, so that ``find`` sees it in the channel's history at any time.
    """

    name = "discord"
    has_home = False

    def __init__(
        self,
        client: Callable[[], discord.Client | None],
        *,
        chat_channel: str | None = None,
        limit: float = SEND,
    ) -> None:
        self._client = client
        self._chat_channel = chat_channel
        self._limit = limit
        self._rooms: dict[str, int] = {}

    async def post(self, to: Address, card: Card, *, key: str) -> Posted:
        """Send a direct message; raises TryLater, Unreachable or Unknown."""
        room = await self._room(to)
        try:
            return await self._send(room, card, key)
        except Gone as gone:
            self._rooms.pop(to.user, None)
            raise TryLater(SOON, str(gone)) from gone

    async def edit(self, to: Address, placed: Posted, card: Card) -> None:  # noqa: ARG002 - the port's signature
        """Replace a message by the two numbers of its place; raises Gone, TryLater or Unreachable."""
        client = self._logged_in()
        message = client.get_partial_messageable(int(placed.channel)).get_partial_message(int(placed.message))
        async with outcome(self._limit, sends=False):
            await message.edit(view=view_of(card), allowed_mentions=discord.AllowedMentions.none())

    async def find(self, to: Address, key: str, since: datetime) -> Posted | None:
        """Look for a message with the mark of ``key`` in the channel's history since an instant."""
        client, room = self._logged_in(), await self._room(to)
        after = discord.utils.time_snowflake(since - SKEW)
        async with outcome(self._limit, sends=False):
            messages = await client.http.logs_from(room, LISTED, after=after)
        found = (one for one in messages if _marked(dict(one), key))
        return next((Posted(str(room), str(one["id"])) for one in found), None)

    async def publish(self, to: Address, card: Card) -> None:
        """Do nothing: on Discord nobody has a page of their own."""

    async def whois(self, who: Address) -> Profile:
        """Ask who somebody is; a deleted account is reported as gone."""
        client = self._logged_in()
        async with outcome(self._limit, sends=False):
            try:
                user = await client.http.get_user(int(who.user))
            except discord.NotFound:
                return Profile(name="Deleted account", gone=True)
        name = user.get("global_name") or user["username"]
        return Profile(name=name, gone=user["username"].startswith(DELETED))

    async def chat(self, one: Address, other: Address, opening: Card, *, key: str) -> str:
        """Return the link to a private thread of the two, or else to the other's profile."""
        if self._chat_channel is not None:
            try:
                return await self._thread(int(self._chat_channel), one, other, opening, key)
            except (Unreachable, Gone, discord.HTTPException) as error:
                log.warning("no_thread", error=str(error))
        return f"{SITE}/users/{other.user}"

    async def _thread(self, channel: int, one: Address, other: Address, opening: Card, key: str) -> str:
        http = self._logged_in().http
        names = " and ".join([(await self.whois(person)).name for person in (one, other)])
        async with outcome(self._limit, sends=True):
            thread: Any = await http.start_thread_without_message(
                channel,
                name=names[:THREAD_NAME],
                auto_archive_duration=WEEK,
                type=PRIVATE_THREAD,
                invitable=False,
            )
        room = int(thread["id"])
        for person in (one, other):
            async with outcome(self._limit, sends=False):
                await http.add_user_to_thread(room, int(person.user))
        await self._send(room, opening, key)
        return f"{SITE}/channels/{thread['guild_id']}/{room}"

    async def _room(self, to: Address) -> int:
        known = self._rooms.get(to.user)
        if known is not None:
            return known
        async with outcome(self._limit, sends=False):
            room = int((await self._logged_in().http.start_private_message(int(to.user)))["id"])
        if len(self._rooms) >= ROOMS:
            self._rooms.clear()
        self._rooms[to.user] = room
        return room

    async def _send(self, room: int, card: Card, key: str) -> Posted:
        channel = self._logged_in().get_partial_messageable(room)
        async with outcome(self._limit, sends=True):
            sent = await channel.send(
                view=view_of(card, mark=mark_of(key)),
                nonce=nonce_of(key),
                allowed_mentions=discord.AllowedMentions.none(),
            )
        return Posted(str(room), str(sent.id))

    def _logged_in(self) -> discord.Client:
        client = self._client()
        if client is None:
            raise TryLater(SOON, "not connected to Discord")
        return client


def nonce_of(key: str) -> str:
    """Return the nonce of a message: 24 characters of at most 25."""
    return urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:18]).decode()


def mark_of(key: str) -> int:
    """Return the container id of a message: a 32-bit number above those that Discord gives out itself."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[-4:]) & 0x3FFFFFFF | 0x40000000


def _marked(message: dict[str, Any], key: str) -> bool:
    components = message.get("components") or [{}]
    return message.get("nonce") == nonce_of(key) or components[0].get("id") == mark_of(key)
