"""What every kind of database must do for the store; one small class for each kind runs all of it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from core.store.store import Store
from tests.store.agenda_promises import AgendaPromises
from tests.store.booking_promises import BookingPromises
from tests.store.busy_calendar_promises import BusyCalendarPromises
from tests.store.chat_promises import ChatPromises
from tests.store.directory_promises import DirectoryPromises
from tests.store.draft_promises import DraftPromises
from tests.store.feed_promises import FeedPromises
from tests.store.feedback_promises import FeedbackPromises
from tests.store.lease_promises import LeasePromises
from tests.store.line_promises import LinePromises
from tests.store.meeting_promises import MeetingPromises
from tests.store.note_promises import NotePromises
from tests.store.number_promises import NumberPromises
from tests.store.outbox_promises import OutboxPromises
from tests.store.people_promises import PeoplePromises
from tests.store.program_promises import ProgramPromises
from tests.store.reminder_promises import ReminderPromises
from tests.store.world import Ids, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


_NUMBERS = itertools.count(1)
"""Every test is a program of its own, so that a slow database can be shared by all of them."""


class StoreContract(
    PeoplePromises,
    BookingPromises,
    AgendaPromises,
    OutboxPromises,
    LinePromises,
    FeedbackPromises,
    DirectoryPromises,
    FeedPromises,
    BusyCalendarPromises,
    DraftPromises,
    LeasePromises,
    ProgramPromises,
    ReminderPromises,
    NotePromises,
    NumberPromises,
    MeetingPromises,
    ChatPromises,
):
    """A class that says where the database is inherits every promise."""

    def address(self, folder: Path) -> str:
        raise NotImplementedError

    @pytest.fixture
    def number(self) -> int:
        return next(_NUMBERS)

    @pytest.fixture
    async def store(self, tmp_path: Path, number: int) -> AsyncIterator[Store]:
        store = await Store.open(self.address(tmp_path), program=f"program {number}", new_id=Ids(number))
        yield store
        await store.close()

    @pytest.fixture
    def world(self, store: Store, number: int) -> World:
        return World(store, seed=-number)
