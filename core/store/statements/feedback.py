"""What people said of their sessions: one row for each person of a booking, read by nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.feedback import Feedback
from core.store.statements.base_query import HERE, THESE, ours, upsert
from core.store.statements.bookings import Bookings
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_f = tables.feedback.c
_FEEDBACK = sa.select(_f.booking, _f.person, _f.score, _f.words, _f.at, _f.for_organisers).where(
    _f.booking == sa.bindparam("booking"), _f.person == sa.bindparam("person"), _f.program == HERE
)
_OF_THESE = sa.select(_f.booking, _f.person, _f.score, _f.words, _f.at, _f.for_organisers).where(
    _f.booking.in_(THESE), ours(_f.program)
)
_NEW = upsert(tables.feedback)
_SAVE = _NEW.on_conflict_do_update(
    index_elements=["booking", "person"],
    set_={name: _NEW.excluded[name] for name in ("score", "words", "at", "for_organisers")},
)


class Feedbacks(Bookings):
    """How it was."""

    def feedback(self, booking: BookingId, person: PersonId) -> Feedback | None:
        """Return what this person said of a booking."""
        row = self._row(_FEEDBACK, booking=booking, person=person)
        return Feedback(**row) if row else None

    def feedback_on(self, these: Collection[BookingId]) -> dict[tuple[BookingId, PersonId], Feedback]:
        """Return what everybody said of these bookings."""
        rows = self._rows(_OF_THESE, these=list(these))
        return {(row["booking"], row["person"]): Feedback(**row) for row in rows}

    def save_feedback(self, said: Feedback, *, key: str) -> None:
        """Keep what a person said, in the place of what they said before.

        Raises Repeated when ``key`` was recorded before: it must be let out of the transaction.
        """
        self.remember(key, said.booking, said.at)
        self._run(
            _SAVE,
            program=self.program,
            booking=said.booking,
            person=said.person,
            score=said.score,
            words=said.words,
            at=said.at,
            for_organisers=said.for_organisers,
        )
