"""The courier: claims what is due, asks whether it is still true, and brings it to the person."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from core.chat.screens.digests import news_digest, requests_digest
from core.chat.screens.pings import message_for
from core.chat.screens.session import session_card
from core.domain.booking import Role, Status
from core.domain.digests import ALONE, folding, may_fold
from core.domain.notices import NUDGES, UNFOLDINGS, Kind, Notice, still_true
from core.domain.sides import Side
from core.ports import DeliveryError, Gone, TryLater, Unknown, Unreachable
from core.store.tx import Tx

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from core.chat.kit import Card
    from core.domain.booking import Booking
    from core.domain.people import Mentor, Person, PersonId
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
DOUBT = timedelta(minutes=10)
"""How often a message is looked for that may have arrived before its reader became unreachable."""
PATIENCE = 12
"""After so many failures that nobody foresaw, a notice is given up, as one that cannot be delivered."""
MOST_WAITING = 100
"""How many requests of one mentor a digest counts."""
OTHERS = 3
"""How many other mentors are offered in the place of one who did not answer."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One notice with everything it needs, as read at the moment of sending."""

    owed: Owed
    side: Side
    person: Person
    placements: tuple[Placement, ...]
    folded: tuple[Errand, ...] = ()
    """What the same message tells as well."""
    waiting: tuple[Side, ...] = ()
    """For a nudge: every request that waits for this mentor."""

    @property
    def notice(self) -> Notice:
        """What is to be told."""
        return self.owed.notice

    def is_true(self, now: datetime) -> bool:
        """Whether it may still be told."""
        return still_true(self.notice, self.side.booking, now, answered=self.side.mine is not None)


class Courier:
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
            while owed := await self._claim():
                handled += len(owed)
                await asyncio.gather(*(self._handle(one) for one in owed))
        return handled

    async def _claim(self) -> list[Owed]:
        """Take what is due; where nothing is, reading so spares a writing transaction."""
        due = await self._store.read(lambda tx: tx.next_due())
        if due is None or due > self._clock():
            return []
        return await self._store.write(lambda tx: tx.claim(self._clock(), LEASE, BATCH))

    async def _handle(self, owed: Owed) -> None:
        async with self._gate:
            try:
                await self._try(owed)
            except Exception:  # the edge: one bad row must not stop the others
                log.exception("notice_failed", notice=owed.notice.key, tries=owed.tries)
                await self._stumble(owed)
            else:
                self._stumbles.pop(owed.notice.key, None)

    async def _stumble(self, owed: Owed) -> None:
        """Try again later, a little later each time, and not for ever: what always fails is buried and counted."""
        key = owed.notice.key
        self._stumbles[key] += 1
        if self._stumbles[key] <= PATIENCE:
            wait = min(AGAIN * 2 ** self._stumbles[key], timedelta(hours=1))
            await self._put_off(owed, wait, unknown=True)
            return
        del self._stumbles[key]
        log.error("notice_given_up", notice=key, tries=owed.tries)
        await self._store.write(lambda tx: tx.bury(key, self._clock()))

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
        errand = await self._gathered(errand)
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

    async def _gathered(self, errand: Errand) -> Errand:
        """Fold into this message what shall be told with it: stored first, so that nothing is lost or told twice.

        What may have been sent already stays as it was.
        """
        owed, now = errand.owed, self._clock()
        if owed.state == "unknown" or not may_fold(owed.meant, now) or not errand.is_true(now):
            return errand

        def work(tx: Tx) -> Errand | None:
            others = [one for one in tx.owed_to(owed.notice.recipient) if one.notice.key != owed.notice.key]
            more = folding(owed.meant, [one.meant for one in others if one.state == "ready"], now)
            if more:
                tx.fold(owed.notice.key, [one.key for one in more], now)
            return _errand(tx, owed, now)

        return await self._store.write(work) or errand

    async def _bring(self, platform: Platform, errand: Errand) -> None:
        notice = errand.notice
        if not errand.is_true(self._clock()):
            await self._store.write(lambda tx: tx.scatter(notice.key, self._clock()))
            return
        if notice.kind is Kind.HOME:
            if platform.has_home:
                await platform.publish(errand.person.address, await self._home_card(errand.person))
            await self._settle(errand.owed, "sent")
            return
        true = [one for one in (errand, *errand.folded) if one.is_true(self._clock())]
        kept = [await self._refresh(platform, one) for one in true]
        message = await self._message(errand, true, kept)
        if message is None:
            await self._settle(errand.owed, "sent")
            return
        posted = await platform.post(errand.person.address, message, key=notice.key)
        await self._settle(errand.owed, "sent", message, posted)

    async def _message(self, errand: Errand, true: Sequence[Errand], kept: Sequence[bool]) -> Card | None:
        """Return the one message that tells all that is ``true``; ``kept`` says of what a card still stands."""
        heard = [one for one in true if one.notice.kind is not Kind.WITHDRAWN or one.placements]
        last = {one.side.booking.id: one for one in heard}
        if len(errand.waiting) > 1 and all(one.notice.kind in NUDGES for one in true):
            return requests_digest(errand.waiting)
        if len(last) > 1:
            return news_digest([(one.side, one.notice.kind) for one in last.values()])
        if true[-1].placements and not kept[-1]:
            return session_card(true[-1].side)  # the card was deleted: it comes back as the new message
        return (
            message_for(heard[-1].notice.kind, heard[-1].side, await self._instead(heard[-1]))
            if heard
            else None
        )

    async def _instead(self, errand: Errand) -> tuple[Mentor, ...]:
        """Return who could be asked instead of a mentor who did not answer: those with the same time open."""
        booking = errand.side.booking
        start = booking.starts_at
        if errand.notice.kind is not Kind.EXPIRED or start is None or start <= self._clock():
            return ()
        found = await self._free_at(start, booking.minutes, booking.mentor)
        return tuple(one for one in found if one.person.id != booking.student)[:OTHERS]

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
        told = [
            Notice(
                booking=one.side.booking.id,
                version=0,
                kind=Kind.UNREACHED,
                recipient=one.side.other.id,
                due_at=self._clock(),
            )
            for one in (errand, *errand.folded)
            if one.notice.kind is not Kind.UNREACHED and one.side.booking.status.is_open
        ]

        def work(tx: Tx) -> None:
            tx.update_person(replace(person, unreachable=reason))
            if (
                errand.owed.state == "unknown"
            ):  # it may stand there already: it is looked for until that is known
                tx.postpone(notice.key, self._clock() + DOUBT, unknown=True)
            else:
                tx.bury(notice.key, self._clock())
            tx.owe(*told)

        await self._store.write(work)

    async def _settle(
        self, owed: Owed, outcome: str, message: Card | None = None, posted: Posted | None = None
    ) -> None:
        notice = owed.notice

        def work(tx: Tx) -> None:
            if message is not None and posted is not None and message.about is not None:
                about = message.about
                tx.place(about.booking, notice.recipient, posted, about.version, notice.key)
            tx.settle(notice.key, outcome, self._clock())

        await self._store.write(work)

    async def _put_off(self, owed: Owed, wait: timedelta, *, unknown: bool = False) -> None:
        """Try again later. What may have been sent stays in doubt until it has been looked for."""
        unknown = unknown or owed.state == "unknown"
        due = self._clock() + wait
        await self._store.write(lambda tx: tx.postpone(owed.notice.key, due, unknown=unknown))


def _errand(tx: Tx, owed: Owed, now: datetime) -> Errand | None:
    """Read everything that a notice needs, and the notices folded into it."""
    head = _alone(tx, owed, now)
    if head is None or owed.notice.kind in ALONE:
        return head
    told = [_alone(tx, one, now) for one in tx.folded(owed.notice.key)]
    waiting = _waiting(tx, owed.notice.recipient, now) if owed.notice.kind in NUDGES else ()
    return replace(head, folded=tuple(one for one in told if one is not None), waiting=waiting)


def _alone(tx: Tx, owed: Owed, now: datetime) -> Errand | None:
    booking, person = tx.booking(owed.notice.booking), owed.notice.recipient
    if booking is None or booking.role_of(person) is None:
        return None
    side = _seen_by(booking, person, tx.people({booking.student, booking.mentor}), now)
    if booking.status is Status.COMPLETED:
        side = replace(side, mine=tx.feedback(booking.id, person))
    return Errand(owed, side, side.me, tuple(tx.placements(booking.id, person)))


def _waiting(tx: Tx, mentor: PersonId, now: datetime) -> tuple[Side, ...]:
    """What waits for this mentor's answer; where they suggested another time, it is the student's turn."""
    found = [
        one
        for one in tx.waiting_for(mentor, MOST_WAITING)
        if one.proposal is None or one.proposal.by is not Role.MENTOR
    ]
    people = tx.people({mentor, *(one.student for one in found)})
    return tuple(_seen_by(one, mentor, people, now) for one in found)


def _seen_by(booking: Booking, person: PersonId, people: Mapping[PersonId, Person], now: datetime) -> Side:
    return Side(
        booking=booking,
        role=booking.role_of(person) or Role.STUDENT,
        student=people[booking.student],
        mentor=people[booking.mentor],
        now=now,
    )
