"""Standing: mentors stop, are approved, paused or removed, people are blocked, and what becomes of their sessions."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

from core.domain.booking import BookingId
from core.domain.booking_view import BookingView
from core.domain.errors import Clash, NotAvailable, NotFound, Stale
from core.domain.leaving import Leaving, Member
from core.domain.moves import move
from core.domain.notices import Kind, Notice
from core.domain.people import PersonId
from core.domain.standing import OWN, Standing, Step, step
from core.services.endings import Endings, Word, leave_alone, open_sessions, role_of, wish_of, word_of
from core.services.mentor_search import Needed, suitable
from core.services.views import view_of
from core.services.waiting_lists import end_line
from core.services.whom import whom
from core.store.transaction import AdminAct

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.domain.booking import Booking
    from core.domain.people import Mentor, Person
    from core.ports.platform import Clock
    from core.services.hand_over import HandOver
    from core.store.store import Store
    from core.store.transaction import Transaction

T = TypeVar("T")

MOST_OFFERED = 10
"""How many mentors are offered who could take a session."""
ACTS_LOOKED_AT = 100
"""Among how many acts of organisers those are looked for who are in no list."""
FOUND = 25
"""How many people a list shows of whom an organiser picks one."""


class StandingService:
    """Who may book and mentor, and what follows for their sessions."""

    def __init__(self, store: Store, clock: Clock, hand_over: HandOver) -> None:
        self._store = store
        self._clock = clock
        self._hand_over = hand_over
        self._endings = Endings(hand_over)

    async def of(self, who: PersonId) -> Standing:
        """Return how it stands with somebody."""
        return await self._store.read(lambda tx: tx.standing(who))

    async def member(self, who: PersonId) -> Member:
        """Return somebody as organisers see them; raises NotFound for nobody."""
        return await self._store.read(lambda tx: self._member(tx, who))

    async def called(self, words: str) -> list[Person]:
        """Return people of whom an account is called so; without words those in no good standing.

        Each has the name of the account that was found.
        """

        def work(tx: Transaction) -> list[Person]:
            found = tx.people_called(words, FOUND, self._clock())
            people = tx.people(found)
            named = {whom(tx, one).id: people[one] for one in reversed(found)}
            return [replace(one, id=who) for who, one in reversed(named.items())]

        return await self._store.read(work)

    async def take(
        self,
        what: Step,
        about: PersonId,
        by: Person,
        *,
        key: str = "",
        word: str = "",
        until: datetime | None = None,
    ) -> Standing:
        """Take a step, and let the person know; raises AlreadyDone and NotAvailable as ``step`` does.

        The same ``key``, or the same step taken once more by the same person, changes nothing. ``until`` (UTC) is the
        end of a pause.
        """

        def work(tx: Transaction) -> Standing:
            own = what in {Step.APPROVE, Step.DECLINE}  # these answer for one profile, whoever it belongs to
            who = about if own else whom(tx, about).id
            if not self._is_first(tx, what, key):
                return tx.standing(who)
            return self._take(tx, what, who, by.id, word, until)

        return await self._store.write(work)

    async def ask(self, mentor: Person, *, key: str = "") -> Standing:
        """Ask every organiser for approval, each with a card of their own; once with the same ``key``."""

        def work(tx: Transaction) -> Standing:
            is_first = self._is_first(tx, Step.ASK, key)
            return self.asked(tx, mentor.id) if is_first else tx.standing(mentor.id)

        return await self._store.write(work)

    def asked(self, tx: Transaction, mentor: PersonId) -> Standing:
        """Do what ``ask`` does, in the transaction in which somebody becomes a mentor."""
        fresh = self._take(tx, Step.ASK, mentor, mentor)
        tx.enqueue(*(_told(Kind.APPROVAL, one, fresh.asked_at, self._clock()) for one in _organisers(tx)))
        return fresh

    async def is_organised(self) -> bool:
        """Whether anybody is known to organise, who is asked for approval."""
        return bool(await self._store.read(_organisers))

    async def asking(self) -> list[Person]:
        """Return who waits for approval, the longest wait first."""

        def work(tx: Transaction) -> list[Person]:
            found = tx.asking(FOUND)
            people = tx.people(found)
            return [people[one] for one in found]

        return await self._store.read(work)

    async def leaving(self, mentor: PersonId, kept: frozenset[BookingId]) -> Leaving:
        """Return a mentor's open sessions; raises NotFound for somebody unknown."""
        return await self._store.read(lambda tx: self._leaving(tx, mentor, kept))

    async def leave(
        self, what: Step, by: Person, seen: Leaving, *, mark: str, word: str, key: str
    ) -> Leaving | None:
        """Let a mentor stop, or remove one: what was seen to be declined is declined with a word.

        Returns the list as it now is, with nothing done, where it is not the one that ``mark`` names.
        """
        who = seen.mentor.id

        def work(tx: Transaction) -> Leaving | None:
            tx.line_up(who)
            now, found = self._clock(), self._leaving(tx, who, seen.kept)
            if tx.seen(_step_key(what, key)) is not None or _is_done(tx.standing(who), what, by.id):
                return None
            if found.mark != mark:
                return found
            self._is_first(tx, what, key)
            self._take(tx, what, who, by.id)
            self._endings.end(tx, [one.booking for one in found.declined], Word(by.id, word, now), key)
            self._endings.free_held(tx, who, by.id, now)
            return None

        return await self._retried(work)

    async def block(self, by: Person, about: PersonId, *, call_off: bool, key: str) -> Standing:
        """Block somebody; their open sessions are called off, or go on. They wait for nobody any more."""

        def work(tx: Transaction) -> Standing:
            who, now = whom(tx, about).id, self._clock()
            tx.line_up(who)
            standing = tx.standing(who)
            if not self._is_first(tx, Step.BLOCK, key) or _is_done(standing, Step.BLOCK, by.id):
                return standing
            fresh = self._take(tx, Step.BLOCK, who, by.id)
            for place, _ in tx.places_of(who):
                tx.leave_line(place.mentor, who)
            self._endings.free_held(tx, who, by.id, now)
            if call_off:
                self._endings.end(tx, open_sessions(tx, who, now), Word(by.id, "", now), key)
            return fresh

        return await self._retried(work)

    async def successors(self, booking: BookingId) -> tuple[Mentor, ...]:
        """Return mentors who could take a session over: they take requests, and its time is open for them."""

        def work(tx: Transaction) -> tuple[Mentor, ...]:
            now, known = self._clock(), tx.booking(booking)
            student = tx.person(known.student) if known else None
            if known is None or student is None or not known.status.is_open:
                return ()
            order = suitable(tx, student, Needed(wish=wish_of(known)), now)
            able = (who for who in order if who != known.mentor and self._endings.asked(tx, known, who, now))
            found = [who for who, _ in zip(able, range(MOST_OFFERED), strict=False)]
            mentors = tx.mentors_among(found)
            return tuple(mentors[who] for who in found)

        return await self._store.read(work)

    async def hand_over(
        self, by: Person, booking: BookingId, to: PersonId, *, word: str, key: str
    ) -> BookingView:
        """End a session for its mentor and ask another one in the same transaction; the student is told once.

        ``by`` is its mentor or an organiser. Returns the new request as its mentor sees it; raises NotAvailable
        where the other mentor can't take it, and what the table of moves refuses.
        """

        def work(tx: Transaction) -> BookingView:
            now, known = self._clock(), tx.booking(booking)
            if known is None:
                raise NotFound
            if tx.seen(key) is not None:
                return _followed(tx, known, now)
            tx.line_up(known.student, known.mentor, to)
            following = self._endings.hand(tx, known, to, Word(by.id, word, now), key)
            if following is None:
                raise NotAvailable("cannot_take_over")
            self._note(tx, "hand-over", by.id, known)
            return view_of(tx, following, to, now)

        try:
            return await self._retried(work)
        except Clash:  # somebody was faster: nothing has changed
            raise NotAvailable("cannot_take_over") from None

    async def call_off(self, by: Person, booking: BookingId, *, word: str, key: str) -> None:
        """Decline or cancel one open session with a word; raises what the table of moves refuses."""

        def work(tx: Transaction) -> None:
            known = tx.booking(booking)
            if known is None:
                raise NotFound
            if tx.seen(key) is None:
                said = Word(by.id, word, self._clock())
                moved = move(known, word_of(known, said), role_of(known, by.id), said.at)
                if moved is not None:
                    self._hand_over.record(tx, moved, key=key, who=by.id)
                    leave_alone(tx, known, said.at)
                    self._note(tx, "call-off", by.id, known)

        await self._retried(work)

    async def call_off_all(self, by: Person, seen: Leaving, *, mark: str, word: str, key: str) -> Leaving:
        """Call off every open session of a mentor, as they were seen; return what is open after it."""

        def work(tx: Transaction) -> Leaving:
            found = self._leaving(tx, seen.mentor.id, seen.kept)
            if tx.seen(key) is None and found.mark == mark:
                these = [one.booking for one in found.views]
                self._endings.end(tx, these, Word(by.id, word, self._clock()), key)
                for one in these:
                    self._note(tx, "call-off", by.id, one)
            return self._leaving(tx, seen.mentor.id, seen.kept)

        return await self._retried(work)

    def _note(self, tx: Transaction, act: str, by: PersonId, about: Booking) -> None:
        """Keep what an organiser has done to somebody's session; a mentor's own acts are in its history alone."""
        if by != about.mentor:
            facts = {"session": about.ref}
            tx.note_admin_act(AdminAct(at=self._clock(), act=act, who=by, about=about.mentor, facts=facts))

    def _member(self, tx: Transaction, account: PersonId) -> Member:
        person = whom(tx, account)
        who = person.id
        return Member(person, tx.standing(who), tx.mentor(who), len(open_sessions(tx, who, self._clock())))

    def _is_first(self, tx: Transaction, what: Step, key: str) -> bool:
        """Whether this is not the second delivery of a press: meanwhile somebody may have done the opposite."""
        return tx.first_press(_step_key(what, key), self._clock())

    def _take(  # noqa: PLR0917 - what is done, about whom, by whom
        self,
        tx: Transaction,
        what: Step,
        about: PersonId,
        by: PersonId,
        word: str = "",
        until: datetime | None = None,
    ) -> Standing:
        if what in {Step.BLOCK, Step.UNBLOCK} and about == by:
            raise NotAvailable("not_yourself")
        known, now = tx.standing(about), self._clock()
        if _is_done(known, what, by, word, until):
            return known
        mark = crc32(f"{about.hex} {what} {known.at}".encode())
        at = now.replace(microsecond=mark % 1_000_000)  # two steps of one moment are told apart
        fresh = step(known, what, by, at, word, until)
        tx.save_standing(fresh)
        mentor = tx.mentor(about)
        if what in {Step.PAUSE, Step.RESUME} and mentor is not None:
            tx.save_mentor(replace(mentor, paused=fresh.paused, paused_until=fresh.paused_until))
        for_good = fresh.paused and fresh.paused_until is None
        if not fresh.is_offered or for_good:
            end_line(tx, about, now)
        if what in {Step.APPROVE, Step.DECLINE}:
            readers = tx.approval_readers(about)
            tx.enqueue(*(_told(Kind.APPROVAL_ANSWERED, one, known.asked_at, now) for one in readers))
        if what not in OWN:
            tx.note_admin_act(AdminAct(at=now, act=what.value, who=by, about=about))
            tx.enqueue(_told(Kind.STANDING, about, fresh.at, now))
        return fresh

    def _leaving(self, tx: Transaction, account: PersonId, kept: frozenset[BookingId]) -> Leaving:
        mentor, now = whom(tx, account), self._clock()
        who = mentor.id
        found = [one for one in open_sessions(tx, who, now) if one.mentor == who]
        people = tx.people({one.student for one in found} | {who})
        return Leaving(mentor, tuple(BookingView.of(one, who, people, now) for one in found), kept)

    async def _retried(self, work: Callable[[Transaction], T]) -> T:
        """Look again when somebody else has just moved one of the sessions."""
        with suppress(Stale):
            return await self._store.write(work)
        return await self._store.write(work)


def _step_key(what: Step, key: str) -> str:
    """Return the key of a step: with that of the press itself the sessions are recorded that end by it."""
    return f"{key} {what}" if key else ""


def _is_done(
    standing: Standing, what: Step, by: PersonId, word: str = "", until: datetime | None = None
) -> bool:
    """Whether somebody has just done the same: a press that arrives twice is answered as the first time.

    A pause is the same where it has the same end and word: another one changes it.
    """
    is_same = what is not Step.PAUSE or (standing.paused_until, standing.word) == (until, word)
    return standing.step is what and standing.by == by and is_same


def _followed(tx: Transaction, known: Booking, now: datetime) -> BookingView:
    """Return the request that came of a session which was handed over."""
    found = tx.booking(known.search.following) if known.search and known.search.following else None
    if found is None:
        raise NotFound
    return view_of(tx, found.id, found.mentor, now)


def _organisers(tx: Transaction) -> tuple[PersonId, ...]:
    """Return everybody who organises, as far as that is known: each of them may be asked for an answer.

    Who was made an organiser, of whom a platform has told that they administer, and whoever has lately done what only
    an organiser may. Whether they may answer is asked at their press.
    """
    acts, made = tx.admin_acts(ACTS_LOOKED_AT), {one.id for one in tx.organisers()}
    ended = {one.about for one in acts if one.act == "remove-organiser"} - made
    acting = {one.who for one in acts if one.who is not None} - ended
    return tuple(sorted(made | acting | set(tx.administrators().values())))


def _told(kind: Kind, whom: PersonId, since: datetime | None, now: datetime) -> Notice:
    return Notice(booking=None, version=0, kind=kind, recipient=whom, due_at=now, start=since)
