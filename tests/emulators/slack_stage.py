"""The stage of the emulator's own tests: two people, a real Bolt app in Socket Mode, builders of blocks."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack_emulator.client import SlackClient
from bot.playground.slack_emulator.emulator import SlackEmulator

Json: TypeAlias = dict[str, Any]
Value: TypeAlias = Any
ANA, KEN, BOT = "U0ANA000001", "U0KEN000001", "U0MENTORBOT"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "hello", **more: Value) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str = "go", **more: Value) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **more}


def actions(*elements: Json, block_id: str = "acts") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def field(block_id: str, element: Json, **more: Value) -> Json:
    given = {"action_id": f"{block_id}_in", **element}
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": given, **more}


TOPIC = field("topic", {"type": "plain_text_input", "max_length": 20, "min_length": 2})
WHEN = field("when", {"type": "datetimepicker"}, optional=True)
MENTOR = field("mentor", {"type": "external_select", "min_query_length": 1}, optional=True)


def modal(*blocks: Json, **more: Value) -> Json:
    return {
        "type": "modal",
        "callback_id": "book",
        "title": plain("Book"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


class Stage:
    """An emulator with two people, and a real Bolt app in Socket Mode on it."""

    handler: AsyncSocketModeHandler

    def __init__(self, emulator: SlackEmulator, app: AsyncApp, api: AsyncWebClient) -> None:
        self.emulator, self.app, self.api = emulator, app, api
        self.seen: list[Json] = []

    @property
    def ana(self) -> SlackClient:
        return self.emulator.client(ANA)

    @property
    def ken(self) -> SlackClient:
        return self.emulator.client(KEN)

    async def dm(self, user: str = ANA) -> str:
        return str((await self.api.conversations_open(users=user))["channel"]["id"])

    async def post(self, user: str = ANA, **what: Value) -> tuple[str, str]:
        channel = await self.dm(user)
        return channel, str((await self.api.chat_postMessage(channel=channel, text="card", **what))["ts"])

    async def connect(self, *, sockets: int) -> AsyncSocketModeHandler:
        """One more socket of the app; returns when so many are open."""
        handler = AsyncSocketModeHandler(self.app, self.emulator.app_token, ping_interval=0.3)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await self.emulator.wait_connected(sockets)
        return handler

    async def refused(self, call: Awaitable[Any]) -> str:
        with pytest.raises(SlackApiError) as caught:
            await call
        return str(caught.value.response["error"])


async def closed(handler: AsyncSocketModeHandler) -> None:
    await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def a_stage(**options: Value) -> AsyncIterator[Stage]:
    emulator = SlackEmulator(now=options.pop("now", Clock()), **options)
    await emulator.start()
    emulator.add_user(ANA, name="ana", real_name="Ana Sousa", tz="America/New_York")
    emulator.add_user(KEN, name="ken", real_name="Ken Ito")
    quiet = logging.getLogger("quiet")
    quiet.setLevel(logging.CRITICAL)
    async with aiohttp.ClientSession() as session:
        retries: list[AsyncRetryHandler] = []
        api = AsyncWebClient(
            emulator.bot_token,
            base_url=emulator.api_url,
            session=session,
            retry_handlers=retries,
            logger=quiet,
        )
        app = AsyncApp(name="talker", client=api, logger=quiet)
        stage = Stage(emulator, app, api)
        stage.handler = await stage.connect(sockets=1)
        try:
            yield stage
        finally:
            await closed(stage.handler)
            await emulator.stop()


def acking(stage: Stage, register: Callable[..., Any], constraint: object, **answer: Value) -> None:
    """Register a listener that notes the body and acknowledges with `answer`."""

    async def listener(ack: AsyncAck, body: Json) -> None:
        stage.seen.append(body)
        await ack(**answer)

    register(constraint)(listener)
