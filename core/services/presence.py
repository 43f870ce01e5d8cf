"""Presence: who has left the workspace or server, what becomes of their sessions, and who is back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from core.domain.acts import Leave
from core.domain.agenda import Section
from core.domain.booking import Role
from core.domain.errors import BookingError, Stale
from core.domain.moves import move
from core.ports.platform import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from core.domain.accounts import AccountLink
    from core.domain.people import Address, Person, PersonId
    from core.ports.platform import Clock, Platform
    from core.services.hand_over import HandOver
    from core.store.store import Store
    from core.store.transaction import Transaction

log = structlog.get_logger(__name__)

EVERY = timedelta(days=1)
"""How often everybody is asked for whose leaving would concern somebody."""
PEOPLE_A_LOOK = 50
"""How many people are looked at in one go: with a look each minute that is 72,000 a day, and at most 50 requests."""
CALLED_OFF = 50
"""How many sessions of one person one transaction calls off at most."""
SEEM_GONE = frozenset({Reason.ACCOUNT_GONE, Reason.NOT_IN_WORKSPACE, Reason.NO_COMMON_SERVER})
"""Refusals of a message that may mean that its reader has left: these people are asked for at once, once a day."""
WALK = "presence.walk"
"""The fact that holds when the next walk begins, in ISO 8601, and behind whom this one stands."""
THE_FIRST = UUID(int=0)


def next_walk(tx: Transaction) -> datetime | None:
    """Return when the next daily walk begins, in UTC; None before the first look."""
    walk = _Walk.read(tx.fact(WALK))
    return walk.begins if walk else None


class PresenceService:
    """Calls off the sessions of those who have left, and welcomes those who are back."""

    def __init__(
        self, store: Store, platforms: Mapping[str, Platform], clock: Clock, hand_over: HandOver
    ) -> None:
        self._hand_over = hand_over
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._asked: dict[PersonId, datetime] = {}

    async def note(self, who: Address, *, here: bool) -> bool:
        """Take note that somebody has left or is there; return whether that is news."""
        person = await self._store.read(lambda tx: tx.person_at(who))
        return person is not None and await self._note(person, who, here=here)

    async def look(self) -> int:
        """Ask the platforms for those who may have left; return how many people have left or come back.

        A little each time: first for those whose messages were refused, then for the next page of the daily walk.
        """
        doubtful = await self._store.read(lambda tx: tx.doubtful(sorted(SEEM_GONE), PEOPLE_A_LOOK))
        return await self._ask_for(self._not_asked(doubtful)) + await self._ask_for(await self._next_page())

    async def _note(self, person: Person, where: Address, *, here: bool) -> bool:
        linked = await self._store.read(lambda tx: tx.link_of(person.id))
        if linked is not None and not await self._store.write(partial(_both, linked, where, here=here)):
            return False
        if linked is not None:
            people = await self._store.read(lambda tx: tx.people([linked.kept]))
            person = people.get(linked.kept, person)
        was_away = person.left_at is not None or (here and person.unreachable in SEEM_GONE)
        if here != was_away:
            return False
        await (self._welcome(person) if here else self.call_off(person))
        log.info("person_is_back" if here else "person_has_left", platform=person.address.platform)
        return True

    async def _welcome(self, person: Person) -> None:
        def work(tx: Transaction) -> None:
            current = tx.person(person.id) or person
            tx.update_person(replace(current, left_at=None, unreachable=None))
            tx.revive(person.id, self._clock())

        await self._store.write(work)

    async def call_off(self, person: Person) -> None:
        """Note the leaving and call off everything open; what has begun already stays and completes by itself."""

        def work(tx: Transaction) -> int:
            now = self._clock()
            current = tx.person(person.id) or person
            if current.left_at is None:
                tx.update_person(replace(current, left_at=now))
            return sum(
                self._leave(tx, person.id, section, now) for section in (Section.PENDING, Section.UPCOMING)
            )

        while await self._retried(work):
            pass

    def _leave(self, tx: Transaction, who: PersonId, section: Section, now: datetime) -> int:
        called_off = 0
        for booking in tx.agenda(who, section, now, CALLED_OFF):
            side, moved = booking.role_of(who), None
            with suppress(BookingError):  # it has begun
                moved = move(booking, Leave(who=side), Role.SYSTEM, now) if side else None
            if moved is not None:
                self._hand_over.record(tx, moved, key=None, who=None)
                called_off += 1
        return called_off

    async def _retried(self, work: Callable[[Transaction], int]) -> int:
        """Look again when somebody else has just moved one of the sessions."""
        try:
            return await self._store.write(work)
        except Stale:
            return await self._store.write(work)

    def _not_asked(self, people: Iterable[Person]) -> list[Person]:
        """Return those who were not asked for today: an answer that helps nobody is not asked for again and again."""
        now = self._clock()
        self._asked = {who: at for who, at in self._asked.items() if timedelta(0) <= now - at < EVERY}
        fresh = [one for one in people if one.id not in self._asked]
        self._asked |= {one.id: now for one in fresh}
        return fresh

    async def _next_page(self) -> list[Person]:
        """Return the next people of the daily walk; on several processes each page is taken by one of them."""
        said = await self._store.read(lambda tx: tx.fact(WALK))
        walk, now = _Walk.read(said), self._clock()
        if walk is not None and not walk.is_due(now):
            return []

        def work(tx: Transaction) -> list[Person]:
            if walk is None or said is None:
                tx.set_fact(WALK, _Walk(now + EVERY, THE_FIRST).text)
                return []
            page, last = tx.people_after(walk.after, PEOPLE_A_LOOK)
            further = replace(walk, after=last) if last else _Walk(now + EVERY, THE_FIRST)
            return page if tx.swap_fact(WALK, said, further.text) else []

        return await self._store.write(work)

    async def _ask_for(self, people: Iterable[Person]) -> int:
        """Ask each one's platform; where one cannot tell, it is left in peace for now."""
        silent: set[str] = set()
        changed = 0
        for person in people:
            name = person.address.platform
            platform = self._platforms.get(name)
            if platform is None or name in silent:
                continue
            here = await platform.present(person.address)
            if here is None:
                silent.add(name)
            elif not here or person.left_at is not None:  # a refused message alone is no sign of a return
                changed += await self._note(person, person.address, here=here)
        return changed


def _both(link: AccountLink, where: Address, tx: Transaction, *, here: bool) -> bool:
    """Note where one of two linked accounts is; return whether that is so of both, and of the person therefore.

    Who has left one platform is reached on the other.
    """
    known = tx.person(link.kept)
    if known is None:
        return False
    was_away, at_home = known.left_at is not None, known.address.platform == where.platform
    if here:
        if link.gone == where.platform or was_away:
            tx.leaves(link, None)
        return was_away
    if link.gone is not None and link.gone != where.platform:
        return True
    tx.leaves(link, where.platform)
    if at_home:
        tx.swap(link)
    return False


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where the daily walk stands: when it begins, in UTC, and behind whom it goes on."""

    begins: datetime
    after: UUID

    @classmethod
    def read(cls, text: str | None) -> _Walk | None:
        """Read what ``text`` wrote; None for anything else."""
        try:
            begins, after = (text or "").split()
            return cls(datetime.fromisoformat(begins), UUID(after))
        except ValueError:
            return None

    @property
    def text(self) -> str:
        """How it is remembered."""
        return f"{self.begins.isoformat()} {self.after.hex}"

    def is_due(self, now: datetime) -> bool:
        """Whether it is time; a clock that was set back far delays nothing."""
        return not timedelta(0) < self.begins - now <= EVERY
