"""Bringing the cards that stand already up to date, in place and without a sound."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.domain.notices import UNFOLDINGS, Kind
from core.ports.platform import Gone, TryLater, Unknown
from core.screens.session import session_card
from core.store.transaction import Transaction

if TYPE_CHECKING:
    from datetime import timedelta

    from core.delivery.delivery import Delivery
    from core.ports.platform import Platform
    from core.store.store import Store


async def refresh_cards(store: Store, platform: Platform, delivery: Delivery, pause: timedelta) -> bool:
    """Edit every card of the booking that the recipient has; return whether one still stands.

    An edit with an unknown outcome does no harm when it is repeated: raises TryLater after ``pause``.
    """
    booking = delivery.view.booking
    anew = delivery.notice.kind in {*UNFOLDINGS, Kind.UNREACHED, Kind.KIND_WORDS}
    stands = False
    for placement in delivery.placements:
        if placement.version >= booking.version and not anew:
            stands = True
            continue
        try:
            await platform.edit(delivery.recipient.address, placement.posted, session_card(delivery.view))
        except Gone:
            await store.write(partial(Transaction.forget, posted=placement.posted))
        except Unknown as unknown:
            raise TryLater(pause.total_seconds(), str(unknown)) from unknown
        else:
            stands = True
            await store.write(partial(Transaction.shown, posted=placement.posted, version=booking.version))
    return stands
