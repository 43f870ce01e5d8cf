"""The courier: claims what is due, asks whether it is still true, and brings it to the person."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from core.chat.screens.pings import message_for
from core.chat.screens.session import session_card
from core.domain.notices import REMINDERS, UNFOLDINGS, Kind, Notice, still_true
from core.domain.sides import Side
from core.ports import DeliveryError, Gone, TryLater, Unknown, Unreachable
from core.store.tx import Tx

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from core.chat.kit import Card
    from core.domain.people import Person
    from core.ports import Clock, Platform, Posted
    from core.store.store import Store
    from core.store.tx import Owed, Placement

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claim holds; longer than any send may take (10 s), so that nobody else takes it meanwhile."""
BATCH = 64
AT_ONCE = 16
"""How many people are served at the same time."""
AGAIN = timedelta(seconds=5)
PATIENCE = 12
"""After so many failures that nobody foresaw, a notice is given up and counted."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One notice with everything it needs, as read at the moment of sending."""

    owed: Owed
    side: Side
    person: Person
    placements: tuple[Placement, ...]

    @property
    def notice(self) -> Notice:
        """What is to be told."""
        return self.owed.notice


class Courier:
    """Delivers notices. ``home_card`` builds a person's own page."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        clock: Clock,
        home_card: Callable[[Person], Awaitable[Card]],
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._home_card = home_card
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
            while owed := await self._store.write(lambda tx: tx.claim(self._clock(), LEASE, BATCH)):
                handled += len(owed)
                await asyncio.gather(*(self._handle(one) for one in owed))
        return handled

    async def _handle(self, owed: Owed) -> None:
        async with self._gate:
            try:
                await self._try(owed)
            except Exception:  # the edge: one bad row must not stop the others
                log.exception("notice_failed", notice=owed.notice.key, tries=owed.tries)
                await self._put_off(owed, min(AGAIN * 2**owed.tries, timedelta(hours=1)))

    async def _try(self, owed: Owed) -> None:
        errand = await self._store.read(lambda tx: _errand(tx, owed, self._clock()))
        if errand is None:
            await self._settle(owed, "dropped")
            return
        platform = self._platforms.get(errand.person.address.platform)
        if platform is None:
            await self._put_off(owed, timedelta(minutes=5))
            return
        if (wait := self._paused[platform.name] - self._clock()) > timedelta(0):
            await self._put_off(owed, wait)
            return
        try:
            if not await self._found(platform, errand):
                await self._bring(platform, errand)
        except TryLater as later:
            if later.everywhere:
                self._paused[platform.name] = self._clock() + timedelta(seconds=later.seconds)
            await self._put_off(owed, timedelta(seconds=later.seconds))
        except Unreachable as unreachable:
            await self._unreached(errand, unreachable.reason)
        except DeliveryError:
            await self._put_off(owed, AGAIN, unknown=True)

    async def _found(self, platform: Platform, errand: Errand) -> bool:
        """Take in what may have been sent before: a message whose answer was lost is looked for, not repeated."""
        owed, to = errand.owed, errand.person.address
        message = message_for(owed.notice.kind, errand.side)
        if owed.state != "unknown" or message is None:
            return False
        found = await platform.find(to, owed.notice.key, owed.first_try_at or self._clock())
        if found is None:
            return False
        if message.about is not None:
            await platform.edit(to, found, message)  # it shows how things stood when it was sent
        await self._settle(owed, "sent", message, found)
        return True

    async def _bring(self, platform: Platform, errand: Errand) -> None:
        notice = errand.notice
        if not still_true(notice, errand.side.booking, self._clock()):
            await self._settle(errand.owed, "dropped")
            return
        if notice.kind is Kind.HOME:
            if platform.has_home:
                await platform.publish(errand.person.address, await self._home_card(errand.person))
            await self._settle(errand.owed, "sent")
            return
        kept = await self._refresh(platform, errand)
        message = message_for(notice.kind, errand.side)
        if errand.placements and not kept:
            message = session_card(errand.side)  # the card was deleted: it comes back as the new message
        if notice.kind is Kind.WITHDRAWN and not errand.placements:
            message = None
        if message is None:
            await self._settle(errand.owed, "sent")
            return
        posted = await platform.post(errand.person.address, message, key=notice.key)
        await self._settle(errand.owed, "sent", message, posted)

    async def _refresh(self, platform: Platform, errand: Errand) -> bool:
        """Bring every card of this booking up to date; say whether one is still there."""
        booking = errand.side.booking
        anew = errand.notice.kind in UNFOLDINGS or errand.notice.kind is Kind.UNREACHED
        kept = False
        for placement in errand.placements:
            if placement.version >= booking.version and not anew:
                kept = True
                continue
            try:
                await platform.edit(errand.person.address, placement.posted, session_card(errand.side))
            except Gone:
                await self._store.write(partial(Tx.forget, posted=placement.posted))
            except Unknown as unknown:
                raise TryLater(AGAIN.total_seconds(), str(unknown)) from unknown
            else:
                kept = True
                await self._store.write(partial(Tx.shown, posted=placement.posted, version=booking.version))
        return kept

    async def _unreached(self, errand: Errand, reason: str) -> None:
        """Note that a person cannot be reached, and tell the other side once."""
        notice, side, person = errand.notice, errand.side, errand.person
        log.warning("unreachable", booking=side.booking.ref, kind=notice.kind.value, reason=reason)
        told = Notice(
            booking=side.booking.id,
            version=0,
            kind=Kind.UNREACHED,
            recipient=side.other.id,
            due_at=self._clock(),
        )

        def work(tx: Tx) -> None:
            tx.update_person(replace(person, unreachable=reason))
            tx.settle(notice.key, "dead", self._clock())
            if notice.kind is not Kind.UNREACHED and side.booking.status.is_open:
                tx.owe(told)

        await self._store.write(work)

    async def _settle(
        self, owed: Owed, outcome: str, message: Card | None = None, posted: Posted | None = None
    ) -> None:
        notice = owed.notice

        def work(tx: Tx) -> None:
            if message is not None and posted is not None and message.about is not None:
                tx.place(notice.booking, notice.recipient, posted, message.about.version, notice.key)
            tx.settle(notice.key, outcome, self._clock())

        await self._store.write(work)

    async def _put_off(self, owed: Owed, wait: timedelta, *, unknown: bool = False) -> None:
        if owed.tries > PATIENCE and not unknown and owed.notice.kind not in REMINDERS:
            log.error("notice_given_up", notice=owed.notice.key, tries=owed.tries)
        due = self._clock() + wait
        await self._store.write(lambda tx: tx.postpone(owed.notice.key, due, unknown=unknown))


def _errand(tx: Tx, owed: Owed, now: datetime) -> Errand | None:
    notice = owed.notice
    booking = tx.booking(notice.booking)
    role = booking.role_of(notice.recipient) if booking else None
    if booking is None or role is None:
        return None
    people = tx.people({booking.student, booking.mentor})
    side = Side(
        booking=booking, role=role, student=people[booking.student], mentor=people[booking.mentor], now=now
    )
    return Errand(owed, side, side.me, tuple(tx.placements(booking.id, notice.recipient)))
