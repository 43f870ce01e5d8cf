"""Asking any suitable mentor: the best three are found, and the first of them is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from core.domain.directory import usual_answer
from core.domain.errors import BadInput, Clash, Problem
from core.domain.mentor_search import (
    FITS,
    MOST_ASKED,
    Candidate,
    MentorSearch,
    kind_for_anybody,
    likeness,
    ranked,
)
from core.domain.open_times import SOONEST, open_times, terms_of
from core.domain.people import DEFAULT_MINUTES
from core.domain.requests import check_standing
from core.domain.text import clean
from core.services.bookings import LAST_HOUR, ActResult
from core.services.directory import AROUND, BEYOND
from core.services.views import view_of
from core.store.statements.search import normal
from core.store.transaction import Repeated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.domain.booking import Moved
    from core.domain.directory import Listed
    from core.domain.people import Person, PersonId
    from core.domain.requests import Wish
    from core.ports.platform import Clock
    from core.services.hand_over import HandOver
    from core.store.store import Store
    from core.store.transaction import Transaction

CONSIDERED = 12
"""How many who fit best are compared by what they have to do and how soon they answer."""
CHECKED = 9
"""How many of them are asked with all rules whether they have the time."""
ANY_TIME, MANY, STARTS_TOLD = timedelta(days=7), 100, 3
"""How far ahead it is looked where no day is named, how many starts of each, and how many are told."""
STUDENTS_OWN = frozenset({"time_yours_taken", "time_past", "time_too_far"})
"""What speaks against a time whoever is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What somebody asks any suitable mentor for, and what that mentor should know, as it was typed."""

    wish: Wish
    skills: str = ""

    @property
    def words(self) -> str:
        """What is compared with what mentors say: what is needed, or else what it is about."""
        return normal(clean(self.skills or self.wish.text.topic))


class MentorSearchService:
    """Finds who is suitable and asks them one after another."""

    def __init__(self, store: Store, clock: Clock, hand_over: HandOver) -> None:
        self._store = store
        self._clock = clock
        self._hand_over = hand_over

    async def ask(self, student: Person, needed: Needed, *, key: str) -> ActResult:
        """Ask the best mentor, with the next two in line; raises BadInput where nobody is suitable.

        Somebody is suitable who takes requests, knows what is needed, and has the time open.
        """

        def work(tx: Transaction) -> ActResult:
            now = self._clock()
            if (seen := tx.seen(key)) is not None:
                return ActResult(view_of(tx, seen, student.id, now), changed=tx.in_doubt)
            moved = self._best(tx, student, needed, now)
            tx.record(moved, key=key, who=student.id)
            return ActResult(view_of(tx, moved.booking.id, student.id, now))

        try:
            return await self._store.write(work)
        except Clash:
            raise BadInput({"when": Problem("time_taken")}) from None
        except Repeated as repeated:
            which = repeated.booking
            seen = await self._store.read(lambda tx: view_of(tx, which, student.id, self._clock()))
            return ActResult(seen, changed=False)

    async def starts(
        self,
        student: Person,
        skills: str,
        *,
        between: tuple[datetime, datetime] | None = None,
        limit: int = STARTS_TOLD,
    ) -> tuple[datetime, ...]:
        """Return a few starts (UTC, in order) within a stretch, or at all, that most of the suitable have open."""

        def work(tx: Transaction) -> tuple[datetime, ...]:
            now = self._clock()
            begin, end = between or (now, now + ANY_TIME)
            return open_for_most(tx, student, skills, (max(begin, now + SOONEST), end), now, limit)

        return await self._store.read(work)

    def _best(self, tx: Transaction, student: Person, needed: Needed, now: datetime) -> Moved:
        order = suitable(tx, student, needed, now)[:CHECKED]
        tx.line_up(student.id, *order)
        able: list[Moved] = []
        for who in order:
            asked = self._hand_over.asked(tx, student, needed.wish, MentorSearch(mentors=(who,)), now)
            refused = self._hand_over.refusal(tx, asked) if asked else None
            if refused is not None and _is_students_own(refused):
                raise refused
            if asked is not None and refused is None:
                able.append(asked)
            if len(able) == MOST_ASKED:
                break
        if not able:
            raise BadInput({"mentor": Problem("nobody_suitable")})
        first = able[0]
        mentor = tx.mentor(first.booking.mentor)
        if mentor is not None:
            standing = tx.standing(student.id, mentor.person.id, now - LAST_HOUR)
            check_standing(student, mentor, standing, self._hand_over.policy())
        search = MentorSearch(mentors=tuple(one.booking.mentor for one in able))
        return replace(first, booking=replace(first.booking, search=search))


def open_for_most(  # noqa: PLR0917 - who asks for what, between which instants, seen from when
    tx: Transaction,
    student: Person,
    skills: str,
    between: tuple[datetime, datetime],
    now: datetime,
    limit: int,
) -> tuple[datetime, ...]:
    """Return the starts (UTC, in order) that most of those who know ``skills`` have open, at most so many."""
    begin, end = between
    words, held = normal(clean(skills)), tx.held_between(begin, end + BEYOND)
    able = (
        one.person
        for one in tx.roster("", but=student.id)
        if one.may_have_time(held.get(one.person, ()), begin, end + BEYOND)
        and (not words or likeness(words, one.said) >= FITS)
    )
    these = list(islice(able, CONSIDERED))
    mentors, offered = tx.mentors_by_id(these), tx.offered_by(these)
    far = end + AROUND
    busy = tx.busy_each(these, now - AROUND, far) if these else {}
    mine = tx.busy(student.id, now, far)
    open_for: Counter[datetime] = Counter()
    for who, mentor in mentors.items():
        terms = terms_of(mentor, kind_for_anybody(offered.get(who, ())))
        theirs = busy.get(who, ())
        found = open_times(mentor, terms, of_mentor=theirs, of_student=mine, now=now, limit=MANY, since=begin)
        open_for.update(start for start in found if start < end)
    most = sorted(open_for, key=lambda start: (-open_for[start], start))[:limit]
    return tuple(sorted(most))


def _is_students_own(refused: BadInput) -> bool:
    return any(problem.code in STUDENTS_OWN for problem in refused.fields.values())


def suitable(tx: Transaction, student: Person, needed: Needed, now: datetime) -> list[PersonId]:
    """Return who may be asked, best first; whether the time may be taken is asked later of the best ones."""
    fitting = _fitting(tx, student, needed)
    fitting = ranked(fitting)[:CONSIDERED]
    these = [one.person for one in fitting]
    load, waits = tx.open_with(these, now), tx.waits(these)
    known = [
        replace(one, load=load.get(one.person, 0), answers_in=usual_answer(waits.get(one.person, ())))
        for one in fitting
    ]
    return [one.person for one in ranked(known)]


def _fitting(tx: Transaction, student: Person, needed: Needed) -> list[Candidate]:
    start, words = needed.wish.start, needed.words
    listed = [one for one in tx.roster("", but=student.id) if not one.rests]
    open_then = _open_at(tx, listed, start) if start else {one.person for one in listed if one.hours}
    rated = [
        Candidate(
            person=one.person,
            is_open=one.person in open_then,
            likeness=likeness(words, one.said) if words else 0,
        )
        for one in listed
        if one.person in open_then or not one.hours
    ]
    return [one for one in rated if one.likeness >= FITS] if needed.skills.strip() else rated


def _open_at(tx: Transaction, listed: Sequence[Listed], start: datetime) -> set[PersonId]:
    """Return those whose hours, without what is held, are open for the usual length from a start on."""
    end = start + timedelta(minutes=DEFAULT_MINUTES)
    held = tx.held_between(start, end)
    return {one.person for one in listed if not held.get(one.person) and one.may_have_time((), start, end)}
