"""Privacy: what is stored about a person, the files of it, and the end of it, which a restored backup heeds."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from core.domain.agenda import Section
from core.domain.asked_notices import exported
from core.domain.erasure import NOWHERE, former
from core.domain.errors import Stale
from core.domain.tombstones import SALT_DIGITS, Tombstone
from core.screens.privacy import COUNTED, NEUTRAL, Kept
from core.services.cleared_cards import ClearedCards
from core.services.rewriting import Rewriting, let_rewrite
from core.services.waiting_lists import end_line
from core.store.statements.old_cards import OldCard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.domain.booking import BookingId
    from core.domain.people import Address, Person, PersonId
    from core.domain.policy import Policy
    from core.ports.platform import Clock, Platform
    from core.services.presence import PresenceService
    from core.store.store import Store
    from core.store.tombstone_file import TombstoneFile
    from core.store.transaction import Transaction

log = structlog.get_logger(__name__)

_AT_ONCE = 25
"""How many sessions one transaction takes the words from: some 20 ms, for which a press may have to wait."""
_UNFINISHED_AFTER = timedelta(minutes=2)
"""How long after it began an erasing that is not done is taken for one that was interrupted."""


class PrivacyService:
    """What a person may ask about themselves; ``policy`` says how long sessions are kept."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        clock: Clock,
        presence: PresenceService,
        policy: Callable[[], Policy],
    ) -> None:
        self._store = store
        self._clock = clock
        self._presence = presence
        self._policy = policy
        self.file: TombstoneFile | None = None
        """What keeps the tombstones where no backup is."""
        self._cards = ClearedCards(store, platforms, clock)
        self._rewriting = Rewriting(store, clock, policy)

    async def kept(self, person: Person) -> Kept:
        """Return what is stored about a person, as numbers."""

        def work(tx: Transaction) -> Kept:
            counts = tx.agenda_counts(person.id, self._clock())
            still = counts[Section.PENDING] + counts[Section.UPCOMING]
            return Kept(
                rows=tx.counts_about(person.id, COUNTED),
                open_sessions=still,
                months=self._policy().retention_months,
            )

        return await self._store.read(work)

    async def send_files(self, person: Person, *, key: str) -> None:
        """Let everything that is stored about a person be sent to them; ``key`` is that of the press."""
        await self._store.write(lambda tx: tx.enqueue(*exported(person.id, self._clock(), key=key)))

    async def erase(self, person: PersonId) -> bool:
        """Erase somebody, with both accounts where they have two: names and addresses at once, then their sessions.

        What is interrupted goes on at the next look. The files of the database are rewritten at the next look, too.
        Returns whether they were there.
        """
        begun = await self._store.write(lambda tx: self._begin_all(tx, person))
        await self._write_down(frozenset(stone for _, stone, _ in begun) - await self._written())
        for who, _, address in begun:
            await self._finish(who, address)
            log.info("person_erased")
        return bool(begun)

    async def heed(self) -> int:
        """Erase again whom the file of tombstones names and the database does not: it was restored from a backup.

        What only the database knows is written to the file. Returns how many people were erased.
        """
        written = await self._written()
        known = await self._store.read(lambda tx: tx.tombstones())
        fresh = written - known
        await self._write_down(known - written)
        if not fresh:
            return 0
        back = await self._store.read(lambda tx: tx.people_under(fresh))
        for person, _ in back:
            await self.erase(person)
        await self._store.write(lambda tx: tx.add_tombstones(fresh))
        log.info("tombstones_heeded", tombstones=len(fresh), erased=len(back))
        return len(back)

    async def look(self) -> int:
        """Heed the tombstones, finish what was interrupted, and clear up; return how many people were erased."""
        erased = await self.heed()
        before = self._clock() - _UNFINISHED_AFTER
        unfinished = await self._store.read(lambda tx: tx.unfinished_erasings(before))
        for person, home in unfinished.items():
            await self._finish(person, home)
            erased += 1
        cleared = await self._cards.look()
        await self._close()
        if cleared:
            await self._rewriting.look()
        return erased

    async def clear_up(self) -> None:
        """Close what nobody will be told, and rewrite the files at once."""
        await self._close()
        await self._rewriting.do()

    async def _close(self) -> None:
        now = self._clock()
        due = await self._store.read(lambda tx: tx.next_due(NOWHERE))
        if (due is not None and due <= now) or await self._rewriting.is_due():
            await self._store.write(lambda tx: tx.purge_former(now))

    def _begin_all(self, tx: Transaction, person: PersonId) -> list[tuple[PersonId, Tombstone, Address]]:
        """Let two linked accounts be two again, because each has sessions and an address of its own; erase both."""
        link = tx.link_of(person)
        if link is not None:
            tx.unlink(link, self._clock())
        both = (person,) if link is None else (link.kept, link.joined)
        blocked = any(tx.standing(who).blocked for who in both)
        return [(who, *begun) for who in both if (begun := self._begin(tx, who, blocked=blocked)) is not None]

    def _begin(
        self, tx: Transaction, person: PersonId, *, blocked: bool = False
    ) -> tuple[Tombstone, Address] | None:
        now, current = self._clock(), tx.person(person)
        if current is None or current.address.platform == NOWHERE:
            return None
        salt = next((one.salt for one in sorted(tx.tombstones(), key=_by_salt)), "")
        stone = Tombstone.of(current.address, salt or secrets.token_hex(SALT_DIGITS // 2), now)
        tx.add_tombstones([stone])
        end_line(tx, person, now)
        tx.keep_block(stone, blocked=blocked)
        tx.begin_erasing(former(current, NEUTRAL, now), current.address, now)
        tx.add_old_cards([OldCard(current.address, None)], now)
        return stone, current.address

    async def _finish(self, who: PersonId, home: Address) -> None:
        """Call off what is open, take the words out of every session, and note that it is done.

        ``home`` is where the person was reached; after an interruption its user is not known any more.
        """
        person = await self._store.read(lambda tx: tx.person(who))
        if person is not None:
            await self._presence.call_off(person)
        ids = await self._store.read(lambda tx: tx.sessions_of(who))
        for begin in range(0, len(ids), _AT_ONCE):
            await self._strip(who, ids[begin : begin + _AT_ONCE], home)

        def end(tx: Transaction) -> None:
            tx.end_erasing(who, self._clock())
            let_rewrite(tx, self._clock())

        await self._store.write(end)

    async def _strip(self, who: PersonId, these: list[BookingId], home: Address) -> None:
        """Take the words out of some sessions, and note in the same transaction which messages are to be cleared."""

        def work(tx: Transaction) -> None:
            now = self._clock()
            messages = tx.strip(these, who, NEUTRAL, now)
            others = tx.people({one.reader for one in messages if one.reader != who})
            readers = {one: person.address for one, person in others.items()} | {who: home}
            old = [OldCard(readers[one.reader], one.posted) for one in messages if one.reader in readers]
            tx.add_old_cards(old, now)

        try:
            await self._store.write(work)
        except Stale:  # the other side has just done something
            await self._store.write(work)

    async def _written(self) -> frozenset[Tombstone]:
        try:
            return await asyncio.to_thread(self.file.read) if self.file else frozenset()
        except OSError as error:
            log.error("tombstones_not_read", reason=str(error))  # noqa: TRY400 - the reason says it all
            return frozenset()

    async def _write_down(self, missing: frozenset[Tombstone]) -> None:
        """Bring tombstones to the file; the next look tries again what failed."""
        try:
            if self.file is not None and missing:
                await asyncio.to_thread(self.file.add, missing)
        except OSError as error:
            log.error("tombstones_not_written", reason=str(error))  # noqa: TRY400 - as above


def _by_salt(stone: Tombstone) -> str:
    return stone.salt
