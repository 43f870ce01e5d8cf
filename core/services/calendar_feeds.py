"""Calendar feeds: a person makes a secret address, ends it, and a calendar reads their sessions there."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

from core.domain.calendar_feed import SECRET_BYTES, digest_of
from core.domain.errors import NotFound
from core.screens.calendar_feed import calendar_feed

if TYPE_CHECKING:
    from core.domain.calendar_feed import FeedEntry
    from core.domain.people import Person
    from core.ports.platform import Clock
    from core.services.current_policy import CurrentPolicy
    from core.store.store import Store
    from core.store.transaction import Transaction

PATH = "/calendar"
FEED_SESSIONS = 2000
"""How many sessions of one person a feed has, as student and as mentor each: the newest."""


class CalendarFeeds:
    """Gives each person one address at most.

    ``public_url`` is where the world reaches the HTTP port; without it there are no addresses.
    """

    def __init__(self, store: Store, clock: Clock, policy: CurrentPolicy, public_url: str = "") -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._public_url = public_url.rstrip("/")

    @property
    def offered(self) -> bool:
        """Whether anybody can have an address."""
        return bool(self._public_url)

    async def known(self, me: Person) -> bool:
        """Whether somebody has an address; raises NotFound where nobody can have one."""
        self._check()
        return await self._store.read(lambda tx: tx.feed_since(me.id)) is not None

    async def make(self, me: Person) -> str:
        """Give somebody a new address, and end the one before; raises NotFound where nobody can have one."""
        self._check()
        secret = secrets.token_urlsafe(SECRET_BYTES)
        digest = digest_of(secret) or ""
        await self._store.write(lambda tx: tx.set_feed(me.id, digest, self._clock()))
        return f"{self._public_url}{PATH}/{secret}.ics"

    async def end(self, me: Person) -> None:
        """End somebody's address at once."""
        await self._store.write(lambda tx: tx.end_feed(me.id))

    async def calendar(self, secret: str) -> bytes | None:
        """Return the calendar behind a secret, or None for one that is not, or no longer, anybody's."""
        digest = digest_of(secret)
        if digest is None or not self.offered:
            return None

        def work(tx: Transaction) -> list[FeedEntry] | None:
            owner = tx.feed_owner(digest)
            return None if owner is None else tx.feed_entries(owner, FEED_SESSIONS)

        entries = await self._store.read(work)
        if entries is None:
            return None
        return await asyncio.to_thread(calendar_feed, entries, self._policy().program)

    def _check(self) -> None:
        if not self.offered:
            raise NotFound
