"""Every table there is: whoever copies or compares a whole database has to know all of them.

One that is not imported here is in no backup.
"""

from __future__ import annotations

from core.store.tables.accounts import account_link, belonging, link_request, link_try
from core.store.tables.bookings import (
    IS_ACCEPTED,
    IS_PENDING,
    NOT_PENDING,
    booking,
    busy,
    history,
    inbox,
)
from core.store.tables.calendars import busy_calendar, engagement, feed
from core.store.tables.chats import chat, letter
from core.store.tables.feedback import feedback
from core.store.tables.meetings import meeting, room
from core.store.tables.metadata import METADATA
from core.store.tables.notes import note
from core.store.tables.organisers import admin_act, administrator, organiser, program_rules
from core.store.tables.outbox import IS_DEAD, IS_TRIED, NOT_BEHIND, NOT_DONE, outbox, placement
from core.store.tables.people import address, mentor, offering, person, program
from core.store.tables.running import draft, fact, lease, pause
from core.store.tables.standing import approval_card, standing
from core.store.tables.tombstones import old_card, tombstone
from core.store.tables.waiting import ended_place, waiting

EVERY_TABLE = tuple(METADATA.sorted_tables)
"""All of them, parents before their children."""

__all__ = [
    "EVERY_TABLE",
    "IS_ACCEPTED",
    "IS_DEAD",
    "IS_PENDING",
    "IS_TRIED",
    "METADATA",
    "NOT_BEHIND",
    "NOT_DONE",
    "NOT_PENDING",
    "account_link",
    "address",
    "admin_act",
    "administrator",
    "approval_card",
    "belonging",
    "booking",
    "busy",
    "busy_calendar",
    "chat",
    "draft",
    "ended_place",
    "engagement",
    "fact",
    "feed",
    "feedback",
    "history",
    "inbox",
    "lease",
    "letter",
    "link_request",
    "link_try",
    "meeting",
    "mentor",
    "note",
    "offering",
    "old_card",
    "organiser",
    "outbox",
    "pause",
    "person",
    "placement",
    "program",
    "program_rules",
    "room",
    "standing",
    "tombstone",
    "waiting",
]
