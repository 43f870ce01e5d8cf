"""Notices that somebody asked for, or that only draw anew what stands already: they follow from no move."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from core.domain.notice_kinds import OWN_FILES, Kind
from core.domain.notices import Notice, pressed

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.people import PersonId


def redrawing(
    booking: BookingId, version: int, recipient: PersonId, now: datetime, *, since: datetime
) -> Notice:
    """Return the notice that draws somebody's cards anew; ``since`` tells those of one version apart."""
    return Notice(
        booking=booking, version=version, kind=Kind.CARD, recipient=recipient, due_at=now, start=since
    )


def said_now(booking: Booking, by: PersonId, now: datetime, *, key: str) -> tuple[Notice, ...]:
    """Return the notices that bring up to date what the mentor and whoever answered have before them.

    ``key`` is that of the answer: two of one moment are told apart by it, so that neither is taken for the other.
    """
    people = dict.fromkeys((booking.mentor, by))
    return tuple(pressed(booking, Kind.KIND_WORDS, person, now, key) for person in people)


def opened(booking: Booking, by: PersonId, now: datetime, *, key: str) -> Notice:
    """Return the notice that brings the card to the end of its reader's conversation; ``key`` is that of the press."""
    return pressed(booking, Kind.OPENED, by, now, key)


def noted(booking: Booking, reader: PersonId, now: datetime, *, key: str) -> Notice:
    """Return the notice that brings a note, or its removal, to what its reader has before them; ``key`` as above."""
    return pressed(booking, Kind.NOTED, reader, now, key)


def report_asked(kind: Kind, by: PersonId, now: datetime, *, key: str) -> Notice:
    """Return the notice that brings a report to the organiser who asked for it; ``key`` is that of the press."""
    moment = now.replace(microsecond=crc32(key.encode()) % 1_000_000)
    return Notice(booking=None, version=0, kind=kind, recipient=by, due_at=now, start=moment)


def clocks_changed(
    booking: BookingId,
    start: datetime,
    reader: PersonId,
    now: datetime,
    *,
    own: bool,
    offsets: tuple[int, ...],
) -> Notice:
    """Return the notice that new clock rules move the hour of a session, the reader's ``own`` one or the other's.

    ``offsets`` tell one change of the same session from another.
    """
    kind = Kind.CLOCKS_OWN if own else Kind.CLOCKS_OTHER
    about = start.replace(microsecond=crc32(repr(offsets).encode()) % 1_000_000)
    return Notice(booking=booking, version=0, kind=kind, recipient=reader, due_at=now, start=about)


def exported(person: PersonId, now: datetime, *, key: str) -> tuple[Notice, ...]:
    """Return the notices that bring somebody the files of what is stored about them; ``key`` is that of the press."""
    moment = now.replace(microsecond=crc32(key.encode()) % 1_000_000)
    return tuple(
        Notice(booking=None, version=0, kind=kind, recipient=person, due_at=now, start=moment)
        for kind in sorted(OWN_FILES)
    )


def line_ended(student: PersonId, mentor: PersonId, now: datetime) -> Notice:
    """Return that somebody's place in line has ended; its ``start`` tells the mentors of one moment apart."""
    moment = now.replace(microsecond=crc32(f"{mentor.hex} {now.isoformat()}".encode()) % 1_000_000)
    return Notice(booking=None, version=0, kind=Kind.LINE_ENDED, recipient=student, due_at=now, start=moment)


def organiser_changed(kind: Kind, who: PersonId, now: datetime) -> Notice:
    """Return that somebody was made an organiser, or is one no longer; ``now`` tells each time apart."""
    return Notice(booking=None, version=0, kind=kind, recipient=who, due_at=now, start=now)
