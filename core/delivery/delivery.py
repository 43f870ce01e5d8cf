"""What one notice needs to be sent, read from the store at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.delivery.views import read_views, with_ended
from core.domain.booking import Role
from core.domain.booking_view import BookingView
from core.domain.digests import ALONE, may_tell_more
from core.domain.notice_kinds import INSTEAD
from core.domain.notices import NUDGES, URGENT, Kind, Notice, still_true

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.people import Person, PersonId
    from core.store.transaction import OutboxEntry, Placement, Transaction

MOST_WAITING = 100
"""How many requests of one mentor a digest counts."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice with the booking as its recipient sees it now, and where that one's cards stand."""

    entry: OutboxEntry
    view: BookingView
    placements: tuple[Placement, ...]
    folded: tuple[Delivery, ...] = ()
    """What the same message tells as well."""
    waiting: tuple[BookingView, ...] = ()
    """For a nudge: every request that waits for this mentor."""
    home: str = ""
    """The platform on which the reader is told things."""
    elsewhere: str | None = None
    """Where else they are reached."""

    @property
    def notice(self) -> Notice:
        """What is to be told."""
        return self.entry.notice

    @property
    def recipient(self) -> Person:
        """Who is to be told."""
        return self.view.me

    @property
    def may_go_elsewhere(self) -> bool:
        """Whether it is told on the reader's other account where it can't be told here.

        So it is only sent to a platform that answers: what may have arrived there is told nowhere else.
        """
        here = self.recipient.address.platform == self.home
        return here and self.elsewhere is not None and self.notice.kind in URGENT

    @property
    def may_tell_more(self) -> bool:
        """Whether other notices may say the same of the same session."""
        return may_tell_more(self.notice, self.view.booking.version, again=self.entry.tries > 1)

    @property
    def is_overtaken(self) -> bool:
        """Whether an earlier try may have been drawing a card when a newer one was put there."""
        draws = self.notice.kind is not Kind.HOME
        return draws and self.entry.tries > 1 and self.view.booking.version > self.notice.version

    def tells_several(self, now: datetime) -> bool:
        """Whether its message is of several sessions: such a one stays as it is.

        What is not true any more was told by none, although it was folded into this one.
        """
        told = {one.notice.booking for one in self.folded if one.is_true(now)}
        return bool(told - {self.notice.booking}) or len(self.waiting) > 1

    def is_true(self, now: datetime) -> bool:
        """Whether it may still be told. Where nobody has said anything kind in a week, there is nothing to show."""
        if self.notice.kind is Kind.KIND_WORDS and self.notice.start is None and not self.view.kind_words:
            return False
        answered, wanted = self.view.mine is not None, self.recipient.reminders
        return still_true(self.notice, self.view.booking, now, answered=answered, wanted=wanted)


def read_deliveries(
    tx: Transaction, entries: Sequence[OutboxEntry], now: datetime
) -> dict[str, Delivery | None]:
    """Return by its key everything that each notice and those folded into it need, None where it concerns nobody.

    Many cost as many statements as one.
    """
    heads = _read_all(tx, entries, now)
    open_heads = [
        key
        for key, head in heads.items()
        if head is not None and (head.notice.kind not in ALONE or head.may_tell_more)
    ]
    folded = tx.folded_into(open_heads) if open_heads else {}
    too = _read_all(tx, [one for several in folded.values() for one in several], now)
    for key in open_heads:
        if (head := heads[key]) is not None:
            told = (too[one.notice.key] for one in folded.get(key, ()))
            nudges = head.notice.kind in NUDGES
            heads[key] = replace(
                head,
                folded=tuple(one for one in told if one is not None),
                waiting=_read_waiting(tx, head.notice.recipient, now) if nudges else (),
            )
    return heads


def _read_all(tx: Transaction, entries: Sequence[OutboxEntry], now: datetime) -> dict[str, Delivery | None]:
    """Read notices without what is folded into them."""
    about = ((one.notice.booking, one.notice.recipient) for one in entries)
    views = read_views(tx, {(which, who) for which, who in about if which is not None}, now)
    placements = tx.placements_of({which for which, _ in views}) if views else {}
    instead = _told_of_an_end(entries, placements, now) & views.keys()
    views |= {(one.booking.id, one.me.id): one for one in with_ended(tx, [views[key] for key in instead])}
    others = tx.elsewhere({who for _, who in views}) if views else {}

    def read(entry: OutboxEntry) -> Delivery | None:
        which, who = entry.notice.booking, entry.notice.recipient
        if which is None or (which, who) not in views:
            return None
        view, other = views[which, who], others.get(who)
        home = view.me.address.platform
        if other is not None and entry.platform == other.platform:
            view = view.reached_at(other)
        placed = tuple(placements.get((which, who), ()))
        return Delivery(entry, view, placed, home=home, elsewhere=other.platform if other else None)

    return {entry.notice.key: read(entry) for entry in entries}


def _told_of_an_end(
    entries: Sequence[OutboxEntry],
    placements: Mapping[tuple[BookingId, PersonId], Sequence[Placement]],
    now: datetime,
) -> set[tuple[BookingId, PersonId]]:
    """Return to whom it is told, or stands before them in a message, that a session has ended for another one."""
    notices = (one.notice for one in entries if one.notice.kind in INSTEAD)
    fresh = {(one.booking, one.recipient) for one in notices if one.booking is not None}
    told = ((key, Notice.of_key(one.key, now)) for key, several in placements.items() for one in several)
    return fresh | {key for key, notice in told if notice is not None and notice.kind in INSTEAD}


def _read_waiting(tx: Transaction, mentor: PersonId, now: datetime) -> tuple[BookingView, ...]:
    """What waits for this mentor's answer, a series once; where they suggested a time, it is the student's turn."""
    found = [
        one
        for one in tx.waiting_for(mentor, MOST_WAITING)
        if one.told_with is None
        and one.held_until is None
        and (one.proposal is None or one.proposal.by is not Role.MENTOR)
    ]
    people = tx.people({mentor, *(one.student for one in found)})
    return tuple(BookingView.of(one, mentor, people, now) for one in found)
