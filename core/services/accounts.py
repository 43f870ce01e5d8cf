"""Accounts: a code that one shows and another types, the answer that makes them one person, and the way back."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

import structlog

from core.domain import accounts
from core.domain.accounts import AccountLink, Linked, LinkRequest, Obstacles, Stands
from core.domain.acts import Cancel, Reject
from core.domain.booking import Status
from core.domain.errors import BadInput, Clash, NotAvailable, Problem
from core.domain.notices import Kind, Notice
from core.screens.accounts import OTHER_SESSION
from core.services.bookings import Press
from core.services.views import seen_by, view_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from core.domain.booking import Booking
    from core.domain.booking_view import BookingView
    from core.domain.people import Address, Person, PersonId
    from core.ports.platform import Clock, NewId
    from core.services.bookings import ActResult, BookingService
    from core.store.store import Store
    from core.store.transaction import Transaction

log = structlog.get_logger(__name__)
SALT_BYTES = 16


class AccountService:
    """Links and unlinks accounts. ``platforms`` are those on which anybody can have one."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        new_id: NewId,
        platforms: Collection[str],
        bookings: BookingService,
    ) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._platforms = platforms
        self._bookings = bookings

    def others(self, platform: str) -> list[str]:
        """Return where else somebody may have an account."""
        return sorted(name for name in self._platforms if name != platform)

    async def of(self, me: Person) -> Linked:
        """Return how it stands with a person's accounts."""
        return await self._store.read(partial(_linked, me=me))

    async def issue(self, me: Person, at: Address, platform: str) -> tuple[str, LinkRequest]:
        """Return a fresh code that is good on another platform; the one before ends.

        Raises NotAvailable for somebody who is linked already, or for a platform that is not there.
        """
        if platform not in self.others(at.platform):
            raise NotAvailable("link_gone")
        code, salt = accounts.new_code(secrets.choice), secrets.token_bytes(SALT_BYTES)
        fresh = LinkRequest(
            id=self._new_id(),
            issuer=me.id,
            issued_on=at.platform,
            platform=platform,
            until=self._clock() + accounts.CODE_LASTS,
        )

        def work(tx: Transaction) -> None:
            _check_alone(tx, me.id)
            tx.issue_code(fresh, salt, accounts.digest(code, salt))

        await self._store.write(work)
        return code, fresh

    async def type_in(self, me: Person, at: Address, typed: str) -> LinkRequest:
        """Take a code that was typed, and ask the one who issued it.

        Raises BadInput with one and the same answer for a wrong, an old and a used one, and with another one for
        somebody who has typed too many wrong ones; NotAvailable for somebody who is linked already.
        """
        outcome = await self._store.write(partial(self._taken, me=me, at=at, typed=accounts.as_typed(typed)))
        if isinstance(outcome, Problem):
            raise BadInput({"code": outcome})
        return outcome

    def _taken(self, tx: Transaction, me: Person, at: Address, typed: str) -> LinkRequest | Problem:
        _check_alone(tx, me.id)
        now, tries = self._clock(), tx.tries(me.id)
        if (until := tries.paused_until(now)) is not None:
            return Problem("link_paused", count=ceil((until - now).total_seconds() / 60))
        found = tx.request_by_code(typed, at.platform, now)
        mine = found is not None and found.issuer == me.id
        if found is None or mine or not tx.take_code(found, me.id, now):
            tx.count_try(me.id, tries.one_more(now))
            return Problem("link_wrong")
        asked = _notice(Kind.LINK_ASKED, found.issuer, now)
        tx.enqueue_on(found.issued_on, asked)
        return replace(found, taker=me.id, taken_at=now)

    async def refuse(self, me: Person, at: Address, which: UUID) -> None:
        """Say that the other account is somebody else's."""

        def work(tx: Transaction) -> None:
            tx.end_codes(self._answerable(tx, me, at, which).issuer)

        await self._store.write(work)

    async def confirm(
        self, me: Person, at: Address, which: UUID, stands: Stands | None = None
    ) -> Linked | Obstacles:
        """Say that both accounts are one person: they are so now, or it is said what has to be decided before.

        ``stands`` says whose mentor profile counts, where both have one. Who said so a moment ago is shown how it
        stands. Raises NotAvailable when there is nothing to answer any more.
        """

        def work(tx: Transaction) -> Linked | Obstacles:
            now = self._clock()
            if tx.link_request(which) is None and tx.link_of(me.id) is not None:
                return _linked(tx, me)
            request = self._answerable(tx, me, at, which)
            found = self._obstacles(tx, request, stands, now)
            if found is not None:
                return found
            self._link(tx, request, stands, now)
            return _linked(tx, tx.person_at(at) or me)

        try:
            return await self._store.write(work)
        except Clash:  # a session was agreed just now
            return await self._store.write(work)

    async def give_up(self, me: Person, at: Address, which: UUID, ref: str, key: str) -> ActResult:
        """Call off one of the sessions that stand in the way; raises NotAvailable for any other."""

        def read(tx: Transaction) -> tuple[Person | None, Booking | None]:
            request = self._answerable(tx, me, at, which)
            found = self._obstacles(tx, request, None, self._clock())
            for view in (one for pair in found.pairs for one in pair) if found else ():
                if view.booking.ref == ref:
                    return view.me, view.booking
            return None, None

        who, booking = await self._store.read(read)
        if who is None or booking is None:
            raise NotAvailable("link_gone")
        declines = booking.status is Status.PENDING and booking.mentor == who.id
        doing = Reject(reply=OTHER_SESSION) if declines else Cancel(reason=OTHER_SESSION)
        return await self._bookings.act(Press(by=who, booking=booking.id, doing=doing, key=key))

    async def prefer(self, me: Person, platform: str) -> Linked:
        """Choose where messages go; nothing happens where they go there already."""

        def work(tx: Transaction) -> Linked:
            link, known = tx.link_of(me.id), tx.person(me.id)
            if link is not None and known is not None and known.address.platform != platform:
                other = tx.elsewhere([me.id]).get(me.id)
                if other is not None and other.platform == platform:
                    tx.swap(link)
            return _linked(tx, me)

        return await self._store.write(work)

    async def unlink(self, me: Person, at: Address) -> Linked:
        """Let the two accounts be two people again; returns how it stands with the one that has asked for it."""

        def work(tx: Transaction) -> Linked:
            link, now = tx.link_of(me.id), self._clock()
            if link is None:
                return _linked(tx, me)
            _check_free(tx, link.kept)
            tx.unlink(link, now)
            _keep_decided(tx, link, now)
            acted = tx.person_at(at) or me
            people = tx.people([link.kept, link.joined])
            _remind(tx, people[link.joined], people[link.kept], now)
            other = link.joined if acted.id == link.kept else link.kept
            tx.enqueue(_notice(Kind.UNLINKED, other, now))
            return _linked(tx, acted)

        return await self._store.write(work)

    async def look(self) -> int:
        """Bring to each person what an act that was under way at the moment of the link has left behind."""

        def work(tx: Transaction) -> int:
            return sum(tx.gather(one) for one in tx.strays())

        if not await self._store.read(lambda tx: tx.strays()):
            return 0
        with suppress(Clash):
            return await self._store.write(work)
        log.warning("stray_session_overlaps")
        return 0

    def _answerable(self, tx: Transaction, me: Person, at: Address, which: UUID) -> LinkRequest:
        """Return what is to be answered, by the account that issued the code; both stand in line until it is done."""
        request = tx.link_request(which)
        if request is None or request.issuer != me.id or request.issued_on != at.platform:
            raise NotAvailable("link_gone")
        if request.taker is None or not request.may_be_answered(self._clock()):
            raise NotAvailable("link_gone")
        tx.line_up(request.issuer, request.taker)
        if tx.standing(request.taker).blocked:
            raise NotAvailable("link_gone")
        for who in (request.issuer, request.taker):
            _check_alone(tx, who)
        return request

    def _obstacles(
        self, tx: Transaction, request: LinkRequest, stands: Stands | None, now: datetime
    ) -> Obstacles | None:
        issuer, taker = _both(request)
        mentors = tx.mentors_among([issuer, taker])
        two = (mentors[issuer], mentors[taker]) if len(mentors) > 1 and stands is None else None
        between = tx.open_between(issuer, taker)
        pairs: list[tuple[BookingView, ...]] = [(seen_by(tx, one, issuer, now),) for one in between]
        for mine, theirs in tx.overlapping(issuer, taker):
            sides = (mine, issuer), (theirs, taker)
            pairs.append(tuple(view_of(tx, which, who, now) for which, who in sides))
        if two is None and not pairs:
            return None
        return Obstacles(request=request, stands=stands, mentors=two, pairs=tuple(pairs))

    def _link(self, tx: Transaction, request: LinkRequest, stands: Stands | None, now: datetime) -> None:
        """Let the account that keeps its mentor profile be the person; messages go to where the yes was said."""
        issuer, taker = _both(request)
        mentors = tx.mentors_among([issuer, taker])
        keeps_taker = taker in mentors and (issuer not in mentors or stands is Stands.TAKER)
        kept, joined = (taker, issuer) if keeps_taker else (issuer, taker)
        people = tx.people([issuer, taker])
        for who in (issuer, taker):
            tx.end_codes(who)
        tx.link(AccountLink(joined=joined, kept=kept, since=now, swapped=keeps_taker))
        me = tx.person(kept) or people[kept]
        told_there = people[issuer]
        tx.update_person(
            replace(
                me,
                zone=me.zone or people[joined].zone,
                unreachable=told_there.unreachable,
                left_at=told_there.left_at,
            )
        )
        _remind(tx, me, people[joined], now)
        told = _notice(Kind.LINKED, kept, now)
        tx.enqueue_on(request.platform, told)


def _both(request: LinkRequest) -> tuple[PersonId, PersonId]:
    if request.taker is None:
        raise NotAvailable("link_gone")
    return request.issuer, request.taker


def _check_alone(tx: Transaction, who: PersonId) -> None:
    if tx.link_of(who) is not None:
        raise NotAvailable("link_known")
    _check_free(tx, who)


def _check_free(tx: Transaction, who: PersonId) -> None:
    """Refuse somebody who is blocked: they would go on as another account, or leave the block with one."""
    if tx.standing(who).blocked:
        raise NotAvailable("blocked")


def _keep_decided(tx: Transaction, link: AccountLink, now: datetime) -> None:
    """Let what organisers have decided about the person since the link hold for the account that leaves it as well."""
    decided, own, mentor = tx.standing(link.kept), tx.standing(link.joined), tx.mentor(link.joined)
    if decided.at is None or decided.at < link.since:
        return
    fresh = replace(own, removed=own.removed or decided.removed)
    if decided.is_paused(now):
        fresh = replace(fresh, paused=True, paused_until=decided.paused_until)
        if mentor is not None:
            tx.save_mentor(replace(mentor, paused=True, paused_until=decided.paused_until))
    if fresh != own:
        tx.save_standing(fresh)


def _linked(tx: Transaction, me: Person) -> Linked:
    link, known = tx.link_of(me.id), tx.person(me.id) or me
    if link is None:
        return Linked(me=known)
    return Linked(me=known, other=tx.person(link.joined), since=link.since)


def _remind(tx: Transaction, who: Person, before: Person, now: datetime) -> None:
    """Plan the reminders of a person anew, where others were chosen by the one who had some of their sessions."""
    if who.reminders != before.reminders:
        tx.replan(who.id, who.reminders, now)


def _notice(kind: Kind, who: PersonId, now: datetime) -> Notice:
    return Notice(booking=None, version=0, kind=kind, recipient=who, due_at=now, start=now)
