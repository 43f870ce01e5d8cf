"""Recording what happened to a booking; a request to any suitable mentor goes to the next one in the same transaction.

So there is never a moment at which two of them are asked, and none at which nobody is.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.availability import Way
from core.domain.booking import BookingId, Role
from core.domain.errors import BadInput
from core.domain.mentor_search import in_turn, kind_for_anybody, passes_on
from core.domain.requests import RequestText, Wish, request
from core.services.availability import Times

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, Moved
    from core.domain.mentor_search import MentorSearch
    from core.domain.people import Person, PersonId
    from core.ports.platform import NewId
    from core.services.current_policy import CurrentPolicy
    from core.store.transaction import Transaction

REF_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or digit that is easily taken for another one."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Records moves. ``new_id`` makes the id of the booking with which the next mentor is asked."""

    policy: CurrentPolicy
    new_id: NewId

    def record(self, tx: Transaction, moved: Moved, *, key: str | None, who: PersonId | None) -> Booking:
        """Store what happened, and the request to the next mentor that follows from it; return how it stands.

        Raises as ``Transaction.record`` does.
        """
        search = passes_on(moved)
        following = self._following(tx, moved, search) if search and search.ahead else None
        if search is None or following is None:
            tx.record(moved, key=key, who=who)
            return moved.booking
        booking = replace(moved.booking, search=replace(search, following=following.booking.id))
        tx.record(replace(moved, booking=booking), key=key, who=who)
        tx.record(following, key=None, who=None)
        tx.carry_card(booking.id, following.booking.id, booking.student)
        return booking

    def asked(
        self, tx: Transaction, student: Person, wish: Wish, search: MentorSearch, now: datetime
    ) -> Moved | None:
        """Return the request to the mentor whose turn it is, not yet stored; None where they take none of this student.

        Whether the time may be taken is asked by ``refusal``.
        """
        who = search.mentors[search.place]
        mentor = tx.mentor(who)
        if mentor is None or mentor.person.left_at is not None or not mentor.takes_requests(now):
            return None
        if who == student.id or tx.standing(student.id, who, now).pending_with_mentor is not None:
            return None
        moved = request(
            wish,
            student,
            mentor,
            kind_for_anybody(tx.offerings(who)),
            id=BookingId(self.new_id()),
            ref=fresh_ref(tx),
            policy=self.policy(),
            now=now,
        )
        return in_turn(moved, search, self.policy())

    def refusal(self, tx: Transaction, moved: Moved, *, instead: BookingId | None = None) -> BadInput | None:
        """Return why the time may not be taken, as if it were picked from the open times, or None.

        ``instead`` is a booking whose time is free with it.
        """
        booking = replace(moved.booking, id=instead) if instead else moved.booking
        try:
            Times(tx=tx, booking=booking, policy=self.policy(), now=moved.at).check_request(Way.PICKED)
        except BadInput as refused:
            return refused
        return None

    def _following(self, tx: Transaction, moved: Moved, search: MentorSearch) -> Moved | None:
        booking, now = moved.booking, moved.at
        student = tx.person(booking.student)
        if student is None or (booking.starts_at is not None and booking.starts_at <= now):
            return None
        tx.line_up(booking.student, *search.ahead)
        wish = Wish(text=RequestText.of(booking), start=booking.starts_at)
        for place in range(search.place + 1, len(search.mentors)):
            asked = self.asked(tx, student, wish, replace(search, place=place), now)
            if asked is not None and self.refusal(tx, asked, instead=booking.id) is None:
                return replace(asked, by=Role.SYSTEM)
        return None


def fresh_ref(tx: Transaction) -> str:
    """Return a short name that no booking has."""
    while True:
        ref = "S-" + "".join(secrets.choice(REF_LETTERS) for _ in range(5))
        if tx.booking_by_ref(ref) is None:
            return ref
