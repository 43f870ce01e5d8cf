"""A Slack workspace with the real adapter in it, and a dispatcher that answers as the test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from adapters.slack.app import SlackApp
from bot.playground.slack_emulator.client import SlackClient
from bot.playground.slack_emulator.emulator import SCOPES, SlackEmulator
from core.domain.people import Address
from core.ports.call import Call, Say, Trigger
from core.ports.cards import Actions, Button, Card, Line, Option, Tone
from core.ports.forms import Form
from core.ports.platform import DeliveryError, Posted
from core.ports.replies import Ask, Reply
from core.ports.said import Hearing, Said, Talk
from core.screens.commands import command_table
from core.screens.phrases import PHRASES
from tests.adapters.slack_examples import a_card, a_form
from tests.contract import slack_spec

RECEIPT = a_card(title="Session request", badge="Pending", tone=Tone.WAITING, parts=(Line(("Sent.",)),))
GREEN = a_card(title="Session request", badge="Confirmed", tone=Tone.GOOD, parts=(Line(("Agreed.",)),))
NOTE = a_card(title="Done", summary="Both of you know")
ACCEPT = a_card(parts=(Actions((Button("Accept", "accept", ("b1", "1")),)),), tone=Tone.WAITING)
TEAM, ANA, KEN = "T0PLAYGRND", "U0ANA00001", "U0KEN00001"
Answer = Reply | Callable[[Call], Awaitable[Reply]]
Found = tuple[Option, ...] | Callable[[Call], Awaitable[tuple[Option, ...]]]
Given = TypeVar("Given")


class Clock:
    """The time, which stands until a test moves it."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


class Script:
    """Answers each route as told, and remembers every call and what went wrong on the way back."""

    def __init__(self) -> None:
        self.answers: dict[tuple[Trigger, str], Answer] = {}
        self.found: dict[str, Found] = {}
        self.calls: list[Call] = []
        self.memberships: list[tuple[Address, bool]] = []
        self.failures: list[Exception] = []
        self.called = asyncio.Event()

    async def dispatch(self, call: Call, say: Say) -> None:
        self.calls.append(call)
        self.called.set()
        answer = self.answers[call.trigger, call.route]
        reply = await answer(call) if callable(answer) else answer
        try:
            await say(reply)
        except DeliveryError as error:
            self.failures.append(error)

    async def hear(self, said: Said, say: Say) -> Hearing:
        return Hearing.NOBODYS

    async def talks(self, platform: str) -> tuple[Talk, ...]:
        return ()

    async def membership(self, who: Address, *, here: bool) -> None:
        self.memberships.append((who, here))

    async def search(self, call: Call) -> tuple[Option, ...]:
        self.calls.append(call)
        self.called.set()
        found = self.found[call.route]
        return await found(call) if callable(found) else found


class Scene:
    """The wire, the app on it, and two people."""

    def __init__(self, emulator: SlackEmulator, app: SlackApp, script: Script, clock: Clock) -> None:
        self.emulator, self.app, self.script, self.clock = emulator, app, script, clock

    @property
    def ana(self) -> SlackClient:
        return self.emulator.client(ANA)

    @property
    def ken(self) -> SlackClient:
        return self.emulator.client(KEN)

    def on(self, trigger: Trigger, route: str, answer: Answer) -> None:
        self.script.answers[trigger, route] = answer

    def finds(self, route: str, found: Found) -> None:
        self.script.found[route] = found

    @property
    def call(self) -> Call:
        """The newest call."""
        return self.script.calls[-1]

    def sent(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every request of one kind, oldest first."""
        return [request.args for request in self.emulator.requests if request.method == method]


def at(user: str) -> Address:
    return Address("slack", TEAM, user)


def posted(message: dict[str, Any], channel: str | None) -> Posted:
    return Posted(str(channel), str(message["ts"]))


def held(given: Given) -> tuple[Callable[[Call], Awaitable[Given]], asyncio.Event]:
    """An answer that waits until its gate is set."""
    gate = asyncio.Event()

    async def answer(_: Call) -> Given:
        await gate.wait()
        return given

    return answer, gate


@asynccontextmanager
async def scene(*, prefix: str = "", scopes: frozenset[str] = SCOPES, **options: Any) -> AsyncIterator[Scene]:
    """Open a workspace with a running app; every request must have been one that Slack's own rules allow."""
    clock, script = Clock(), Script()
    emulator = SlackEmulator(now=clock, scopes=scopes)
    await emulator.start()
    emulator.add_user(ANA, name="ana", real_name="Ana Gil", tz="Europe/Madrid", locale="es-ES")
    emulator.add_user(KEN, name="ken", real_name="Ken Ito", tz="Asia/Tokyo")
    app = SlackApp(
        bot_token=emulator.bot_token,
        app_token=emulator.app_token,
        api_url=emulator.api_url,
        dispatcher=script,
        now=clock,
        commands=command_table(prefix),
        phrases=PHRASES,
        **options,
    )
    try:
        await app.start()
        yield Scene(emulator, app, script, clock)
        await app.idle()
    finally:
        await app.stop()
        await emulator.stop()
    wrong = [
        one for request in emulator.requests for one in slack_spec.problems(request.method, request.args)
    ]
    for answer in emulator.acknowledgements:
        wrong += slack_spec.acknowledgement_problems(answer.kind, answer.payload)
    assert wrong == []


async def dm(bench: Scene, card: Card = ACCEPT) -> Posted:
    return await bench.app.platform.post(at(ANA), card, key="k")


def on_screen(bench: Scene, placed: Posted) -> str:
    return next(str(one) for one in bench.ana.messages(placed.channel) if one["ts"] == placed.message)


def private(bench: Scene) -> list[str]:
    return [str(one) for one in bench.ana.messages() if one.get("is_ephemeral")]


async def open_form(bench: Scene, form: Form | None = None) -> None:
    bench.on(Trigger.COMMAND, "book-session", Ask(form or a_form()))
    assert (await bench.ana.command("/book-session")).ok
    await bench.app.idle()


async def form_from(bench: Scene, placed: Posted) -> None:
    bench.on(Trigger.BUTTON, "accept", Ask(a_form()))
    await bench.ana.press(placed.channel, placed.message, "sb1:accept:b1:1")
    await bench.app.idle()


def block_of(view: dict[str, Any] | None, action_id: str) -> str:
    """The block of a modal that holds a button."""
    return next(
        str(block["block_id"])
        for block in (view or {})["blocks"]
        if any(one.get("action_id") == action_id for one in block.get("elements", ()))
    )
