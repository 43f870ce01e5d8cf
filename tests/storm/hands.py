"""The hands of one person in a storm: they find buttons by their tokens, as there is no time to read."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from bot.playground.pilots.discord_eyes import key_of
from core.ports.tokens import read_press
from tests.storm.witness import topics_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.playground.discord_emulator.emulator import DiscordEmulator
    from bot.playground.slack_emulator.emulator import SlackEmulator
    from tests.storm.presses import Presses

ZONE = "Europe/Berlin"
FORM_SECONDS = 3.0
"""How long somebody waits for a form that should open."""
LOOKED_AT = 12
"""How many of their newest messages somebody looks at."""
_TOKEN = re.compile(r'"(action_id|custom_id|value)": "(sb1:[^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A button that somebody sees. ``name`` is the id of what is pressed, ``choice`` what is picked behind it."""

    route: str
    topic: str
    channel: str
    message: str
    name: str
    choice: str | None = None


class Hands(Protocol):
    """What somebody can do. Whatever is not on the screen any more is let be."""

    user: str
    name: str

    def buttons(self) -> list[Found]:
        """Return what can be pressed on the newest messages."""
        ...

    async def press(self, button: Found, values: Mapping[str, object] | None = None) -> None:
        """Press a button; with ``values`` fill the form that it opens, and send it."""
        ...

    async def ask(self, mentor: str, topic: str, when: datetime) -> bool:
        """Ask a mentor for a session; return whether it was said to be sent."""
        ...

    async def look(self) -> None:
        """Ask for one's own sessions."""
        ...


def pressable(message: dict[str, Any], channel: str, which: str) -> Iterator[Found]:
    """Return every button of a message that is about one session."""
    topics = topics_of(message)
    if len(topics) != 1:
        return
    menu = ""
    for place, text in _TOKEN.findall(json.dumps(message)):
        if text.startswith("sb1:more:"):
            menu = text
            continue
        read = read_press(text, "")
        if read is not None:
            route = read[1][0] if read[0] == "sure" else read[0]
            name, choice = (menu, text) if place == "value" else (text, None)
            (topic,) = topics
            yield Found(route=route, topic=topic, channel=channel, message=which, name=name, choice=choice)


class SlackHands:
    """Somebody on Slack."""

    def __init__(self, slack: SlackEmulator, user: str, name: str, presses: Presses) -> None:
        self.user, self.name = user, name
        self._slack, self._client, self._presses = slack, slack.client(user), presses

    def buttons(self) -> list[Found]:
        dm = self._client.dm
        recent = self._client.messages()[-LOOKED_AT:] if dm else []
        return [one for message in recent for one in pressable(message, dm or "", message["ts"])]

    async def press(self, button: Found, values: Mapping[str, object] | None = None) -> None:
        await self._leave()
        act = self._client.press(button.channel, button.message, button.name, value=button.choice)
        with suppress(LookupError):
            if (await self._presses.timed("slack", act)).ok and values is not None:
                await self._fill(values)

    async def ask(self, mentor: str, topic: str, when: datetime) -> bool:
        await self._leave()
        asked = await self._presses.timed(
            "slack", self._client.command("/book-session", f"@{mentor} {topic}")
        )
        return asked.ok and await self._fill({"when": when})

    async def look(self) -> None:
        await self._presses.timed("slack", self._client.command("/my-sessions"))

    async def _fill(self, values: Mapping[str, object]) -> bool:
        with suppress(LookupError, TimeoutError):
            await self._slack.until(self._has_form, seconds=FORM_SECONDS)
            view = self._client.view
            fields = {one["block_id"] for one in view["blocks"]} if view else set()
            told = await self._presses.timed(
                "slack",
                self._client.submit(
                    {
                        name: int(value.timestamp()) if isinstance(value, datetime) else value
                        for name, value in values.items()
                        if name in fields
                    }
                ),
            )
            return told.ok and "Sent to" in json.dumps(told.payload)
        return False

    def _has_form(self) -> bool:
        view = self._client.view
        return view is not None and any(one["type"] == "input" for one in view["blocks"])

    async def _leave(self) -> None:
        while self._client.view is not None:
            await self._client.close()


class DiscordHands:
    """Somebody on Discord."""

    def __init__(self, discord: DiscordEmulator, user: str, name: str, presses: Presses) -> None:
        self.user, self.name = user, name
        self._discord, self._client, self._presses = discord, discord.client(user), presses

    def buttons(self) -> list[Found]:
        dm = self._client.dm
        recent = self._client.messages(dm)[-LOOKED_AT:] if dm else []
        return [one for message in recent for one in pressable(message, dm or "", message["id"])]

    async def press(self, button: Found, values: Mapping[str, object] | None = None) -> None:
        await self._client.dismiss()
        picked = None if button.choice is None else [button.choice]
        act = self._client.press(button.channel, button.message, button.name, picked)
        with suppress(LookupError):
            if (await self._presses.timed("discord", act)).ok and values is not None:
                await self._fill(values)

    async def ask(self, mentor: str, topic: str, when: datetime) -> bool:
        await self._client.dismiss()
        given = {"mentor": mentor, "topic": topic, "when": _typed(when)}
        asked = await self._presses.timed("discord", self._client.command("book-session", given, dm=True))
        if not asked.ok or asked.message is None:
            return False
        offered = [text for _, text in _TOKEN.findall(json.dumps(asked.message)) if ":book-at:" in text]
        if not offered:
            return "Sent to" in json.dumps(asked.message)
        act = self._client.press(asked.message["channel_id"], asked.message["id"], offered[0])
        with suppress(LookupError):
            sent = await self._presses.timed("discord", act)
            return sent.ok and "Sent to" in json.dumps(sent.message)
        return False

    async def look(self) -> None:
        await self._presses.timed("discord", self._client.command("my-sessions", {}, dm=True))

    async def _fill(self, values: Mapping[str, object]) -> None:
        with suppress(LookupError, TimeoutError):
            await self._discord.until(lambda: self._client.modal is not None, seconds=FORM_SECONDS)
            modal = self._client.modal
            given: dict[str, object] = {}
            for one in modal.as_json()["components"] if modal else ():
                name = one.get("component", {}).get("custom_id", "")
                if (value := values.get(key_of(name))) is not None:
                    given[name] = _typed(value) if isinstance(value, datetime) else value
            await self._presses.timed("discord", self._client.submit(given))
        await self._client.dismiss()


def _typed(when: datetime) -> str:
    return f"{when.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"
