"""Listening: what is said is taken one by one in each conversation, behind what was said while nobody listened."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from functools import partial
from typing import final

import structlog

from adapters.turns import Turns
from core.domain.people import Address
from core.ports.call import Dispatcher
from core.ports.cards import Card
from core.ports.phrases import Phrases
from core.ports.platform import DeliveryError
from core.ports.replies import Refuse, Reply, Show, Swap
from core.ports.said import Hearing, Said, Talk

log = structlog.get_logger(__name__)

PAUSES = (0.2, 1.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds after which a chat is read once more that could not be read."""


class NotStored(Exception):
    """The database could not take what was read; it is to be read again."""


class Listener(ABC):
    """Hands over what is said on one platform; how it is read there, and answered, each platform knows itself."""

    def __init__(self, platform: str, dispatcher: Dispatcher, phrases: Phrases) -> None:
        self._name = platform
        self._dispatcher = dispatcher
        self._phrases = phrases
        self._turns = Turns()
        self._gate = asyncio.Event()
        self._gate.set()
        self._not_stored: dict[str, list[Said]] = {}
        """What could not be stored, by conversation: it goes before what is said after it."""

    @final
    async def hear(self, said: Said) -> Hearing:
        """Hand over what was said when it is its turn, and answer where there is something to say.

        What could not be stored before it is handed over first; while that fails, this comes again as well.
        """
        await self._gate.wait()
        channel, hearing = said.place.channel, Hearing.AGAIN
        async with self._turns.of(channel):
            waiting = self._not_stored.pop(channel, [])
            if all(one.key != said.key for one in waiting):
                waiting.append(said)
            for at, one in enumerate(waiting):
                taken = await self._take(one)
                if taken is Hearing.AGAIN:
                    self._not_stored[channel] = waiting[at:]
                    break
                if one.key == said.key:
                    hearing = taken
        return hearing

    @final
    def hold(self) -> None:
        """Let what is said from now on wait until ``catch_up`` knows what it has to read: that was said before."""
        self._gate.clear()

    @final
    async def catch_up(self) -> None:
        """Hear what was said, edited and deleted in open chats while nobody listened; ``hold`` comes first."""
        reading: list[asyncio.Task[None]] = []
        try:
            talks = await self._dispatcher.talks(self._name)
            reading += [asyncio.create_task(self._read(talk)) for talk in talks]
            await asyncio.sleep(0)  # each has its turn from now on: what is said meanwhile comes behind it
        finally:
            self._gate.set()
        await asyncio.gather(*reading)

    @final
    async def say(self, said: Said, reply: Reply) -> None:
        """Answer what was said; a message cannot open a form."""
        card = self._phrases.refusal(reply, {}) if isinstance(reply, Refuse) else None
        card = reply.card if isinstance(reply, Show | Swap) else card
        if card is not None and said.actor is not None:
            await self._answer(said.actor, said, card)

    async def _take(self, said: Said) -> Hearing:
        return await self._dispatcher.hear(said, partial(self.say, said))

    async def _take_read(self, said: Said) -> None:
        """Hand over what was read; raises NotStored, so that nothing that was said later goes before it."""
        if await self._take(replace(said, comes_again=True)) is Hearing.AGAIN:
            raise NotStored

    async def _read(self, talk: Talk) -> None:
        async with self._turns.of(talk.header.channel):
            for pause in PAUSES:
                try:
                    return await self._catch_up(talk)
                except (DeliveryError, NotStored) as error:
                    log.warning("chat_not_read", error=f"{type(error).__name__}({error})")
                await asyncio.sleep(pause)
        return None

    @abstractmethod
    async def _catch_up(self, talk: Talk) -> None:
        """Take what was said in one chat since its ``since``, with ``_take_read``.

        Raises DeliveryError where it can't be read, and NotStored. Either way it is done once more from the start.
        """

    @abstractmethod
    async def _answer(self, to: Address, said: Said, card: Card) -> None:
        """Send a card to whoever said something."""
