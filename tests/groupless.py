"""What a platform of the tests has beside its people: channels that take everything, and no groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.platform import Group, Posted

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import Address
    from core.ports.cards import Card


class Groupless:
    """The rest of a platform that is only written to."""

    async def announce(self, channel: str, card: Card, *, key: str) -> Posted:
        return Posted(channel, key)

    async def announced(self, channel: str, key: str, since: datetime) -> Posted | None:
        return None

    async def groups(self) -> tuple[Group, ...]:
        return ()

    async def belongs(self, who: Address, group: str) -> bool:
        return False
