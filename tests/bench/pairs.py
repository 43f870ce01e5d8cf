"""Students and mentors to book with: each pair has its own time, so that nobody is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.booking import Slot
from core.store.columns import EPOCH, MICROSECOND
from tests.store.world import HOUR, NOW, World

if TYPE_CHECKING:
    from core.domain.people import PersonId, ProgramId
    from core.store.store import Store


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who books whom: the bookings go round and round the pairs, an hour later each time."""

    program: ProgramId
    people: tuple[tuple[PersonId, PersonId], ...]

    def of(self, number: int) -> tuple[PersonId, PersonId]:
        """Return the student and the mentor of a booking."""
        return self.people[number % len(self.people)]

    def slot(self, number: int) -> Slot:
        """Return when it is."""
        return Slot(NOW + timedelta(days=3) + number // len(self.people) * HOUR, 30)

    def start(self, number: int) -> int:
        """Return its start as the SQLite file has it: microseconds since 1970."""
        return (self.slot(number).starts_at - EPOCH) // MICROSECOND

    @property
    def now(self) -> int:
        """The instant at which everything is asked, in microseconds since 1970."""
        return (NOW - EPOCH) // MICROSECOND


async def settled(store: Store, count: int) -> Pairs:
    """Make that many pairs known to a store."""
    world = World(store)
    return Pairs(store.program, tuple([await world.pair() for _ in range(count)]))
