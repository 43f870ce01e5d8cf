"""Where else a person is reached: what is urgent goes there, once, and what stands there is drawn there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from zlib import crc32

from core.domain.asked_notices import redrawing
from core.domain.notices import URGENT

MOVED_AT_ONCE = 100
if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.people import Person, PersonId
    from core.store.store import Store
    from core.store.transaction import OutboxEntry, Transaction


def reached_on(tx: Transaction, person: Person, platform: str) -> Person:
    """Return a person with the address that they have on a platform, if they have one there."""
    if person.address.platform == platform:
        return person
    other = tx.elsewhere([person.id]).get(person.id)
    return replace(person, address=other) if other and other.platform == platform else person


def other_place(tx: Transaction, entry: OutboxEntry) -> str | None:
    """Return the platform on which somebody is reached as well; None on their second one, and for most people."""
    known = tx.person(entry.notice.recipient)
    other = tx.elsewhere([entry.notice.recipient]).get(entry.notice.recipient)
    at_home = known is not None and known.address.platform == entry.platform
    return other.platform if other and at_home else None


def go_elsewhere(tx: Transaction, entry: OutboxEntry, now: datetime, *, claim: int | None = None) -> bool:
    """Let what is urgent, and was surely not sent, be told on the reader's other account; say whether it is.

    The cards that stand where it could not be told are drawn there once that can be done again.
    """
    notice = entry.notice
    other = other_place(tx, entry) if notice.kind in URGENT else None
    if other is None or not tx.send_on(notice.key, other, now, claim=claim):
        return False
    if notice.booking is not None:
        draw_on(tx, notice.booking, notice.version, notice.recipient, entry.platform, now)
    return True


def draw_on(  # noqa: PLR0917 - which card of whom, where and when
    tx: Transaction, booking: BookingId, version: int, who: PersonId, platform: str, now: datetime
) -> None:
    """Have the cards of somebody drawn that stand on one of their platforms."""
    since = now.replace(microsecond=crc32(f"{platform}:{version}".encode()) % 1_000_000)
    tx.enqueue_on(platform, redrawing(booking, version, who, now, since=since))


async def move_stuck(store: Store, platform: str, now: datetime) -> int:
    """Send what is urgent, and waits for a platform that is away, elsewhere; return how much that is.

    One transaction moves so much at most: the next look moves the rest.
    """
    if not await store.read(lambda tx: tx.stuck(platform, now, 1)):
        return 0
    return await store.write(partial(_move, platform=platform, now=now))


def _move(tx: Transaction, platform: str, now: datetime) -> int:
    return sum(go_elsewhere(tx, one, now) for one in tx.stuck(platform, now, MOVED_AT_ONCE))
