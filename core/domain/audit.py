"""The audit of one booking: what must be so after everything that happened to it, and how it is put right once.

Pure rules over what the store has read: nothing here knows how it is read, or when.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.domain.asked_notices import redrawing
from core.domain.booking import Role, Status
from core.domain.notices import NONE_CHOSEN, NUDGES, REMINDERS, Kind, Notice, holds, notices_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.domain.booking import Booking, BookingId, Moved, Slot
    from core.domain.people import PersonId
    from core.domain.reminders import Chosen

RECENT = timedelta(days=1)
"""How far back it is looked for what is missing; less than settled notices are kept, so that nothing is told anew."""
SETTLING = timedelta(minutes=2)
"""How long after a change its cards may take."""


class Fault(enum.StrEnum):
    """What an audit may find."""

    NOTICE_MISSING = "notice_missing"
    """Something happened, and a notice that follows from it (a reminder among them) was never stored."""
    NOTICE_LATE = "notice_late"
    """A notice is due, or its claim lapsed, and no worker takes it."""
    OTHER_NOT_TOLD = "other_not_told"
    """A message could not be delivered, and the other side does not know."""
    CARD_OLD = "card_old"
    CARD_MISSING = "card_missing"
    """A request waits, and its mentor has no card to answer it."""
    TIME_NOT_HELD = "time_not_held"
    """The time that is kept free for both is not that of the booking."""
    TIME_OVERLAPS = "time_overlaps"
    LETTER_STUCK = "letter_stuck"
    """A letter of a session chat has neither arrived nor been given up, and nothing will bring it."""
    HISTORY_BROKEN = "history_broken"
    """The history has a gap, or does not end in the booking."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one notice; ``done_at`` None while it is still to be told."""

    done_at: datetime | None
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter of a session chat that has neither arrived nor been given up."""

    booking: BookingId
    ref: str
    number: int
    recipient: PersonId

    def notice(self, now: datetime) -> Notice:
        """Return the notice that brings it."""
        return Notice(
            booking=self.booking, version=self.number, kind=Kind.CHAT, recipient=self.recipient, due_at=now
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One booking with all that was stored about it."""

    booking: Booking
    moves: tuple[Moved, ...]
    """Its history as far as it can be read, oldest first."""
    promised: tuple[Notice, ...]
    """What ``promised`` says of its history."""
    told: Mapping[str, Told]
    """Of the notices that ``keys`` asks for, those that are stored, by key."""
    cards: Mapping[PersonId, int]
    """The oldest version that a message shows to a person who has any."""
    held: Mapping[PersonId, Slot]
    overlaps: bool
    away: frozenset[PersonId]
    """Who cannot be reached at present, so that nothing can be promised to them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``repair`` is the notice that puts it right; None where nothing but a person can."""

    fault: Fault
    repair: Notice | None = None
    tried: bool = False
    """Whether the same repair was made before, and did not help."""
    is_lost: bool = False
    """Whether ``repair`` was closed before: its author is told that it may not have arrived."""


def keys(moves: tuple[Moved, ...], due: tuple[Notice, ...], now: datetime) -> frozenset[str]:
    """Return the keys of all notices that the audit of a booking with this history has to know; ``due`` among them."""
    if not moves:
        return frozenset()
    last = moves[-1].booking
    mine = [_unreached(last, role, now) for role in _SIDES] + [_refresh(moves, role, now) for role in _SIDES]
    asked = [_asked(moves), _asked_again(moves, now)]
    return frozenset(one.key for one in (*due, *mine, *asked))


def promised(
    moves: tuple[Moved, ...], now: datetime, chosen: Mapping[PersonId, Chosen] = NONE_CHOSEN
) -> tuple[Notice, ...]:
    """Return the notices that must be stored because of what happened, as far as they are recent or to come.

    Nudges depend on where the mentor was at that moment, which nobody remembers; they are not looked for. Nor are the
    reminders of who has ``chosen`` some, but those to come of what is still agreed: nobody remembers since when, and
    others are planned for that alone.
    """
    whole = [
        one for one in moves if one.booking.version == (one.before.version + 1 if one.before else 1)
    ]  # behind a line that can't be read, nobody knows what it was moved from
    found = [
        notice for one in whole for notice in notices_for(one, chosen=chosen) if notice.kind not in NUDGES
    ]
    return tuple(
        notice
        for notice in found
        if notice.due_at > now - RECENT
        and (
            notice.kind not in REMINDERS
            or chosen.get(notice.recipient) is None
            or (notice.due_at > now and holds(notice, moves[-1].booking))
        )
    )


def audited(record: Record, now: datetime) -> tuple[Finding, ...]:
    """Return everything that is not as it must be."""
    return (
        *_history(record),
        *_time(record),
        *_missing(record, now),
        *_untold(record, now),
        *_cards(record, now),
    )


def audited_letter(letter: Waiting, told: Mapping[str, Told], now: datetime) -> tuple[Finding, ...]:
    """Return what is wrong with a letter that waits: it must be on its way."""
    notice = letter.notice(now)
    known = told.get(notice.key)
    if known is not None and known.done_at is None:
        return ()
    return (Finding(Fault.LETTER_STUCK, notice, is_lost=known is not None),)


_SIDES = (Role.STUDENT, Role.MENTOR)


def _history(record: Record) -> Iterator[Finding]:
    versions = [one.booking.version for one in record.moves]
    whole = versions == list(range(1, record.booking.version + 1))
    if not whole or record.moves[-1].booking != record.booking:
        yield Finding(Fault.HISTORY_BROKEN)


def _time(record: Record) -> Iterator[Finding]:
    booking = record.booking
    slot = booking.slot if booking.status.is_open else None
    if dict(record.held) != ({} if slot is None else dict.fromkeys((booking.student, booking.mentor), slot)):
        yield Finding(Fault.TIME_NOT_HELD)
    if record.overlaps:
        yield Finding(Fault.TIME_OVERLAPS)


def _missing(record: Record, now: datetime) -> Iterator[Finding]:
    for notice in record.promised:
        if notice.key not in record.told:
            yield Finding(Fault.NOTICE_MISSING, replace(notice, due_at=max(notice.due_at, now)))


def _untold(record: Record, now: datetime) -> Iterator[Finding]:
    """Whoever can't be reached, the other side must know, while the session is still to come."""
    if not record.booking.status.is_open:
        return
    lost = {
        notice.recipient for notice in record.promised if (told := record.told.get(notice.key)) and told.dead
    }
    for role in _SIDES:
        news = _unreached(record.booking, role.other, now)
        if record.booking.party(role) in lost and news.key not in record.told:
            yield Finding(Fault.OTHER_NOT_TOLD, news)


def _cards(record: Record, now: datetime) -> Iterator[Finding]:
    booking = record.booking
    if not record.moves or now - record.moves[-1].at < SETTLING:
        return
    for role in _SIDES:
        person = booking.party(role)
        if person in record.away or _is_awaited(record, person, now):
            continue
        if record.cards.get(person, booking.version) < booking.version:
            yield _once(record, Fault.CARD_OLD, _refresh(record.moves, role, now))
        asked = record.told.get(_asked(record.moves).key)
        waits = booking.status is Status.PENDING and booking.told_with is None and booking.held_until is None
        lost = role is Role.MENTOR and waits and person not in record.cards
        if lost and (asked is None or (asked.done_at is not None and not asked.dead)):
            yield _once(record, Fault.CARD_MISSING, _asked_again(record.moves, now))


def _is_awaited(record: Record, person: PersonId, now: datetime) -> bool:
    """Whether something is still on its way to a person that will change their cards, or could not be told."""
    mine = [one for one in record.promised if one.recipient == person and one.due_at <= now]
    told = [record.told[one.key] for one in mine if one.key in record.told]
    return any(one.done_at is None or one.dead or now - one.done_at < SETTLING for one in told)


def _once(record: Record, fault: Fault, repair: Notice) -> Finding:
    """Return the finding with its repair, or without one while the repair is on its way, or has not helped."""
    before = record.told.get(repair.key)
    if before is None:
        return Finding(fault, repair)
    return Finding(fault, tried=before.done_at is not None)


def _unreached(booking: Booking, role: Role, now: datetime) -> Notice:
    return Notice(
        booking=booking.id, version=0, kind=Kind.UNREACHED, recipient=booking.party(role), due_at=now
    )


def _refresh(moves: tuple[Moved, ...], role: Role, now: datetime) -> Notice:
    """One request for a card of the present version, whoever makes it and however often."""
    last = moves[-1]
    return redrawing(last.booking.id, last.booking.version, last.booking.party(role), now, since=last.at)


def _asked(moves: tuple[Moved, ...]) -> Notice:
    first = moves[0]
    return Notice(
        booking=first.booking.id,
        version=1,
        kind=Kind.REQUESTED,
        recipient=first.booking.mentor,
        due_at=first.at,
    )


def _asked_again(moves: tuple[Moved, ...], now: datetime) -> Notice:
    last = moves[-1]
    return Notice(
        booking=last.booking.id,
        version=last.booking.version,
        kind=Kind.REQUESTED,
        recipient=last.booking.mentor,
        due_at=now,
        start=last.at,
    )
