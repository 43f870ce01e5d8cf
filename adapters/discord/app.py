"""The connection to Discord: the gateway, every interaction that comes through it, and the commands it knows.

Nothing about a button or a form is kept in memory. Buttons and menus are one DynamicItem that matches every
name, forms are read from their submit, and both work from any old message after any restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from re import Match
from typing import Any

import discord
import structlog
from discord import ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.manifest import commands_hash, manifest
from adapters.discord.parse import asks_first, call_of, received
from adapters.discord.platform import DiscordPlatform
from adapters.discord.render import RenderContext
from adapters.discord.responder import Responder
from adapters.in_flight import InFlight
from core.ports.call import Call, Dispatcher, Trigger
from core.ports.cards import Button, Look
from core.ports.commands import CommandTable
from core.ports.phrases import Phrases
from core.ports.replies import Refuse, Show
from core.ports.tokens import read_token

log = structlog.get_logger(__name__)

ACKNOWLEDGE_WITHIN = 2.0
"""Seconds until an act is acknowledged without its answer; Discord gives up after three (Receiving and Responding)."""
DRAIN_SECONDS = 8.0
"""How long acts in flight may go on when the program stops; supervisors give ten before they kill."""
RATE_LIMIT_SLEEP = 2.0
"""Seconds that discord.py may sleep for a rate limit; a longer wait comes to us as an error."""
BAD_TOKEN = 4004
"""Gateway close code: authentication failed (Opcodes and Status Codes)."""
RECONNECT_AFTER = (0.2, 1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds between attempts to connect anew."""


class BadToken(Exception):
    """Discord does not accept the bot's token. Copy it again from the Bot page of the developer portal."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


@dataclass(frozen=True, slots=True)
class CommandsHash:
    """Where the hash of the commands is kept that Discord was told last."""

    load: Callable[[], Awaitable[str | None]]
    save: Callable[[str], Awaitable[None]]


class DiscordApp:
    """Runs the bot on Discord: hands every act to ``dispatcher`` and keeps the connection up.

    ``api_url`` and ``gateway_url`` are Discord's own where empty. ``questions`` gives, by route, what a
    button with a confirmation asks first: its name has no room for a sentence.
    """

    def __init__(  # noqa: PLR0913 - named, and given once, in bot/compose.py
        self,
        *,
        token: str,
        dispatcher: Dispatcher,
        commands: CommandTable,
        phrases: Phrases,
        commands_hash: CommandsHash,
        api_url: str = "",
        gateway_url: str = "",
        chat_channel: str | None = None,
        questions: Mapping[str, str] | None = None,
        acknowledge_within: float = ACKNOWLEDGE_WITHIN,
    ) -> None:
        self._token = token
        self._dispatcher = dispatcher
        self._commands = commands
        self._phrases = phrases
        self._commands_hash = commands_hash
        self._context = RenderContext(prefix=commands.prefix)
        self._questions = dict(questions or {})
        self._acknowledge_within = acknowledge_within
        self._client: GatewayClient | None = None
        self._running: asyncio.Task[None] | None = None
        self._in_flight = InFlight()
        self._stopping = False
        self.connected = asyncio.Event()
        self.platform = DiscordPlatform(
            lambda: self._client, context=self._context, phrases=phrases, chat_channel=chat_channel
        )
        if api_url:
            Route.BASE = api_url.rstrip("/")
        if gateway_url:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)

    @property
    def ready(self) -> bool:
        """Whether acts arrive at this moment."""
        return self.connected.is_set() and not self._stopping

    async def start(self) -> None:
        """Connect, and return when Discord says that we are ready; raises BadToken."""
        self._stopping = False
        self._running = asyncio.create_task(self._keep_up(), name="discord")
        up = asyncio.create_task(self.connected.wait())
        await asyncio.wait({self._running, up}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()
        if self._running.done():
            await self._running

    async def stop(self) -> None:
        """Take no new act, finish those in flight within ``DRAIN_SECONDS``, and close the connection."""
        self._stopping = True
        await self._in_flight.drain(DRAIN_SECONDS)
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        self._running = None

    async def idle(self) -> None:
        """Wait until every act that has arrived is answered."""
        while self._in_flight.busy:
            await self._in_flight.settle()

    async def serve(self, interaction: discord.Interaction[Any]) -> None:
        """Answer one interaction. What outlasts our patience is acknowledged first and answered later.

        One that is replayed after a resume is worked on however old it is: should Discord no longer take the
        answer, the act is done all the same, and the edits of the cards tell it.
        """
        if self._stopping:
            return
        self._in_flight.hold()
        event = received(interaction)
        if (meant := asks_first(event.data)) is not None:
            await self._ask_first(interaction, meant)
            return
        call = call_of(event, self._commands)
        responder = Responder(interaction, self._context, self._phrases, call)
        if call is None:
            await responder.say(Refuse(why=self._phrases.out_of_date))
            return
        await self._in_flight.answer(
            self._answer(call, responder),
            within=self._acknowledge_within,
            acknowledge=responder.acknowledge,
        )

    async def _answer(self, call: Call, responder: Responder) -> None:
        if call.trigger is Trigger.SEARCH:
            await responder.offer(await self._dispatcher.search(call))
        else:
            await self._dispatcher.dispatch(call, responder.say)

    async def _ask_first(self, interaction: discord.Interaction[Any], meant: str) -> None:
        route, args = read_token(meant) or ("", ())
        card = self._phrases.question(
            _pressed_label(interaction) or self._phrases.pressed,
            self._questions.get(route, ""),
            Button(self._phrases.yes, route, args, Look.DANGER),
        )
        await Responder(interaction, self._context, self._phrases).say(Show(card))

    async def _keep_up(self) -> None:
        """Connect again and again: an event that discord.py cannot digest ends its own loop."""
        tries = 0
        while True:
            try:
                await self._connect()
            except (discord.LoginFailure, discord.PrivilegedIntentsRequired):
                log.error("discord_token_refused")  # noqa: TRY400 - a traceback would say less
                raise BadToken from None
            except discord.ConnectionClosed as closed:
                if closed.code == BAD_TOKEN:
                    log.error("discord_token_refused")  # noqa: TRY400 - a traceback would say less
                    raise BadToken from None
                log.warning("discord_closed", code=closed.code)
            except Exception:  # the edge: whatever ends the connection, it is made anew
                log.exception("discord_connection_failed")
            tries = 0 if self.connected.is_set() else tries + 1
            self.connected.clear()
            await asyncio.sleep(RECONNECT_AFTER[min(tries, len(RECONNECT_AFTER) - 1)])

    async def _connect(self) -> None:
        async with GatewayClient(self) as client:
            try:
                await client.login(self._token)
                self._client = client
                await self._tell_commands(client)
                await client.connect()
            finally:
                self._client = None

    async def _tell_commands(self, client: discord.Client) -> None:
        """Tell Discord our commands, unless it knows them: each creation counts toward a daily limit."""
        commands = manifest(self._commands)["commands"]
        application = client.application_id or 0
        known = f"{application}:{commands_hash(commands)}"
        if await self._commands_hash.load() == known:
            return
        try:
            await client.http.bulk_upsert_global_commands(application, commands)
        except discord.HTTPException:
            log.exception("commands_not_registered")
            return
        await self._commands_hash.save(known)


class GatewayClient(discord.Client):
    """One session with Discord: no privileged intent, no caches, and no mention ever pings."""

    def __init__(self, app: DiscordApp) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.http.max_ratelimit_timeout = RATE_LIMIT_SLEEP  # the constructor takes nothing below 30 s
        self.app = app
        self.add_dynamic_items(Pressed)

    async def on_connect(self) -> None:
        """READY has come."""
        self.app.connected.set()

    async def on_resumed(self) -> None:
        """A broken connection goes on where it was."""
        self.app.connected.set()

    async def on_disconnect(self) -> None:
        """Acts do not arrive until the connection is back."""
        self.app.connected.clear()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer commands, searches and forms; buttons and menus come through ``Pressed`` alone."""
        if interaction.type is not discord.InteractionType.component:
            await self.app.serve(interaction)


class Pressed(ui.DynamicItem[ui.Item[Any]], template=r"[\s\S]+"):
    """Any button or menu of any message, however old: its name says everything."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: Match[str], /
    ) -> Pressed:
        """Wrap what was pressed."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the press."""
        await interaction.client.app.serve(interaction)


def _pressed_label(interaction: discord.Interaction[Any]) -> str:
    """Return the label of the button that was pressed, as it stands on the message, or an empty one."""
    name = dict(interaction.data or {}).get("custom_id")
    view = ui.LayoutView.from_message(interaction.message) if interaction.message else ui.LayoutView()
    labels = (
        item.label for item in view.walk_children() if isinstance(item, ui.Button) and item.custom_id == name
    )
    return next((label for label in labels if label), "")
