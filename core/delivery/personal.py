"""What a notice about no booking needs to be told, read from the store at the moment of sending."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from core.domain.notice_kinds import EXPORTS, Kind
from core.screens.busy_calendar import trouble_card
from core.screens.own_files import data_file, sessions_file
from core.screens.privacy import own_data_card, own_sessions_card
from core.store.own_data import own_data

if TYPE_CHECKING:
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
    if notice.kind in EXPORTS:
        return await _exported(store, notice, now)
    return await store.read(partial(_calendar_trouble, notice=notice))


def _calendar_trouble(tx: Transaction, notice: Notice) -> tuple[Person, Card] | None:
    recipient, calendar = tx.person(notice.recipient), tx.busy_calendar(notice.recipient)
    if recipient is None or calendar is None or calendar.trouble_since != notice.start:
        return None
    if calendar.trouble_since is None or calendar.dropped != (notice.kind is Kind.CALENDAR_DROPPED):
        return None
    return recipient, trouble_card(calendar, notice.kind, recipient)


async def _exported(store: Store, notice: Notice, now: datetime) -> tuple[Person, Card] | None:
    me = await store.read(lambda tx: tx.person(notice.recipient))
    if me is None:
        return None
    if notice.kind is Kind.OWN_SESSIONS:
        entries = await store.read(lambda tx: tx.feed_entries(me.id, _SESSIONS))
        return me, own_sessions_card(await asyncio.to_thread(sessions_file, entries, notice.key))
    data = await own_data(store, me, now, most=_WHOLE_SESSIONS)
    return me, own_data_card(await asyncio.to_thread(data_file, data, notice.key))
