"""The meeting worker: makes, moves and removes the calls of sessions at their provider, and stores their links."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import structlog

from core.domain.acts import LinkMade, RenewLink
from core.domain.booking import LinkState, Role
from core.domain.errors import BookingError, Stale
from core.domain.links import BadLink, MeetingLink
from core.domain.meetings import PATIENCE, MeetingState, Task, is_wanted, task_of
from core.domain.moves import move
from core.ports.meetings import MeetingPlan, Unsuited
from core.ports.platform import Declined, DeliveryError, Gone, TryLater, Unknown, Unreachable
from core.store.errors import Unavailable
from core.store.transaction import Transaction

if TYPE_CHECKING:
    from core.domain.acts import Doing
    from core.domain.booking import Booking, Slot
    from core.domain.people import Address
    from core.ports.meetings import MadeMeeting, MeetingProvider
    from core.ports.platform import Clock
    from core.store.store import Store
    from core.store.transaction import ClaimedMeeting

Closing: TypeAlias = Callable[[Transaction], None]
"""What is stored of a meeting once its fate is known."""

log = structlog.get_logger(__name__)

MEETING_BUDGET = timedelta(seconds=12)
"""How long one attempt may take with all of its calls: a new token, a search and the call itself."""
MEETING_LEASE = timedelta(seconds=20)
"""How long a claim holds, and so the longest wait after a worker was killed; longer than ``MEETING_BUDGET``."""
MADE_AT_ONCE = 8
"""How many meetings are worked on at the same time."""
RETRY_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
MOST_TRIES = 60
"""After so many tries, which takes two days, a meeting that can't be moved or removed is left as it is."""
NOT_BEFORE = timedelta(minutes=1)
"""A meeting that is made during its session begins so much from now: providers take no start in the past."""
LEAST_MINUTES = 5


@dataclass(frozen=True, slots=True)
class _Work:
    """One claimed meeting with its booking as it stands, and whose it is."""

    claimed: ClaimedMeeting
    booking: Booking
    newest: int
    people: tuple[Address, Address]

    @property
    def task(self) -> Task | None:
        return task_of(self.claimed.meeting, self.booking, self.newest)


class MeetingWorker:
    """Brings meetings to what their bookings say.

    ``provider`` is who makes new ones, None for nobody; ``fallback`` returns a room of the address template, and
    ``ring`` tells the delivery worker that there is something to tell. ``program`` returns the program's name.
    """

    def __init__(
        self,
        store: Store,
        provider: MeetingProvider | None,
        clock: Clock,
        *,
        program: Callable[[], str],
        fallback: Callable[[], MeetingLink],
        ring: Callable[[], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._program = program
        self._fallback = fallback
        self._tell = ring
        self._turn = asyncio.Lock()
        self._bell = asyncio.Event()
        self.provider = provider
        self.next_due: datetime | None = None
        """When to look again, as far as the last look could know."""

    def ring(self) -> None:
        """Say that something may be due."""
        self._bell.set()

    async def wait(self) -> None:
        """Wait until somebody rings."""
        await self._bell.wait()
        self._bell.clear()

    async def work_due(self) -> int:
        """Do everything that is due now; return how many meetings were worked on. Raises Unavailable."""
        handled = 0
        async with self._turn:
            while True:
                now = self._clock()
                self.next_due = await self._store.read(Transaction.next_meeting_due)
                if self.next_due is None or self.next_due > now:
                    return handled
                claimed = await self._store.write(partial(self._claim, now=now))
                if not claimed:
                    return handled
                handled += len(claimed)
                ended = await asyncio.gather(*(self._run(one) for one in claimed), return_exceptions=True)
                self._tell()
                for error in ended:
                    if isinstance(error, BaseException):
                        raise error

    async def work(self) -> None:
        """Do everything that is due now, for the heartbeat. Raises Unavailable."""
        await self.work_due()

    async def close(self) -> None:
        """Let go of the provider's connections; what was in its hands is looked for by whoever comes next."""
        if self.provider is not None:
            await self.provider.close()

    def _claim(self, tx: Transaction, now: datetime) -> list[ClaimedMeeting]:
        return tx.claim_meetings(
            now, MEETING_LEASE, MADE_AT_ONCE, self.provider.name if self.provider else ""
        )

    async def _run(self, claimed: ClaimedMeeting) -> None:
        """Do one thing and store how that ended. A database that is away leaves it claimed, and so in doubt."""
        work = await self._store.read(partial(_read, claimed=claimed))
        if work is None:
            return
        closing = await self._attempt(work)
        try:
            await self._store.write(closing)
        except Stale:  # somebody has just moved the booking
            await self._store.write(closing)

    async def _attempt(self, work: _Work) -> Closing:
        try:
            async with asyncio.timeout(MEETING_BUDGET.total_seconds()):
                return await self._do(work)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - the edge: one meeting must not stop the others
            return self._after(work, error)

    async def _do(self, work: _Work) -> Closing:
        meeting, provider = work.claimed.meeting, self._provider_of(work)
        match work.task:
            case Task.MAKE if provider is not None:
                plan = self._plan(work)
                found = await provider.find(plan) if work.claimed.in_doubt else None
                if found is not None:
                    return self._made(work, found, None)  # made for the time of back then: it is moved next
                return self._made(work, await provider.make(plan), work.booking.slot)
            case Task.MAKE:
                return self._fell_back(work, LinkState.GIVEN, in_doubt=work.claimed.in_doubt)
            case Task.MOVE if provider is not None:
                await provider.move(meeting.handle, self._plan(work))
                return partial(_settle, work=work, slot=work.booking.slot)
            case Task.REMOVE if provider is not None:
                await self._remove(provider, work)
                return partial(_settle, work=work, state=MeetingState.GONE)
            case Task.MOVE | Task.REMOVE:
                return self._left(work, "no provider")
            case None:
                return partial(_settle, work=work)

    async def _remove(self, provider: MeetingProvider, work: _Work) -> None:
        handle = work.claimed.meeting.handle
        if not handle and work.claimed.in_doubt:
            found = await provider.find(self._plan(work))
            handle = found.handle if found else ""
        if handle:
            await provider.remove(handle)

    def _provider_of(self, work: _Work) -> MeetingProvider | None:
        """Return who made a meeting, or is to make it; None where the program does not use that one any more."""
        if self.provider is None or work.claimed.meeting.provider != self.provider.name:
            return None
        return self.provider

    def _plan(self, work: _Work) -> MeetingPlan:
        booking, soon = work.booking, self._clock() + NOT_BEFORE
        slot = booking.slot or work.claimed.meeting.slot
        start = max(slot.starts_at, soon) if slot else soon
        left = (slot.ends_at - start) // timedelta(minutes=1) if slot else booking.minutes
        return MeetingPlan(
            key=work.claimed.meeting.key,
            title=f"{self._program()}: session {booking.ref}",
            starts_at=start,
            minutes=max(left, LEAST_MINUTES),
            people=work.people,
        )

    def _made(self, work: _Work, made: MadeMeeting, slot: Slot | None) -> Closing:
        if not made.url:
            raise Unknown("the provider is still making it")
        try:
            link = MeetingLink.parse(made.url)
        except BadLink as bad:
            log.warning("meeting_link_refused", provider=work.claimed.meeting.provider, code=bad.code)
            return self._fell_back(work, LinkState.FALLBACK, in_doubt=True)
        meeting = replace(work.claimed.meeting, state=MeetingState.MADE, handle=made.handle, slot=slot)

        def closing(tx: Transaction) -> None:
            if tx.settle_meeting(work.claimed, meeting):
                _change(tx, work, LinkMade(link=link, state=LinkState.MADE), self._clock())

        return closing

    def _fell_back(self, work: _Work, state: LinkState, *, in_doubt: bool) -> Closing:
        """Give the booking a room of the template; what may have been made all the same is looked for afterwards."""
        link = self._fallback()

        def closing(tx: Transaction) -> None:
            now = self._clock()
            if tx.postpone_meeting(work.claimed, now, in_doubt=in_doubt):
                _change(tx, work, LinkMade(link=link, state=state), now)

        return closing

    def _after(self, work: _Work, error: Exception) -> Closing:
        """Return what follows from an error: tried again, looked for, replaced, or left as it is."""
        now, task, claimed = self._clock(), work.task, work.claimed
        pause = min(RETRY_PAUSE * 2 ** min(claimed.tries - 1, 12), LONGEST_PAUSE)
        if isinstance(error, TryLater):
            pause = max(timedelta(seconds=error.seconds), timedelta(seconds=1))
        in_doubt = claimed.in_doubt or isinstance(error, Unknown | TimeoutError)
        hopeless = isinstance(error, Declined | Gone | Unreachable) or (
            isinstance(error, TryLater) and error.everywhere
        )
        if not isinstance(error, DeliveryError | TimeoutError):
            log.error("meeting_failed", provider=claimed.meeting.provider, exc_info=error)
            in_doubt = True
        log.info(
            "meeting_not_done",
            task=task.name if task else "",
            provider=claimed.meeting.provider,
            tries=claimed.tries,
            reason=str(error) or type(error).__name__,
        )
        if isinstance(error, Unsuited):
            return self._fell_back(work, LinkState.GIVEN, in_doubt=in_doubt)
        if task is Task.MAKE and (hopeless or now + pause > claimed.meeting.wished_at + PATIENCE):
            log.warning("meeting_not_made", provider=claimed.meeting.provider, reason=str(error))
            return self._fell_back(work, LinkState.FALLBACK, in_doubt=in_doubt)
        if task is Task.MOVE and isinstance(error, Gone):
            return self._begins_anew(work)
        if task is not Task.MAKE and (
            isinstance(error, Declined | Unreachable) or claimed.tries >= MOST_TRIES
        ):
            return self._left(work, str(error))
        return lambda tx: _postpone(tx, claimed, now + pause, in_doubt=in_doubt)

    def _begins_anew(self, work: _Work) -> Closing:
        """Ask for another meeting in the place of one that somebody removed at the provider."""
        gone = replace(work.claimed.meeting, state=MeetingState.GONE)

        def closing(tx: Transaction) -> None:
            if tx.settle_meeting(work.claimed, gone):
                _change(tx, work, RenewLink(), self._clock())

        return closing

    def _left(self, work: _Work, why: str) -> Closing:
        """Leave at the provider what can't be changed: a time that is wrong there, or a call that nobody needs."""
        task, meeting = work.task, work.claimed.meeting
        log.warning(
            "meeting_left_as_it_is", task=task.name if task else "", provider=meeting.provider, reason=why
        )
        if task is Task.MOVE:
            return partial(_settle, work=work, slot=work.booking.slot)
        return partial(_settle, work=work, state=MeetingState.GONE)


def _read(tx: Transaction, claimed: ClaimedMeeting) -> _Work | None:
    booking = tx.booking(claimed.meeting.booking)
    if booking is None:
        return None
    people = tx.people({booking.student, booking.mentor})
    pair = people[booking.student].address, people[booking.mentor].address
    return _Work(claimed, booking, tx.newest_meeting(booking.id), pair)


def _settle(
    tx: Transaction, *, work: _Work, state: MeetingState | None = None, slot: Slot | None = None
) -> None:
    meeting = work.claimed.meeting
    known = replace(meeting, state=state or meeting.state, slot=slot or meeting.slot)
    tx.settle_meeting(work.claimed, known)


def _postpone(tx: Transaction, claimed: ClaimedMeeting, until: datetime, *, in_doubt: bool) -> None:
    tx.postpone_meeting(claimed, until, in_doubt=in_doubt)


def _change(tx: Transaction, work: _Work, doing: Doing, now: datetime) -> None:
    """Record what came of it, if the booking still waits for it: as it stands now, not as it was when it was read."""
    booking, meeting = tx.booking(work.booking.id), work.claimed.meeting
    if booking is None:
        return
    waits = is_wanted(meeting, booking, tx.newest_meeting(booking.id))
    if not waits and not (isinstance(doing, RenewLink) and booking.link_state is LinkState.MADE):
        return
    try:
        moved = move(booking, doing, Role.SYSTEM, now)
    except BookingError:
        return
    if moved is not None:
        tx.record(moved, key=None, who=None)
