"""The outbox: what people must be told, in order, and what is known of each notice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.notices import Kind, Notice
from core.store.columns import UtcDateTime, among
from core.store.outcomes import OutboxOutcome, OutboxState
from core.store.statements import outbox_sql as sql
from core.store.statements.base_query import BaseQuery
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime, timedelta

    from core.domain.booking import Booking
    from core.domain.people import PersonId

_o = tables.outbox.c
_CLAIMING = 0x6F7574626F78
"""The advisory lock of PostgreSQL that lets one worker claim at a time ("outbox" in ASCII)."""
_ONE_AT_A_TIME = sa.select(sa.func.pg_advisory_xact_lock(_CLAIMING))
_LOOKED_AT, _LOOKS = 4, 8
"""How many rows in line are looked at for each that is wanted, and how often in one claim."""


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A notice with what is known of it.

    ``tries`` counts this claim; ``state`` is what was known before it; ``failures`` counts the tries that ended
    in an error nobody foresaw.
    """

    notice: Notice
    tries: int
    state: OutboxState
    first_try_at: datetime | None
    failures: int
    platform: str = ""
    """Where it is told."""

    @property
    def first_due(self) -> Notice:
        """The notice with the moment at which it was first due, as far as later tries have left it known."""
        due = self.notice.due_at
        return replace(self.notice, due_at=min(due, self.first_try_at or due))


@dataclass(frozen=True, slots=True)
class OutboxLag:
    """How far the outbox is behind.

    ``waiting`` notices are due, ``unknown`` of them may have arrived, and the first has been due since
    ``oldest`` (None if none is); ``dead`` ones could not be delivered at all.
    """

    waiting: int
    unknown: int
    oldest: datetime | None
    dead: int


class Outbox(BaseQuery):
    """What people must be told."""

    def enqueue(self, *notices: Notice) -> None:
        """Store notices to be sent; one that is already stored, or was already told, stays as it is."""
        rows = [
            {
                "program": self.program,
                "key": notice.key,
                "booking": notice.booking,
                "version": notice.version,
                "kind": notice.kind,
                "recipient": notice.recipient,
                "reader": notice.recipient,
                "start": notice.start,
                "due_at": notice.due_at,
                "tries": 0,
                "state": OutboxState.READY,
            }
            for notice in notices
        ]
        if rows:
            self._connection.execute(sql.ENQUEUE, rows)

    def enqueue_on(self, platform: str, notice: Notice) -> None:
        """Store a notice to be sent on a platform that its reader has named by acting there."""
        self.enqueue(notice)
        self.send_on(notice.key, platform, notice.due_at, claim=0)

    def claim(
        self, now: datetime, lease: timedelta, limit: int, platform: str | None = None
    ) -> list[OutboxEntry]:
        """Take the next due notices, at most one per person and none while one of theirs is in flight.

        With ``platform`` only those of people there. A claimed row is out of sight for ``lease``, and ``unknown``
        until it is settled, postponed or released: a worker that dies needs no recovery, and its successor knows
        that it must look before it sends. A row waits for every earlier one of the same person that is due, and
        for every one that is being sent or postponed.

        What waits so is put ``behind``, out of sight of the next claims: they look at as many rows as they take,
        however many wait. Whoever closes what is in flight lets the next one of that person step forward.
        """
        self._one_at_a_time()
        taken: list[sa.RowMapping] = []
        for _ in range(_LOOKS):
            wanted = limit - len(taken)
            rows, is_all = self._claim_some(now, lease, wanted, platform)
            taken += rows
            if is_all or len(taken) >= limit:
                break
        for row in taken:
            if (
                row["kind"] is None
            ):  # another version's word: kept as dead, which is counted and can be revived
                self.give_up(row["key"], now)
        return _readable((row, row["tries"] + 1, row["first_try_at"] or now) for row in taken)

    def _claim_some(
        self, now: datetime, lease: timedelta, most: int, platform: str | None
    ) -> tuple[list[sa.RowMapping], bool]:
        """Claim for those who are first in line; say whether the line was looked at to its end."""
        query = sql.FRONT if platform is None else sql.FRONT_ON
        line = self._rows(query, now=now, looked_at=most * _LOOKED_AT, spot=platform)
        if not line:
            return [], True
        everybody = list(dict.fromkeys(row["recipient"] for row in line))
        people = everybody[:most]
        where = {"now": now, "spot": platform}
        busy = set(self._run(sql.STARTED, those=people, **where).scalars())
        seen = {row["recipient"]: row["id"] for row in line}
        free = [seen[who] for who in people if who not in busy]
        heads = sorted(self._rows(sql.HEADS, rows=free, **where), key=itemgetter("due_at", "id"))
        taken = {row["id"]: row["recipient"] for row in heads}
        if heads:
            self._run(sql.CLAIM, rows=list(taken), until=now + lease, now=now)
        homes = [
            {"head": row["key"], "whose": row["recipient"], "there": row["platform"], "now": now}
            for row in heads
            if row["kind"] is Kind.HOME
        ]
        self._run_each(sql.FOLD_HOMES, homes)
        waiting = {row["recipient"] for row in line if row["id"] not in taken}
        if behind := waiting & {*busy, *taken.values()}:
            self._run(sql.STAND_BEHIND, those=list(behind), **where)
        return heads, len(line) < most * _LOOKED_AT and len(everybody) <= most

    def _one_at_a_time(self) -> None:
        """Wait, on PostgreSQL, until no other worker claims or closes: one would not see whom the other lets by."""
        if self._on_postgres and not self._claims:
            self._connection.execute(_ONE_AT_A_TIME)
            self._claims = True

    def _let_by(self, key: str) -> None:
        """Let the next one step forward, of the person of whom a notice in flight was closed."""
        people = list(self._run(sql.RECIPIENT, key=key).scalars())
        if people:
            self._run(sql.NEXT_IN_LINE, those=people)

    def stranded(self) -> list[PersonId]:
        """Return who has something waiting behind nothing: nobody, as long as each closing lets the next one by."""
        return list(dict.fromkeys(self._run(sql.STRANDED).scalars()))

    def free(self, people: Collection[PersonId]) -> None:
        """Let the first of each of these people that waits step forward."""
        self._one_at_a_time()
        self._run(sql.NEXT_IN_LINE, those=list(people))

    def settle(self, key: str, outcome: OutboxOutcome, at: datetime, *, claim: int | None = None) -> bool:
        """Close a notice for good; return whether it was open.

        ``claim``, here and below, is the number of the caller's claim (``OutboxEntry.tries``): a worker that was
        stopped for longer than its lease changes nothing of what is in another one's hands by now.
        """
        self._one_at_a_time()
        is_changed = self._change(sql.SETTLE, key, claim, ended=outcome, now=at)
        self._let_by(key)
        return is_changed

    def settle_all(self, ended: Iterable[tuple[str, OutboxOutcome, datetime]]) -> None:
        """Close notices for good, each with its outcome and when that of the last one that ended alike was known."""
        alike: dict[OutboxOutcome, dict[str, datetime]] = {}
        for key, outcome, at in ended:
            alike.setdefault(outcome, {})[key] = at
        if alike:
            self._one_at_a_time()
        for outcome, keys in alike.items():
            ends = {"keys": list(keys), "ended": outcome, "now": max(keys.values())}
            closed = list(self._run(sql.SETTLE_ALL, **ends).scalars())
            if closed:
                self._run(sql.NEXT_IN_THESE_LINES, rows=closed)

    def postpone(
        self, key: str, due_at: datetime, *, unknown: bool, failed: bool = False, claim: int | None = None
    ) -> None:
        """Try again at ``due_at``.

        ``unknown`` says that the message may have arrived; ``failed`` that the try ended in a refusal or an error
        that nobody foresaw, which is counted.
        """
        known = OutboxState.UNKNOWN if unknown else OutboxState.READY
        self._change(sql.POSTPONE, key, claim, known=known, until=due_at, more=int(failed))

    def fold(self, head: str, keys: Sequence[str], at: datetime) -> None:
        """Close notices that the message of ``head`` tells as well; what may have been sent is left alone.

        What was folded into one of them before goes along.
        """
        taken = (
            sa.update(tables.outbox)
            .where(_o.key.in_(keys), _o.program == self.program, among(_o.state, OutboxState.READY))
            .values(state=OutboxState.DONE, outcome=OutboxOutcome.FOLDED, done_at=at, folded_into=head)
            .values(behind=False)
            .returning(_o.key)
        )
        closed = list(self._connection.execute(taken).scalars())
        self._connection.execute(
            sa.update(tables.outbox)
            .where(_o.folded_into.in_(closed), _o.program == self.program)
            .values(folded_into=head)
        )

    def folded(self, head: str) -> list[OutboxEntry]:
        """Return the notices that the message of ``head`` tells as well, in order."""
        return self.folded_into([head]).get(head, [])

    def folded_into(self, heads: Collection[str]) -> dict[str, list[OutboxEntry]]:
        """Return what ``folded`` does for each of ``heads`` into which anything was folded."""
        found: dict[str, list[OutboxEntry]] = {}
        for row in self._rows(sql.FOLDED, heads=list(heads)):
            found.setdefault(row["folded_into"], []).extend(
                _readable([(row, row["tries"], row["first_try_at"])])
            )
        return found

    def drop(self, head: str, at: datetime, *, claim: int | None = None) -> None:
        """Drop a notice of which nothing was sent, and let each one folded into it be told after all."""
        if self.settle(head, OutboxOutcome.DROPPED, at, claim=claim):
            self._run(sql.UNFOLD, head=head)

    def give_up(self, head: str, at: datetime, *, claim: int | None = None) -> bool:
        """Close a notice that cannot be delivered, and each one folded into it: they may all be revived.

        Returns whether it was open.
        """
        closed = self.settle(head, OutboxOutcome.DEAD, at, claim=claim)
        if closed:
            self._run(sql.BURY_FOLDED, head=head)
        return closed

    def release(self, key: str, *, claim: int | None = None) -> None:
        """Give a claimed notice back as if it had not been claimed: nothing was tried."""
        self._change(sql.RELEASE, key, claim)

    def send_on(self, key: str, platform: str, now: datetime, *, claim: int | None = None) -> bool:
        """Let a notice of which nothing was sent be told on another platform, now; return whether it was open."""
        if claim != 0:
            self._one_at_a_time()
        is_changed = self._change(sql.SEND_ON, key, claim, where=platform, now=now)
        if claim != 0:
            self._let_by(key)
        return is_changed

    def stuck(self, platform: str, now: datetime, limit: int) -> list[OutboxEntry]:
        """Return what is urgent and due on a platform, was surely not sent, and may be told elsewhere, in order."""
        return self._entries(sql.STUCK, spot=platform, now=now, most=limit)

    def next_due(self, platform: str | None = None) -> datetime | None:
        """Return when there is something to claim next, as far as can be known now; None for never.

        With ``platform`` only for people there. A row behind a started one cannot go before that one's lease or
        pause ends, or before it is settled: look again after every ``settle``.
        """
        query = sql.NEXT_DUE if platform is None else sql.NEXT_DUE_ON
        due: datetime | None = self._run(query, spot=platform).scalar()
        return due

    def hasten(self, booking: Booking, now: datetime) -> None:
        """Let what waits for the meeting link of a booking be told now."""
        self._run(sql.HASTEN, this=booking.id, both=[booking.student, booking.mentor], now=now)

    def entries_for(self, recipient: PersonId) -> list[OutboxEntry]:
        """Return what a person still has to be told, in order."""
        return self._entries(sql.ENTRIES_FOR, recipient=recipient)

    def revive(self, recipient: PersonId, now: datetime) -> int:
        """Let what could not reach a person be told after all; returns how many notices that are.

        Only what is about the present version of a booking, or about none, is still worth telling. What was due
        long ago stays so, and is told in one digest.
        """
        due = sa.case((_o.due_at > now, sa.literal(now, UtcDateTime())), else_=_o.due_at)
        current = sa.exists().where(tables.booking.c.id == _o.booking, tables.booking.c.version == _o.version)
        again = (
            sa.update(tables.outbox)
            .where(_o.program == self.program, _o.recipient == recipient, tables.IS_DEAD)
            .where(sa.or_(_o.booking.is_(None), current))
            .where(_o.kind != Kind.CHAT)  # whoever wrote it was told that it did not arrive
            .values(state=OutboxState.READY, outcome=None, done_at=None, due_at=due)
            .values(tries=0, failures=0, first_try_at=None, behind=False)
        )
        return self._connection.execute(again).rowcount

    def lag(self, now: datetime) -> OutboxLag:
        """Return how far the outbox is behind."""
        doubtful = sa.func.count(sa.case((among(_o.state, OutboxState.UNKNOWN), 1)))
        due = self._connection.execute(
            sa.select(sa.func.count(), doubtful, sa.func.min(_o.due_at)).where(
                _o.program == self.program, tables.NOT_DONE, _o.due_at <= now
            )
        ).one()
        dead = sa.select(sa.func.count(_o.id)).where(_o.program == self.program, tables.IS_DEAD)
        return OutboxLag(due[0], due[1], due[2], self._number(dead))

    def purge_outbox(self, before: datetime) -> int:
        """Delete notices that were settled before an instant; returns how many."""
        settled = sa.delete(tables.outbox).where(
            _o.program == self.program, among(_o.state, OutboxState.DONE), _o.done_at < before
        )
        return self._connection.execute(settled).rowcount

    def _entries(self, query: sa.Select[Any], **given: object) -> list[OutboxEntry]:
        rows = self._rows(query, **given)
        return _readable((row, row["tries"], row["first_try_at"]) for row in rows)

    def _change(self, change: sa.Update, key: str, claim: int | None, **given: object) -> bool:
        return self._run(change, which=key, claim=claim, **given).rowcount > 0


def _readable(rows: Iterable[tuple[sa.RowMapping, int, datetime | None]]) -> list[OutboxEntry]:
    return [_entry_of(row, tries, first) for row, tries, first in rows if row["kind"] is not None]


def _entry_of(row: sa.RowMapping, tries: int, first_try_at: datetime | None) -> OutboxEntry:
    notice = Notice(
        booking=row["booking"],
        version=row["version"],
        kind=row["kind"],
        recipient=row["recipient"],
        due_at=row["due_at"],
        start=row["start"],
    )
    return OutboxEntry(notice, tries, row["state"], first_try_at, row["failures"], row["platform"])
