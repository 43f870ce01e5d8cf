"""The delivery worker: claims what is due, lets each person's next message go on its own, and stores how it ended."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from core.delivery.errand import RETRY_PAUSE, Errand
from core.delivery.lock_outs import LockOuts
from core.delivery.message import MessageWriter
from core.delivery.sender import Sender
from core.ports.platform import Declined, Gone, Reason, TryLater, Unknown, Unreachable
from core.store.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from core.delivery.errand import Closing
    from core.domain.people import Mentor, Person, PersonId
    from core.ports.cards import Card
    from core.ports.platform import Clock, Platform
    from core.store.store import Store
    from core.store.transaction import OutboxEntry, Transaction

log = structlog.get_logger(__name__)

BUDGET = timedelta(seconds=8)
"""How long one send may take, with all of its calls and waits; an end comes to each before its claim does."""
LEASE = timedelta(seconds=10)
"""How long a claim holds, and so the longest wait after a worker was killed; longer than ``BUDGET`` and its closing."""
PER_PLATFORM = 16
"""How many people of one platform are served at the same time; one that is away takes nothing from the other."""
LOOK_SOON = timedelta(seconds=1)
"""When it is looked again for what is due and was held by somebody else."""
STOP_SECONDS = 3.0
"""How long what is in flight may go on when the program stops; supervisors give ten seconds for everything."""


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
        self._sender = Sender(store, clock, home_card, MessageWriter(free_at))
        self._bell, self._more = asyncio.Event(), asyncio.Event()
        self._turn = asyncio.Lock()
        self._stopping = False
        self._errands: dict[str, Errand] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._claiming: Counter[str] = Counter()
        self._due: dict[str, datetime | None] = {}
        self._handled = 0
        self._budget = partial(asyncio.timeout, BUDGET.total_seconds())
        self.lock_outs = LockOuts(clock)

    @property
    def next_due(self) -> datetime | None:
        """When to deliver again, as far as the last look could know; None for not before somebody rings."""
        due = {name: at for name, at in self._due.items() if at is not None}
        return min((self.lock_outs.not_before(name, at) for name, at in due.items()), default=None)

    def ring(self) -> None:
        """Say that something may be due."""
        self._bell.set()
        self._more.set()

    async def wait(self) -> None:
        """Wait until somebody rings."""
        await self._bell.wait()
        self._bell.clear()

    async def deliver_due(self) -> int:
        """Deliver everything that is due now, or becomes due meanwhile; return how many notices were handled.

        Raises Unavailable when the database cannot say what is due; what is in flight goes on.
        """
        async with self._turn:
            self._handled, looked_at = 0, -1
            self._more.set()
            while not self._stopping:
                if self._more.is_set() or self._is_due() or not self._tasks:
                    self._more.clear()
                    looked_at = self._handled
                    await self._claim()
                if self._tasks:
                    await self._wait_for_something()
                elif looked_at == self._handled:
                    break  # nothing has been sent since the last look: it is known what is due next
            return self._handled

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Take nothing more, and let what is in flight end; what has not after ``seconds`` is given back."""
        self._stopping = True
        self._more.set()
        async with self._turn:
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=seconds)
        late = list(self._errands.values())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._give_back(late)

    async def _give_back(self, late: list[Errand]) -> None:
        now = self._clock()
        closings = [one.released(now) for one in late]

        def work(tx: Transaction) -> None:
            for closing in closings:
                closing(tx)

        if closings:
            log.info("given_back", notices=len(closings))
            await self._store.write(work)

    async def _wait_for_something(self) -> None:
        """Wait until a send has ended, somebody rings, or the next notice is due."""
        now = self._clock()
        left = min(
            ((due - now).total_seconds() for due in self._due.values() if due and due > now), default=None
        )
        ringing = asyncio.create_task(self._more.wait())
        try:
            done, _ = await asyncio.wait(
                {*self._tasks, ringing},
                timeout=left,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            ringing.cancel()
        for task in done - {ringing}:
            self._tasks.discard(task)
            task.result()

    def _is_due(self) -> bool:
        now = self._clock()
        return any(due is not None and due <= now and self._free(name) for name, due in self._due.items())

    def _free(self, platform: str) -> int:
        """How many more people of a platform can be served now."""
        if self._stopping:
            return 0
        mine = (one for one in self._errands.values() if one.platform.name == platform and not one.ended)
        busy = sum(1 for _ in mine) + self._claiming[platform]
        return max(self.lock_outs.most(platform, PER_PLATFORM) - busy, 0)

    async def _claim(self) -> None:
        """Take what is due on every platform; where nothing is, reading so spares a writing transaction."""
        names = [name for name in self._platforms if self._free(name)]
        now = self._clock()
        self._due |= await self._store.read(lambda tx: {name: tx.next_due(name) for name in names})
        due = [name for name in names if (at := self._due[name]) is not None and at <= now]
        if due:
            await self._close_and_claim(None, due)

    async def _close_and_claim(self, closing: Closing | None, platforms: Iterable[str]) -> None:
        """Store how one send ended, and take what is due next where there is room, in one transaction."""
        now = self._clock()
        wanted = {name: most for name in platforms if (most := self._free(name))}
        self._claiming.update(wanted)

        def work(tx: Transaction) -> dict[str, tuple[list[OutboxEntry], datetime | None]]:
            if closing is not None:
                closing(tx)
            return {name: _take(tx, name, now, most) for name, most in wanted.items()}

        try:
            taken = await self._store.write(work)
        finally:
            self._claiming.subtract(wanted)
        for name, (entries, due) in taken.items():
            self._due[name] = due
            await self._start(self._platforms[name], entries)

    async def _start(self, platform: Platform, entries: list[OutboxEntry]) -> None:
        errands = [Errand(entry=entry, platform=platform) for entry in entries]
        if self._stopping:
            await self._give_back(errands)
            return
        for errand in errands:
            if errand.key in self._errands:
                continue  # the clock has jumped over its lease, and it is still in our own hands
            self._handled += 1
            self._errands[errand.key] = errand
            self._tasks.add(asyncio.create_task(self._run(errand), name="deliver"))

    async def _run(self, errand: Errand) -> None:
        """Send one notice and store how that ended. A database that is away leaves it claimed, and so in doubt."""
        try:
            closing = await self._attempt(errand)
            errand.ended = True
            await self._close(errand, closing)
        except Unavailable as error:
            log.warning("outcome_not_stored", notice=errand.key, reason=str(error))
        finally:
            self._errands.pop(errand.key, None)

    async def _close(self, errand: Errand, closing: Closing) -> None:
        name = errand.platform.name
        try:
            await self._close_and_claim(closing, [name])
        except Unavailable:
            raise
        except Exception as error:  # the edge: one bad row must not stop the others
            await self._close_and_claim(self._after(errand, error), [name])
        if errand.lost:
            self._more.set()  # the other side may be on another platform

    async def _attempt(self, errand: Errand) -> Closing:
        """Send within the budget; whatever happens, return what is to be stored of it, or raise Unavailable."""
        try:
            async with self._budget():
                closing = await self._sender.send(errand)
        except Unavailable:
            raise
        except Exception as error:  # the edge: one bad row must not stop the others
            return self._after(errand, error)
        self.lock_outs.end(errand.platform.name)
        return closing

    def _after(self, errand: Errand, error: Exception) -> Closing:
        """Return what follows from an error: tried again, looked for, or given up and said so."""
        now, notice, where = self._clock(), errand.entry.notice, errand.platform.name
        match error:
            case TryLater(everywhere=True):
                self.lock_outs.begin(where, str(error), error.seconds)
                return errand.postponed(now + RETRY_PAUSE)
            case TryLater():
                return errand.postponed(now + timedelta(seconds=error.seconds))
            case Unknown():
                return errand.doubted(now)
            case TimeoutError():
                return errand.doubted(now) if errand.sending else errand.postponed(now + RETRY_PAUSE)
            case Unreachable():
                log.warning("unreachable", kind=notice.kind.value, reason=error.reason.value)
                self.lock_outs.end(where)
                return errand.unreached(error, now)
            case Declined() | Gone():
                log.warning("notice_refused", notice=notice.key, tries=errand.entry.tries, code=str(error))
                self.lock_outs.end(where)
            case _:
                log.error("notice_failed", notice=notice.key, tries=errand.entry.tries, exc_info=error)
        if (again := errand.failed(now)) is not None:
            return again
        log.error("notice_given_up", notice=notice.key, tries=errand.entry.tries)
        return errand.given_up(Reason.UNKNOWN, now)


def _take(
    tx: Transaction, platform: str, now: datetime, most: int
) -> tuple[list[OutboxEntry], datetime | None]:
    """Claim on one platform; return with it when there is something to claim there next."""
    due = tx.next_due(platform)
    if due is None or due > now:
        return [], due
    entries = tx.claim(now, LEASE, most, platform)
    due = tx.next_due(platform)
    if not entries and due is not None:
        due = max(due, now + LOOK_SOON)
    return entries, due
