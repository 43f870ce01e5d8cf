"""Notes: one row for each person of a booking who has written something; an erased one leaves no row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.booking import Status
from core.domain.notes import TEXT_LENGTH, Note
from core.store.columns import among
from core.store.rows import booking_of, row_of
from core.store.statements.base_query import HERE, LIMIT, THESE, ours, upsert
from core.store.statements.bookings import Bookings
from core.store.tables import every as tables
from core.store.tolerance import RowReader

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId

_n, _b = tables.note.c, tables.booking.c
_ME, _ONE, _OTHER = (sa.bindparam(name, type_=sa.Uuid()) for name in ("me", "one", "other"))
_SAID = (_n.booking, _n.writer, _n.text, _n.shared, _n.at)
_PAIR = (_b.program == HERE, _b.student.in_([_ONE, _OTHER]), _b.mentor.in_([_ONE, _OTHER]))
_READABLE = (
    sa.select(*_SAID)
    .join_from(tables.booking, tables.note, _n.booking == _b.id)
    .where(
        *_PAIR,
        tables.NOT_PENDING,
        _b.sort_at <= sa.bindparam("until", type_=_b.sort_at.type),
        sa.or_(_n.writer == _ME, _n.shared),
    )
    .order_by(_b.sort_at.desc(), _b.id.desc(), _n.writer)
    .limit(LIMIT)
)
_target = tables.booking.alias("target")
_both = [_target.c.student, _target.c.mentor]
_READABLE_ON = (
    sa.select(_target.c.id.label("target"), *_SAID)
    .select_from(_target)
    .join(tables.booking, sa.and_(_b.student.in_(_both), _b.mentor.in_(_both)))
    .join(tables.note, _n.booking == _b.id)
    .where(
        _target.c.id.in_(THESE),
        ours(_target.c.program),
        _b.program == HERE,
        tables.NOT_PENDING,
        _b.sort_at <= _target.c.sort_at,
    )
    .order_by(_b.sort_at.desc(), _b.id.desc(), _n.writer)
)
_OPEN = sa.select(tables.booking).where(*_PAIR, among(_b.status, Status.PENDING, Status.ACCEPTED))
_THIS = (
    _n.booking == sa.bindparam("booking", type_=sa.Uuid()),
    _n.writer == sa.bindparam("writer", type_=sa.Uuid()),
    _n.program == HERE,
)
_ONE_NOTE = sa.select(*_SAID).where(*_THIS)
_NEW = upsert(tables.note)
_SAVE = _NEW.on_conflict_do_update(
    index_elements=["booking", "writer"],
    set_={name: _NEW.excluded[name] for name in ("text", "shared", "at")},
)
_ERASE = sa.delete(tables.note).where(*_THIS)
FEW = 4
"""Two of a session, and two of the one before."""


def _note_of(row: Mapping[str, Any]) -> Note:
    return Note(**dict(row) | {"text": RowReader(row["booking"]).words("note", row["text"], TEXT_LENGTH)})


class Notes(Bookings):
    """What people have written about their sessions."""

    def notes(self, booking: Booking, reader: PersonId) -> list[Note]:
        """Return what ``reader`` may read of a session and of those of the same two before it, the latest first."""
        until = row_of(booking)["sort_at"]
        pair = {"one": booking.student, "other": booking.mentor}
        return [
            _note_of(dict(row)) for row in self._rows(_READABLE, me=reader, until=until, limit=FEW, **pair)
        ]

    def notes_on(self, these: Collection[BookingId]) -> dict[BookingId, list[Note]]:
        """Return for each of these bookings its notes and those of the same two before it, whoever may read them."""
        found: dict[BookingId, list[Note]] = {}
        for row in self._rows(_READABLE_ON, these=list(these)):
            said = {name: value for name, value in row.items() if name != "target"}
            found.setdefault(row["target"], []).append(_note_of(said))
        return found

    def note(self, booking: BookingId, writer: PersonId) -> Note | None:
        """Return what a person has written about a session."""
        row = self._row(_ONE_NOTE, booking=booking, writer=writer)
        return _note_of(dict(row)) if row else None

    def save_note(self, note: Note, *, key: str) -> None:
        """Keep a note in the place of the one before; one without words leaves nothing behind.

        Raises Repeated when ``key`` was recorded before: it must be let out of the transaction.
        """
        self.remember(key, note.booking, note.at)
        if not note.text:
            self._run(_ERASE, booking=note.booking, writer=note.writer)
            return
        self._run(
            _SAVE,
            program=self.program,
            booking=note.booking,
            writer=note.writer,
            text=note.text,
            shared=note.shared,
            at=note.at,
        )

    def open_between(self, one: PersonId, other: PersonId) -> list[Booking]:
        """Return what is asked and agreed between two people."""
        return [booking_of(row) for row in self._rows(_OPEN, one=one, other=other)]
