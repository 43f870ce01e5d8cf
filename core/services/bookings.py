"""Bookings: one method for each thing a person can do with bookings, each in one transaction."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from core.domain.acts import (
    Accept,
    AcceptProposal,
    AutoComplete,
    Cancel,
    Expire,
    ExpireProposal,
    OneByOne,
    RenewLink,
    SetLink,
)
from core.domain.agenda import Agenda, Section
from core.domain.asked_notices import opened, said_now
from core.domain.availability import Way
from core.domain.booking import Act, BookingId, Role, Status
from core.domain.booking_view import BookingView
from core.domain.errors import BadInput, BookingError, Clash, NotFound, Problem, Stale
from core.domain.feedback import Score, Words, rated, worded
from core.domain.links import MeetingLink
from core.domain.moves import ANSWER_STANDS, move
from core.domain.notices import Notice
from core.domain.requests import Wish, check_asked, request
from core.services.availability import Times, offering_meant, times_taken
from core.services.clashes import clash_of, ended, time_wanted
from core.services.hand_over import HandOver, fresh_ref
from core.services.series_members import told_with
from core.services.views import seen_by, view_of
from core.services.waiting_lists import WaitingLists, places_in
from core.store.errors import Doubtful, Unavailable
from core.store.transaction import Repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.domain.acts import Doing
    from core.domain.booking import Booking, Moved
    from core.domain.people import Mentor, Offering, OfferingId, Person, PersonId
    from core.ports.platform import Clock, NewId, Posted
    from core.services.current_policy import CurrentPolicy
    from core.store.store import Store
    from core.store.transaction import Transaction

T = TypeVar("T")
LAST_HOUR = timedelta(hours=1)
"""The time in which requests are counted against the limit for an hour."""
OF_ANOTHER = 0
"""The version of a card that showed another booking: nothing is done by it but what is meant for both."""
ATTEMPTS = 2
"""How often an act is begun anew because another one came first, before it is refused as stale."""
FREEING = frozenset({Act.CANCEL, Act.REJECT, Act.EDIT, Act.ACCEPT_PROPOSAL})
"""The acts of people that may set a time free."""
SWEEP = 200
"""How many bookings one sweep moves at most, so that a sweep never holds the writer for long."""


@dataclass(frozen=True, slots=True)
class ActResult:
    """What came of an act: how the booking stands now, whether it changed, or why it did not."""

    view: BookingView
    changed: bool = True
    error: BookingError | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """One act of one person on one booking. ``version`` None means that no card was pressed."""

    by: Person
    booking: BookingId
    doing: Doing
    key: str
    version: int | None = None
    linked: bool = False
    """Whether what is accepted gets a link where none is given."""
    insists: bool = False
    """Whether the mentor has been told that their own calendar has something then."""


class BookingService:
    """Everything that changes or shows a booking."""

    def __init__(self, store: Store, clock: Clock, new_id: NewId, policy: CurrentPolicy) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self.policy = policy
        self._hand_over = HandOver(policy, new_id)
        self._lines = WaitingLists(store, clock, new_id, policy)

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self._clock()

    async def ask(
        self, student: Person, mentor: PersonId, wish: Wish, *, offering: OfferingId | None = None, key: str
    ) -> ActResult:
        """Make a request; raises BadInput naming the fields that are wrong, and then nothing has changed."""

        def work(tx: Transaction) -> ActResult:
            now = self._clock()
            if (seen := tx.seen(key)) is not None:
                return ActResult(view_of(tx, seen, student.id, now), changed=tx.in_doubt)
            whom = self._addressee(tx, student, mentor, now)
            kind = offering_meant(tx, whom, offering, minutes=wish.minutes)
            moved = request(
                wish,
                student,
                whom,
                kind,
                id=BookingId(self._new_id()),
                ref=fresh_ref(tx),
                policy=self.policy(),
                now=now,
            )
            times = self._times(tx, moved, now, kind)
            times.check_request(Way.PICKED if wish.picked else Way.SUGGESTED)
            tx.record(moved, key=key, who=student.id)
            tx.made_through(student.account, moved.booking.id)
            return ActResult(seen_by(tx, moved.booking, student.id, now))

        try:
            outcome = await self._write(work)
        except Clash:
            raise BadInput({"when": Problem("time_taken")}) from None
        except Repeated as repeated:
            return ActResult(await self.view(student, repeated.booking), changed=False)
        return outcome

    async def act(self, press: Press) -> ActResult:
        """Do one thing to a booking; raises NotFound for strangers and unknown ids alike.

        Raises BadInput naming the field of each time that was typed and may not be taken. Every other refusal
        comes back inside the outcome, together with the truth to show.
        """
        try:
            outcome = await self._write(lambda tx: self._act(tx, press))
            await self._freed(outcome, press)
        except Clash:
            return await self._clashed(press)
        except Stale as stale:
            return ActResult(await self.view(press.by, press.booking), changed=False, error=stale)
        except Repeated as repeated:
            return ActResult(await self.view(press.by, repeated.booking), changed=False)
        return outcome

    async def accept(self, press: Press) -> ActResult:
        """Accept as the mentor; without a link the default one is used, the provider's, or a fresh room."""
        return await self.act(replace(press, linked=True))

    async def view(self, person: Person, booking: BookingId) -> BookingView:
        """Return the booking as ``person`` sees it; raises NotFound for strangers and unknown ids alike."""
        return await self._store.read(lambda tx: view_of(tx, booking, person.id, self._clock()))

    async def agenda(
        self, person: Person, limits: Mapping[Section, int], *, after: BookingId | None = None
    ) -> Agenda:
        """Return some sections of a person's sessions, so many of each, from behind ``after``, and how many there are.

        All of it is one reading: a session that moves from one section to another meanwhile is in exactly one.
        """

        def work(tx: Transaction) -> Agenda:
            now = self._clock()
            start = tx.booking(after) if after else None
            found = {
                section: tx.agenda(person.id, section, now, limit, start) for section, limit in limits.items()
            }
            bookings = [one for section in found.values() for one in section]
            people = tx.people({party for one in bookings for party in (one.student, one.mentor)})
            views = {
                section: tuple(BookingView.of(one, person.id, people, now) for one in several)
                for section, several in found.items()
            }
            counts, places = tx.agenda_counts(person.id, now), places_in(tx, person.id)
            return Agenda(counts=counts, views=views, places=places)

        return await self._store.read(work)

    async def feedback(
        self, person: Person, booking: BookingId, key: str, *, said: Score | Words
    ) -> BookingView:
        """Keep how a session was for a person: a tap, or words; each replaces the one before and keeps the other.

        Raises NotFound for strangers and unknown ids alike, and NotAvailable unless the session is completed.
        """

        def work(tx: Transaction) -> None:
            now = self._clock()
            view = view_of(tx, booking, person.id, now)
            fresh = (
                rated(view.mine, view.booking, person.id, said, now)
                if isinstance(said, Score)
                else worded(view.mine, view.booking, person.id, said, now)
            )
            tx.save_feedback(fresh, key=key)
            tx.enqueue(*said_now(view.booking, person.id, now, key=key))

        with suppress(Repeated):
            await self._store.write(work)
        return await self.view(person, booking)

    async def bring(self, person: Person, booking: BookingId, *, key: str, on: str) -> BookingView:
        """Have the card brought to the end of a person's conversation on a platform; raises as ``view`` does."""

        def work(tx: Transaction) -> BookingView:
            now = self._clock()
            view = view_of(tx, booking, person.id, now)
            tx.enqueue_on(on, opened(view.booking, person.id, now, key=key))
            return view

        return await self._store.write(work)

    async def told_at(self, posted: Posted) -> Notice | None:
        """Return the notice that a message told; None for one that is not remembered."""
        placed = await self._store.read(lambda tx: tx.placement_at(posted))
        return Notice.of_key(placed.key, self._clock()) if placed else None

    async def shown(self, posted: Posted, version: int) -> None:
        """Note that a message already shows a version, because the answer to a press replaced it."""
        await self._store.write(lambda tx: tx.shown(posted, version, self._clock()))

    async def sweep(self) -> int:
        """Expire what nobody answered and complete what is over; return how many bookings moved.

        Of several processes that sweep at the same moment one does, and the others leave it to that one.
        """

        def work(tx: Transaction) -> int:
            if not tx.alone("sweep"):
                return 0
            now = self._clock()
            tx.end_pauses(now)
            moves: list[tuple[Booking, Doing]] = [(one, Expire()) for one in tx.overdue(now, SWEEP)]
            moves += [(one, AutoComplete()) for one in tx.finished(now - self.policy().grace, SWEEP)]
            moves += [(one, Expire()) for one in tx.timeless(now, SWEEP)]
            moves += [(one, ExpireProposal()) for one in tx.stale_proposals(now, SWEEP)]
            done: set[BookingId] = set()
            for booking, doing in moves:
                if booking.id not in done:
                    done.add(booking.id)
                    self._tick(tx, booking, doing, now)
            return len(done)

        return await self._write(work) + await self._lines.fill_all()

    async def _freed(self, outcome: ActResult, press: Press) -> None:
        """Hold what an act has set free for who waits for it; what is missed here the next sweep finds."""
        if not outcome.changed or press.doing.act not in FREEING:
            return
        with suppress(Unavailable, Doubtful):
            await self._lines.fill(outcome.view.booking.mentor)

    def _addressee(self, tx: Transaction, student: Person, mentor: PersonId, now: datetime) -> Mentor:
        """Return the mentor who may be asked, read once the two have lined up; raises BadInput where nobody may be."""
        tx.line_up(student.id, mentor)
        whom = tx.mentor(mentor)
        if whom is None:
            raise BadInput({"mentor": Problem("not_a_mentor")})
        if whom.person.left_at is not None:
            raise BadInput({"mentor": Problem("mentor_left", name=whom.person.name)})
        self._expire(tx, now, {student.id, mentor})
        check_asked(student, whom, tx.asked_so_far(student.id, mentor, now - LAST_HOUR), self.policy())
        return whom

    async def _write(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work``, and look once more when somebody else has just moved one of its bookings."""
        for _ in range(ATTEMPTS):
            with suppress(Stale):
                return await self._store.write(work)
        return await self._store.write(work)

    def _act(self, tx: Transaction, press: Press) -> ActResult:
        now = self._clock()
        booking = tx.booking(press.booking)
        role = booking.role_of(press.by.id) if booking else None
        if booking is None or role is None:
            raise NotFound
        if tx.seen(press.key) is not None:
            return ActResult(view_of(tx, booking.id, press.by.id, now), changed=tx.in_doubt)
        if role is Role.STUDENT and booking.is_passed_on:
            return self._act(tx, _following(booking, press))
        doing = self._with_link(tx, press.doing, booking) if press.linked else press.doing
        try:
            moved = move(booking, doing, role, now, grace=self.policy().grace)
        except BookingError as error:
            if booking.status is Status.PENDING and now >= booking.lapses_at:
                self._tick(tx, booking, Expire(), now)
            error = ended(error, booking)
            return ActResult(view_of(tx, booking.id, press.by.id, now), changed=False, error=error)
        if moved is not None and _is_stale(tx, press, booking):
            return ActResult(view_of(tx, booking.id, press.by.id, now), changed=False, error=Stale())
        if moved is not None and (refused := self._refused(tx, moved, press, now)) is not None:
            return ActResult(view_of(tx, booking.id, press.by.id, now), changed=False, error=refused)
        if moved is None:
            return ActResult(seen_by(tx, booking, press.by.id, now), changed=False)
        booking = self._record(tx, moved, press, now)
        return ActResult(seen_by(tx, booking, press.by.id, now))

    def _record(self, tx: Transaction, moved: Moved, press: Press, now: datetime) -> Booking:
        together = told_with(tx, moved.before) if moved.before else []
        booking = self._hand_over.record(tx, moved, key=press.key, who=press.by.id)
        for one in together:
            self._tick(tx, one, OneByOne(), now)
        return booking

    def _refused(self, tx: Transaction, moved: Moved, press: Press, now: datetime) -> Clash | None:
        """Ask the one rule of every time that an act takes; raises BadInput where it was typed into a form."""
        slots, way = times_taken(moved)
        role = moved.by
        if not slots:
            return None
        booking = moved.booking
        tx.line_up(booking.student, booking.mentor)
        self._expire(tx, now, {booking.student, booking.mentor}, but=booking.id)
        times = self._times(tx, moved, now)
        if moved.act in {Act.EDIT, Act.PROPOSE}:
            times.check(slots, way, role)
            return None
        problem = times.refusal(slots[0], Way.INSISTED if press.insists and way is Way.AGREED else way, role)
        return clash_of(problem) if problem else None

    def _times(self, tx: Transaction, moved: Moved, now: datetime, kind: Offering | None = None) -> Times:
        return Times(tx=tx, booking=moved.booking, policy=self.policy(), now=now, offered=kind)

    async def _clashed(self, press: Press) -> ActResult:
        view = await self.view(press.by, press.booking)
        wanted = time_wanted(press.doing, view.booking)
        error = Clash()
        if wanted is not None:
            taken = await self._store.read(lambda tx: tx.clashes(press.by.id, wanted, press.booking))
            if taken:
                error = Clash("conflict_yours", ref=taken[0].ref)
        return ActResult(view, changed=False, error=error)

    def _with_link(self, tx: Transaction, doing: Doing, booking: Booking) -> Doing:
        """Give what is accepted without a link the mentor's default one, the provider's, or a fresh room."""
        if not isinstance(doing, Accept | AcceptProposal) or doing.link is not None:
            return doing
        known = tx.mentor(booking.mentor)
        if known is not None and known.link is not None:
            return replace(doing, link=known.link)
        if self.policy().makes_links:
            return replace(doing, coming=True)
        return replace(doing, link=self.fresh_room())

    def fresh_link(self) -> SetLink | RenewLink:
        """Return what gives an agreed session a link that nobody has had: the provider's, or a fresh room."""
        return RenewLink() if self.policy().makes_links else SetLink(link=self.fresh_room())

    def fresh_room(self) -> MeetingLink:
        """Return the address of a room that nobody else can guess."""
        return MeetingLink.parse(self.policy().room(secrets.token_urlsafe(12)))

    def _expire(
        self, tx: Transaction, now: datetime, people: set[PersonId], but: BookingId | None = None
    ) -> None:
        """Free what has expired before anybody is told that it is taken."""
        for booking in tx.overdue(now, SWEEP):
            if people & {booking.student, booking.mentor} and booking.id != but:
                self._tick(tx, booking, Expire(), now)

    def _tick(self, tx: Transaction, booking: Booking, doing: Doing, now: datetime) -> None:
        """Let a clock move a booking. One that its row calls due and that is not stops no other."""
        try:
            moved = move(booking, doing, Role.SYSTEM, now, grace=self.policy().grace)
        except BookingError:
            tx.reckon(booking)
            return
        if moved is not None:
            self._hand_over.record(tx, moved, key=None, who=None)


def _following(booking: Booking, press: Press) -> Press:
    """Return the same press on the booking with which the next mentor was asked.

    Whoever withdraws means the request, whoever is asked by now; anything else was meant for what was shown.
    """
    which = booking.search.following if booking.search else None
    version = None if isinstance(press.doing, Cancel) else OF_ANOTHER
    return replace(press, booking=which or booking.id, version=version)


def _is_stale(tx: Transaction, press: Press, booking: Booking) -> bool:
    """Say whether somebody has done something since the card was drawn that changes the answer."""
    if press.version is None or press.version == booking.version:
        return False
    later = [one.moved for one in tx.history(booking.id) if one.moved.booking.version > press.version]
    return press.version > booking.version or any(one.act not in ANSWER_STANDS for one in later)
