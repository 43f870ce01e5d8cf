"""What people said of their sessions: one row for each person of a booking, read by nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.feedback import Feedback
from core.store import tables
from core.store.statements.bookings import Bookings

if TYPE_CHECKING:
    from core.domain.booking import BookingId
    from core.domain.people import PersonId

_f = tables.feedback.c


class Feedbacks(Bookings):
    """How it was."""

    def feedback(self, booking: BookingId, person: PersonId) -> Feedback | None:
        """Return what this person said of a booking."""
        query = sa.select(_f.booking, _f.person, _f.score, _f.words, _f.at)
        row = self._row(query.where(_f.booking == booking, _f.person == person, _f.program == self.program))
        return Feedback(**row) if row else None

    def save_feedback(self, said: Feedback, *, key: str) -> None:
        """Keep what a person said, in the place of what they said before.

        Raises Repeated when ``key`` was recorded before: it must be let out of the transaction.
        """
        self._remember(key, said.booking, said.at)
        kept = {"score": said.score, "words": said.words, "at": said.at}
        self._connection.execute(
            self._insert(tables.feedback)
            .values(program=self.program, booking=said.booking, person=said.person, **kept)
            .on_conflict_do_update(index_elements=["booking", "person"], set_=kept)
        )
