"""The auditor: looks every minute whether what was promised is so, puts right once what it can, and counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

import structlog

from core.domain.audit import RECENT, Fault, Record, audited, keys, promised
from core.domain.booking import BookingId
from core.store.columns import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.domain.audit import Finding
    from core.domain.booking import Booking
    from core.domain.notices import Notice
    from core.ports.platform import Clock, Platform
    from core.store.store import Store
    from core.store.transaction import Mark, StoredRecord, Transaction

log = structlog.get_logger(__name__)

BOOKINGS = 25
"""How many bookings are read and judged in one transaction: some 10 ms, for which a press may have to wait."""
PAGES = 20
"""How many such pages one look reads at most."""
UNTAKEN = timedelta(minutes=5)
"""How long a notice may be due, and free to be taken, without any worker taking it."""
REPAIRS_KNOWN = 10_000
"""How many repairs are remembered, so that none is made twice in a row."""
BEYOND_REPAIR = frozenset({Fault.TIME_NOT_HELD, Fault.TIME_OVERLAPS, Fault.HISTORY_BROKEN})
"""What nothing but a person can put right."""
_BEGINNING = UUID(int=0)
_Judged: TypeAlias = "tuple[tuple[Booking, tuple[Finding, ...]], ...]"
_WALKS: tuple[Callable[[Transaction, Mark, int], list[Mark]], ...] = (
    lambda tx, mark, limit: tx.changed_after(mark, limit),
    lambda tx, mark, limit: tx.pending_after(mark, limit),
    lambda tx, mark, limit: tx.accepted_after(mark, limit),
)
"""What one round looks at, one after the other: what changed of late, what waits, what is to come."""


class Auditor:
    """Walks round and round over all that is recent or open, a bounded part in each look.

    Every process may have one: a repair is a notice with a key of its own, so that it is stored once. What could not be
    put right stays ``broken`` until a later round finds it whole.
    """

    def __init__(self, store: Store, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._walk = 0
        self._mark: Mark | None = None
        self._repaired: set[str] = set()
        self._last_round: dict[BookingId, frozenset[Fault]] = {}
        self._this_round: dict[BookingId, frozenset[Fault]] = {}
        self._is_late = 0
        self.found: Counter[Fault] = Counter()
        """How often each fault was found since the program started."""
        self.repaired: Counter[Fault] = Counter()

    @property
    def broken(self) -> frozenset[Fault]:
        """What is not as it must be although it was repaired, or can't be."""
        late = {Fault.NOTICE_LATE} if self._is_late > 1 else set()
        known = self._last_round | self._this_round
        return frozenset(late.union(*known.values()))

    async def look(self) -> int:
        """Look at the next bookings; return how many repairs were made, for which somebody has to ring."""
        repairs = await self._look_for_late()
        for _ in range(PAGES):
            page = await self._store.read(self._read_page)
            self._walk, self._mark = page.walk, page.mark
            repairs += await self._judge(page.judged)
            if self._is_at_the_beginning:
                break
        return repairs

    @property
    def _is_at_the_beginning(self) -> bool:
        return self._walk == 0 and self._mark is None

    async def _look_for_late(self) -> int:
        """A notice that waits for nobody and is long due: the worker is rung, and the second time it is broken."""
        due, stranded = await self._store.read(lambda tx: (tx.next_due(), tx.stranded()))
        now = self._clock()
        if stranded:
            await self._store.write(lambda tx: tx.free(stranded))
            self.found[Fault.NOTICE_LATE] += len(stranded)
            self.repaired[Fault.NOTICE_LATE] += len(stranded)
            log.error("audit", fault=Fault.NOTICE_LATE.value, stranded=len(stranded))
            return len(stranded)
        if due is None or now - due < UNTAKEN:
            self._is_late = 0
            return 0
        self._is_late += 1
        self.found[Fault.NOTICE_LATE] += 1
        log.error("audit", fault=Fault.NOTICE_LATE.value, since=due.isoformat())
        return 1

    def _read_page(self, tx: Transaction) -> _Page:
        """Read the next page, and judge it in the same thread: the event loop has no part in it."""
        now = self._clock()
        mark = self._mark or (now - RECENT if self._walk == 0 else EPOCH, BookingId(_BEGINNING))
        marks = _WALKS[self._walk](tx, mark, BOOKINGS)
        records = self._records(tx, tx.records({which for _, which in marks}), now)
        judged = tuple((one.booking, audited(one, now)) for one in records)
        if len(marks) == BOOKINGS:
            return _Page(judged, self._walk, marks[-1])
        return _Page(judged, (self._walk + 1) % len(_WALKS), None)

    def _records(self, tx: Transaction, stored: list[StoredRecord], now: datetime) -> list[Record]:
        people = tx.people({who for one in stored for who in (one.booking.student, one.booking.mentor)})
        chosen = {who: person.reminders for who, person in people.items()}
        due = {one.booking.id: promised(one.moves, now, chosen) for one in stored}
        told = tx.told(sorted(key for one in stored for key in keys(one.moves, due[one.booking.id], now)))
        away = frozenset(
            who
            for who, person in people.items()
            if person.unreachable or person.left_at or person.address.platform not in self._platforms
        )
        return [
            Record(
                booking=one.booking,
                moves=one.moves,
                promised=due[one.booking.id],
                told=told,
                cards=one.cards,
                held=one.held,
                overlaps=one.overlaps,
                away=away,
            )
            for one in stored
        ]

    async def _judge(self, judged: _Judged) -> int:
        """Count, remember what is broken, and store the repairs that were not made before."""
        repairs: dict[str, Notice] = {}
        for booking, findings in judged:
            self._this_round[booking.id] = frozenset(one.fault for one in findings if self._is_broken(one))
            for one in findings:
                self.found[one.fault] += 1
                if one.fault not in self._last_round.get(booking.id, ()):
                    log.error("audit", fault=one.fault.value, booking=booking.ref, tried=one.tried)
                if one.repair is not None and one.repair.key not in self._repaired | repairs.keys():
                    repairs[one.repair.key] = one.repair
                    self.repaired[one.fault] += 1
        if self._is_at_the_beginning:
            self._last_round, self._this_round = {k: v for k, v in self._this_round.items() if v}, {}
        if repairs:
            await self._store.write(lambda tx: tx.enqueue(*repairs.values()))
            self._repaired = {*(self._repaired if len(self._repaired) < REPAIRS_KNOWN else ()), *repairs}
        return len(repairs)

    def _is_broken(self, finding: Finding) -> bool:
        """Whether a fault can't be repaired, or was and is still there. A repair on its way is none yet."""
        if finding.repair is not None:
            return finding.repair.key in self._repaired
        return finding.tried or finding.fault in BEYOND_REPAIR


@dataclass(frozen=True, slots=True)
class _Page:
    """Some bookings with what was found, and where the next page begins."""

    judged: _Judged
    walk: int
    mark: Mark | None
