"""The connection to Discord: the gateway, every interaction that comes through it, and the commands it knows.

Nothing about a button or a form is kept in memory. Buttons and menus are one DynamicItem that matches every
name, forms are read from their submit, and both work from any old message after any restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import discord
import structlog
from discord import ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord import web_socket
from adapters.discord.conversations import Conversations
from adapters.discord.errors import REQUEST_SECONDS, RETRY_SECONDS, connection_error
from adapters.discord.gateway_client import GatewayClient
from adapters.discord.manifest import commands_hash, manifest
from adapters.discord.parse import Received, asks_first, call_of, received, words_of
from adapters.discord.platform import DiscordPlatform
from adapters.discord.render import RenderContext
from adapters.discord.responder import Responder
from adapters.discord.roles import manages, only_server
from adapters.discord.scheduled_events import DiscordEvents
from adapters.in_flight import InFlight, ended
from adapters.pauses import Pauses
from core.ports.call import Call, Dispatcher, Trigger, for_organisers
from core.ports.cards import Button, Look
from core.ports.commands import CommandTable
from core.ports.phrases import Phrases
from core.ports.platform import Declined, DeliveryError, TryLater
from core.ports.replies import Refuse, Show
from core.ports.said import Hearing, Said
from core.ports.tokens import read_token

log = structlog.get_logger(__name__)

ACKNOWLEDGE_WITHIN = 2.0
"""Seconds until an act is acknowledged without its answer; Discord gives up after three (Receiving and Responding)."""
DRAIN_SECONDS = 8.0
"""How long acts in flight may go on when the program stops; supervisors give ten before they kill."""
LOGIN_SECONDS = 10.0
"""How long logging in may take, and telling the commands."""
START_SECONDS = 20.0
"""How long the first connection may take, from logging in to READY."""
SILENCE_SECONDS = 20.0
"""How long discord.py may try to resume before everything is made anew: its own waits grow to a quarter of an hour."""
RECONNECT_AFTER = (0.2, 1.0, 2.0, 5.0, 15.0)
"""Seconds between attempts to connect anew."""


@dataclass(frozen=True, slots=True)
class CommandsHash:
    """Where the hash of the commands is kept that Discord was told last."""

    load: Callable[[], Awaitable[str | None]]
    save: Callable[[str], Awaitable[None]]


class DiscordApp:
    """Runs the bot on Discord: hands every act to ``dispatcher`` and keeps the connection up.

    ``api_url`` and ``gateway_url`` are Discord's own where empty. ``home`` is the id of the server whose managers
    organise; without it, that of the only server. ``questions`` gives, by route, what a
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
        questions: Mapping[str, str] | None = None,
        acknowledge_within: float = ACKNOWLEDGE_WITHIN,
        start_seconds: float = START_SECONDS,
        silence_seconds: float = SILENCE_SECONDS,
        pauses: Pauses | None = None,
        proxy: str | None = None,
        home: str | None = None,
    ) -> None:
        self._home = home
        self.pauses, self.proxy = pauses, proxy
        self._start_seconds = start_seconds
        self._silence_seconds = silence_seconds
        self._token = token
        self._dispatcher = dispatcher
        self._commands = commands
        self._phrases = phrases
        self._commands_hash = commands_hash
        self._context = RenderContext(prefix=commands.prefix)
        self._questions = dict(questions or {})
        self._acknowledge_within = acknowledge_within
        self._client: GatewayClient | None = None
        self._sending: GatewayClient | None = None
        self._running: asyncio.Task[None] | None = None
        self._in_flight = InFlight()
        self._stopping = self._came_up = False
        self.connected, self.lost = asyncio.Event(), asyncio.Event()
        self.platform = DiscordPlatform(
            lambda: self._client or self._sending,
            context=self._context,
            phrases=phrases,
            home=home,
        )
        self._conversations = Conversations(self.platform, dispatcher, phrases)
        web_socket.install()
        if api_url:
            Route.BASE = api_url.rstrip("/")
        if gateway_url:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)

    def calls_in(self, channel: int) -> DiscordEvents:
        """Return who makes calls in a voice channel, over the connection of this app."""
        return DiscordEvents(lambda: self._client or self._sending, channel=channel)

    @property
    def ready(self) -> bool:
        """Whether acts arrive at this moment."""
        return self.connected.is_set() and not self._stopping

    async def start(self) -> None:
        """Connect, and return when Discord says that we are ready; raises TokenRejected or TryLater."""
        self._stopping = False
        self._running = asyncio.create_task(self._keep_up(), name="discord")
        up = asyncio.create_task(self.connected.wait())
        try:
            await asyncio.wait(
                {self._running, up}, timeout=self._start_seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if self._running.done():
                await self._running
            if not up.done():
                raise TryLater(RETRY_SECONDS, "silent")  # noqa: TRY301 - it ends the attempt as the rest
        except BaseException:
            await self._end()
            raise
        finally:
            up.cancel()

    async def stand_by(self) -> None:
        """Log in for sending alone, while another process listens; raises TokenRejected or TryLater.

        It is no condition for ``start``, and goes on beside it until ``stop``.
        """
        client = GatewayClient(self)
        try:
            async with asyncio.timeout(LOGIN_SECONDS):
                await client.login(self._token)
        except BaseException as error:
            await client.close()
            if isinstance(error, Exception):
                raise connection_error(error) from error
            raise
        await self._send_no_more()
        self._sending = client

    async def stop(self) -> None:
        """Take no new act, finish those in flight within ``DRAIN_SECONDS``, and close the connection."""
        self._stopping = True
        await self._in_flight.drain(DRAIN_SECONDS)
        await self._end()
        await self._send_no_more()

    async def _send_no_more(self) -> None:
        client, self._sending = self._sending, None
        if client is not None:
            await client.close()

    async def _end(self) -> None:
        if self._running is not None:
            await ended(self._running)
        self._running = None
        self.connected.clear()

    async def idle(self) -> None:
        """Wait until every act that has arrived is answered."""
        while self._in_flight.busy:
            await self._in_flight.settle()

    def up(self) -> None:
        """Acts arrive from now on."""
        self._came_up = True
        self.connected.set()
        self.lost.clear()

    def down(self) -> None:
        """Acts do not arrive until the connection is back."""
        self.connected.clear()
        self.lost.set()

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
        call = call_of(self._at_home(event), self._commands)
        responder = Responder(interaction, self._context, self._phrases, call)
        if call is None:
            await responder.say(Refuse(why=self._phrases.out_of_date))
            return
        await self._in_flight.answer(
            self._answer(call, responder),
            within=self._acknowledge_within,
            acknowledge=responder.acknowledge,
        )

    def _is_home(self, guild: str) -> bool:
        """Whether a server is the program's own: whoever adds a public bot to theirs must not organise here.

        It is the one that ``home`` names, or else the only one that the bot is in.
        """
        if self._client is None:
            return False
        try:
            return str(only_server(self._client, self._home)) == guild
        except Declined:
            return False

    async def hear(self, said: Said) -> None:
        """Bring what somebody says to the bot into its chat, or answer it as all words are answered."""
        if self._stopping:
            return
        self._in_flight.hold()
        if await self._conversations.hear(said) is Hearing.NOBODYS and (call := words_of(said)) is not None:
            await self._dispatcher.dispatch(call, partial(self._conversations.say, said))

    def caught_up(self) -> None:
        """Hear what was said in open chats while nobody listened: a new session is told nothing of it."""
        self._conversations.hold()  # at once: the next frame may bring something that was said since
        self._in_flight.start(self._conversations.catch_up())

    def _at_home(self, event: Received) -> Received:
        """Return an act with what it says of who manages the program's own server, and of no other one."""
        if not event.guild:
            return event
        is_home = self._is_home(event.guild)
        told = replace(event.profile, administers=event.manages if is_home else None)
        return replace(event, manages=event.manages and is_home, profile=told)

    async def _manages(self, call: Call) -> bool | None:
        """Ask Discord whether who acts may manage the program's server: a direct message says nothing of it."""
        if self._client is None:
            return None
        try:
            server = only_server(self._client, self._home)
        except Declined:
            return False
        try:
            return await manages(self._client, server, int(call.actor.user), REQUEST_SECONDS)
        except DeliveryError as error:
            log.warning("rank_not_read", reason=str(error))
            return None

    async def _answer(self, call: Call, responder: Responder) -> None:
        if not call.channel and for_organisers(call.route):
            call = replace(call, manages=await self._manages(call))
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
        """Connect, and connect again and again; only what keeps us from the first connection is raised."""
        tries, been_up = 0, False
        while True:
            error = await self._until_it_ends()
            been_up = been_up or self._came_up
            if not been_up:
                raise error
            tries = 0 if self._came_up else tries + 1
            wait = RECONNECT_AFTER[min(tries, len(RECONNECT_AFTER) - 1)]
            log.debug("discord_connection_lost", reason=str(error), again_in=wait)
            await asyncio.sleep(wait)

    async def _until_it_ends(self) -> Exception:
        """Serve one connection to its end; return what ended it, as the port has it."""
        self._came_up = False
        try:
            await self._connect()
        except Exception as error:  # noqa: BLE001 - the edge: whatever ends the connection, it is made anew
            return connection_error(error)
        finally:
            self.connected.clear()
        return TryLater(RETRY_SECONDS, "closed")

    async def _connect(self) -> None:
        async with GatewayClient(self) as client:
            try:
                async with asyncio.timeout(LOGIN_SECONDS):
                    await client.login(self._token)
                self._client = client
                async with asyncio.timeout(LOGIN_SECONDS):
                    await self._tell_commands(client)
                await self._while_connected(client.connect())
            finally:
                self._client = None

    async def _while_connected(self, connecting: Coroutine[Any, Any, None]) -> None:
        """Run discord.py's loop for as long as it is connected, but for short gaps; raises TimeoutError."""
        running = asyncio.create_task(connecting, name="gateway")
        silence = asyncio.create_task(self._silence())
        try:
            await asyncio.wait({running, silence}, return_when=asyncio.FIRST_COMPLETED)
            await (running if running.done() else silence)
        finally:
            await ended(running, silence)

    async def _silence(self) -> None:
        while True:
            async with asyncio.timeout(self._silence_seconds):
                await self.connected.wait()
            await self.lost.wait()

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


def _pressed_label(interaction: discord.Interaction[Any]) -> str:
    """Return the label of the button that was pressed, as it stands on the message, or an empty one."""
    name = dict(interaction.data or {}).get("custom_id")
    view = ui.LayoutView.from_message(interaction.message) if interaction.message else ui.LayoutView()
    labels = (
        item.label for item in view.walk_children() if isinstance(item, ui.Button) and item.custom_id == name
    )
    return next((label for label in labels if label), "")
