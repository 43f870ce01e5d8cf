"""Cleared cards: our messages with something about an erased person, edited to say nothing, a few at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from core.ports.platform import DeliveryError, TryLater, Unknown
from core.screens.privacy import removed_card
from core.services.rewriting import let_rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.ports.platform import Clock, Platform
    from core.store.statements.old_cards import OldCard
    from core.store.store import Store
    from core.store.transaction import Transaction

log = structlog.get_logger(__name__)

_A_LOOK = 30
"""How many messages are edited in one look: what is told meanwhile shares the limits of the platform."""
_TAKEN_FOR = timedelta(minutes=2)
"""For how long what one process has taken is left to it."""
_GIVEN_UP_AFTER = timedelta(days=1)
"""How long it is tried: what tells where the cards of somebody stood must not be kept for ever."""


class ClearedCards:
    """What is still to be cleared stands in the database until it is, and goes on after a restart."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock

    async def look(self) -> bool:
        """Clear the next ones; return whether nothing is left. One that can't be edited any more stays as it is."""
        if not await self._store.read(lambda tx: tx.old_cards_left()):
            return True
        now = self._clock()
        cards = await self._store.write(lambda tx: tx.take_old_cards(now, now + _TAKEN_FOR, _A_LOOK))
        done = [card for card in cards if await self._is_done(card)]

        def work(tx: Transaction) -> tuple[int, int]:
            tx.forget_old_cards(done)
            let_rewrite(tx, now)
            return tx.give_up_old_cards(now - _GIVEN_UP_AFTER), tx.old_cards_left()

        given_up, left = await self._store.write(work)
        if given_up:
            log.warning("old_cards_not_cleared", cards=given_up)
        return not left

    async def _is_done(self, card: OldCard) -> bool:
        """Edit one; whether that is over, be it because it can't be done."""
        try:
            await self._clear(card)
        except (TryLater, Unknown):
            return False
        except DeliveryError:
            return True
        return True

    async def _clear(self, card: OldCard) -> None:
        platform = self._platforms.get(card.reader.platform)
        if platform is None:
            return
        if card.posted is not None:
            await platform.edit(card.reader, card.posted, removed_card())
        elif platform.capabilities.has_home:
            await platform.publish(card.reader, removed_card())
