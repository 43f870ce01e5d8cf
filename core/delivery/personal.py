"""What a notice about no booking needs to be told, read from the store at the moment of sending."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from core.domain.notice_kinds import OWN_FILES, Kind
from core.screens.busy_calendar import trouble_card
from core.screens.organisers import added_card, removed_card
from core.screens.own_files import data_file, sessions_file
from core.screens.privacy import own_data_card, own_sessions_card
from core.store.own_data import own_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.domain.notices import Notice
    from core.domain.people import Person
    from core.ports.cards import Card
    from core.store.store import Store
    from core.store.transaction import Transaction

_WHOLE_SESSIONS = 1000
"""How many sessions a message has with all that was written: they are read within the time that one send may take."""
_SESSIONS = 5000
"""How many agreed sessions the calendar file of an export has, as student and as mentor each."""


async def personal_card(store: Store, notice: Notice, now: datetime) -> tuple[Person, Card] | None:
    """Return who is to be told and what, or None when it is not so any more."""
    if notice.kind in OWN_FILES:
        return await _exported(store, notice, now)
    return await store.read(partial(_drawn, notice=notice))


def _drawn(tx: Transaction, notice: Notice) -> tuple[Person, Card] | None:
    recipient = tx.person(notice.recipient)
    if recipient is None:
        return None
    card = DRAWN[notice.kind](tx, notice, recipient)
    return None if card is None else (recipient, card)


def _trouble(tx: Transaction, notice: Notice, me: Person) -> Card | None:
    calendar = tx.busy_calendar(me.id)
    if calendar is None or calendar.trouble_since != notice.start or calendar.trouble_since is None:
        return None
    dropped = notice.kind is Kind.CALENDAR_DROPPED
    return trouble_card(calendar, notice.kind, me) if calendar.dropped == dropped else None


def _added(tx: Transaction, notice: Notice, me: Person) -> Card | None:
    known = tx.organising(me.id)
    if known is None or known.since != notice.start:
        return None
    by = tx.person(known.added_by) if known.added_by else None
    return added_card(by)


def _removed(tx: Transaction, _notice: Notice, me: Person) -> Card | None:
    return removed_card() if tx.organising(me.id) is None else None


async def _exported(store: Store, notice: Notice, now: datetime) -> tuple[Person, Card] | None:
    me = await store.read(lambda tx: tx.person(notice.recipient))
    if me is None:
        return None
    if notice.kind is Kind.OWN_SESSIONS:
        entries = await store.read(lambda tx: tx.feed_entries(me.id, _SESSIONS))
        return me, own_sessions_card(await asyncio.to_thread(sessions_file, entries, notice.key))
    data = await own_data(store, me, now, most=_WHOLE_SESSIONS)
    return me, own_data_card(await asyncio.to_thread(data_file, data, notice.key))


DRAWN: Mapping[Kind, Callable[[Transaction, Notice, Person], Card | None]] = {
    Kind.CALENDAR_UNREAD: _trouble,
    Kind.CALENDAR_DROPPED: _trouble,
    Kind.ORGANISER: _added,
    Kind.NO_ORGANISER: _removed,
}
"""How each kind is drawn; None where it is not so any more."""
