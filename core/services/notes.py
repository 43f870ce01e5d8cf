"""Notes: written, changed and removed by either side; every card that shows them follows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from core.domain.asked_notices import noted
from core.domain.errors import BadInput, NotFound, Problem
from core.domain.notes import TEXT_LENGTH, Note, check_noting
from core.domain.text import clean, units
from core.store.transaction import Repeated

if TYPE_CHECKING:
    from core.domain.booking import BookingId
    from core.domain.people import Person
    from core.ports.platform import Clock
    from core.store.store import Store
    from core.store.transaction import Transaction


class NoteService:
    """What people write about their sessions."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def write(self, person: Person, booking: BookingId, typed: str, *, shared: bool, key: str) -> None:
        """Keep a note in the place of the one before; an empty one removes it.

        Raises NotFound for strangers and unknown ids alike, NotAvailable where there is nothing to write about, and
        BadInput naming ``text``.
        """
        text = clean(typed, lines=True)
        if units(text) > TEXT_LENGTH:
            raise BadInput({"text": Problem("too_long", most=TEXT_LENGTH)})

        def work(tx: Transaction) -> None:
            now, found = self._clock(), tx.booking(booking)
            if found is None or found.role_of(person.id) is None:
                raise NotFound
            old = tx.note(booking, person.id)
            check_noting(found, old, text)
            fresh = Note(booking=booking, writer=person.id, text=text, shared=shared, at=now)
            tx.save_note(fresh, key=key)
            both = shared or (old is not None and old.shared)
            readers = (found.student, found.mentor) if both else (person.id,)
            shown_on = {one.id: one for one in (found, *tx.open_between(found.student, found.mentor))}
            tx.enqueue(*(noted(one, who, now, key=key) for one in shown_on.values() for who in readers))

        with suppress(Repeated):
            await self._store.write(work)
