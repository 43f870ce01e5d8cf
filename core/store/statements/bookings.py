"""Bookings: the one way they are written, and how single ones are found again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from core.domain.booking import BookingId, LinkState, Moved, Status
from core.domain.errors import Clash, Stale
from core.domain.notices import NUDGING, Kind, notices_for
from core.store.errors import Repeated
from core.store.rows import booking_from, booking_of, row_of, snapshot_of
from core.store.statements.base_query import HERE, THESE, ours, upsert
from core.store.statements.meetings import Meetings
from core.store.statements.outbox import Outbox
from core.store.statements.people import chosen_in
from core.store.statements.recording import FOR_GOOD, PAGELESS, Shape, linked, recording, values_of
from core.store.tables import every as tables
from core.store.tolerance import RowReader
from core.times.quiet_hours import Night
from core.times.zones import zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime, tzinfo

    from core.domain.booking import Booking, Slot
    from core.domain.notices import Notice
    from core.domain.people import PersonId
    from core.domain.reminders import Chosen

_b, _h, _i, _busy = tables.booking.c, tables.history.c, tables.inbox.c, tables.busy.c
_p, _m = tables.person.c, tables.mentor.c
_THIS = sa.bindparam("this", type_=sa.Uuid())
_BOOKING = sa.select(tables.booking).where(_b.id == _THIS, _b.program == HERE)
_THESE = sa.select(tables.booking).where(_b.id.in_(THESE), ours(_b.program))
_BY_REF = sa.select(tables.booking).where(_b.program == HERE, _b.ref == sa.bindparam("ref"))
_PASSED_ON = sa.select(tables.booking).where(
    _b.program == HERE,
    _b.student.in_(THESE),
    _b.status == Status.CANCELLED.value,
    _b.accepted_at.is_not(None),
    _b.search.is_not(None),
)
_SERIES = (
    sa.select(tables.booking).where(_b.series == _THIS, _b.program == HERE).order_by(_b.starts_at, _b.id)
)
_ADD = sa.insert(tables.booking)
_RECKON = sa.update(tables.booking).where(
    _b.id == _THIS, _b.program == HERE, _b.version == sa.bindparam("was")
)
_GUARDED = _RECKON.where(_b.status == sa.bindparam("stood"))
_HISTORY = sa.select(tables.history).where(_h.booking == _THIS, _h.program == HERE).order_by(_h.version)
_ADD_LINE = sa.insert(tables.history)
_SEEN = sa.select(_i.booking).where(_i.program == HERE, _i.key == sa.bindparam("key"))
_REMEMBER = upsert(tables.inbox).on_conflict_do_nothing().returning(_i.key)
NO_BOOKING = BookingId(UUID(int=0))
"""Stands in the inbox for what is about a person, or about the program."""
_PURGE_INBOX = sa.delete(tables.inbox).where(_i.program == HERE, _i.at < sa.bindparam("before"))
_LET_GO = sa.delete(tables.busy).where(_busy.booking == _THIS)
_HOLD = sa.insert(tables.busy)
_ZONE = (
    sa.select(sa.func.coalesce(_p.zone, _m.zone))
    .join_from(tables.person, tables.mentor, _m.person == _p.id, isouter=True)
    .where(_p.id == _THIS)
)
_HOMELESS = sa.select(tables.address.c.person).where(
    tables.address.c.person.in_(THESE),
    tables.address.c.platform.in_(PAGELESS),
    ~linked(tables.address.c.person),
)
_CHOSEN = sa.select(
    *(
        sa.select(_p.reminders)
        .where(_p.id == sa.bindparam(role, type_=sa.Uuid()), _p.program == HERE)
        .with_for_update(read=True)
        .scalar_subquery()
        .label(role)
        for role in ("student", "mentor")
    )
)
BOTH = 2
"""How many people a session takes the time of."""
OVERLAP = "overlapping time"
"""What the guard on SQLite says; the first migration uses the same words."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a booking's history. ``who`` is None when a clock did it."""

    moved: Moved
    who: PersonId | None


class Bookings(Outbox, Meetings):
    """What was asked, agreed and done."""

    def booking(self, which: BookingId) -> Booking | None:
        """Return one booking of this program as it stands."""
        row = self._row(_BOOKING, this=which)
        return booking_of(row) if row else None

    def bookings(self, these: Collection[BookingId]) -> dict[BookingId, Booking]:
        """Return those of ``these`` that this program has, as they stand."""
        return {row["id"]: booking_of(row) for row in self._rows(_THESE, these=list(these))}

    def booking_by_ref(self, ref: str) -> Booking | None:
        """Return the booking that people call ``ref``."""
        row = self._row(_BY_REF, ref=ref)
        return booking_of(row) if row else None

    def series(self, booking: Booking) -> tuple[Booking, ...]:
        """Return the other bookings of the same series, by their start; none for a booking on its own."""
        if booking.series is None:
            return ()
        found = (booking_of(row) for row in self._rows(_SERIES, this=booking.series))
        return tuple(one for one in found if one.id != booking.id)

    def agreed_before(self, students: Collection[PersonId]) -> dict[BookingId, Booking]:
        """Return the agreed sessions of students that were passed on, each by the one that was asked for instead."""
        found = (booking_of(row) for row in self._rows(_PASSED_ON, these=list(students)))
        return {one.search.following: one for one in found if one.search and one.search.following}

    def seen(self, key: str) -> BookingId | None:
        """Return the booking that an earlier delivery of the same act was about."""
        found: BookingId | None = self._run(_SEEN, key=key).scalar()
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
        if self._on_postgres:
            self._record_at_once(moved, key, who)
        else:
            self._record_bit_by_bit(moved, key, who)
        if booking.link_state is not LinkState.COMING and before and before.awaits_link:
            self.hasten(booking, moved.at)
        self.plan_meetings(moved)

    def _record_bit_by_bit(self, moved: Moved, key: str | None, who: PersonId | None) -> None:
        """Do what ``record`` does where a round trip costs next to nothing."""
        booking, before = moved.booking, moved.before
        if key is not None:
            self.remember(key, booking.id, moved.at)
        held, holds = _held_slot(before), _held_slot(booking)
        self._write(booking, before)
        if held and holds != held:
            self._run(_LET_GO, this=booking.id)
        if holds and holds != held:
            self._hold(booking, holds)
        self._run(_ADD_LINE, **_line_of(moved, who))
        homeless = self._homeless(booking)
        notices = self._notices_of(moved)
        self.enqueue(*(one for one in notices if one.kind is not Kind.HOME or one.recipient not in homeless))

    def _homeless(self, booking: Booking) -> frozenset[PersonId]:
        if not self.homeless:
            return frozenset()
        both = [booking.student, booking.mentor]
        return frozenset(self._run(_HOMELESS, these=both, pageless=list(self.homeless)).scalars())

    def _record_at_once(self, moved: Moved, key: str | None, who: PersonId | None) -> None:
        """Do what ``record`` does with the fewest round trips."""
        booking, before = moved.booking, moved.before
        held, holds = _held_slot(before), _held_slot(booking)
        takes = holds if holds != held else None
        if takes:
            self.line_up(booking.student, booking.mentor)
        if held and holds != held:
            self._run(_LET_GO, this=booking.id)
        notices = self._notices_of(moved)
        own = tuple(one for one in notices if one.booking == booking.id)
        values = values_of(row_of(booking), _line_of(moved, who), own, key) | {
            "pageless": list(self.homeless)
        }
        if before is not None:
            values |= {"was": before.version, "stood": before.status}
        shape = Shape(is_new=before is None, is_keyed=key is not None, holds=takes is not None)
        found = self._run(recording(shape), **values).one()
        if key is not None and not found.remembered:
            raise Repeated(self.seen(key) or booking.id)
        if not found.written:
            raise Stale
        if takes and found.held < BOTH:
            raise Clash
        if len(own) < len(notices):
            self.enqueue(*(one for one in notices if one.booking != booking.id))

    def _notices_of(self, moved: Moved) -> tuple[Notice, ...]:
        place = self._zone_of(moved.booking.mentor) if moved.act in NUDGING else None
        night = Night(place, self._policy.quiet) if place else None
        return tuple(notices_for(moved, night, self._chosen_by(moved.booking)))

    def reckon(self, booking: Booking) -> None:
        """Store anew the instants by which the sweeps find a booking, as they follow from what can be read of it."""
        row = row_of(booking)
        found = {name: row[name] for name in ("ends_at", "lapses_at", "proposal_until")}
        if not booking.status.is_open:
            found["proposal_until"] = None
        self._run(_RECKON, this=booking.id, was=booking.version, **found)

    def history(self, which: BookingId) -> list[HistoryLine]:
        """Return everything that happened to a booking, oldest first; the last one equals the booking.

        A line that can't be read is left out.
        """
        return history_of(self._rows(_HISTORY, this=which))

    def _zone_of(self, person: PersonId) -> tzinfo | None:
        """The zone whose night keeps a mentor from being asked again: where they are, or else where they work."""
        mentor = self._mentors.get(person)
        if mentor is not None:
            known = mentor.person.zone or mentor.zone
        else:
            known = RowReader(person).zone("zone", self._run(_ZONE, this=person).scalar())
        return zone(known) if known else None

    def _chosen_by(self, booking: Booking) -> dict[PersonId, Chosen]:
        """The reminders that the two have chosen, who choose no others until this transaction is over."""
        if booking.status is not Status.ACCEPTED or booking.slot is None:
            return {}
        found = self._run(_CHOSEN, student=booking.student, mentor=booking.mentor).one()
        stored = {booking.student: found.student, booking.mentor: found.mentor}
        return {who: chosen_in(chosen, self._usual) for who, chosen in stored.items()}

    def purge_inbox(self, before: datetime) -> int:
        """Delete the keys of acts recorded before an instant; returns how many."""
        return self._run(_PURGE_INBOX, before=before).rowcount

    def remember(self, key: str, booking: BookingId, at: datetime) -> None:
        """Store the key of an act in the inbox; raises Repeated when it is there."""
        if self._run(_REMEMBER, program=self.program, key=key, booking=booking, at=at).scalar() is None:
            raise Repeated(self.seen(key) or booking)

    def first_press(self, key: str, at: datetime) -> bool:
        """Store the key of a press that is about no booking; returns whether it is the first with this key.

        Without a key nobody has pressed anything that could come twice.
        """
        if not key:
            return True
        row = {"program": self.program, "key": key, "booking": NO_BOOKING, "at": at}
        return self._run(_REMEMBER, **row).scalar() is not None

    def line_up(self, *people: PersonId) -> None:
        """Let those who want the same person's time come one by one, in an order without deadlocks.

        Whoever reads what these people have, so as to judge a time, lines up before reading. The lock must be a
        statement of its own: within the insert it would look at an older snapshot. SQLite has one writer at a time
        anyway.
        """
        if self._on_postgres and not self._in_line.issuperset(people):
            self._in_line.update(people)
            keys = sorted(who.int & (2**63 - 1) for who in people)
            self._run(_locks(len(keys)), **{f"key{at}": key for at, key in enumerate(keys)})

    def _write(self, booking: Booking, before: Booking | None) -> None:
        row = row_of(booking)
        if before is None:
            self._run(_ADD, **row)
            return
        for name in FOR_GOOD:
            del row[name]
        if not self._run(_GUARDED, this=booking.id, was=before.version, stood=before.status, **row).rowcount:
            raise Stale

    def _hold(self, booking: Booking, slot: Slot) -> None:
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
        try:
            self._connection.execute(_HOLD, rows)
        except sa.exc.IntegrityError as error:
            if OVERLAP in str(error.orig):
                raise Clash from None
            raise


def _line_of(moved: Moved, who: PersonId | None) -> dict[str, Any]:
    booking = moved.booking
    return {
        "booking": booking.id,
        "version": booking.version,
        "program": booking.program,
        "act": moved.act,
        "role": moved.by,
        "who": who,
        "at": moved.at,
        "snapshot": snapshot_of(booking),
    }


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


@cache
def _locks(count: int) -> sa.Select[Any]:
    keys = (sa.bindparam(f"key{at}", type_=sa.BigInteger()) for at in range(count))
    return sa.select(*(sa.func.pg_advisory_xact_lock(key) for key in keys))


def _held_slot(booking: Booking | None) -> Slot | None:
    """The time that a booking holds for both of its people."""
    return booking.slot if booking and booking.status.is_open else None
