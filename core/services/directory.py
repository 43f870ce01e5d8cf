"""The directory: a page of mentors with what is known of each, and those who have time before an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from core.domain.booking import SHORTEST_SESSION
from core.domain.directory import Entry, Free, Page, usual_answer
from core.domain.open_times import looked_at, open_times, terms_of
from core.domain.profiles import MOST_HORIZON
from core.domain.text import clean
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from core.domain.directory import Listed
    from core.domain.open_times import Busy
    from core.domain.people import Person, PersonId
    from core.ports.platform import Clock
    from core.store.store import Store
    from core.store.transaction import Transaction
    from core.times.intervals import Interval

BEYOND = timedelta(minutes=SHORTEST_SESSION)
"""What begins before an instant needs the time until then and this much."""
LOOKED_AT_ONCE = 50
"""How many are looked at by their hours alone."""
AROUND = timedelta(days=8)
"""How far around an instant a mentor's sessions are read: its week counts against the cap, neighbours have buffers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What somebody looks for in the directory: words, by when the mentor must have time, and from which place on."""

    words: str = ""
    free: Free | None = None
    start: int = 0
    count: int


class DirectoryService:
    """Finds mentors and says of each what helps to choose."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def page(self, me: Person, search: Search) -> Page:
        """Return the mentors that are found, by name, without ``me``; who rests comes last.

        With ``free`` only those come of whom ``me`` could take a start by then: they are looked through by their
        hours and what is held, and those who pass are asked with all rules, until the page is full.
        """
        return await self._store.read(lambda tx: _page(tx, me, search, self._clock()))


def _page(tx: Transaction, me: Person, search: Search, now: datetime) -> Page:
    listed = tx.roster(clean(search.words), but=me.id)
    until = search.free.until(zone_or_utc(me.zone), now) if search.free else None
    reader, wanted = _Reader(tx, me, now), search.count + 1
    passing = (
        _in_order(listed, search.start) if until is None else _passing(tx, listed, search.start, now, until)
    )
    found: list[tuple[int, Entry]] = []
    while len(found) < wanted and (some := list(islice(passing, wanted))):
        places = [place for place, _ in some]
        entries = zip(places, reader.entries([one for _, one in some]), strict=True)
        found += [one for one in entries if until is None or _is_free(one[1], until)]
    shown = [entry for _, entry in found[: search.count]]
    following = found[search.count][0] if len(found) > search.count else None
    return Page(entries=reader.with_answers(shown), following=following)


def _in_order(listed: Sequence[Listed], start: int) -> Iterator[tuple[int, Listed]]:
    return islice(enumerate(listed), start, None)


def _passing(
    tx: Transaction, listed: Sequence[Listed], start: int, now: datetime, until: datetime
) -> Iterator[tuple[int, Listed]]:
    """Yield those whose hours have room by then. What is held is read only when the first few were not enough."""
    held: Mapping[PersonId, Sequence[Interval]] | None = None
    for passed, (place, one) in enumerate(_in_order(listed, start)):
        if held is None and passed >= LOOKED_AT_ONCE:
            held = tx.held_between(now, until + BEYOND)
        if one.may_have_time(held.get(one.person, ()) if held else (), now, until + BEYOND):
            yield place, one


def _is_free(entry: Entry, until: datetime) -> bool:
    return entry.next_open is not None and entry.next_open < until


class _Reader:
    """Reads what the directory says of a few mentors, for one reader, in a fixed number of statements."""

    def __init__(self, tx: Transaction, me: Person, now: datetime) -> None:
        self._tx = tx
        self._me = me
        self._now = now
        self._mine: list[Busy] | None = None

    def entries(self, listed: Sequence[Listed]) -> list[Entry]:
        """Return one entry for each mentor, in order, as yet without how they answer."""
        tx, now, these = self._tx, self._now, [one.person for one in listed]
        mentors, offered = tx.mentors_by_id(these), tx.offered_by(these)
        end = now + timedelta(days=MOST_HORIZON) + AROUND
        timed = [who for who in these if who in mentors and mentors[who].hours]
        held = tx.busy_each(timed, now - AROUND, end) if timed else {}
        if self._mine is None:
            self._mine = tx.busy(self._me.id, now, end)
        entries = []
        for who in these:
            kinds, mentor = tuple(offered.get(who, ())), mentors[who]
            terms = terms_of(mentor, looked_at(kinds, None))
            mine, theirs = self._mine, held.get(who, ())
            starts = open_times(mentor, terms, of_mentor=theirs, of_student=mine, now=now, limit=1)
            entries.append(Entry(mentor=mentor, offerings=kinds, next_open=next(iter(starts), None)))
        return entries

    def with_answers(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return the entries with how long each mentor usually takes to answer."""
        waits = self._tx.waits([_who(one) for one in entries])
        return tuple(
            Entry(
                mentor=one.mentor,
                offerings=one.offerings,
                next_open=one.next_open,
                answers_in=usual_answer(waits.get(_who(one), ())),
            )
            for one in entries
        )


def _who(entry: Entry) -> PersonId:
    return entry.mentor.person.id
