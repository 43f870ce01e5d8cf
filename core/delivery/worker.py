"""The delivery worker: claims what is due, lets each person's next message go on its own, and stores how it ended."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from core.delivery.elsewhere import move_stuck
from core.delivery.errand import RETRY_PAUSE, Errand, close_all
from core.delivery.lock_outs import LockOuts
from core.delivery.message import MessageWriter
from core.delivery.sender import Sender
from core.ports.platform import Declined, Gone, Reason, TryLater, Unknown, Unreachable
from core.store.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence

    from core.delivery.errand import Closing
    from core.domain.notices import Notice
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
GROUP, GATHER_SECONDS = 16, 0.01
"""How many ends one transaction stores, and how long the first of them waits for the others that are in flight."""
LOOK_SOON = timedelta(seconds=1)
"""When it is looked again for what is due and was held by somebody else."""
STOP_SECONDS = 3.0
"""How long what is in flight may go on when the program stops; supervisors give ten seconds for everything."""


class DeliveryWorker:
    """Delivers notices.

    ``home_card`` builds a person's own page; ``free_at`` finds mentors, but for one, who have a time open; ``report``
    makes what an organiser has asked for.
    """

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        clock: Clock,
        home_card: Callable[[Person], Awaitable[Card]],
        free_at: Callable[[datetime, int, PersonId], Awaitable[tuple[Mentor, ...]]],
        *,
        report: Callable[[Notice], Awaitable[tuple[Person, Card] | None]],
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._sender = Sender(store, clock, home_card, MessageWriter(free_at), report)
        self._bell, self._more, self._stir = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._turn = asyncio.Lock()
        self._stopping = False
        self._errands: dict[str, Errand] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._broken: list[BaseException] = []
        self._ended: list[tuple[Errand, Closing]] = []
        self._one_ended = asyncio.Event()
        self._closes = False
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
        self._look_again()

    def _look_again(self) -> None:
        self._more.set()
        self._stir.set()

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
            self._look_again()
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
        self._look_again()
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

        if closings:
            log.info("given_back", notices=len(closings))
            await self._store.write(partial(close_all, closings=closings))

    async def _wait_for_something(self) -> None:
        """Wait until nothing is in flight, an end was stored, somebody rings, or the next notice is due."""
        now = self._clock()
        left = min(
            ((due - now).total_seconds() for due in self._due.values() if due and due > now), default=None
        )
        with suppress(TimeoutError):
            async with asyncio.timeout(left):
                await self._stir.wait()
        self._stir.clear()
        if self._broken:
            raise self._broken.pop()

    def _has_ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._broken.append(error)
        if self._broken or not self._tasks:
            self._stir.set()

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
        now = self._clock()
        for name in self.lock_outs.away():
            await move_stuck(self._store, name, now)
        names = [name for name in self._platforms if self._free(name)]
        self._due |= await self._store.read(lambda tx: {name: tx.next_due(name) for name in names})
        due = [name for name in names if (at := self._due[name]) is not None and at <= now]
        if due:
            await self._close_and_claim([], due)

    async def _close_and_claim(self, closings: Sequence[Closing], platforms: Iterable[str]) -> None:
        """Store how sends ended, and take what is due next where there is room, in one transaction."""
        now = self._clock()
        wanted = {name: most for name in platforms if (most := self._free(name))}
        self._claiming.update(wanted)
        known = dict(self._due)

        def work(tx: Transaction) -> dict[str, tuple[list[OutboxEntry], datetime | None]]:
            close_all(tx, closings)
            return {name: _take(tx, name, now, most, known.get(name)) for name, most in wanted.items()}

        try:
            taken = await self._store.write(work)
        finally:
            self._claiming.subtract(wanted)
        if closings and len(taken) < len(set(platforms)):
            self._look_again()  # who was let by where there was no room has to be looked for by somebody
        for name, (entries, due) in taken.items():
            self._due[name] = due
            await self._start(self._platforms[name], entries)

    async def _start(self, platform: Platform, entries: list[OutboxEntry]) -> None:
        errands = [Errand(entry=entry, platform=platform) for entry in entries]
        if self._stopping:
            await self._give_back(errands)
            return
        mine = []
        for errand in errands:
            before = self._errands.get(errand.key)
            if before is not None and (not before.ended or before.platform is platform):
                continue  # the clock has jumped over its lease, and it is still in our own hands
            errand.platform_fails = self.lock_outs.in_trouble(platform.name)
            self._errands[errand.key] = errand
            mine.append(errand)
        self._handled += len(mine)
        reading = self._task(self._sender.read(mine)) if len(mine) > 1 else None
        for errand in mine:
            self._task(self._run(errand, reading))

    def _task(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name="deliver")
        self._tasks.add(task)
        task.add_done_callback(self._has_ended)
        return task

    async def _run(self, errand: Errand, reading: asyncio.Task[None] | None) -> None:
        """Send one notice and see to it that its end is stored. A database that is away leaves it in doubt."""
        try:
            closing = await self._attempt(errand, reading)
        except BaseException as error:
            self._errands.pop(errand.key, None)
            if not isinstance(error, Unavailable):
                raise
            log.warning("outcome_not_stored", notice=errand.key, reason=str(error))
            return
        errand.ended = True
        self._ended.append((errand, closing))
        self._one_ended.set()
        if not self._closes:
            await self._close_ended()

    async def _close_ended(self) -> None:
        """Store how sends ended, in groups: a transaction costs nearly as much for one as for many."""
        self._closes = True
        try:
            while self._ended:
                await self._gather()
                group, self._ended = self._ended, []
                await self._close(group)
                for errand, _ in group:
                    if self._errands.get(errand.key) is errand:  # it may be on its way to another platform
                        del self._errands[errand.key]
                self._stir.set()
        finally:
            self._closes = False

    async def _gather(self) -> None:
        """Let more sends end before their ends are stored, while any are in flight."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                while len(self._ended) < GROUP and not all(one.ended for one in self._errands.values()):
                    self._one_ended.clear()
                    await self._one_ended.wait()

    async def _close(self, group: Sequence[tuple[Errand, Closing]]) -> None:
        """Store how a group ended; one bad row in it must not stop the others."""
        names = {errand.platform.name for errand, _ in group}
        try:
            try:
                await self._close_and_claim([closing for _, closing in group], names)
            except Unavailable:
                raise
            except Exception as error:
                if len(group) == 1:
                    await self._close_and_claim([self._after(group[0][0], error)], names)
                for one in group if len(group) > 1 else ():
                    await self._close([one])
        except Unavailable as error:
            for errand, _ in group:
                log.warning("outcome_not_stored", notice=errand.key, reason=str(error))
        if any(errand.lost or errand.passes_on for errand, _ in group):
            self._look_again()  # the other side, or the other account of the same one, is on another platform

    async def _attempt(self, errand: Errand, reading: asyncio.Task[None] | None) -> Closing:
        """Send within the budget; whatever happens, return what is to be stored of it, or raise Unavailable."""
        try:
            async with self._budget():
                if reading is not None:
                    await asyncio.wait([reading])
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
                self.lock_outs.failed(where)
                return errand.postponed(now + RETRY_PAUSE)
            case TryLater():
                self.lock_outs.failed(where)
                return errand.postponed(now + timedelta(seconds=error.seconds))
            case Unknown():
                self.lock_outs.failed(where)
                return errand.doubted(now)
            case TimeoutError():
                self.lock_outs.failed(where)
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
    tx: Transaction, platform: str, now: datetime, most: int, known: datetime | None
) -> tuple[list[OutboxEntry], datetime | None]:
    """Claim on one platform; return with it when there is something to claim there next.

    Where something was due by the last look it is not asked again whether anything is.
    """
    if known is None or known > now:
        due = tx.next_due(platform)
        if due is None or due > now:
            return [], due
    entries = tx.claim(now, LEASE, most, platform)
    if len(entries) == most:
        return entries, now
    due = tx.next_due(platform)
    if not entries and due is not None:
        due = max(due, now + LOOK_SOON)
    return entries, due
