"""Conversations of people with the bot: what is said goes into its chat, in order and after a gap."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog

from adapters.discord.platform import CAUGHT_UP, DiscordPlatform
from adapters.discord.said import deleted, edited, said_of
from adapters.turns import Turns
from core.ports.call import Dispatcher
from core.ports.phrases import Phrases
from core.ports.platform import DeliveryError
from core.ports.replies import Refuse, Reply, Show, Swap
from core.ports.said import Change, Hearing, Said, Talk

log = structlog.get_logger(__name__)

PAUSES = (0.2, 1.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds after which a chat is read once more that could not be read."""


class Conversations:
    """Hands over what is said, one message after the other."""

    def __init__(self, platform: DiscordPlatform, dispatcher: Dispatcher, phrases: Phrases) -> None:
        self._platform = platform
        self._dispatcher = dispatcher
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
        return await self._dispatcher.hear(said, partial(self.say, said))

    def hold(self) -> None:
        """Let what is said from now on wait until ``catch_up`` knows what it has to read: that was said before."""
        self._gate.clear()

    async def catch_up(self) -> None:
        """Hear what was said, edited and deleted in open chats while nobody listened; ``hold`` comes first.

        Discord replays events to a session that is resumed, and none to a new one (Gateway, Resuming).
        """
        reading: list[asyncio.Task[None]] = []
        try:
            talks = await self._dispatcher.talks(self._platform.name)
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
                    log.warning("chat_not_read", error=type(error).__name__)
                await asyncio.sleep(pause)
        return None

    async def say(self, said: Said, reply: Reply) -> None:
        """Answer with a message, by whose key Discord knows an answer that has been given already."""
        match reply:
            case Show(card) | Swap(card):
                pass
            case Refuse():
                card = self._phrases.refusal(reply, {})
            case _:
                return  # a message cannot open a form
        if said.actor is not None:
            key = said.place.message if said.change is Change.WRITTEN else said.key
            await self._platform.post(said.actor, card, key=key)

    async def _catch_up(self, talk: Talk) -> None:
        channel = int(talk.header.channel)
        listed = await self._platform.said_in(channel, talk.since)
        for message in listed:
            said = said_of(message)
            if said is None or said.actor != talk.person or said.at < talk.since:
                continue
            await self._take(said)
            if (changed := edited(message)) is not None:
                await self._take(changed)
        standing = {message.id for message in listed}
        seen_to = max(standing, default=0) if len(listed) == CAUGHT_UP else None
        for known in map(int, talk.known):
            if known not in standing and (seen_to is None or known < seen_to):
                await self._take(deleted(channel, known))
