"""Whether a calendar feed of 2,000 sessions is read and written within 50 ms of processor time."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from core.domain.booking import Booking, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.links import MeetingLink
from core.domain.people import Address, Person, PersonId
from core.domain.policy import Policy
from core.screens.calendar_file import calendar_file
from core.services.calendar_feeds import FEED_SESSIONS, CalendarFeeds
from core.services.current_policy import CurrentPolicy
from core.store.columns import EPOCH, MICROSECOND
from core.store.store import Store
from core.store.transaction import Transaction
from tests.bench.directory import HOUR, SESSIONS
from tests.bench.rounds import by_turns, median
from tests.bench.row import Row
from tests.factories import a_booking
from tests.store.world import DAY, NOW, Ids

ROUNDS = 9
ROUNDS_SAID = f"{ROUNDS} rounds by turns; the whole calendar in each; processor time"
MOST_MS, OF_THE_LIBRARY = 50.0, 0.25
AGAINST = f"icalendar, which writes the events of {FEED_SESSIONS:,} files, the reading not counted"
FILES = 100
"""So many of them are written by the library, and their time counts for all."""


def run() -> list[Row]:
    """Fill one file in a temporary folder and read the feed of somebody with the most sessions."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder) / "feed.db"))


async def _measure(file: Path) -> list[Row]:
    ids = Ids(7)
    store = await Store.open(f"sqlite:///{file}", program="bench", new_id=ids)
    me, other = (
        Person(id=PersonId(ids()), program=store.program, name=name, zone="Europe/Berlin",
               address=Address("slack", "T1", name))
        for name in ("Ana", "Sam")
    )  # fmt: skip
    for one in (me, other):
        await store.write(partial(Transaction.add_person, person=one))
    with closing(sqlite3.connect(file)) as connection, connection:
        _fill(connection, store.program.hex, other.id.hex, me.id.hex, ids)
    feeds = CalendarFeeds(store, lambda: NOW, CurrentPolicy(Policy()), "https://bot.example.org")
    secret = (await feeds.make(me)).rsplit("/", 1)[1].removesuffix(".ics")
    view = BookingView.of(_booking(store, other, me), me.id, {one.id: one for one in (me, other)}, NOW)
    ours, theirs = await by_turns(ROUNDS, partial(_feed, feeds, secret), partial(_files, view))
    await store.close()
    name = f"feed of {FEED_SESSIONS:,} sessions"
    return [
        Row(name, median(ours), median(theirs), "ms", AGAINST, ratio_at_most=OF_THE_LIBRARY, at_most=MOST_MS)
    ]


def _fill(connection: sqlite3.Connection, here: str, student: str, mentor: str, ids: Ids) -> None:
    now = (NOW - EPOCH) // MICROSECOND
    for number in range(FEED_SESSIONS):
        start = now + (number + 1) * HOUR
        times = (start, start + HOUR // 2, "accepted", start, now, now, now, start, start)
        connection.execute(SESSIONS, (ids().hex, here, f"S-{number}", student, mentor, *times))
    connection.execute(
        "UPDATE booking SET link = 'https://meet.example.org/' || ref, message = 'Why, and how?'"
    )


def _booking(store: Store, student: Person, mentor: Person) -> Booking:
    link = MeetingLink("https://meet.example.org/room")
    pair = {"student": student.id, "mentor": mentor.id, "program": store.program}
    return a_booking(**pair, slot=Slot(NOW + DAY, 30), status=Status.ACCEPTED, accepted_at=NOW, link=link)


async def _feed(feeds: CalendarFeeds, secret: str) -> float:
    began = time.process_time()
    found = await feeds.calendar(secret)
    took = (time.process_time() - began) * 1000
    if found is None or found.count(b"BEGIN:VEVENT") != FEED_SESSIONS:
        raise AssertionError("the feed holds every session")
    return took


async def _files(view: BookingView) -> float:
    began = time.process_time()
    for _ in range(FILES):
        file = calendar_file(view)
        if file is None or not file.content:
            raise AssertionError("an agreed session has a file")
    return (time.process_time() - began) * 1000 * FEED_SESSIONS / FILES
