"""Conversations of people with the app: what is said goes into its chat, in order and after a gap."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from adapters.listener import Listener
from adapters.slack.parse.said import written
from adapters.slack.payload import text
from adapters.slack.platform import THREAD_LISTED, SlackPlatform, thread
from adapters.slack.render.message import message
from adapters.slack.web_api import SlackWeb
from core.domain.people import Address
from core.ports.call import Dispatcher
from core.ports.cards import Card
from core.ports.phrases import Phrases
from core.ports.platform import Posted
from core.ports.said import Change, Hearing, Said, Talk


class Conversations(Listener):
    """Hands over what is said; ``told`` puts names into it.

    Slack delivers an event again for some minutes only (docs.slack.dev, Events API, retries).
    """

    def __init__(
        self,
        web: SlackWeb,
        platform: SlackPlatform,
        dispatcher: Dispatcher,
        told: Callable[[Said], Awaitable[Said]],
        phrases: Phrases,
    ) -> None:
        super().__init__("slack", dispatcher, phrases)
        self._web = web
        self._platform = platform
        self._told = told

    async def _take(self, said: Said) -> Hearing:
        return await super()._take(await self._told(said))

    async def _answer(self, to: Address, said: Said, card: Card) -> None:
        """Answer beside what was said: in its thread, if it stands in one."""
        content = message(card, await self._platform.context()) | thread(said.under)
        await self._web.to_direct(to.user, content)

    async def _catch_up(self, talk: Talk) -> None:
        channel = talk.header.channel
        listed = await self._platform.said_in(talk.header, talk.since)
        for one in listed:
            said = written(one, channel, talk.person.space)
            if said is None or said.actor != talk.person:
                continue
            await self._take_read(said)
            if said.stamp:
                await self._take_read(replace(said, change=Change.EDITED, key=f"{said.key}:{said.stamp}"))
        standing = {text(one, "ts") for one in listed}
        seen_to = max(standing, default="") if len(listed) >= THREAD_LISTED - 1 else "~"
        for stamp in talk.known:
            if stamp not in standing and stamp < seen_to:
                await self._take_read(_deleted(talk, channel, stamp))


def _deleted(talk: Talk, channel: str, stamp: str) -> Said:
    return Said(
        change=Change.DELETED,
        place=Posted(channel, stamp),
        key=f"said:{channel}:{stamp}:deleted",
        at=talk.since,
        threaded=True,
        comes_again=False,
    )
