"""Agreed links: a mentor's new default link, and the agreed sessions that may use it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.acts import SetLink
from core.services.bookings import Press

if TYPE_CHECKING:
    from core.domain.booking import BookingId
    from core.domain.people import Mentor
    from core.services.bookings import BookingService
    from core.store.store import Store

MOST_RELINKED = 200
"""How many agreed sessions of one mentor get a new link with one press: the next ones."""


class AgreedLinks:
    """Asks nothing by itself: it counts what may change, and changes it as ``Edit link`` does, one by one."""

    def __init__(self, store: Store, bookings: BookingService) -> None:
        self._store = store
        self._bookings = bookings

    async def others(self, mentor: Mentor) -> int:
        """Return how many agreed sessions lead to another call than the default link; none where there is no link."""
        return len(await self._found(mentor))

    async def use(self, mentor: Mentor, *, key: str) -> int:
        """Give each of them the default link, and return how many have it now; each is told as its own change.

        ``key`` is that of the press: one that is delivered twice, or broke off, changes each of them once.
        """
        changed = 0
        for booking in await self._found(mentor):
            press = Press(mentor.person, booking, SetLink(link=mentor.link), f"{key} {booking.hex}")
            changed += (await self._bookings.act(press)).changed
        return changed

    async def _found(self, mentor: Mentor) -> list[BookingId]:
        link, now = mentor.link, self._bookings.now()
        if link is None:
            return []
        who = mentor.person.id
        return await self._store.read(lambda tx: tx.with_other_link(who, link, now, MOST_RELINKED))
