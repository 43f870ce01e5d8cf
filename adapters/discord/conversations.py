"""Conversations of people with the bot: what is said goes into its chat, in order and after a gap."""

from __future__ import annotations

from adapters.discord.platform import CAUGHT_UP, DiscordPlatform
from adapters.discord.said import deleted, edited, said_of
from adapters.listener import Listener
from core.domain.people import Address
from core.ports.call import Dispatcher
from core.ports.cards import Card
from core.ports.phrases import Phrases
from core.ports.said import Change, Said, Talk


class Conversations(Listener):
    """Hands over what is said.

    Discord replays events to a session that is resumed, and none to a new one (Gateway, Resuming).
    """

    def __init__(self, platform: DiscordPlatform, dispatcher: Dispatcher, phrases: Phrases) -> None:
        super().__init__(platform.name, dispatcher, phrases)
        self._platform = platform

    async def _answer(self, to: Address, said: Said, card: Card) -> None:
        """Answer with a message, by whose key Discord knows an answer that has been given already."""
        key = said.place.message if said.change is Change.WRITTEN else said.key
        await self._platform.post(to, card, key=key)

    async def _catch_up(self, talk: Talk) -> None:
        channel = int(talk.header.channel)
        listed = await self._platform.said_in(channel, talk.since)
        for message in listed:
            said = said_of(message)
            if said is None or said.actor != talk.person or said.at < talk.since:
                continue
            await self._take_read(said)
            if (changed := edited(message)) is not None:
                await self._take_read(changed)
        standing = {message.id for message in listed}
        seen_to = max(standing, default=0) if len(listed) == CAUGHT_UP else None
        for known in map(int, talk.known):
            if known not in standing and (seen_to is None or known < seen_to):
                await self._take_read(deleted(channel, known))
