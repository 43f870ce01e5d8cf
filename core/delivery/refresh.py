"""Bringing the cards that stand already up to date, in place and without a sound; and away, where one is enough."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
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
    from collections.abc import Iterable, Iterator
    from datetime import timedelta

    from core.delivery.delivery import Delivery
    from core.delivery.errand import Errand
    from core.ports.platform import Platform, Posted
    from core.store.store import Store
    from core.store.transaction import Placement

RETOLD = {Kind.KIND_WORDS: frozenset(ASKED), Kind.NOTED: BRIEFS}
"""What changes without a new version of the session, and the lines of news that show it beside the card."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of the booking that the recipient has, and whether it has to be drawn anew."""

    placement: Placement
    notice: Notice | None
    """Which notice it was sent for; None where its key says nothing."""
    is_last: bool
    """Whether no newer message tells the same kind of news."""
    is_old: bool

    @property
    def is_ping(self) -> bool:
        """Whether it is a line of news and not the card."""
        return self.notice is not None and self.notice.kind in PINGS


async def refresh_cards(store: Store, platform: Platform, delivery: Delivery, pause: timedelta) -> bool:
    """Edit every card of the booking that the recipient has here; return whether one still stands.

    One on their other account has an entry of its own there: no platform waits for another one.
    An edit with an unknown outcome does no harm when it is repeated: raises TryLater after ``pause``.
    """
    stands, elsewhere = False, set[str]()
    for one in _shown(delivery):
        where = one.placement.platform
        there = not one.is_old or where != platform.name
        if not there:
            there = await _redraw(store, platform, delivery, one, pause)
        elif one.is_old and delivery.home == platform.name:
            elsewhere.add(where)
        stands = stands or (there and not one.is_ping)
    for name in sorted(elsewhere):
        await store.write(partial(_draw_on, delivery=delivery, platform=name))
    return stands


def _draw_on(tx: Transaction, delivery: Delivery, platform: str) -> None:
    booking, who = delivery.view.booking, delivery.recipient.id
    draw_on(tx, booking.id, booking.version, who, platform, now=delivery.view.now)


def _shown(delivery: Delivery) -> Iterator[Shown]:
    """Yield every message of the booking that the recipient has, on all platforms."""
    booking, kind = delivery.view.booking, delivery.notice.kind
    redraws = delivery.notice.is_redrawing or delivery.is_overtaken
    anew = kind in {*TURNS, Kind.UNREACHED, Kind.SERIES, *RETOLD}
    told = [(one, Notice.of_key(one.key, delivery.view.now)) for one in delivery.placements]
    last = _last([delivery.notice, *(notice for _, notice in told)])
    for placement, notice in told:
        is_last = notice is None or notice.version == last[notice.kind]
        is_ping = notice is not None and notice.kind in PINGS
        repeated = is_ping and notice is not None and notice.kind is kind and not is_last
        shows = notice is not None and notice.kind in RETOLD.get(kind, ())
        changes = anew and (shows or not is_ping)
        is_old = placement.version < booking.version or changes or repeated or redraws
        yield Shown(placement=placement, notice=notice, is_last=is_last, is_old=is_old)


async def _redraw(store: Store, platform: Platform, delivery: Delivery, one: Shown, pause: timedelta) -> bool:
    """Edit one message in place and note what it shows; return whether it is still there."""
    view, posted = delivery.view, one.placement.posted
    card = message_now(one.notice, view, is_last=one.is_last) if one.notice else session_card(view)
    try:
        await platform.edit(delivery.recipient.address, posted, card)
    except Gone:
        await store.write(partial(Transaction.forget, posted=posted))
        return False
    except Unknown as unknown:
        raise TryLater(pause.total_seconds(), str(unknown)) from unknown
    await store.write(partial(Transaction.shown, posted=posted, version=view.booking.version, now=view.now))
    return True


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
