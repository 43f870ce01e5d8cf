"""The services, put together: each use case over the same memory, the same clock and the same policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.calendar_reader import InternetCalendars
from bot.charts import PillowCharts
from core.handlers.router import Services
from core.services.accounts import AccountService
from core.services.agreed_links import AgreedLinks
from core.services.announcements import Announcements
from core.services.bookings import BookingService
from core.services.busy_calendars import BusyCalendars
from core.services.calendar_feeds import CalendarFeeds
from core.services.chat_rooms import ChatRooms
from core.services.chats import Chats
from core.services.clock_rules import ClockRules
from core.services.directory import DirectoryService
from core.services.hand_over import HandOver
from core.services.mentor_search import MentorSearchService
from core.services.notes import NoteService
from core.services.numbers import NumbersService
from core.services.open_times import OpenTimes
from core.services.organising import OrganiserService
from core.services.people import PeopleService
from core.services.presence import PresenceService
from core.services.privacy import PrivacyService
from core.services.program import ProgramService
from core.services.series import SeriesService
from core.services.standing import StandingService
from core.services.waiting_lists import WaitingLists
from core.services.weekly_summary import WeeklySummary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.ports.busy_calendar import CalendarReader
    from core.ports.platform import Clock, NewId, Platform
    from core.services.current_policy import CurrentPolicy
    from core.store.store import Store


def services_of(
    store: Store,
    platforms: Mapping[str, Platform],
    clock: Clock,
    ids: NewId,
    current: CurrentPolicy,
    *,
    public_url: str,
    calendars: CalendarReader | None,
) -> Services:
    """Return everything that a handler may use; ``current`` is the one policy that all of them ask."""
    hand_over = HandOver(current, ids)
    bookings = BookingService(store, clock, ids, current)
    presence = PresenceService(store, platforms, clock, hand_over)
    program = ProgramService(store, platforms, clock, current)
    organising = OrganiserService(store, clock, hand_over)
    numbers = NumbersService(store, clock, current, PillowCharts())
    return Services(
        bookings,
        SeriesService(store, clock, ids, current),
        PeopleService(store, clock, ids, store.program),
        ChatRooms(store, platforms, current),
        OpenTimes(store, clock),
        presence,
        CalendarFeeds(store, clock, current, public_url),
        WaitingLists(store, clock, ids, current),
        BusyCalendars(store, calendars or InternetCalendars(), clock, current),
        DirectoryService(store, clock),
        MentorSearchService(store, clock, hand_over),
        Chats(store, clock),
        NoteService(store, clock),
        AgreedLinks(store, bookings),
        ClockRules(store, clock),
        PrivacyService(store, platforms, clock, presence, current),
        program,
        Announcements(store, platforms, clock, program),
        organising,
        numbers,
        WeeklySummary(store, platforms, clock, program, numbers=numbers, organising=organising),
        StandingService(store, clock, hand_over),
        AccountService(store, clock, ids, platforms, bookings),
    )
