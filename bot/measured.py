"""Measured: what the metrics page says of the database and of the audit, read at the moment of asking."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.metrics import Family, Sample, page
from core.domain.audit import Fault
from core.store.errors import Unavailable

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from bot.metrics import Metrics
    from core.ports.platform import Clock
    from core.services.auditor import Auditor
    from core.store.store import Store
    from core.store.transaction import OutboxLag, Transaction

DAY = timedelta(days=1)


def metrics_page(
    metrics: Metrics, store: Store, auditor: Auditor, clock: Clock
) -> Callable[[], Awaitable[str]]:
    """Return what writes the page; while the database does not answer, the page says only what is counted here."""

    async def write() -> str:
        families = [*metrics.families(), *_audit(auditor)]
        try:
            families += await store.read(lambda tx: list(_stored(tx, clock)))
        except Unavailable:
            families.append(_gauge("database_up", "Whether the database answers.", 0))
        else:
            families.append(_gauge("database_up", "Whether the database answers.", 1))
        return page(families)

    return write


def _stored(tx: Transaction, clock: Clock) -> Iterator[Family]:
    now = clock()
    lag: OutboxLag = tx.lag(now)
    late = (now - lag.oldest).total_seconds() if lag.oldest else 0.0
    yield _gauge("outbox_waiting", "Notices that are due and not settled.", lag.waiting)
    yield _gauge("outbox_unknown", "Those of them that may have arrived.", lag.unknown)
    yield _gauge("outbox_dead", "Notices that could not be delivered.", lag.dead)
    yield _gauge("outbox_lag_seconds", "For how long the oldest of them has been due.", late)
    stand, done = tx.open_bookings(), tx.acts_since(now - DAY)
    yield _labelled("sessions", "Open sessions by status; of those that end the acts tell.", "status", stand)
    yield _labelled("acts_last_day", "What was done to sessions in the last 24 hours.", "act", done)


def _audit(auditor: Auditor) -> Iterator[Family]:
    yield _faults("audit_found_total", "counter", "Faults that an audit has found.", auditor.found)
    yield _faults("audit_repaired_total", "counter", "Faults that it has put right.", auditor.repaired)
    broken = {fault: int(fault in auditor.broken) for fault in Fault}
    yield _faults("audit_broken", "gauge", "1 for what is not put right.", broken)


def _faults(name: str, kind: str, told: str, counts: Mapping[Fault, int] | Counter[Fault]) -> Family:
    samples = tuple(Sample(counts.get(fault, 0), {"fault": fault.value}) for fault in Fault)
    return Family(name, kind, told, samples)


def _gauge(name: str, told: str, value: float) -> Family:
    return Family(name, "gauge", told, (Sample(value),))


def _labelled(name: str, told: str, label: str, counts: Mapping[str, int]) -> Family:
    return Family(
        name, "gauge", told, tuple(Sample(count, {label: key}) for key, count in sorted(counts.items()))
    )
