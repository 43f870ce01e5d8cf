"""A Discord emulator with a real discord.py client on it, for the tests of the emulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import discord
import yarl
from discord import app_commands, ui

from bot.playground.discord_emulator.emulator import DiscordEmulator
from tests.contract import discord_spec

ANA, KEN, ZOE = "1001", "1002", "1003"
GREEN, YELLOW = 0x57F287, 0xFEE75C


@dataclass
class Clock:
    """A clock that moves only when it is told to."""

    at: datetime = field(default=datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **spans: float) -> None:
        self.at += timedelta(**spans)


class Accept(ui.DynamicItem[ui.Button[Any]], template=r"t:acc:(?P<id>\d+)"):
    """A button that outlives every restart."""

    def __init__(self, number: str) -> None:
        button: ui.Button[Any] = ui.Button(label="Accept", custom_id=f"t:acc:{number}")
        super().__init__(button)
        self.number = number

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: Any, /) -> Accept:
        return cls(match["id"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(view=card("Confirmed", GREEN))


def card(title: str, colour: int, *items: ui.Item[Any]) -> ui.LayoutView:
    """A card with a coloured bar."""
    view = ui.LayoutView(timeout=None)
    box: ui.Container[Any] = ui.Container(ui.TextDisplay(f"## {title}"), accent_colour=colour)
    row: ui.ActionRow[Any] = ui.ActionRow(*items, ui.Button(label="Call", url="https://meet.example/a"))
    box.add_item(row)
    view.add_item(box)
    return view


def form(custom_id: str = "m:book") -> ui.Modal:
    """A modal that discord.py forgets at once; its submit comes to on_interaction."""
    modal = ui.Modal(title="Book", custom_id=custom_id, timeout=None)
    modal.add_item(
        ui.Label(text="Topic", component=ui.TextInput(custom_id="topic", min_length=3, max_length=20))
    )
    radio: ui.RadioGroup[Any] = ui.RadioGroup(custom_id="length", required=True)
    radio.add_option(label="30 minutes", value="30", default=True)
    radio.add_option(label="60 minutes", value="60")
    modal.add_item(ui.Label(text="Length", component=radio))
    modal.stop()
    return modal


class Bot(discord.Client):
    """A small bot that uses what a booking bot uses."""

    def __init__(self, intents: discord.Intents) -> None:
        super().__init__(
            intents=intents,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
        )
        self.tree = app_commands.CommandTree(self)
        self.submitted: list[dict[str, Any]] = []
        self.kept: discord.Interaction[Any] | None = None
        self.stuck = asyncio.Event()
        self.resumed = asyncio.Event()
        self.add_dynamic_items(Accept)

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.type is not discord.InteractionType.modal_submit or interaction.data is None:
            return
        self.submitted.append(dict(interaction.data))
        custom_id = str(interaction.data.get("custom_id"))
        if custom_id == "m:edit":
            await interaction.response.edit_message(view=card("Edited", GREEN))
        elif custom_id == "m:book":
            await interaction.response.send_message("Requested", ephemeral=True)
            mentor = await self.fetch_user(int(KEN))
            dm = await mentor.create_dm()
            await dm.send(view=card("Pending", YELLOW, Accept("7")), silent=False)


def add_commands(bot: Bot) -> None:
    """Everything that the tests type."""

    @bot.tree.command(name="book", description="Book a session")
    async def book(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(form())

    @bot.tree.command(name="echo", description="Say it back")
    @app_commands.choices(tone=[app_commands.Choice(name="Loud", value="loud")])
    async def echo(
        interaction: discord.Interaction[Any],
        text: app_commands.Range[str, 1, 10],
        times: app_commands.Range[int, 1, 3] = 1,
        who: discord.User | None = None,
        tone: str | None = None,
    ) -> None:
        name = who.name if who else "nobody"
        await interaction.response.send_message(f"{text * times} {name} {tone}", ephemeral=True)

    @echo.autocomplete("text")
    async def suggest(_: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}{n}", value=f"{typed}{n}") for n in range(3)]

    @bot.tree.command(name="later", description="Answer later")
    async def later(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("first", ephemeral=False)
        await interaction.followup.send("second", ephemeral=True)

    @bot.tree.command(name="slow", description="Never answers")
    async def slow(interaction: discord.Interaction[Any]) -> None:
        bot.kept = interaction
        bot.stuck.set()

    @bot.tree.context_menu(name="Book them")
    async def book_them(interaction: discord.Interaction[Any], user: discord.User) -> None:
        await interaction.response.send_message(f"user {user.name}", ephemeral=True)

    @bot.tree.context_menu(name="Ask about this")
    async def ask_about(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interaction.response.send_message(f"about {message.content}", ephemeral=True)


@dataclass
class Scene:
    """Everything that a test acts with."""

    emulator: DiscordEmulator
    bot: Bot
    clock: Clock

    def client(self, user_id: str) -> Any:
        return self.emulator.client(user_id)

    async def until(self, true: Callable[[], object]) -> None:
        await self.emulator.until(true)


@asynccontextmanager
async def an_emulator(ack_deadline: float = 3.0, **options: Any) -> AsyncIterator[DiscordEmulator]:
    """The emulator with three people, one of them outside the guild."""
    emulator = DiscordEmulator(now=options.pop("now", Clock()), ack_deadline=ack_deadline, **options)
    await emulator.start()
    emulator.add_user(ANA, username="ana", global_name="Ana")
    emulator.add_user(KEN, username="ken", global_name="Ken", locale="de")
    emulator.add_user(ZOE, username="zoe", in_guild=False)
    try:
        yield emulator
    finally:
        await emulator.stop()


@asynccontextmanager
async def with_bot(ack_deadline: float = 3.0, intents: discord.Intents | None = None) -> AsyncIterator[Scene]:
    """The emulator with a connected bot whose commands are synced; its requests obey Discord's description."""
    clock = Clock()
    async with an_emulator(ack_deadline, now=clock) as emulator:
        before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
        discord.http.Route.BASE = emulator.api_url
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(emulator.gateway_url)
        bot = Bot(intents or discord.Intents(guilds=True))
        add_commands(bot)
        connection: asyncio.Task[None] | None = None
        try:
            await bot.login(emulator.token)
            await bot.tree.sync()
            connection = asyncio.create_task(bot.connect())
            await emulator.wait_connected()
            yield Scene(emulator, bot, clock)
        finally:
            await bot.close()
            if connection is not None:
                await asyncio.gather(connection, return_exceptions=True)
            discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before
        assert said_by_the_spec(emulator) == []


def said_by_the_spec(emulator: DiscordEmulator) -> list[str]:
    """What the judges have against the requests that were accepted."""
    accepted = [one for one in emulator.requests if one.status < 300]
    return [
        f"{one.method} {one.path}: {problem}"
        for one in accepted
        for problem in discord_spec.problems(one.method, one.path, one.body)
    ]


class Raw:
    """A bot without a library: raw REST calls and a raw Gateway connection."""

    def __init__(self, emulator: DiscordEmulator, session: aiohttp.ClientSession) -> None:
        self.emulator = emulator
        self._session = session
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def rest(
        self, method: str, path: str, body: object = None, *, token: str | None = None
    ) -> tuple[int, Any]:
        """One call with the bot's token; gives status and decoded body."""
        headers = {"Authorization": f"Bot {self.emulator.token if token is None else token}"}
        call = self._session.request(method, self.emulator.api_url + path, json=body, headers=headers)
        async with call as reply:
            return reply.status, await reply.json() if reply.status != 204 else None

    async def say(self, op: int, data: object) -> None:
        assert self._socket is not None
        await self._socket.send_json({"op": op, "d": data})

    async def receive(self) -> dict[str, Any]:
        """The next payload; `{"close": code}` when the Gateway hangs up."""
        assert self._socket is not None
        frame = await asyncio.wait_for(self._socket.receive(), 2)
        if frame.type is not aiohttp.WSMsgType.TEXT:
            return {"close": self._socket.close_code}
        told: dict[str, Any] = frame.json()
        return told

    async def dial(self) -> None:
        self._socket = await self._session.ws_connect(self.emulator.gateway_url)
        assert (await self.receive())["op"] == 10

    async def identify(self, **changes: Any) -> dict[str, Any]:
        await self.say(2, {"token": self.emulator.token, "intents": 0, "properties": {}, **changes})
        return await self.receive()

    async def connect(self, commands: list[dict[str, Any]]) -> None:
        await self.dial()
        assert (await self.identify())["t"] == "READY"
        path = f"/applications/{self.emulator.application_id}/commands"
        assert (await self.rest("PUT", path, commands))[0] == 200

    async def interaction_of(self, act: Any) -> tuple[asyncio.Task[Any], dict[str, Any]]:
        """Start an act of a person; gives its task and the interaction that it sent."""
        task = asyncio.ensure_future(act)
        return task, (await self.receive())["d"]

    async def answer(self, interaction: dict[str, Any], body: object) -> tuple[int, Any]:
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback?with_response=1"
        return await self.rest("POST", path, body)


@asynccontextmanager
async def raw_bot(ack_deadline: float = 3.0, **options: Any) -> AsyncIterator[Raw]:
    """An emulator with a raw bot that knows `/go` (with an autocompleting option), not yet connected."""
    async with an_emulator(ack_deadline, **options) as emulator, aiohttp.ClientSession() as session:
        yield Raw(emulator, session)


GO = {
    "name": "go",
    "description": "Go",
    "options": [{"type": 3, "name": "where", "description": "To", "autocomplete": True}],
}
