"""The connection to Discord: the gateway, every interaction that comes through it, and the commands it knows.

Nothing about a button or a form is kept in memory. Buttons and menus are one DynamicItem that matches every
name, forms are read from their submit, and both work from any old message after any restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
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
from adapters.discord.parse import asks_first, call_of, delivered
from adapters.discord.platform import DiscordPlatform
from adapters.discord.responder import Answer
from adapters.discord.screens import OUT_OF_DATE, YES, question
from core.ports.call import Dispatcher
from core.ports.cards import Button
from core.ports.commands import COMMANDS, SHORTCUTS
from core.ports.replies import Refuse, Show
from core.ports.tokens import read_token

log = structlog.get_logger(__name__)

PATIENCE = 2.0
"""Seconds after which a press is acknowledged without its answer; Discord gives up after three."""
LAST_PRESSES = 8.0
"""Seconds that presses in flight have to finish when the program stops."""
LONGEST_WAIT = 2.0
"""Seconds that discord.py may sleep for a rate limit; a longer wait comes to us as an error."""
BAD_TOKEN = 4004
BACK_OFF = (0.2, 1.0, 2.0, 5.0, 15.0, 60.0)
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
    """Runs the bot on Discord: hands every press to ``dispatcher`` and keeps the connection up.

    ``api_url`` and ``gateway_url`` are Discord's own where empty. ``questions`` gives, by route, what a
    button with a confirmation asks first: its name has no room for a sentence.
    """

    def __init__(  # noqa: PLR0913 - named, and given once, in bot/compose.py
        self,
        *,
        token: str,
        dispatcher: Dispatcher,
        commands_hash: CommandsHash,
        api_url: str = "",
        gateway_url: str = "",
        command_prefix: str = "",
        chat_channel: str | None = None,
        questions: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._token = token
        self._dispatcher = dispatcher
        self._commands_hash = commands_hash
        self._prefix = command_prefix
        self._questions = dict(questions or {})
        self._patience = patience
        self._client: Connection | None = None
        self._running: asyncio.Task[None] | None = None
        self._in_flight: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self.connected = asyncio.Event()
        self.platform = DiscordPlatform(lambda: self._client, chat_channel=chat_channel)
        if api_url:
            Route.BASE = api_url.rstrip("/")
        if gateway_url:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)

    @property
    def ready(self) -> bool:
        """Whether presses arrive at this moment."""
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
        """Take no new press, finish those in flight within 8 s, and close the connection."""
        self._stopping = True
        if self._in_flight:
            _, late = await asyncio.wait(self._in_flight, timeout=LAST_PRESSES)
            for press in late:
                press.cancel()
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        self._running = None

    async def idle(self) -> None:
        """Return when no press is in flight."""
        while self._in_flight:
            await asyncio.wait(self._in_flight)

    async def serve(self, interaction: discord.Interaction[Any]) -> None:
        """Answer one interaction. What outlasts our patience is acknowledged first and answered later.

        One that is replayed after a resume is worked on however old it is: should Discord no longer take the
        answer, the act is done all the same, and the edits of the cards tell it.
        """
        if self._stopping:
            return
        with self._counted():
            act = delivered(interaction)
            if (meant := asks_first(act.data)) is not None:
                await self._ask_first(interaction, meant)
                return
            call = call_of(act, prefix=self._prefix)
            answer = Answer(interaction, call)
            if call is None:
                await answer.say(Refuse(why=(OUT_OF_DATE,)))
                return
            work = asyncio.create_task(self._dispatcher.dispatch(call, answer.say))
            await asyncio.wait({work}, timeout=self._patience)
            if not work.done():
                await answer.wait()
            await work

    async def _ask_first(self, interaction: discord.Interaction[Any], meant: str) -> None:
        route, args = read_token(meant) or ("", ())
        card = question(
            _pressed_label(interaction), self._questions.get(route, ""), Button(YES, route, args, "danger")
        )
        await Answer(interaction).say(Show(card))

    @contextmanager
    def _counted(self) -> Iterator[None]:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("an interaction is served inside a task")
        self._in_flight.add(task)
        try:
            yield
        finally:
            self._in_flight.discard(task)

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
            await asyncio.sleep(BACK_OFF[min(tries, len(BACK_OFF) - 1)])

    async def _connect(self) -> None:
        async with Connection(self) as client:
            try:
                await client.login(self._token)
                self._client = client
                await self._tell_commands(client)
                await client.connect()
            finally:
                self._client = None

    async def _tell_commands(self, client: discord.Client) -> None:
        """Tell Discord our commands, unless it knows them: each creation counts toward a daily limit."""
        commands = manifest(COMMANDS, SHORTCUTS, prefix=self._prefix)["commands"]
        application = client.application_id or 0
        known = f"{application}:{commands_hash(commands)}"
        if await self._commands_hash.load() == known:
            return
        try:
            await client.http.bulk_upsert_global_commands(application, commands)
        except discord.HTTPException:
            log.exception("commands_not_told")
            return
        await self._commands_hash.save(known)


class Connection(discord.Client):
    """One session with Discord: no privileged intent, no caches, and no mention ever pings."""

    def __init__(self, app: DiscordApp) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.http.max_ratelimit_timeout = LONGEST_WAIT  # the constructor takes nothing below 30 s
        self.app = app
        self.add_dynamic_items(Pressed)

    async def on_connect(self) -> None:
        """READY has come."""
        self.app.connected.set()

    async def on_resumed(self) -> None:
        """A broken connection goes on where it was."""
        self.app.connected.set()

    async def on_disconnect(self) -> None:
        """Presses do not arrive until the connection is back."""
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
    """Return the label of the button that was pressed, as it stands on the message."""
    name = dict(interaction.data or {}).get("custom_id")
    view = ui.LayoutView.from_message(interaction.message) if interaction.message else ui.LayoutView()
    labels = (
        item.label for item in view.walk_children() if isinstance(item, ui.Button) and item.custom_id == name
    )
    return next((label for label in labels if label), "Is that meant")
