"""Bookings: the one way they are written, and how single ones are found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.booking import Moved
from core.domain.errors import Clash, Stale
from core.domain.notices import NUDGING, notices_for
from core.store import tables
from core.store.errors import Repeated
from core.store.rows import booking_from, booking_of, row_of, snapshot_of
from core.store.statements.outbox import Outbox
from core.store.tolerance import RowReader
from core.times.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from core.domain.booking import Booking, BookingId, Slot
    from core.domain.people import PersonId

_b, _h, _i, _p = tables.booking.c, tables.history.c, tables.inbox.c, tables.person.c
_BUSY = tables.busy
_FOR_GOOD = ("id", "program", "ref", "student", "mentor", "created_at")
"""What never changes once a booking is made."""
_GUARDED = sa.update(tables.booking).where(
    _b.id == sa.bindparam("this"),
    _b.program == sa.bindparam("here"),
    _b.version == sa.bindparam("was"),
    _b.status == sa.bindparam("stood"),
)
OVERLAP = "overlapping time"
"""What the guard on SQLite says; the first migration uses the same words."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a booking's history. ``who`` is None when a clock did it."""

    moved: Moved
    who: PersonId | None


class Bookings(Outbox):
    """What was asked, agreed and done."""

    def booking(self, which: BookingId) -> Booking | None:
        """Return one booking of this program as it stands."""
        row = self._row(sa.select(tables.booking).where(_b.id == which, _b.program == self.program))
        return booking_of(row) if row else None

    def booking_by_ref(self, ref: str) -> Booking | None:
        """Return the booking that people call ``ref``."""
        row = self._row(sa.select(tables.booking).where(_b.program == self.program, _b.ref == ref))
        return booking_of(row) if row else None

    def seen(self, key: str) -> BookingId | None:
        """Return the booking that an earlier delivery of the same act was about."""
        query = sa.select(_i.booking).where(_i.program == self.program, _i.key == key)
        found: BookingId | None = self._connection.execute(query).scalar()
        return found

    def record(self, moved: Moved, *, key: str | None, who: PersonId | None) -> None:
        """Store what happened with its history, its inbox key, the time it holds and its notices, or nothing.

        Raises Repeated when ``key`` was recorded before, Stale when the booking has moved on since
        ``moved.before`` was read, and Clash when one of the two is busy at that time; all three must be let
        out of the transaction, which takes everything back.
        """
        booking, before = moved.booking, moved.before
        if booking.program != self.program:
            raise ValueError("a booking of another program")
        if key is not None:
            self._remember(key, booking.id, moved.at)
        held, holds = _held_slot(before), _held_slot(booking)
        if holds and holds != held:
            self.line_up(booking.student, booking.mentor)
        self._write(booking, before)
        if holds != held:
            self._hold(booking, holds)
        self._connection.execute(
            sa.insert(tables.history),
            {
                "booking": booking.id,
                "version": booking.version,
                "program": self.program,
                "act": moved.act,
                "role": moved.by,
                "who": who,
                "at": moved.at,
                "snapshot": snapshot_of(booking),
            },
        )
        place = self._zone_of(booking.mentor) if moved.act in NUDGING else None
        self.enqueue(*notices_for(moved, place))

    def reckon(self, booking: Booking) -> None:
        """Store anew the instants by which the sweeps find a booking, as they follow from what can be read of it."""
        row = row_of(booking)
        found = {name: row[name] for name in ("ends_at", "lapses_at", "proposal_until")}
        if not booking.status.is_open:
            found["proposal_until"] = None
        this = sa.and_(_b.id == booking.id, _b.program == self.program, _b.version == booking.version)
        self._connection.execute(sa.update(tables.booking).where(this).values(found))

    def history(self, which: BookingId) -> list[HistoryLine]:
        """Return everything that happened to a booking, oldest first; the last one equals the booking.

        A line that can't be read is left out.
        """
        query = sa.select(tables.history).where(_h.booking == which, _h.program == self.program)
        return history_of(self._rows(query.order_by(_h.version)))

    def _zone_of(self, person: PersonId) -> tzinfo | None:
        """The zone whose night keeps a mentor from being asked again: where they are, or else where they work."""
        its = tables.mentor.c
        query = sa.select(sa.func.coalesce(_p.zone, its.zone)).join_from(
            tables.person, tables.mentor, its.person == _p.id, isouter=True
        )
        name = self._connection.execute(query.where(_p.id == person)).scalar()
        known = RowReader(person).zone("zone", name)
        return zone(known) if known else None

    def purge_inbox(self, before: datetime) -> int:
        """Delete the keys of acts recorded before an instant; returns how many."""
        old = sa.delete(tables.inbox).where(_i.program == self.program, _i.at < before)
        return self._connection.execute(old).rowcount

    def _remember(self, key: str, booking: BookingId, at: datetime) -> None:
        row = {"program": self.program, "key": key, "booking": booking, "at": at}
        fresh = self._insert(tables.inbox).on_conflict_do_nothing().returning(_i.key)
        if self._connection.execute(fresh, row).first() is None:
            raise Repeated(self.seen(key) or booking)

    def line_up(self, *people: PersonId) -> None:
        """Let those who want the same person's time come one by one, in an order without deadlocks.

        Whoever reads what these people have, so as to judge a time, lines up before reading. The lock must be a
        statement of its own: within the insert it would look at an older snapshot. SQLite has one writer at a time
        anyway.
        """
        if self._on_postgres:
            keys = sorted(who.int & (2**63 - 1) for who in people)
            self._connection.execute(sa.select(*(sa.func.pg_advisory_xact_lock(key) for key in keys)))

    def _write(self, booking: Booking, before: Booking | None) -> None:
        row = row_of(booking)
        if before is None:
            self._connection.execute(sa.insert(tables.booking), row)
            return
        for name in _FOR_GOOD:
            del row[name]
        row |= {"this": booking.id, "here": self.program, "was": before.version, "stood": before.status}
        if not self._connection.execute(_GUARDED, row).rowcount:
            raise Stale

    def _hold(self, booking: Booking, slot: Slot | None) -> None:
        self._connection.execute(sa.delete(_BUSY).where(_BUSY.c.booking == booking.id))
        if slot is None:
            return
        rows: list[dict[str, Any]] = [
            {
                "booking": booking.id,
                "person": person,
                "program": self.program,
                "starts_at": slot.starts_at,
                "ends_at": slot.ends_at,
            }
            for person in (booking.student, booking.mentor)
        ]
        if self._on_postgres:
            insert = self._insert(_BUSY).on_conflict_do_nothing().returning(_BUSY.c.person)
            if len(self._connection.execute(insert, rows).all()) < len(rows):
                raise Clash
            return
        try:
            self._connection.execute(sa.insert(_BUSY), rows)
        except sa.exc.IntegrityError as error:
            if OVERLAP in str(error.orig):
                raise Clash from None
            raise


def history_of(rows: Iterable[sa.RowMapping]) -> list[HistoryLine]:
    """Return the lines of one booking, in the order of their versions, as far as they can be read."""
    lines: list[HistoryLine] = []
    for row in rows:
        booking = booking_from(row["snapshot"])
        if booking is None or row["act"] is None or row["role"] is None:
            RowReader(row["booking"]).not_read(f"history {row['version']}")
            continue
        before = lines[-1].moved.booking if lines else None
        lines.append(HistoryLine(Moved(booking, row["act"], row["role"], row["at"], before), row["who"]))
    return lines


def _held_slot(booking: Booking | None) -> Slot | None:
    """The time that a booking holds for both of its people."""
    return booking.slot if booking and booking.status.is_open else None
