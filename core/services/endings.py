"""Endings: open sessions that end, or go to somebody else, because one of their people no longer takes part."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.acts import Cancel, OneByOne, Reject
from core.domain.agenda import Section
from core.domain.booking import Booking, BookingId, Role, Status
from core.domain.errors import BookingError
from core.domain.leaving import is_request
from core.domain.mentor_search import MentorSearch
from core.domain.moves import move
from core.domain.notices import Kind, Notice
from core.domain.requests import RequestText, Wish
from core.services.series_members import told_with
from core.services.waiting_lists import tell_ended

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.domain.booking import Moved
    from core.domain.people import PersonId
    from core.services.hand_over import HandOver
    from core.store.transaction import Transaction

MOST_OPEN = 500
"""How many open sessions of one person are looked at, and dealt with in one transaction."""


@dataclass(frozen=True, slots=True)
class Word:
    """Who ends something, what they say with it, and when (UTC)."""

    by: PersonId
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Endings:
    """Ends sessions inside the transaction of whoever has a reason to."""

    hand_over: HandOver

    def end(self, tx: Transaction, these: Sequence[Booking], word: Word, key: str) -> None:
        """Decline or cancel several; of requests that were asked for together their student hears once.

        A request to any suitable mentor goes to the next one.
        """
        first: dict[tuple[BookingId, Status], BookingId] = {}
        used: str | None = key
        for one in these:
            with suppress(BookingError):  # it has begun, or has lapsed: the sweep ends it
                if self._passed_on(tx, one, word, used):
                    used = None
                    continue
                together = one.series or one.id, one.status
                along = first.get(together)
                moved = move(one, word_of(one, word), role_of(one, word.by), word.at, told_with=along)
                if moved is not None:
                    self.hand_over.record(tx, moved, key=used, who=word.by)
                    used = None
                    first.setdefault(together, one.id)
        for one in these:
            leave_alone(tx, one, word.at)

    def _passed_on(self, tx: Transaction, known: Booking, word: Word, key: str | None) -> bool:
        """Ask the next mentor of a search, where an organiser ends a request: a mentor's own no does so by itself."""
        student = tx.person(known.student)
        if known.mentor == word.by or known.search is None or not is_request(known):
            return False
        if student is None or student.blocked:
            return False
        return any(self.hand(tx, known, to, word, key) is not None for to in known.search.ahead)

    def hand(
        self, tx: Transaction, known: Booking, to: PersonId, word: Word, key: str | None
    ) -> BookingId | None:
        """Hand a session over, and return the new request; None where the other mentor can't take it.

        Raises what the table of moves refuses.
        """
        asked = self.asked(tx, known, to, word.at)
        along = asked.booking.id if asked else None
        moved = move(known, word_of(known, word), role_of(known, word.by), word.at, told_with=along)
        if asked is None or moved is None:
            return None
        search = _search(known, to)
        search = replace(search, place=search.place - 1, following=along)
        tx.record(replace(moved, booking=replace(moved.booking, search=search)), key=key, who=word.by)
        by_organiser = moved.by is Role.ADMIN
        asked = replace(asked, by=Role.ADMIN if by_organiser else Role.SYSTEM)
        tx.record(asked, key=None, who=word.by if by_organiser else None)
        tx.carry_card(known.id, asked.booking.id, known.student)
        told = (
            (moved, Kind.TAKEN_OVER, known.mentor) if by_organiser else (asked, Kind.HANDED_ON, known.student)
        )
        tx.enqueue(_told(*told))
        leave_alone(tx, known, word.at)
        return asked.booking.id

    def free_held(self, tx: Transaction, who: PersonId, by: PersonId, now: datetime) -> None:
        """Give back the times that are held for somebody who waited, of whom or for whom it is no longer possible.

        Who has waited for a mentor who takes no more requests is told, like those who still stand in line.
        """
        for one in tx.agenda(who, Section.PENDING, now, MOST_OPEN):
            if one.held_until is not None:
                moved = move(one, Cancel(), Role.ADMIN, now)
                if moved is not None:
                    tx.record(moved, key=None, who=by)
                    if one.mentor == who:
                        tell_ended(tx, one.student, who, now)

    def asked(self, tx: Transaction, known: Booking, to: PersonId, now: datetime) -> Moved | None:
        """Return the request with which another mentor is asked, or None where they can't take it."""
        student = tx.person(known.student)
        if student is None or to == known.mentor or (known.starts_at is not None and known.starts_at <= now):
            return None
        asked = self.hand_over.asked(
            tx, student, wish_of(known), _search(known, to), now, minutes=known.minutes
        )
        refused = self.hand_over.refusal(tx, asked, instead=known.id) if asked else None
        return None if refused is not None else asked


def leave_alone(tx: Transaction, ended: Booking, now: datetime) -> None:
    """Let each request that waited with one that has ended for one answer get a card and an answer of its own."""
    for one in told_with(tx, ended):
        moved = move(one, OneByOne(), Role.SYSTEM, now)
        if moved is not None:
            tx.record(moved, key=None, who=None)


def open_sessions(tx: Transaction, who: PersonId, now: datetime) -> list[Booking]:
    """Return the open sessions of a person, requests first; a time that is only held is none."""
    sections = Section.PENDING, Section.UPCOMING
    found = (one for section in sections for one in tx.agenda(who, section, now, MOST_OPEN))
    return [one for one in found if one.held_until is None]


def wish_of(booking: Booking) -> Wish:
    """Return what a session was asked for as, for whoever is asked next."""
    return Wish(text=RequestText.of(booking), start=booking.starts_at)


def role_of(booking: Booking, by: PersonId) -> Role:
    """Return in which capacity a session is ended: its mentor's, or that of an organiser."""
    return Role.MENTOR if by == booking.mentor else Role.ADMIN


def word_of(booking: Booking, word: Word) -> Reject | Cancel:
    """Return what ends a session: a mentor's no to a request, or a cancellation."""
    declines = booking.status is Status.PENDING and word.by == booking.mentor
    return Reject(reply=word.said) if declines else Cancel(reason=word.said)


def _told(moved: Moved, kind: Kind, whom: PersonId) -> Notice:
    """Return what one of the three hears beside the new request, by which an organiser's act is told to the student."""
    booking = moved.booking
    return Notice(booking=booking.id, version=booking.version, kind=kind, recipient=whom, due_at=moved.at)


def _search(booking: Booking, to: PersonId) -> MentorSearch:
    """Return the search in which another mentor has the turn: whoever was in line before comes after them."""
    known = booking.search or MentorSearch(mentors=(booking.mentor,))
    so_far, later = known.mentors[: known.place + 1], (one for one in known.ahead if one != to)
    return MentorSearch(mentors=(*so_far, to, *later), place=known.place + 1)
