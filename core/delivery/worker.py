"""The delivery worker: claims what is due, sends it, and settles it or tries again later."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from core.delivery.delivery import read_delivery
from core.delivery.message import MessageWriter
from core.delivery.refresh import refresh_cards
from core.domain.digests import folding, may_fold
from core.domain.notices import Kind, Notice
from core.ports.platform import DeliveryError, TryLater, Unreachable
from core.screens.notices import is_ping, message_for
from core.store.transaction import OutboxOutcome, OutboxState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from core.delivery.delivery import Delivery
    from core.domain.people import Mentor, Person, PersonId
    from core.ports.cards import Card
    from core.ports.platform import Clock, Platform, Posted
    from core.store.store import Store
    from core.store.transaction import OutboxEntry, Transaction

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claim holds; longer than any send may take (10 s), so that nobody else takes it meanwhile."""
BATCH = 64
"""How many notices one claim takes."""
AT_ONCE = 16
"""How many people are served at the same time."""
RETRY_PAUSE = timedelta(seconds=5)
"""After how long a send with an unknown outcome is looked into; doubled by each failure that nobody foresaw."""
LONGEST_PAUSE = timedelta(hours=1)
LOOK_AGAIN = timedelta(minutes=10)
"""How often a message is looked for that may have arrived before its reader became unreachable."""
NO_PLATFORM_PAUSE = timedelta(minutes=5)
"""When a notice is looked at again whose platform is not configured."""
MOST_FAILURES = 12
"""After more failures than this that nobody foresaw, a notice is given up as one that cannot be delivered."""


class DeliveryWorker:
    """Delivers notices.

    ``home_card`` builds a person's own page; ``free_at`` finds mentors, but for one, who have a time open.
    """

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        clock: Clock,
        home_card: Callable[[Person], Awaitable[Card]],
        free_at: Callable[[datetime, int, PersonId], Awaitable[tuple[Mentor, ...]]],
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._home_card = home_card
        self._writer = MessageWriter(free_at)
        self._bell = asyncio.Event()
        self._paused: defaultdict[str, datetime] = defaultdict(
            lambda: datetime.min.replace(tzinfo=clock().tzinfo)
        )
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._turn = asyncio.Lock()

    def ring(self) -> None:
        """Say that something may be due."""
        self._bell.set()

    async def wait(self) -> None:
        """Wait until somebody rings."""
        await self._bell.wait()
        self._bell.clear()

    async def deliver_due(self) -> int:
        """Deliver everything that is due now; return how many notices were handled."""
        handled = 0
        async with self._turn:
            while entries := await self._claim():
                handled += len(entries)
                await asyncio.gather(*(self._deliver(entry) for entry in entries))
        return handled

    async def _claim(self) -> list[OutboxEntry]:
        """Take what is due; where nothing is, reading so spares a writing transaction."""
        due = await self._store.read(lambda tx: tx.next_due())
        if due is None or due > self._clock():
            return []
        return await self._store.write(lambda tx: tx.claim(self._clock(), LEASE, BATCH))

    async def _deliver(self, entry: OutboxEntry) -> None:
        async with self._gate:
            try:
                await self._attempt(entry)
            except Exception:  # the edge: one bad row must not stop the others
                log.exception("notice_failed", notice=entry.notice.key, tries=entry.tries)
                await self._retry_or_give_up(entry)

    async def _retry_or_give_up(self, entry: OutboxEntry) -> None:
        """Try again later, a little later each time, and not for ever: what always fails is given up."""
        key, failures = entry.notice.key, entry.failures + 1
        if failures > MOST_FAILURES:
            log.error("notice_given_up", notice=key, tries=entry.tries)
            await self._store.write(lambda tx: tx.give_up(key, self._clock()))
            return
        due = self._clock() + min(RETRY_PAUSE * 2**failures, LONGEST_PAUSE)
        await self._store.write(lambda tx: tx.postpone(key, due, unknown=True, failed=True))

    async def _attempt(self, entry: OutboxEntry) -> None:
        delivery = await self._store.read(lambda tx: read_delivery(tx, entry, self._clock()))
        if delivery is None:
            await self._settle(entry, OutboxOutcome.DROPPED)
            return
        platform = self._platforms.get(delivery.recipient.address.platform)
        if platform is None:
            await self._postpone(entry, NO_PLATFORM_PAUSE)
            return
        if (wait := self._paused[platform.name] - self._clock()) > timedelta(0):
            await self._postpone(entry, wait)
            return
        delivery = await self._fold_others(delivery)
        try:
            if not await self._settle_if_found(platform, delivery):
                await self._send(platform, delivery)
        except TryLater as later:
            if later.everywhere:
                self._paused[platform.name] = self._clock() + timedelta(seconds=later.seconds)
            await self._postpone(entry, timedelta(seconds=later.seconds))
        except Unreachable as unreachable:
            await self._record_unreachable(delivery, unreachable.reason.value)
        except DeliveryError:
            await self._postpone(entry, RETRY_PAUSE, unknown=True)

    async def _settle_if_found(self, platform: Platform, delivery: Delivery) -> bool:
        """Settle what was sent before: a message whose answer was lost is looked for, not repeated."""
        entry, to = delivery.entry, delivery.recipient.address
        message = message_for(entry.notice.kind, delivery.view)
        if entry.state is not OutboxState.UNKNOWN or message is None:
            return False
        found = await platform.find(to, entry.notice.key, entry.first_try_at or self._clock())
        if found is None:
            return False
        if delivery.folded or len(delivery.waiting) > 1:  # it told of several, and stays as it is
            await self._settle(entry, OutboxOutcome.SENT)
            return True
        if message.about is not None:
            await platform.edit(to, found, message)  # it shows how things stood when it was sent
        await self._settle(entry, OutboxOutcome.SENT, message, found)
        return True

    async def _fold_others(self, delivery: Delivery) -> Delivery:
        """Fold into this message what shall be told with it: stored first, so that nothing is lost or told twice.

        What may have been sent already stays as it was.
        """
        entry, now = delivery.entry, self._clock()
        unknown = entry.state is OutboxState.UNKNOWN
        if unknown or not may_fold(entry.first_due, now) or not delivery.is_true(now):
            return delivery

        def work(tx: Transaction) -> Delivery | None:
            others = [
                one.first_due
                for one in tx.entries_for(entry.notice.recipient)
                if one.notice.key != entry.notice.key and one.state is OutboxState.READY
            ]
            more = folding(entry.first_due, others, now)
            if more:
                tx.fold(entry.notice.key, [one.key for one in more], now)
            return read_delivery(tx, entry, now)

        return await self._store.write(work) or delivery

    async def _send(self, platform: Platform, delivery: Delivery) -> None:
        notice, to = delivery.notice, delivery.recipient
        if not delivery.is_true(self._clock()):
            await self._store.write(lambda tx: tx.drop(notice.key, self._clock()))
            return
        if notice.kind is Kind.HOME:
            if platform.capabilities.has_home:
                await platform.publish(to.address, await self._home_card(to))
            await self._settle(delivery.entry, OutboxOutcome.SENT)
            return
        true = [one for one in (delivery, *delivery.folded) if one.is_true(self._clock())]
        standing = [await refresh_cards(self._store, platform, one, RETRY_PAUSE) for one in true]
        message = await self._writer.message_of(delivery, true, standing, self._clock())
        if message is None:
            await self._settle(delivery.entry, OutboxOutcome.SENT)
            return
        posted = await platform.post(to.address, message, key=notice.key)
        await self._settle(delivery.entry, OutboxOutcome.SENT, message, posted)

    async def _record_unreachable(self, delivery: Delivery, reason: str) -> None:
        """Note that a person cannot be reached, and tell the other side once."""
        notice, view, person = delivery.notice, delivery.view, delivery.recipient
        log.warning("unreachable", booking=view.booking.ref, kind=notice.kind.value, reason=reason)
        news = [
            Notice(
                booking=one.view.booking.id,
                version=0,
                kind=Kind.UNREACHED,
                recipient=one.view.other.id,
                due_at=self._clock(),
            )
            for one in (delivery, *delivery.folded)
            if one.notice.kind is not Kind.UNREACHED and one.view.booking.status.is_open
        ]

        def work(tx: Transaction) -> None:
            tx.update_person(replace(person, unreachable=reason))
            if (
                delivery.entry.state is OutboxState.UNKNOWN
            ):  # it may have arrived: looked for until that is known
                tx.postpone(notice.key, self._clock() + LOOK_AGAIN, unknown=True)
            else:
                tx.give_up(notice.key, self._clock())
            tx.enqueue(*news)

        await self._store.write(work)

    async def _settle(
        self,
        entry: OutboxEntry,
        outcome: OutboxOutcome,
        message: Card | None = None,
        posted: Posted | None = None,
    ) -> None:
        notice = entry.notice

        def work(tx: Transaction) -> None:
            if message is not None and posted is not None and message.about is not None:
                about = message.about
                shown = notice if is_ping(message) else replace(notice, kind=Kind.CARD)
                tx.place(about.booking, notice.recipient, posted, about.version, shown.key)
            tx.settle(notice.key, outcome, self._clock())

        await self._store.write(work)

    async def _postpone(self, entry: OutboxEntry, wait: timedelta, *, unknown: bool = False) -> None:
        """Try again later. What may have been sent stays in doubt until it has been looked for."""
        unknown = unknown or entry.state is OutboxState.UNKNOWN
        due = self._clock() + wait
        await self._store.write(lambda tx: tx.postpone(entry.notice.key, due, unknown=unknown))
