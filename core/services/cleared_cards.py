"""Cleared cards: our messages with something about an erased person, edited to say nothing, a few at a time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.ports.platform import DeliveryError, TryLater
from core.screens.privacy import removed_card

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.domain.people import Address
    from core.ports.platform import Platform, Posted

_A_LOOK = 30
"""How many messages are edited in one look: what is told meanwhile shares the limits of the platform."""


@dataclass(frozen=True, slots=True)
class OldCard:
    """A message of ours, in whose conversation it is and where; None for the person's own page."""

    reader: Address
    posted: Posted | None


class ClearedCards:
    """What is still to be cleared is known to this process alone: where it stood must not be stored any more."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self._platforms = platforms
        self._cards: deque[OldCard] = deque()

    def add(self, cards: Iterable[OldCard]) -> None:
        """Let these be cleared."""
        self._cards.extend(cards)

    async def look(self) -> None:
        """Clear the next ones; one that can't be edited any more stays as it is."""
        for _ in range(min(_A_LOOK, len(self._cards))):
            card = self._cards.popleft()
            try:
                await self._clear(card)
            except TryLater:
                self._cards.append(card)
                return
            except DeliveryError:
                continue

    async def _clear(self, card: OldCard) -> None:
        platform = self._platforms.get(card.reader.platform)
        if platform is None:
            return
        if card.posted is not None:
            await platform.edit(card.reader, card.posted, removed_card())
        elif platform.capabilities.has_home:
            await platform.publish(card.reader, removed_card())
