"""A platform of the small world: it keeps the messages that it is sent, and may be told to fail."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.slack.capabilities import CAPABILITIES as SLACK
from core.ports.platform import DeliveryError, Gone, Posted, Profile, Reason, TryLater, Unknown, Unreachable
from tests.groupless import Groupless

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import Address
    from core.ports.cards import Card
    from tests.promises.world import World

CAPABILITIES = {"slack": SLACK, "discord": DISCORD}


@dataclass
class Message:
    """One message as its reader sees it now."""

    key: str
    to: Address
    card: Card
    is_marked: bool = True
    """Whether it can be looked for: on Discord an edit that does not name its key takes its mark away."""


class Kept(Groupless):
    """A platform that keeps messages and may be told to fail: before the effect, after it, or for good."""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.capabilities = CAPABILITIES[name]
        self.trouble = "none"
        self.messages: dict[str, Message] = {}
        self.taken_away: set[str] = set()
        """The keys of messages that stood here until a newer one came in their place."""
        self._world = world
        self._numbers = count(1)

    async def post(self, to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:
        await self._fail_before(to)
        await self._world.check_post(to, card, key)
        number = str(next(self._numbers))
        self.messages[number] = Message(key, to, card)
        if self.trouble == "lost":
            raise Unknown("the answer was lost")
        return Posted(to.user, number)

    async def edit(self, to: Address, placed: Posted, card: Card, *, key: str = "") -> None:
        await self._fail_before(to)
        if placed.message not in self.messages:
            raise Gone
        message = self.messages[placed.message]
        await self._world.check_edit(message, to, card)
        message.card = card
        message.is_marked = bool(key) or self.name == "slack"
        if self.trouble == "lost":
            raise TryLater(5)

    async def delete(self, to: Address, placed: Posted) -> None:
        await self._fail_before(to)
        taken = self.messages.pop(placed.message, None)
        if taken is None:
            raise Gone
        self.taken_away.add(taken.key)
        if self.trouble == "lost":
            raise TryLater(5)

    async def find(
        self, to: Address, key: str, since: datetime, *, under: Posted | None = None
    ) -> Posted | None:
        await self._fail_before(to)
        found = [
            number for number, message in self.messages.items() if message.key == key and message.is_marked
        ]
        return Posted(to.user, found[0]) if found else None

    async def publish(self, to: Address, card: Card) -> None:
        await self._fail_before(to)

    async def whois(self, who: Address) -> Profile:
        return Profile(name=who.user)

    async def present(self, who: Address) -> bool | None:
        return True

    async def chat(self, one: Address, other: Address, opening: Card, *, key: str, channel: str = "") -> str:
        return "https://chat.example.org/room"

    async def _fail_before(self, to: Address) -> None:
        raised: dict[str, DeliveryError] = {
            "down": TryLater(30),
            "closed": Unreachable(Reason.CLOSED_DMS),
        }
        if self.trouble in raised:
            raise raised[self.trouble]
