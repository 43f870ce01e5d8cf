"""One transaction: the statements of every noun in one object, handed to plain functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.store.errors import Repeated
from core.store.outcomes import OutboxOutcome, OutboxState
from core.store.statements.accounts import Accounts
from core.store.statements.agenda import Agenda
from core.store.statements.agreed_links import AgreedLinks
from core.store.statements.audit import AuditQueries, Mark, StoredRecord
from core.store.statements.bookings import HistoryLine
from core.store.statements.busy_calendars import BusyCalendars
from core.store.statements.busy_time import BusyTime
from core.store.statements.chats import Chats
from core.store.statements.clocks import Clocks
from core.store.statements.directory import Directory
from core.store.statements.drafts import Drafts
from core.store.statements.erasing import Erasing, MessageAbout
from core.store.statements.facts import Facts
from core.store.statements.feedback import Feedbacks
from core.store.statements.feeds import Feeds
from core.store.statements.leases import Leases
from core.store.statements.link_codes import LinkCodes
from core.store.statements.meetings import ClaimedMeeting
from core.store.statements.notes import Notes
from core.store.statements.numbers import Numbers
from core.store.statements.old_cards import OldCards
from core.store.statements.outbox import OutboxEntry, OutboxLag
from core.store.statements.own_data import OwnData
from core.store.statements.pauses import StoredPauses
from core.store.statements.people import People
from core.store.statements.placements import Placed, Placement, Placements
from core.store.statements.presence import Presence
from core.store.statements.program import AdminAct, Programs
from core.store.statements.retention import Retention
from core.store.statements.rooms import Rooms
from core.store.statements.standing import Standings
from core.store.statements.tombstones import Tombstones
from core.store.statements.unanswered import AwaitedAnswers
from core.store.statements.waiting import WaitingLists
from core.store.statements.waits import Waits

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "AdminAct",
    "ClaimedMeeting",
    "HistoryLine",
    "Mark",
    "MessageAbout",
    "OutboxEntry",
    "OutboxLag",
    "OutboxOutcome",
    "OutboxState",
    "Placed",
    "Placement",
    "Repeated",
    "StoredRecord",
    "Transaction",
]


class Transaction(
    People,
    Standings,
    Directory,
    Feedbacks,
    Accounts,
    LinkCodes,
    Notes,
    AgreedLinks,
    Clocks,
    Agenda,
    BusyTime,
    Placements,
    Drafts,
    Facts,
    Rooms,
    Chats,
    Feeds,
    BusyCalendars,
    Leases,
    Waits,
    WaitingLists,
    StoredPauses,
    Presence,
    Programs,
    AwaitedAnswers,
    Numbers,
    AuditQueries,
    Erasing,
    Retention,
    Tombstones,
    OldCards,
    OwnData,
):
    """Everything that can be read and written, for one program. Made by ``Store``, never kept."""

    def purge(self, before: datetime) -> int:
        """Delete drafts, inbox keys, settled notices, closed chats, pauses, codes and the like before an instant.

        Returns how many. It takes time.
        """
        if self._on_postgres:
            self._connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        settled = self.purge_outbox(before) + self.purge_pauses(before) + self.purge_chats(before)
        settled += self.purge_meetings(before)
        settled += self.purge_codes(before) + self.purge_ended_places(before)
        return self.purge_drafts(before) + self.purge_inbox(before) + settled
