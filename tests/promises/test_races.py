"""Many hands at once, from two processes: one wins, the others read why, and nothing else has changed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from bot.compose import new_id
from core.domain.acts import (
    Accept,
    AcceptProposal,
    Cancel,
    DeclineProposal,
    Edit,
    Propose,
    Reject,
    WithdrawProposal,
)
from core.domain.booking import Role, Slot
from core.domain.requests import RequestText
from core.screens.errors import sentence
from core.services.bookings import BookingService, Press
from core.services.current_policy import CurrentPolicy
from core.store.store import Store
from tests.plain import line
from tests.promises.ledger import Ledger, open_ledger
from tests.promises.racing import GENEROUS, NOON, WANTED
from tests.store.postgres import fresh_database
from tests.store.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import datetime

    from core.domain.acts import Doing
    from core.domain.booking import Booking, BookingId
    from core.domain.people import Person

HALF = 20
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Racers:
    """Two processes, each with its own services on the same database."""

    address: str
    processes: tuple[subprocess.Popen[str], ...]

    def race(self, what: str, entries: list[list[Any]]) -> list[str]:
        """Let each process do its half at the same moment; return how each entry ended."""
        middle = len(entries) // 2
        for process, part in zip(self.processes, (entries[:middle], entries[middle:]), strict=True):
            assert process.stdin is not None
            process.stdin.write(json.dumps([what, part]) + "\n")
            process.stdin.flush()
        return [one for process in self.processes for one in json.loads(_line(process))]


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.fixture(scope="module", params=[pytest.param("sqlite", marks=pytest.mark.long), "postgres"])
def racers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Racers]:
    folder = tmp_path_factory.mktemp("race")
    address = f"sqlite:///{folder}/bot.db" if request.param == "sqlite" else fresh_database()
    words = [sys.executable, "-m", "tests.promises.racing", address]
    processes = tuple(
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    )
    assert [_line(process) for process in processes] == ["ready\n", "ready\n"]
    yield Racers(address, processes)
    assert [process.communicate(timeout=60)[0] for process in processes] == ["", ""]
    assert [process.returncode for process in processes] == [0, 0]


@pytest.fixture
async def store(racers: Racers) -> AsyncIterator[Store]:
    opened = await Store.open(racers.address, program="race", new_id=new_id)
    yield opened
    await opened.close()
    assert deadlocks(racers.address) == 0


_seeds = count(1)


@pytest.fixture
def world(store: Store) -> World:
    """A world whose people nobody else in this module has met."""
    return World(store, seed=next(_seeds))


def deadlocks(address: str) -> int:
    """Return how many deadlocks PostgreSQL has counted in this database; a retry would hide one."""
    if address.startswith("sqlite"):
        return 0
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    return int(row[0])


def one_won(ended: list[str]) -> None:
    """One has won, and each of the others has read a sentence that says the time is taken."""
    assert Counter(one.partition(":")[0] for one in ended) == Counter(won=1, conflict=len(ended) - 1), ended
    assert all(len(one.partition(": ")[2].split()) > 4 for one in ended if one != "won")


def only_one_moved(before: Ledger, after: Ledger) -> None:
    """One booking has one more line, and everything of every other one is as it was."""
    fresh = after.lines.keys() - before.lines.keys()
    assert len(fresh) == 1
    ((winner, _),) = fresh
    assert after.bookings.keys() == before.bookings.keys() | {winner}
    for one, other in ((before, after), (after, before)):
        for kept in ("bookings", "busy", "lines", "outbox"):
            assert _of_others(winner, getattr(one, kept)) == _of_others(winner, getattr(other, kept))


def _of_others(winner: BookingId, rows: dict[Any, Any]) -> dict[Any, Any]:
    return {
        key: row for key, row in rows.items() if winner not in {key, getattr(row, "id", None), _booking(row)}
    }


def _booking(row: Any) -> Any:
    return row["booking"] if isinstance(row, dict) else None


async def test_of_forty_students_who_want_one_mentor_one_gets_the_time(
    racers: Racers, store: Store, world: World
) -> None:
    mentor = (await world.mentor("Ana")).person
    students = [await world.person(f"S{number}") for number in range(2 * HALF)]
    before = await open_ledger(store)
    entries = [[who.id.hex, mentor.id.hex, number % 25] for number, who in enumerate(students)]
    one_won(await asyncio.to_thread(racers.race, "ask", entries))
    only_one_moved(before, await open_ledger(store))


async def test_of_forty_mentors_whom_one_student_wants_at_a_time_one_is_asked(
    racers: Racers, store: Store, world: World
) -> None:
    student = await world.person("Sam")
    mentors = [await world.mentor(f"M{number}") for number in range(2 * HALF)]
    before = await open_ledger(store)
    entries = [[student.id.hex, one.person.id.hex, number % 25] for number, one in enumerate(mentors)]
    one_won(await asyncio.to_thread(racers.race, "ask", entries))
    only_one_moved(before, await open_ledger(store))


@pytest.mark.parametrize("rule", [{"weekly_cap": 1}, {"buffer": 240}])
async def test_of_many_students_who_want_other_times_of_one_mentor_no_more_get_one_than_the_rules_let(
    racers: Racers, store: Store, world: World, rule: dict[str, Any]
) -> None:
    mentor = await world.mentor("Ana", **rule)
    students = [await world.person(f"S{number}") for number in range(20)]
    before = await open_ledger(store)
    entries = [[who.id.hex, mentor.person.id.hex, number % 5 * 40] for number, who in enumerate(students)]
    one_won(await asyncio.to_thread(racers.race, "ask", entries))
    only_one_moved(before, await open_ledger(store))


async def test_of_forty_agreements_to_overlapping_times_one_holds(
    racers: Racers, store: Store, world: World
) -> None:
    mentor = (await world.mentor("Ana")).person.id
    entries = []
    for number in range(2 * HALF):
        student = (await world.person(f"S{number}")).id
        booking = await world.ask(student, mentor, answer_by=WANTED)
        times = (Slot(WANTED + timedelta(minutes=number % 25), 30),)
        await world.do(booking, Propose(slots=times), Role.MENTOR, at=NOON)
        entries.append([student.hex, booking.id.hex])
    before = await open_ledger(store)
    one_won(await asyncio.to_thread(racers.race, "accept", entries))
    only_one_moved(before, await open_ledger(store))


SLOT, LATER = Slot(NOON + 30 * HOUR, 30), Slot(NOON + 40 * HOUR, 30)
OVERDUE = NOON + 29 * HOUR
S, M, TICK = Role.STUDENT, Role.MENTOR, Role.SYSTEM
CHANGED = Edit(text=RequestText("Another"), slot=SLOT, offering=None, minutes=30, answer_by=NOON + 29 * HOUR)
ACTS: dict[str, tuple[Role, Doing | None]] = {
    "accept": (M, Accept()),
    "reject": (M, Reject()),
    "cancel": (S, Cancel()),
    "edit": (S, CHANGED),
    "propose": (S, Propose(slots=(LATER,))),
    "agree": (S, AcceptProposal()),
    "keep": (S, DeclineProposal()),
    "take back": (M, WithdrawProposal()),
    "tick": (TICK, None),
}
PAIRS = [
    # first, second → how the booking stands, whether a proposal is open, what the second one reads
    ("accept", "cancel", "accepted", False, "stale"),
    ("cancel", "accept", "cancelled", False, "already_withdrawn"),
    ("accept", "reject", "accepted", False, "use_cancel"),
    ("reject", "accept", "rejected", False, "already_rejected"),
    ("accept", "accept", "accepted", False, None),
    ("reject", "propose", "rejected", False, "already_rejected"),
    ("propose", "reject", "pending", True, "stale"),
    ("accept", "propose", "accepted", False, "stale"),
    ("propose", "accept", "pending", True, "stale"),
    ("accept", "edit", "accepted", False, "use_propose_time"),
    ("edit", "accept", "pending", False, "stale"),
    ("cancel", "reject", "cancelled", False, "already_withdrawn"),
    ("reject", "cancel", "rejected", False, "already_rejected"),
    ("tick", "accept", "expired", False, "already_expired"),
    ("tick", "cancel", "expired", False, "already_expired"),
    ("accept", "tick", "expired", False, None),  # a deadline is judged at the press, not at the sweep
    ("cancel", "tick", "expired", False, None),
    ("agree", "take back", "accepted", False, "no_proposal"),
    ("take back", "agree", "pending", False, "no_proposal"),
    ("agree", "reject", "accepted", False, "use_cancel"),
    ("reject", "agree", "rejected", False, "already_rejected"),
    ("keep", "take back", "pending", False, "no_proposal"),
    ("take back", "keep", "pending", False, "no_proposal"),
    ("agree", "accept", "accepted", False, None),
    ("accept", "agree", "accepted", False, "no_proposal"),
]
ENDS: dict[tuple[str, ...], tuple[str, bool]] = {
    (first, second): (status, offered) for first, second, status, offered, _ in PAIRS
}


@dataclass
class Table:
    """A fresh request, seen by both sides, with a service for each of them."""

    stores: tuple[Store, ...]
    booking: Booking
    student: Person
    mentor: Person
    now: datetime

    async def do(self, which: int, act: str) -> str | None:
        """Press what was shown at first, through one of the services; return the code of the refusal."""
        bookings = BookingService(self.stores[which], lambda: self.now, new_id, CurrentPolicy(GENEROUS))
        by, doing = ACTS[act]
        if doing is None:
            await bookings.sweep()
            return None
        person = self.student if by is S else self.mentor
        press = Press(person, self.booking.id, doing, new_id().hex, self.booking.version)
        error = (await bookings.accept(press)).error
        assert error is None or len(line(sentence(error)).split()) > 4
        return error.code if error else None

    async def end(self) -> tuple[str, bool, int]:
        """Return how the booking stands now, whether a time is offered, and how often it has changed."""
        ledger = await open_ledger(self.stores[0])
        now = ledger.bookings[self.booking.id]
        held = {who for which, who in ledger.busy if which == now.id}
        assert held == ({now.student, now.mentor} if now.status.is_open else set())
        assert sum(which == now.id for which, _ in ledger.lines) == now.version
        return now.status.value, now.proposal is not None, now.version - self.booking.version


async def lay(stores: tuple[Store, ...], world: World, pair: tuple[str, str]) -> Table:
    """Make a request, with another time that the mentor offers where the pair is about one."""
    student, mentor = await world.person("Sam"), (await world.mentor("Ana")).person
    booking = await world.ask(student.id, mentor.id, SLOT, answer_by=OVERDUE)
    if {"agree", "keep", "take back"} & {*pair}:
        booking = await world.do(booking, Propose(slots=(LATER,)), M, at=NOON)
    return Table(stores, booking, student, mentor, OVERDUE if "tick" in pair else NOON)


@pytest.mark.wide
async def test_of_two_acts_the_first_decides() -> None:
    store = await Store.open("sqlite://", program="race", new_id=new_id)
    world = World(store, seed=next(_seeds))
    for first, second, status, offered, read in PAIRS:
        table = await lay((store, store), world, (first, second))
        late = "already_expired" if second == "tick" else None
        assert await table.do(0, first) == late, (first, second)
        assert await table.do(1, second) == read, (first, second)
        assert await table.end() == (status, offered, 1), (first, second)
    await store.close()


async def test_two_acts_at_once_end_like_one_after_the_other(
    racers: Racers, store: Store, world: World
) -> None:
    other = await Store.open(racers.address, program="race", new_id=new_id)
    for first, second in sorted({tuple(sorted(pair)) for pair in ENDS}):
        table = await lay((store, other), world, (first, second))
        await asyncio.gather(table.do(0, first), table.do(1, second))
        status, offered, changes = await table.end()
        assert (status, offered) in {ENDS[first, second], ENDS[second, first]}, (first, second)
        assert changes == 1, (first, second)
    await other.close()
