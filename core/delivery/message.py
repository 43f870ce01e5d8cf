"""Which card a delivery becomes: the one new message, or none where the cards that stand already say it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.digests import tells_too
from core.domain.notices import NUDGES, Kind, Notice
from core.screens.digests import news_digest, requests_digest
from core.screens.notices import PINGS, SILENT, message_for
from core.screens.session import session_card

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from core.delivery.delivery import Delivery
    from core.domain.booking import BookingId
    from core.domain.people import Mentor, PersonId
    from core.ports.cards import Card

OTHERS = 3
"""How many other mentors are offered in the place of one who did not answer."""


class MessageWriter:
    """Decides what is said; ``free_at`` finds mentors, but for one, who have a time open."""

    def __init__(self, free_at: Callable[[datetime, int, PersonId], Awaitable[tuple[Mentor, ...]]]) -> None:
        self._free_at = free_at

    async def message_of(
        self, delivery: Delivery, true: Sequence[Delivery], standing: AbstractSet[BookingId], now: datetime
    ) -> Card | None:
        """Return the one message that tells all that is ``true``, at least one delivery; None for silence.

        ``standing`` are the bookings of which a card still stands.
        """
        audible = _without_echoes([one for one in true if _is_heard(one, standing)])
        latest = {one.view.booking.id: one for one in audible}
        if len(delivery.waiting) > 1 and all(one.notice.kind in NUDGES for one in true):
            return requests_digest(delivery.waiting)
        if len(latest) > 1:
            return news_digest([(one.view, one.notice.kind) for one in latest.values()])
        if true[-1].view.booking.is_passed_on and not audible:
            return None  # its card stands for the booking with which the next mentor is asked
        if all(one.notice.kind in SILENT for one in true) and not _had_a_card(true[-1]):
            return (
                None  # what there was is news that was told: a card that comes by itself would tell it again
            )
        if true[-1].placements and true[-1].view.booking.id not in standing:
            return session_card(true[-1].view)  # the card was deleted: it comes back as the new message
        if not audible:
            return None
        last = audible[-1]
        return message_for(last.notice.kind, last.view, await self._substitutes(last, now))

    async def _substitutes(self, delivery: Delivery, now: datetime) -> tuple[Mentor, ...]:
        """Return who could be asked instead of a mentor who did not answer: those with the same time open."""
        booking = delivery.view.booking
        start = booking.starts_at
        if delivery.notice.kind is not Kind.EXPIRED or start is None or start <= now:
            return ()
        found = await self._free_at(start, booking.minutes, booking.mentor)
        return tuple(one for one in found if one.person.id != booking.student)[:OTHERS]


def _had_a_card(told: Delivery) -> bool:
    """Whether a card of the booking stands, or stood until now, with its reader; not only lines of news."""
    keys = [Notice.of_key(one.key, told.view.now) for one in told.placements]
    return any(one is None or one.kind not in PINGS for one in keys)


def _is_heard(told: Delivery, standing: AbstractSet[BookingId]) -> bool:
    """Whether it needs a message: not of a request that its reader never saw, nor where a card went on with it."""
    match told.notice.kind:
        case Kind.WITHDRAWN:
            return bool(told.placements)
        case Kind.PASSED_ON:
            return told.view.booking.id not in standing
        case _:
            return True


def _without_echoes(told: Sequence[Delivery]) -> list[Delivery]:
    """Leave out what an earlier one says as well."""
    return [
        one
        for number, one in enumerate(told)
        if not any(tells_too(earlier.notice, one.notice) for earlier in told[:number])
    ]
