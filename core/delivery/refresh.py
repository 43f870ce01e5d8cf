"""Bringing the cards that stand already up to date, in place and without a sound."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.domain.notices import UNFOLDINGS, Kind, Notice
from core.ports.platform import Gone, TryLater, Unknown
from core.screens.notices import ASKED, PINGS, message_now
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
    booking, now = delivery.view.booking, delivery.view.now
    anew = delivery.notice.kind in {*UNFOLDINGS, Kind.UNREACHED, Kind.KIND_WORDS}
    stands = False
    for placement in delivery.placements:
        notice = Notice.of_key(placement.key, now)
        is_ping = notice is not None and notice.kind in PINGS
        asks = delivery.notice.kind is Kind.KIND_WORDS and notice is not None and notice.kind in ASKED
        if placement.version >= booking.version and ((is_ping and not asks) or not anew):
            stands = stands or not is_ping
            continue
        card = message_now(notice, delivery.view) if notice else session_card(delivery.view)
        try:
            await platform.edit(delivery.recipient.address, placement.posted, card)
        except Gone:
            await store.write(partial(Transaction.forget, posted=placement.posted))
        except Unknown as unknown:
            raise TryLater(pause.total_seconds(), str(unknown)) from unknown
        else:
            stands = stands or not is_ping
            await store.write(partial(Transaction.shown, posted=placement.posted, version=booking.version))
    return stands
