"""The courier: claims what is due, asks whether it is still true, and brings it to the person."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from core.domain.booking import Role, Status
from core.domain.booking_view import BookingView
from core.domain.digests import ALONE, folding, may_fold
from core.domain.notices import NUDGES, UNFOLDINGS, Kind, Notice, still_true
from core.ports.platform import DeliveryError, Gone, TryLater, Unknown, Unreachable
from core.screens.digests import news_digest, requests_digest
from core.screens.notices import message_for
from core.screens.session import session_card
from core.store.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from core.domain.booking import Booking
    from core.domain.people import Mentor, Person, PersonId
    from core.ports.cards import Card
    from core.ports.platform import Clock, Platform, Posted
    from core.store.store import Store
    from core.store.transaction import OutboxEntry, Placement

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claim holds; longer than any send may take (10 s), so that nobody else takes it meanwhile."""
BATCH = 64
AT_ONCE = 16
"""How many people are served at the same time."""
AGAIN = timedelta(seconds=5)
DOUBT = timedelta(minutes=10)
"""How often a message is looked for that may have arrived before its reader became unreachable."""
PATIENCE = 12
"""After so many failures that nobody foresaw, a notice is given up, as one that cannot be delivered."""
MOST_WAITING = 100
"""How many requests of one mentor a digest counts."""
OTHERS = 3
"""How many other mentors are offered in the place of one who did not answer."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice with everything it needs, as read at the moment of sending."""

    entry: OutboxEntry
    view: BookingView
    person: Person
    placements: tuple[Placement, ...]
    folded: tuple[Delivery, ...] = ()
    """What the same message tells as well."""
    waiting: tuple[BookingView, ...] = ()
    """For a nudge: every request that waits for this mentor."""

    @property
    def notice(self) -> Notice:
        """What is to be told."""
        return self.entry.notice

    def is_true(self, now: datetime) -> bool:
        """Whether it may still be told."""
        return still_true(self.notice, self.view.booking, now, answered=self.view.mine is not None)


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
        self._free_at = free_at
        self._stumbles: Counter[str] = Counter()
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
            while entry := await self._claim():
                handled += len(entry)
                await asyncio.gather(*(self._handle(one) for one in entry))
        return handled

    async def _claim(self) -> list[OutboxEntry]:
        """Take what is due; where nothing is, reading so spares a writing transaction."""
        due = await self._store.read(lambda tx: tx.next_due())
        if due is None or due > self._clock():
            return []
        return await self._store.write(lambda tx: tx.claim(self._clock(), LEASE, BATCH))

    async def _handle(self, entry: OutboxEntry) -> None:
        async with self._gate:
            try:
                await self._try(entry)
            except Exception:  # the edge: one bad row must not stop the others
                log.exception("notice_failed", notice=entry.notice.key, tries=entry.tries)
                await self._stumble(entry)
            else:
                self._stumbles.pop(entry.notice.key, None)

    async def _stumble(self, entry: OutboxEntry) -> None:
        """Try again later, a little later each time, and not for ever: what always fails is buried and counted."""
        key = entry.notice.key
        self._stumbles[key] += 1
        if self._stumbles[key] <= PATIENCE:
            wait = min(AGAIN * 2 ** self._stumbles[key], timedelta(hours=1))
            await self._put_off(entry, wait, unknown=True)
            return
        del self._stumbles[key]
        log.error("notice_given_up", notice=key, tries=entry.tries)
        await self._store.write(lambda tx: tx.give_up(key, self._clock()))

    async def _try(self, entry: OutboxEntry) -> None:
        delivery = await self._store.read(lambda tx: _delivery(tx, entry, self._clock()))
        if delivery is None:
            await self._settle(entry, "dropped")
            return
        platform = self._platforms.get(delivery.person.address.platform)
        if platform is None:
            await self._put_off(entry, timedelta(minutes=5))
            return
        if (wait := self._paused[platform.name] - self._clock()) > timedelta(0):
            await self._put_off(entry, wait)
            return
        delivery = await self._gathered(delivery)
        try:
            if not await self._found(platform, delivery):
                await self._bring(platform, delivery)
        except TryLater as later:
            if later.everywhere:
                self._paused[platform.name] = self._clock() + timedelta(seconds=later.seconds)
            await self._put_off(entry, timedelta(seconds=later.seconds))
        except Unreachable as unreachable:
            await self._unreached(delivery, unreachable.reason)
        except DeliveryError:
            await self._put_off(entry, AGAIN, unknown=True)

    async def _found(self, platform: Platform, delivery: Delivery) -> bool:
        """Take in what may have been sent before: a message whose answer was lost is looked for, not repeated."""
        entry, to = delivery.entry, delivery.person.address
        message = message_for(entry.notice.kind, delivery.view)
        if entry.state != "unknown" or message is None:
            return False
        found = await platform.find(to, entry.notice.key, entry.first_try_at or self._clock())
        if found is None:
            return False
        if message.about is not None:
            await platform.edit(to, found, message)  # it shows how things stood when it was sent
        await self._settle(entry, "sent", message, found)
        return True

    async def _gathered(self, delivery: Delivery) -> Delivery:
        """Fold into this message what shall be told with it: stored first, so that nothing is lost or told twice.

        What may have been sent already stays as it was.
        """
        entry, now = delivery.entry, self._clock()
        if entry.state == "unknown" or not may_fold(entry.meant, now) or not delivery.is_true(now):
            return delivery

        def work(tx: Transaction) -> Delivery | None:
            others = [
                one for one in tx.entries_for(entry.notice.recipient) if one.notice.key != entry.notice.key
            ]
            more = folding(entry.meant, [one.meant for one in others if one.state == "ready"], now)
            if more:
                tx.fold(entry.notice.key, [one.key for one in more], now)
            return _delivery(tx, entry, now)

        return await self._store.write(work) or delivery

    async def _bring(self, platform: Platform, delivery: Delivery) -> None:
        notice = delivery.notice
        if not delivery.is_true(self._clock()):
            await self._store.write(lambda tx: tx.unfold(notice.key, self._clock()))
            return
        if notice.kind is Kind.HOME:
            if platform.capabilities.has_home:
                await platform.publish(delivery.person.address, await self._home_card(delivery.person))
            await self._settle(delivery.entry, "sent")
            return
        true = [one for one in (delivery, *delivery.folded) if one.is_true(self._clock())]
        kept = [await self._refresh(platform, one) for one in true]
        message = await self._message(delivery, true, kept)
        if message is None:
            await self._settle(delivery.entry, "sent")
            return
        posted = await platform.post(delivery.person.address, message, key=notice.key)
        await self._settle(delivery.entry, "sent", message, posted)

    async def _message(
        self, delivery: Delivery, true: Sequence[Delivery], kept: Sequence[bool]
    ) -> Card | None:
        """Return the one message that tells all that is ``true``; ``kept`` says of what a card still stands."""
        heard = [one for one in true if one.notice.kind is not Kind.WITHDRAWN or one.placements]
        last = {one.view.booking.id: one for one in heard}
        if len(delivery.waiting) > 1 and all(one.notice.kind in NUDGES for one in true):
            return requests_digest(delivery.waiting)
        if len(last) > 1:
            return news_digest([(one.view, one.notice.kind) for one in last.values()])
        if true[-1].placements and not kept[-1]:
            return session_card(true[-1].view)  # the card was deleted: it comes back as the new message
        return (
            message_for(heard[-1].notice.kind, heard[-1].view, await self._instead(heard[-1]))
            if heard
            else None
        )

    async def _instead(self, delivery: Delivery) -> tuple[Mentor, ...]:
        """Return who could be asked instead of a mentor who did not answer: those with the same time open."""
        booking = delivery.view.booking
        start = booking.starts_at
        if delivery.notice.kind is not Kind.EXPIRED or start is None or start <= self._clock():
            return ()
        found = await self._free_at(start, booking.minutes, booking.mentor)
        return tuple(one for one in found if one.person.id != booking.student)[:OTHERS]

    async def _refresh(self, platform: Platform, delivery: Delivery) -> bool:
        """Bring every card of this booking up to date; say whether one is still there."""
        booking = delivery.view.booking
        anew = delivery.notice.kind in UNFOLDINGS or delivery.notice.kind is Kind.UNREACHED
        kept = False
        for placement in delivery.placements:
            if placement.version >= booking.version and not anew:
                kept = True
                continue
            try:
                await platform.edit(delivery.person.address, placement.posted, session_card(delivery.view))
            except Gone:
                await self._store.write(partial(Transaction.forget, posted=placement.posted))
            except Unknown as unknown:
                raise TryLater(AGAIN.total_seconds(), str(unknown)) from unknown
            else:
                kept = True
                await self._store.write(
                    partial(Transaction.shown, posted=placement.posted, version=booking.version)
                )
        return kept

    async def _unreached(self, delivery: Delivery, reason: str) -> None:
        """Note that a person cannot be reached, and tell the other side once."""
        notice, view, person = delivery.notice, delivery.view, delivery.person
        log.warning("unreachable", booking=view.booking.ref, kind=notice.kind.value, reason=reason)
        told = [
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
                delivery.entry.state == "unknown"
            ):  # it may stand there already: it is looked for until that is known
                tx.postpone(notice.key, self._clock() + DOUBT, unknown=True)
            else:
                tx.give_up(notice.key, self._clock())
            tx.enqueue(*told)

        await self._store.write(work)

    async def _settle(
        self, entry: OutboxEntry, outcome: str, message: Card | None = None, posted: Posted | None = None
    ) -> None:
        notice = entry.notice

        def work(tx: Transaction) -> None:
            if message is not None and posted is not None and message.about is not None:
                about = message.about
                tx.place(about.booking, notice.recipient, posted, about.version, notice.key)
            tx.settle(notice.key, outcome, self._clock())

        await self._store.write(work)

    async def _put_off(self, entry: OutboxEntry, wait: timedelta, *, unknown: bool = False) -> None:
        """Try again later. What may have been sent stays in doubt until it has been looked for."""
        unknown = unknown or entry.state == "unknown"
        due = self._clock() + wait
        await self._store.write(lambda tx: tx.postpone(entry.notice.key, due, unknown=unknown))


def _delivery(tx: Transaction, entry: OutboxEntry, now: datetime) -> Delivery | None:
    """Read everything that a notice needs, and the notices folded into it."""
    head = _alone(tx, entry, now)
    if head is None or entry.notice.kind in ALONE:
        return head
    told = [_alone(tx, one, now) for one in tx.folded(entry.notice.key)]
    waiting = _waiting(tx, entry.notice.recipient, now) if entry.notice.kind in NUDGES else ()
    return replace(head, folded=tuple(one for one in told if one is not None), waiting=waiting)


def _alone(tx: Transaction, entry: OutboxEntry, now: datetime) -> Delivery | None:
    booking, person = tx.booking(entry.notice.booking), entry.notice.recipient
    if booking is None or booking.role_of(person) is None:
        return None
    view = _seen_by(booking, person, tx.people({booking.student, booking.mentor}), now)
    if booking.status is Status.COMPLETED:
        view = replace(view, mine=tx.feedback(booking.id, person))
    return Delivery(entry, view, view.me, tuple(tx.placements(booking.id, person)))


def _waiting(tx: Transaction, mentor: PersonId, now: datetime) -> tuple[BookingView, ...]:
    """What waits for this mentor's answer; where they suggested another time, it is the student's turn."""
    found = [
        one
        for one in tx.waiting_for(mentor, MOST_WAITING)
        if one.proposal is None or one.proposal.by is not Role.MENTOR
    ]
    people = tx.people({mentor, *(one.student for one in found)})
    return tuple(_seen_by(one, mentor, people, now) for one in found)


def _seen_by(
    booking: Booking, person: PersonId, people: Mapping[PersonId, Person], now: datetime
) -> BookingView:
    return BookingView(
        booking=booking,
        role=booking.role_of(person) or Role.STUDENT,
        student=people[booking.student],
        mentor=people[booking.mentor],
        now=now,
    )
