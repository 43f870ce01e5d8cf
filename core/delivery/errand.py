"""One notice on its way: what is known of it while it is being sent, and how it is closed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from core.delivery.elsewhere import go_elsewhere, other_place
from core.domain.notices import Kind, Notice
from core.ports.platform import Reason, Unreachable
from core.screens.notices import is_ping
from core.store.transaction import OutboxOutcome, OutboxState, Placed, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.delivery.delivery import Delivery
    from core.domain.booking import BookingId
    from core.domain.people import PersonId
    from core.ports.cards import Card
    from core.ports.platform import Platform, Posted
    from core.store.transaction import OutboxEntry


@dataclass(frozen=True, slots=True)
class Settled:
    """A notice is closed for good, and it is remembered where its message stands, if it has one."""

    key: str
    outcome: OutboxOutcome
    at: datetime
    placed: Placed | None
    gone: tuple[Posted, ...] = ()
    """Messages that were taken away for it."""


Closing: TypeAlias = Settled | Callable[[Transaction], None]
"""What is stored of a notice once its fate is known; it may run more than once, and does nothing else."""

RETRY_PAUSE = timedelta(seconds=5)
"""After how long a send with an unknown outcome is looked into; doubled by each further one, up to four times."""
LOOK_AGAIN = timedelta(minutes=10)
"""How often a message is looked for that may have arrived before its reader became unreachable."""
MOST_FAILURES = 6
"""After more refusals and errors than this that nobody foresaw, which takes ten minutes, a notice is given up."""
UNTOLD = frozenset({Kind.UNREACHED, Kind.OPENED, Kind.NOTED})
"""What is the reader's own business: when it cannot be delivered, the other side misses nothing."""


@dataclass(slots=True, kw_only=True)
class Errand:
    """A claimed notice, the platform of its reader, and how far it has come."""

    entry: OutboxEntry
    platform: Platform
    delivery: Delivery | None = None
    is_read: bool = False
    """Whether ``delivery`` was read, and is missing only where the notice concerns nobody any more."""
    sending: bool = False
    """Whether a message is on its way of which nobody knows yet whether it arrives."""
    ended: bool = False
    """Whether its fate is known, and only to be stored."""
    platform_fails: bool = False
    """Whether the platform has not taken something of late."""
    lost: bool = False
    """Whether it cannot be delivered, so that the other side is told."""
    passes_on: bool = False
    """Whether something of it is left to another platform of its reader."""
    key: str = field(init=False)
    """The key of the notice."""

    def __post_init__(self) -> None:
        self.key = self.entry.notice.key

    @property
    def in_doubt(self) -> bool:
        """Whether the message may have arrived."""
        return self.sending or self.entry.state is OutboxState.UNKNOWN

    def proved_unsent(self) -> None:
        """Note that nothing has arrived: it was looked for, and is not there."""
        self.entry = replace(self.entry, state=OutboxState.READY)
        if self.delivery is not None:
            self.delivery = replace(self.delivery, entry=self.entry)

    def settled(
        self,
        outcome: OutboxOutcome,
        now: datetime,
        message: Card | None = None,
        posted: Posted | None = None,
        gone: tuple[Posted, ...] = (),
    ) -> Closing:
        """Close it for good, and remember where its message stands, and which ones are ``gone`` for it."""
        placed = _placed(self.entry.notice, self.platform.name, message, posted)
        return Settled(self.key, outcome, now, placed, gone)

    def goes_to(self, platform: str, now: datetime) -> Closing:
        """Have it told on another platform: its reader is not, or no longer, told of it on this one."""
        self.passes_on = True
        return lambda tx: _sent_on(tx, self.key, platform, now, self.entry.tries)

    def dropped(self, now: datetime) -> Closing:
        """Close it unsent, because it is not true any more; what was folded into it is told after all."""
        return lambda tx: tx.drop(self.key, now, claim=self.entry.tries)

    def postponed(self, due: datetime, *, failed: bool = False) -> Closing:
        """Try again at ``due``. What may have been sent stays in doubt until it has been looked for."""
        unknown = self.in_doubt
        claim = self.entry.tries
        return lambda tx: tx.postpone(self.key, due, unknown=unknown, failed=failed, claim=claim)

    def doubted(self, now: datetime) -> Closing:
        """Look for it soon: it may have arrived."""
        self.sending = True
        return self.postponed(now + RETRY_PAUSE * 2 ** min(self.entry.tries - 1, 2))

    def failed(self, now: datetime) -> Closing | None:
        """Try again a little later each time; None when it has failed too often and is to be given up."""
        failures = self.entry.failures + 1
        return (
            None if failures > MOST_FAILURES else self.postponed(now + RETRY_PAUSE * 2**failures, failed=True)
        )

    def released(self, now: datetime) -> Closing:
        """Give it back for the next worker to take at once."""
        if self.sending:
            return self.postponed(now)
        return lambda tx: tx.release(self.key, claim=self.entry.tries)

    def unreached(self, error: Unreachable, now: datetime) -> Closing:
        """Note that the person cannot be reached, and tell the other side once.

        What may have arrived before is looked for until that is known; a letter, for which its author waits, for some
        ten minutes.
        """
        self.lost = True
        is_letter = self.entry.notice.kind is Kind.CHAT
        looking = self.failed(now) if is_letter else self.postponed(now + LOOK_AGAIN)
        if not self.in_doubt or looking is None:
            return self.given_up(error.reason, now)

        def closing(tx: Transaction) -> None:
            _tell_the_others(tx, [] if is_letter else self._told_by_it(tx), error.reason, now)
            _mark_unreachable(tx, self.entry.notice.recipient, error.reason)
            close_all(tx, [looking])

        return closing

    def given_up(self, reason: Reason, now: datetime) -> Closing:
        """Close it as one that cannot be delivered, and tell the other side once; it may be revived."""
        self.lost = True

        def closing(tx: Transaction) -> None:
            if not self.in_doubt and go_elsewhere(tx, self.entry, now, claim=self.entry.tries):
                return
            is_told = self.entry.notice.kind is not Kind.HOME and other_place(tx, self.entry) is None
            lost = self._told_by_it(tx) if is_told else []
            if tx.give_up(self.key, now, claim=self.entry.tries):
                _tell_the_others(tx, lost, reason, now, doubtful=self.in_doubt)

        return closing

    def _told_by_it(self, tx: Transaction) -> list[Notice]:
        return [self.entry.notice, *(one.notice for one in tx.folded(self.key))]


def close_all(tx: Transaction, closings: Iterable[Closing]) -> None:
    """Store how several notices ended, no two of them of the same person; most of them only arrived."""
    settled = []
    for closing in closings:
        if isinstance(closing, Settled):
            settled.append(closing)
        else:
            closing(tx)
    tx.place_all(one.placed for one in settled if one.placed is not None)
    for posted in (posted for one in settled for posted in one.gone):
        tx.forget(posted)
    tx.settle_all((one.key, one.outcome, one.at) for one in settled)


def _placed(notice: Notice, platform: str, message: Card | None, posted: Posted | None) -> Placed | None:
    if message is None or posted is None or message.about is None:
        return None
    about = message.about
    shown = notice if is_ping(message) else replace(notice, kind=Kind.CARD)
    return Placed(about.booking, notice.recipient, platform, posted, about.version, shown.key)


def _sent_on(tx: Transaction, key: str, platform: str, now: datetime, claim: int) -> None:
    tx.send_on(key, platform, now, claim=claim)


def _tell_the_others(
    tx: Transaction, lost: list[Notice], reason: Reason, now: datetime, *, doubtful: bool = False
) -> None:
    """Note on the person what stands on the cards of everybody else, and let those hear who wait for an answer."""
    for notice in lost:
        _mark_unreachable(tx, notice.recipient, reason)
        if notice.kind is Kind.CHAT:
            tx.lose(notice, now, doubtful=doubtful)
            continue
        other = None if notice.kind in UNTOLD else _other_side(tx, notice.booking, notice.recipient)
        if other is not None:
            tx.enqueue(
                replace(notice, version=0, kind=Kind.UNREACHED, recipient=other, due_at=now, start=None)
            )


def _mark_unreachable(tx: Transaction, which: PersonId, reason: Reason) -> None:
    person = tx.person(which)
    if person is not None and person.unreachable != reason.value:
        tx.update_person(replace(person, unreachable=reason.value))


def _other_side(tx: Transaction, which: BookingId | None, one: PersonId) -> PersonId | None:
    """Return who waits for an answer; None where nobody does, or where the booking cannot even be read."""
    with suppress(Exception):
        booking = tx.booking(which) if which else None
        role = booking.role_of(one) if booking is not None and booking.status.is_open else None
        return booking.party(role.other) if booking is not None and role is not None else None
    return None
