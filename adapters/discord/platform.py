"""Discord as the core uses it: direct messages, edits in place, and private threads to talk in."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import discord
import structlog

from adapters.discord.capabilities import CAPABILITIES
from adapters.discord.errors import REQUEST_SECONDS, RETRY_SECONDS, editing, repeatable, sending
from adapters.discord.parse import SITE
from adapters.discord.render import FINDABLE, RenderContext, files_of, view_of
from adapters.discord.roles import UNKNOWN_MEMBER, has_role, only_server, roles
from core.domain.people import Address
from core.ports.cards import Card
from core.ports.phrases import Phrases
from core.ports.platform import (
    Declined,
    DeliveryError,
    Gone,
    Group,
    Posted,
    Profile,
    Reason,
    TryLater,
    Unreachable,
)
from core.ports.text import cut

if TYPE_CHECKING:
    from discord.types.user import User

log = structlog.get_logger(__name__)

CLOCK_SKEW = timedelta(minutes=2)
"""How far our clock and Discord's may lie apart when messages since an instant are listed."""
LISTED = 100
"""How many messages one request lists (Get Channel Messages)."""
CAUGHT_UP = 1000
"""How many messages are read at most of what was said while nobody listened, a hundred with each request."""
KNOWN_CHANNELS = 10_000
"""How many direct message channels are remembered; opening one again is harmless."""
SERVERS_ASKED = 10
"""How many servers are asked for one person at most."""
PRIVATE_THREAD: Final = 12
WEEK: Final = 10_080
"""Minutes of silence after which a chat is put away; a new message takes it out again."""
THREAD_NAME = 100
DELETED = "deleted_user_"
"""How the name of a deleted account begins."""


class DiscordPlatform:
    """Sends and edits cards. ``client`` gives the client while it is logged in.

    A message is recognisable in two ways, both made from its key alone. Its nonce is enforced: sent again
    within a few minutes, Discord answers with the first message. The id of its container stays with it for as
    long as it is not edited, so that ``find`` sees it in the channel's history at any time.
    """

    name = "discord"
    capabilities = CAPABILITIES

    def __init__(
        self,
        client: Callable[[], discord.Client | None],
        *,
        context: RenderContext,
        phrases: Phrases,
        home: str | None = None,
        seconds: float = REQUEST_SECONDS,
    ) -> None:
        self._client = client
        self._context = context
        self._phrases = phrases
        self._home = home
        self._seconds = seconds
        self._channels: dict[str, int] = {}
        self._servers: dict[str, int] = {}

    async def post(self, to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:  # noqa: ARG002 - no threads here
        """Send a direct message; raises TryLater, Unreachable or Unknown."""
        channel = await self._direct(to)
        try:
            try:
                return await self._send(channel, card, key)
            except Declined as error:  # nothing was sent: the refusal is of the message as a whole
                if card.fileless is None:
                    raise
                log.warning("file_not_sent", error=error.code)
                return await self._send(channel, card.fileless, key)
        except Gone as gone:
            self._channels.pop(to.user, None)
            raise TryLater(RETRY_SECONDS, str(gone)) from gone

    async def edit(self, to: Address, placed: Posted, card: Card, *, key: str = "") -> None:  # noqa: ARG002 - the port's signature
        """Replace a message by the two numbers of its place; raises Gone or TryLater. Its mark is replaced with it."""
        client = self._logged_in()
        message = client.get_partial_messageable(int(placed.channel)).get_partial_message(int(placed.message))
        edit = message.edit(
            view=view_of(card, self._context, mark=mark_of(key) if key else None),
            attachments=files_of(card),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        await editing(edit, self._seconds)

    async def delete(self, to: Address, placed: Posted) -> None:  # noqa: ARG002 - the port's signature
        """Delete a message, which a bot may always do with its own (Message Resource, Delete Message)."""
        client = self._logged_in()
        message = client.get_partial_messageable(int(placed.channel)).get_partial_message(int(placed.message))
        await repeatable(message.delete(), self._seconds)

    async def said_in(self, channel: int, since: datetime) -> list[discord.Message]:
        """Return the first ``CAUGHT_UP`` messages of a channel since an instant, oldest first; raises DeliveryError."""
        after = discord.utils.time_snowflake(since, high=False) - 1
        place = self._logged_in().get_partial_messageable(channel)
        reading = _all(place.history(limit=CAUGHT_UP, after=discord.Object(after), oldest_first=True))
        return await repeatable(reading, self._seconds)

    async def find(
        self,
        to: Address,
        key: str,
        since: datetime,
        *,
        under: Posted | None = None,  # noqa: ARG002 - no threads here
    ) -> Posted | None:
        """Look for a message with the mark of ``key`` in the channel's history since an instant."""
        return await self._seen(await self._direct(to), key, since, pages=1)

    async def announced(self, channel: str, key: str, since: datetime) -> Posted | None:
        """Look through the first ``CAUGHT_UP`` messages of a channel since an instant.

        Who may not read the history of a channel is told that it is empty (Get Channel Messages): where nothing at all
        is seen nobody knows.
        """
        found = await self._seen(int(channel), key, since, pages=CAUGHT_UP // LISTED)
        if found is None and not await self._listed(int(channel), 1):
            raise Declined("no history is seen")
        return found

    async def _seen(self, channel: int, key: str, since: datetime, *, pages: int) -> Posted | None:
        after = discord.utils.time_snowflake(since - CLOCK_SKEW)
        for _ in range(pages):
            messages = await self._listed(channel, LISTED, after)
            found = (one for one in messages if _marked(one, key))
            if (one := next(found, None)) is not None:
                return Posted(str(channel), str(one["id"]))
            if len(messages) < LISTED:
                break
            after = max(int(one["id"]) for one in messages)
        return None

    async def _listed(self, channel: int, most: int, after: int | None = None) -> list[dict[str, Any]]:
        reading = self._logged_in().http.logs_from(channel, most, after=after)
        return [dict(one) for one in await repeatable(reading, self._seconds)]

    async def publish(self, to: Address, card: Card) -> None:
        """Do nothing: on Discord nobody has a page of their own."""

    async def whois(self, who: Address) -> Profile:
        """Ask who somebody is; a deleted account is reported as gone."""
        user = await repeatable(_user(self._logged_in(), int(who.user)), self._seconds)
        if user is None:
            return Profile(name=self._phrases.deleted, gone=True)
        name = user.get("global_name") or user["username"]
        return Profile(name=name, gone=user["username"].startswith(DELETED))

    async def present(self, who: Address) -> bool | None:
        """Ask whether somebody is in a server that the bot is in (Get Guild Member, which needs no privileged intent).

        The server in which they were found last is asked first. Nothing can be known while a server is away,
        where the bot is in none, or in more than ``SERVERS_ASKED``.
        """
        client = self._client()
        servers = [] if client is None else client.guilds
        if client is None or not servers or any(server.unavailable for server in servers):
            return None
        known = self._servers.get(who.user)
        asked = sorted((server.id for server in servers), key=lambda server: server != known)
        for server in asked[:SERVERS_ASKED]:
            try:
                await repeatable(client.http.get_member(server, int(who.user)), self._seconds)
            except Unreachable as error:
                return False if error.reason is Reason.ACCOUNT_GONE else None
            except DeliveryError as error:
                if not isinstance(error, Declined) or error.code != UNKNOWN_MEMBER:
                    return None
            else:
                self._remember(who.user, server)
                return True
        return False if len(asked) <= SERVERS_ASKED else None

    def _remember(self, user: str, server: int) -> None:
        if len(self._servers) >= KNOWN_CHANNELS:
            self._servers.clear()
        self._servers[user] = server

    async def chat(self, one: Address, other: Address, opening: Card, *, key: str, channel: str = "") -> str:
        """Return the link to a private thread of the two, or else to the other's profile."""
        if channel:
            try:
                return await self._thread(int(channel), one, other, opening, key)
            except (Unreachable, Gone, Declined) as error:
                log.warning("no_chat_thread", error=str(error))
        return f"{SITE}/users/{other.user}"

    async def announce(self, channel: str, card: Card, *, key: str) -> Posted:
        """Post into a channel in which the bot may write; nobody is mentioned."""
        return await self._send(int(channel), card, key)

    async def groups(self) -> tuple[Group, ...]:
        """Return the roles of the program's server."""
        client = self._logged_in()
        return await roles(client, only_server(client, self._home), self._seconds)

    async def belongs(self, who: Address, group: str) -> bool:
        """Ask whether somebody has a role of the program's server."""
        client = self._logged_in()
        server = only_server(client, self._home)
        return await has_role(client, server, int(who.user), group, self._seconds)

    async def _thread(self, channel: int, one: Address, other: Address, opening: Card, key: str) -> str:
        http = self._logged_in().http
        name = self._phrases.chat_name((await self.whois(one)).name, (await self.whois(other)).name)
        starting = http.start_thread_without_message(
            channel,
            name=cut(name, THREAD_NAME),
            auto_archive_duration=WEEK,
            type=PRIVATE_THREAD,
            invitable=False,
        )
        thread: Any = await sending(starting, self._seconds)
        thread_id = int(thread["id"])
        for person in (one, other):
            await repeatable(http.add_user_to_thread(thread_id, int(person.user)), self._seconds)
        await self._send(thread_id, opening, key)
        return f"{SITE}/channels/{thread['guild_id']}/{thread_id}"

    async def _direct(self, to: Address) -> int:
        known = self._channels.get(to.user)
        if known is not None:
            return known
        opened = await repeatable(self._logged_in().http.start_private_message(int(to.user)), self._seconds)
        if len(self._channels) >= KNOWN_CHANNELS:
            self._channels.clear()
        channel = self._channels[to.user] = int(opened["id"])
        return channel

    async def _send(self, channel: int, card: Card, key: str) -> Posted:
        posting = (
            self._logged_in()
            .get_partial_messageable(channel)
            .send(
                view=view_of(card, self._context, mark=mark_of(key)),
                files=files_of(card),
                nonce=nonce_of(key),
                allowed_mentions=discord.AllowedMentions.none(),
            )
        )
        return Posted(str(channel), str((await sending(posting, self._seconds)).id))

    def _logged_in(self) -> discord.Client:
        client = self._client()
        if client is None:
            raise TryLater(RETRY_SECONDS, "not connected to Discord")
        return client


async def _all(messages: AsyncIterator[discord.Message]) -> list[discord.Message]:
    return [message async for message in messages]


async def _user(client: discord.Client, user: int) -> User | None:
    """Return a user object, or None for an account that no longer exists."""
    try:
        return await client.http.get_user(user)
    except discord.NotFound:
        return None


def nonce_of(key: str) -> str:
    """Return the nonce of a message: 24 characters of at most 25."""
    return urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:18]).decode()


def mark_of(key: str) -> int:
    """Return the container id of a message: a 32-bit number above those that Discord gives out itself."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[-4:]) % FINDABLE | FINDABLE


def _marked(message: dict[str, Any], key: str) -> bool:
    components = message.get("components") or [{}]
    return message.get("nonce") == nonce_of(key) or components[0].get("id") == mark_of(key)
