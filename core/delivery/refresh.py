"""Bringing the cards that stand already up to date, in place and without a sound; and away, where one is enough."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import structlog

from core.delivery.elsewhere import draw_on
from core.domain.notices import TURNS, Kind, Notice
from core.ports.platform import Declined, Gone, TryLater, Unknown, Unreachable
from core.screens.accounts import left_card
from core.screens.notices import ASKED, BRIEFS, PINGS, message_now
from core.screens.session import session_card
from core.store.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from core.delivery.delivery import Delivery
    from core.delivery.errand import Errand
    from core.ports.platform import Platform, Posted
    from core.store.store import Store

RETOLD = {Kind.KIND_WORDS: frozenset(ASKED), Kind.NOTED: BRIEFS}
"""What changes without a new version of the session, and the lines of news that show it beside the card."""
log = structlog.get_logger(__name__)


async def refresh_cards(store: Store, platform: Platform, delivery: Delivery, pause: timedelta) -> bool:
    """Edit every card of the booking that the recipient has here; return whether one still stands.

    One on their other account has an entry of its own there: no platform waits for another one.
    An edit with an unknown outcome does no harm when it is repeated: raises TryLater after ``pause``.
    """
    booking, now = delivery.view.booking, delivery.view.now
    redraws = delivery.notice.is_redrawing or delivery.is_overtaken
    anew = delivery.notice.kind in {*TURNS, Kind.UNREACHED, Kind.SERIES, *RETOLD}
    told = {placement.key: Notice.of_key(placement.key, now) for placement in delivery.placements}
    last = _last([delivery.notice, *told.values()])
    stands, elsewhere = False, set[str]()
    for placement in delivery.placements:
        notice = told[placement.key]
        is_ping = notice is not None and notice.kind in PINGS
        is_last = notice is None or notice.version == last[notice.kind]
        repeated = is_ping and notice is not None and notice.kind is delivery.notice.kind and not is_last
        shows = notice is not None and notice.kind in RETOLD.get(delivery.notice.kind, ())
        stays = (is_ping and not shows) or not anew
        if placement.version >= booking.version and stays and not repeated and not redraws:
            stands = stands or not is_ping
            continue
        if placement.platform != platform.name:
            stands = stands or not is_ping
            if delivery.home == platform.name:
                elsewhere.add(placement.platform)
            continue
        card = session_card(delivery.view)
        if notice is not None:
            card = message_now(notice, delivery.view, is_last=is_last)
        try:
            await platform.edit(delivery.recipient.address, placement.posted, card)
        except Gone:
            await store.write(partial(Transaction.forget, posted=placement.posted))
        except Unknown as unknown:
            raise TryLater(pause.total_seconds(), str(unknown)) from unknown
        else:
            stands = stands or not is_ping
            await store.write(
                partial(Transaction.shown, posted=placement.posted, version=booking.version, now=now)
            )
    for name in sorted(elsewhere):
        await store.write(
            partial(
                draw_on,
                booking=booking.id,
                version=booking.version,
                who=delivery.recipient.id,
                platform=name,
                now=now,
            )
        )
    return stands


async def retire_cards(platform: Platform, delivery: Delivery, posted: Posted) -> tuple[Posted, ...]:
    """Take away every card of the recipient for which ``posted`` has come; return which are gone.

    It can be repeated. What a platform does not let go stays, and is kept up to date like the new one.
    """
    gone = []
    for placement in delivery.placements:
        notice = Notice.of_key(placement.key, delivery.view.now)
        if placement.posted == posted or (notice is not None and notice.kind in PINGS):
            continue
        if placement.platform != platform.name:
            continue
        try:
            await platform.delete(delivery.recipient.address, placement.posted)
        except Gone:
            gone.append(placement.posted)
        except (Declined, Unreachable) as error:
            log.warning("card_not_taken_away", code=str(error))
        else:
            gone.append(placement.posted)
    return tuple(gone)


async def take_leave(store: Store, errand: Errand) -> None:
    """Say on the cards of a session that stand where its person is no more who has it now; then forget them."""
    notice, where = errand.entry.notice, errand.platform
    if not notice.is_redrawing or notice.booking is None:
        return
    which, whose = notice.booking, notice.recipient
    who, left = await store.read(lambda tx: (tx.person(whose), tx.placements(which, whose)))
    for one in left:
        if who is not None and one.platform == where.name:
            with suppress(Gone):
                await where.edit(who.address, one.posted, left_card())
            await store.write(partial(Transaction.forget, posted=one.posted))


def _last(told: Iterable[Notice | None]) -> dict[Kind, int]:
    """Return for each kind of notice the newest version that was told by one."""
    known = sorted((one for one in told if one is not None), key=lambda one: one.version)
    return {one.kind: one.version for one in known}
