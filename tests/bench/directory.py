"""Whether the directory of 1,000 mentors answers in 20 ms of our own time, however many sessions there have been.

Own time is processor time, of all threads: what waits while somebody else computes is not the product's.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

from adapters.slack.capabilities import CAPABILITIES
from bot.compose import compose_core
from core.domain.directory import Free
from core.domain.people import Address, Mentor, Person, PersonId
from core.domain.policy import Policy
from core.domain.requests import RequestText, Wish
from core.ports.call import Call, Trigger
from core.ports.platform import Profile
from core.ports.replies import Reply, Show, Swap
from core.services.directory import DirectoryService, Search
from core.services.mentor_search import ANY_TIME, Needed, open_for_most, suitable
from core.store.columns import EPOCH, MICROSECOND
from core.store.store import Store
from core.store.transaction import Transaction
from tests.bench.rounds import by_turns, percentile
from tests.bench.row import Row
from tests.store.world import NOW, Ids

SMALL, LARGE = 1_000, 100_000
MENTORS, STUDENTS, AHEAD = 1_000, 60, 400
"""People, and how many of the sessions are still to come; the others are over. Every list is longer than is shown."""
ROUNDS, READS = 30, 10
ROUNDS_SAID = f"{ROUNDS} rounds by turns, {READS} calls in each; {MENTORS:,} mentors; processor time"
FLAT, MOST_MS = 1.3, 20.0
PAGE = 8
SKILLS = ("python", "rust", "design", "databases", "interviews", "statistics", "writing", "kubernetes")
SESSIONS = """INSERT INTO booking (id, program, ref, student, mentor, topic, message, starts_at, ends_at, minutes,
 status, version, reply, reason, answer_by, created_at, decided_at, accepted_at, sort_at, lapses_at)
 VALUES (?, ?, ?, ?, ?, 'Careers', '', ?, ?, 30, ?, 1, '', '', ?, ?, ?, ?, ?, ?)"""
BUSY = "INSERT INTO busy (booking, person, program, starts_at, ends_at) VALUES (?, ?, ?, ?, ?)"
HOUR = 3_600_000_000
HOURS = ("Mon-Fri 09:00-17:00", "Mon 17:00-19:00; Wed 09:00-10:30", "Thu 18:00-21:00", "Sat,Sun 10:00-12:00")
SEARCHES = {
    "first page": Search(count=PAGE),
    "last page": Search(start=MENTORS - PAGE, count=PAGE),
    "by a skill": Search(words="rust", count=PAGE),
    "nobody has it": Search(words="basket weaving", count=PAGE),
    "free today": Search(free=Free.TODAY, count=PAGE),
    "free this week": Search(free=Free.WEEK, count=PAGE),
    "free today, by a skill": Search(words="design", free=Free.TODAY, count=PAGE),
}
WISH = Wish(text=RequestText("Lifetimes"), start=NOW + timedelta(days=3, hours=2))
CHOICES: dict[str, Callable[[Transaction, Person], object]] = {
    "any suitable mentor, ranked": lambda tx, me: suitable(tx, me, Needed(wish=WISH, skills="rust"), NOW),
    "any suitable mentor, open times": lambda tx, me: open_for_most(
        tx, me, "rust", (NOW, NOW + ANY_TIME), NOW, 25
    ),
}


COMMANDS: dict[str, tuple[Trigger, str, dict[str, str]]] = {
    "/find-mentor, answered": (Trigger.COMMAND, "find-mentor", {}),
    "/find-mentor rust, answered": (Trigger.COMMAND, "find-mentor", {"search": "rust"}),
    "/my-sessions, answered": (Trigger.COMMAND, "my-sessions", {}),
    "/my-sessions past, answered": (Trigger.COMMAND, "my-sessions", {"show": "past"}),
    "Home, answered": (Trigger.PAGE, "home", {}),
}


def run() -> list[Row]:
    """Fill two files in a temporary folder and read from both."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Row]:
    stores = [await filled(folder / f"{size}.db", size) for size in (LARGE, SMALL)]
    pairs: dict[str, list[Callable[[], Awaitable[list[float]]]]] = {
        **{name: [partial(_round, *one, search) for one in stores] for name, search in SEARCHES.items()},
        **{name: [partial(_chosen, *one, work) for one in stores] for name, work in CHOICES.items()},
        **{name: [partial(_answered, *one, command) for one in stores] for name, command in COMMANDS.items()},
    }
    rows = [row for name, runners in pairs.items() for row in await _compared(name, runners)]
    for store, _ in stores:
        await store.close()
    return rows


async def _compared(name: str, runners: Sequence[Callable[[], Awaitable[list[float]]]]) -> list[Row]:
    """Return what a call takes, and how it grows: by the quickest calls, which nothing else has disturbed."""
    for warm_up in runners:
        await warm_up()
    much, little = (
        [seconds * 1000 for one in rounds for seconds in one] for rounds in await by_turns(ROUNDS, *runners)
    )
    against = f"the same with {SMALL:,} sessions; the product has {LARGE:,}"
    halves, quickest = (percentile(much, 0.5), percentile(little, 0.5)), (min(much), min(little))
    return [
        Row(f"{name}, p50", *halves, "ms", against, at_most=MOST_MS),
        Row(f"{name}, quickest", *quickest, "ms", against, ratio_at_most=FLAT),
    ]


async def _chosen(store: Store, me: Person, work: Callable[[Transaction, Person], object]) -> list[float]:
    took = []
    for _ in range(READS):
        began = time.process_time()
        await store.read(lambda tx: work(tx, me))
        took.append(time.process_time() - began)
    return took


async def _answered(store: Store, me: Person, command: tuple[Trigger, str, dict[str, str]]) -> list[float]:
    """Return the seconds until the answer to a command is there, card and all, as any platform draws it."""
    router, took = compose_core(store, {}, lambda: NOW, Ids(9), Policy()).router, []
    trigger, route, values = command
    for number in range(READS):
        call = Call(
            trigger=trigger, route=route, actor=me.address, profile=Profile(name=me.name, zone=me.zone),
            key=f"{route}{number}", capabilities=CAPABILITIES, values=values,
        )  # fmt: skip
        said: list[Reply] = []
        began = time.process_time()
        await router.dispatch(call, partial(_keep, said))
        took.append(time.process_time() - began)
        if not all(isinstance(one, Show | Swap) for one in said):
            raise AssertionError(said)
    return took


async def _keep(said: list[Reply], reply: Reply) -> None:
    said.append(reply)


async def _round(store: Store, me: Person, search: Search) -> list[float]:
    directory, took = DirectoryService(store, lambda: NOW), []
    for _ in range(READS):
        began = time.process_time()
        await directory.page(me, search)
        took.append(time.process_time() - began)
    return took


async def filled(file: Path, sessions: int) -> tuple[Store, Person]:
    """Return a store with mentors, students and so many sessions, and one of the students."""
    ids = Ids(7)
    store = await Store.open(f"sqlite:///{file}", program="bench", new_id=ids)
    people = [
        Person(id=PersonId(ids()), program=store.program, name=f"Person {at:04}", zone="Europe/Berlin",
               address=Address("slack", "T1", f"U{at}"))
        for at in range(MENTORS + STUDENTS)
    ]  # fmt: skip
    mentors = [
        Mentor(
            person=one,
            headline="Helps whoever asks",
            skills=f"{SKILLS[at % 8]}, {SKILLS[at // 8 % 8]}",
            languages="English",
            hours=HOURS[at % len(HOURS)],
            since=NOW,
        )
        for at, one in enumerate(people[:MENTORS])
    ]

    def work(tx: Transaction) -> None:
        for one in people:
            tx.add_person(one)
        for mentor in mentors:
            tx.save_mentor(mentor)

    await store.write(work)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        _fill(connection, store.program.hex, [one.id.hex for one in people], sessions, ids)
    return store, people[-1]


def _fill(connection: sqlite3.Connection, here: str, people: list[str], sessions: int, ids: Ids) -> None:
    now = (NOW - EPOCH) // MICROSECOND
    for number in range(sessions):
        ahead = number < AHEAD
        start = now + (1 + number // 250 * 24 if ahead else -24 - number // MENTORS * 2) * HOUR
        who, whom, which = (
            people[MENTORS + number % STUDENTS],
            people[number * 7 % MENTORS if ahead else number % MENTORS],
            ids().hex,
        )
        start += number // STUDENTS % 2 * HOUR if ahead else 0
        asked, end = start - 72 * HOUR, start + HOUR // 2
        answered, status = asked + HOUR * (1 + number % 5), "accepted" if ahead else "completed"
        row = (start, end, status, start, asked, answered, answered, start, start)
        connection.execute(SESSIONS, (which, here, f"S-{number}", who, whom, *row))
        if ahead:
            connection.execute(BUSY, (which, whom, here, start, end))
