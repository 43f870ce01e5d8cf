"""The real discord.py against the wire, with a scripted core behind the adapter."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.app import CommandsHash, DiscordApp
from bot.playground.discord_emulator.emulator import DiscordEmulator
from bot.playground.discord_emulator.record import ClientResult, Request
from core.domain.people import Address
from core.ports.call import Call, Say
from core.ports.cards import Actions, Button, Card, Link, Look, Option, Tone
from core.ports.platform import Posted
from core.ports.replies import Reply, Show
from core.ports.said import Hearing, Said, Talk
from core.screens.commands import command_table
from core.screens.phrases import PHRASES
from tests.adapters.discord_examples import a_card
from tests.contract import discord_spec

Json = dict[str, Any]
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
ANA, KEN = "200000000000000001", "200000000000000002"
TO_ANA, TO_KEN = Address("discord", "-", ANA), Address("discord", "-", KEN)
EPHEMERAL = 1 << 6
LAYOUT = 1 << 15
BUTTON, TEXT = 2, 10

Answer = Reply | Callable[[Call], Awaitable[Reply]]


class Script:
    """A core that answers every route as the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.found: dict[str, tuple[Option, ...]] = {}
        self.calls: list[Call] = []
        self.memberships: list[tuple[Address, bool]] = []
        self.errors: list[Exception] = []

    async def dispatch(self, call: Call, say: Say) -> None:
        self.calls.append(call)
        answer = self.answers[call.route]
        reply = await answer(call) if callable(answer) else answer
        try:
            await say(reply)
        except Exception as error:  # noqa: BLE001 - as the router does
            self.errors.append(error)

    async def hear(self, said: Said, say: Say) -> Hearing:
        return Hearing.NOBODYS

    async def talks(self, platform: str) -> tuple[Talk, ...]:
        return ()

    async def membership(self, who: Address, *, here: bool) -> None:
        self.memberships.append((who, here))

    async def search(self, call: Call) -> tuple[Option, ...]:
        self.calls.append(call)
        return self.found[call.route]


class Bench:
    """One wire, two people, and a bot that can be restarted."""

    def __init__(self) -> None:
        self.now = NOON
        self.emulator = DiscordEmulator(now=lambda: self.now)
        self.script = Script()
        self.told: list[str] = []
        self.given: dict[str, Any] = {}
        self.app: DiscordApp = self.build()

    def build(self) -> DiscordApp:
        async def load() -> str | None:
            return self.told[-1] if self.told else None

        async def save(known: str) -> None:
            self.told.append(known)

        given: dict[str, Any] = {
            "token": self.emulator.token,
            "api_url": self.emulator.api_url,
            "gateway_url": self.emulator.gateway_url,
            "dispatcher": self.script,
            "commands": command_table(),
            "phrases": PHRASES,
            "commands_hash": CommandsHash(load, save),
        }
        return DiscordApp(**(given | self.given))

    async def start(self, **given: Any) -> None:
        self.given |= given
        self.app = self.build()
        await self.app.start()
        await self.emulator.wait_connected()

    async def restart(self, **given: Any) -> None:
        await self.app.stop()
        await self.start(**given)

    async def post(self, card: Card, to: Address = TO_ANA, key: str = "k1") -> Posted:
        return await self.app.platform.post(to, card, key=key)

    def shown(self, user: str, placed: Posted) -> Json:
        messages = self.emulator.client(user).messages(placed.channel)
        return next(one for one in messages if one["id"] == placed.message)

    async def press(self, label: str, placed: Posted, user: str = ANA) -> ClientResult:
        """Press a button and wait until everything that follows has been said."""
        custom_id = button(self.shown(user, placed), label)["custom_id"]
        outcome = await self.emulator.client(user).press(placed.channel, placed.message, custom_id)
        await self.app.idle()
        return outcome

    async def until(self, true: Callable[[], object]) -> None:
        """Let everything else run until ``true()`` holds."""
        async with asyncio.timeout(3):
            while not true():  # noqa: ASYNC110 - nobody could set an event for all that may be waited for
                await asyncio.sleep(0)

    def problems(self) -> list[str]:
        """Return what the judges have against the requests that reached the wire."""
        return [
            f"{one.method} {one.path}: {problem}"
            for one in self.emulator.requests
            for problem in discord_spec.problems(one.method, one.path, one.body)
        ]

    def sent(self, method: str, start: str) -> list[Request]:
        return [one for one in self.emulator.requests if one.method == method and one.path.startswith(start)]


@asynccontextmanager
async def bench() -> AsyncIterator[Bench]:
    """A connected bot; discord.py's addresses are put back at the end."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    made = Bench()
    made.emulator.add_user(ANA, username="ana", global_name="Ana", locale="de")
    made.emulator.add_user(KEN, username="ken", global_name="Ken")
    await made.emulator.start()
    try:
        await made.start()
        yield made
    finally:
        await made.app.stop()
        await made.emulator.stop()
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
    assert made.problems() == []


def everything(components: list[Json]) -> list[Json]:
    """Return all components of a message, nested ones included."""
    found: list[Json] = []
    for one in components:
        accessory = [one["accessory"]] if "accessory" in one else []
        found += [one, *everything([*one.get("components", []), *accessory])]
    return found


def button(message: Json, label: str) -> Json:
    return next(
        one for one in everything(message["components"]) if one["type"] == BUTTON and one["label"] == label
    )


def text(message: Json | None) -> str:
    assert message is not None
    return "\n".join(one["content"] for one in everything(message["components"]) if one["type"] == TEXT)


def request_card() -> Card:
    """Return a card with buttons of every kind."""
    row = Actions(
        (
            Button("Accept", "accept", ("ab", "1"), Look.PRIMARY),
            Button("Decline…", "ask-decline", ("ab",), Look.DANGER),
            Button("Withdraw", "withdraw", ("ab", "1"), confirm="Withdraw it? The mentor will be told."),
            Link("Start video call", "https://meet.example/x"),
        )
    )
    return a_card(badge="Pending", tone=Tone.WAITING, parts=(row,))


def done(title: str) -> Show:
    return Show(a_card(title=title))
