"""Conversations of people with the app: what is said goes into its chat, in order and after a gap."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import structlog

from adapters.slack.errors import code
from adapters.slack.parse.said import written
from adapters.slack.payload import text
from adapters.slack.platform import THREAD_LISTED, SlackPlatform, thread
from adapters.slack.render.message import message
from adapters.slack.web_api import SlackWeb
from adapters.turns import Turns
from core.ports.call import Dispatcher
from core.ports.phrases import Phrases
from core.ports.platform import DeliveryError, Posted
from core.ports.replies import Refuse, Reply, Show, Swap
from core.ports.said import Change, Hearing, Said, Talk

log = structlog.get_logger(__name__)

PAUSES = (0.2, 1.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds after which a chat is read once more that could not be read."""


class Conversations:
    """Hands over what is said, one message after the other; ``told`` puts names into it."""

    def __init__(
        self,
        web: SlackWeb,
        platform: SlackPlatform,
        dispatcher: Dispatcher,
        told: Callable[[Said], Awaitable[Said]],
        phrases: Phrases,
    ) -> None:
        self._web = web
        self._platform = platform
        self._dispatcher = dispatcher
        self._told = told
        self._phrases = phrases
        self._turns = Turns()
        self._gate = asyncio.Event()
        self._gate.set()

    async def hear(self, said: Said) -> Hearing:
        """Hand over what was said when it is its turn, and answer where there is something to say."""
        await self._gate.wait()
        async with self._turns.of(said.place.channel):
            return await self._take(said)

    async def _take(self, said: Said) -> Hearing:
        return await self._dispatcher.hear(await self._told(said), partial(self._say, said))

    def hold(self) -> None:
        """Let what is said from now on wait until ``catch_up`` knows what it has to read: that was said before."""
        self._gate.clear()

    async def catch_up(self) -> None:
        """Hear what was said, edited and deleted in open chats while nobody listened; ``hold`` comes first.

        Slack delivers an event again for some minutes only (docs.slack.dev, Events API, retries).
        """
        reading: list[asyncio.Task[None]] = []
        try:
            talks = await self._dispatcher.talks("slack")
            reading += [asyncio.create_task(self._read(talk)) for talk in talks]
            await asyncio.sleep(0)  # each has its turn from now on: what is said meanwhile comes behind it
        finally:
            self._gate.set()
        await asyncio.gather(*reading)

    async def _read(self, talk: Talk) -> None:
        async with self._turns.of(talk.header.channel):
            for pause in PAUSES:
                try:
                    return await self._catch_up(talk)
                except DeliveryError as error:
                    log.warning("chat_not_read", error=code(error))
                await asyncio.sleep(pause)
        return None

    async def _catch_up(self, talk: Talk) -> None:
        channel = talk.header.channel
        listed = await self._platform.said_in(talk.header, talk.since)
        for one in listed:
            said = written(one, channel, talk.person.space)
            if said is None or said.actor != talk.person:
                continue
            await self._take(said)
            if said.stamp:
                await self._take(replace(said, change=Change.EDITED, key=f"{said.key}:{said.stamp}"))
        standing = {text(one, "ts") for one in listed}
        seen_to = max(standing, default="") if len(listed) >= THREAD_LISTED - 1 else "~"
        for stamp in talk.known:
            if stamp not in standing and stamp < seen_to:
                await self._take(_deleted(talk, channel, stamp))

    async def _say(self, said: Said, reply: Reply) -> None:
        """Answer beside what was said: in its thread, if it stands in one."""
        match reply:
            case Show(card) | Swap(card):
                pass
            case Refuse():
                card = self._phrases.refusal(reply, {})
            case _:
                return
        if said.actor is not None:
            content = message(card, await self._platform.context()) | thread(said.under)
            await self._web.to_direct(said.actor.user, content)


def _deleted(talk: Talk, channel: str, stamp: str) -> Said:
    return Said(
        change=Change.DELETED,
        place=Posted(channel, stamp),
        key=f"said:{channel}:{stamp}:deleted",
        at=talk.since,
        threaded=True,
        comes_again=False,
    )
