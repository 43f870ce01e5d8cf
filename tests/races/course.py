"""The course: each kind of race is prepared, run by several processes at once, and judged by what is stored."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import psycopg

from core.domain.booking import Act, Booking, Slot
from core.domain.people import Mentor, Person, PersonId
from core.store.store import Store
from core.store.transaction import Transaction
from tests.races.racer import NOON
from tests.store.world import Ids, World, asked, booking_of

Deed: TypeAlias = tuple[str, str, str, str]
MENTORS, STUDENTS = 40, 200
ANSWER_WITHIN = timedelta(hours=48)
LATE = ANSWER_WITHIN.total_seconds() + 1
"""Seconds after noon at which nobody's request can be answered any more."""
LOST = frozenset({"won", "nothing", "Stale", "AlreadyDone"})
"""What whoever presses a button may hear."""
TAKEN = frozenset({"won", "time_taken", "time_mentor_busy", "time_student_busy"})
"""What whoever asks for a time may hear."""
STOPPED = 11.0
"""For how many seconds a sender is stopped: longer than a claim holds."""


@dataclass
class Result:
    """How the races of one kind went."""

    kind: str
    processes: int
    races: int = 0
    winners: Counter[int] = field(default_factory=Counter)
    """How many winners a race had → how many races had so many."""
    words: Counter[str] = field(default_factory=Counter)
    """What the processes said."""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether each race had exactly one winner, and nothing was wrong with what is stored."""
        return not self.wrong and set(self.winners) <= {1}


class Course:
    """Several processes and one database."""

    def __init__(
        self, store: Store, address: str, processes: list[asyncio.subprocess.Process], seed: int
    ) -> None:
        self._store, self._address, self._processes = store, address, processes
        self._world, self._ids, self._random = World(store, seed), Ids(seed + 1), random.Random(seed)
        self._students: list[Person] = []
        self._mentors: list[Mentor] = []
        self._minutes = 0
        self._keys = 0

    async def people(self) -> None:
        """Make everybody known."""
        self._students = [await self._world.person(f"S{n}", zone="Europe/Berlin") for n in range(STUDENTS)]
        self._mentors = [await self._world.mentor(f"M{n}") for n in range(MENTORS)]

    async def same_button(self, races: int) -> Result:
        """Every process presses the same mentor's Accept, and one more delivers the first one's press again."""
        requests = await self._requests(races)
        deeds = [
            [
                ("accept", one.mentor.hex, one.id.hex, self._key(f"b{one.id.hex}:{number % 3}"))
                for one in requests
            ]
            for number in range(len(self._processes))
        ]
        return await self._judged("same button", requests, await self._run(deeds), {Act.ACCEPT})

    async def accept_against_cancel(self, races: int) -> Result:
        """The mentor accepts while the student calls it off, each in half of the processes."""
        requests = await self._requests(races)
        deeds = [
            [
                ("accept", one.mentor.hex, one.id.hex, self._new_key())
                if (number + turn) % 2
                else ("cancel", one.student.hex, one.id.hex, self._new_key())
                for turn, one in enumerate(requests)
            ]
            for number in range(len(self._processes))
        ]
        return await self._judged(
            "accept against cancel", requests, await self._run(deeds), {Act.ACCEPT, Act.CANCEL}
        )

    async def accept_against_expire(self, races: int) -> Result:
        """Half of the processes, whose clocks are a little late, accept what the others' sweeps let expire."""
        await self._leftovers()
        requests = await self._requests(races)
        half = len(self._processes) // 2
        presses = [("accept", one.mentor.hex, one.id.hex, self._new_key()) for one in requests]
        sweeps: list[Deed] = [("sweep", "", "", "")] * max(4, races // 25)
        deeds = [list(presses) if number < half else sweeps for number in range(len(self._processes))]
        times = [0.0 if number < half else LATE for number in range(len(self._processes))]
        answers = await self._run(deeds, times)
        won = [Counter(one[turn] for one in answers[:half]) for turn in range(len(requests))]
        result = await self._stored("accept against expire", requests, {Act.ACCEPT, Act.EXPIRE})
        expired = sum(int(word) for one in answers[half:] for word in one if word.isdigit())
        accepted = sum(one["won"] for one in won)
        if accepted + expired + await self._leftovers() != len(requests):
            result.wrong.append(f"{accepted} accepted, {expired} expired, of {len(requests)}")
        result.words.update(word for one in answers for word in one if not word.isdigit())
        return result

    async def same_slot(self, races: int) -> Result:
        """In every process another student asks the same mentor for times that overlap."""
        await self._leftovers()
        kind, began = Result("same slot", len(self._processes), races), time.monotonic()
        deeds: list[list[Deed]] = [[] for _ in self._processes]
        for turn in range(races):
            mentor, first = self._mentors[turn % MENTORS], self._next_minute()
            for number, mine in enumerate(deeds):
                student = self._students[(turn + number * 5) % STUDENTS]
                minute = first + self._random.randrange(30)
                mine.append(("ask", student.id.hex, mentor.person.id.hex, f"{self._new_key()}:{minute}"))
        answers = await self._run(deeds)
        for turn in range(races):
            words = [one[turn] for one in answers]
            kind.winners[words.count("won")] += 1
            kind.words.update(words)
            if unforeseen := set(words) - TAKEN:
                kind.wrong.append(f"race {turn}: {unforeseen}")
        kind.seconds = time.monotonic() - began
        return kind

    async def sweeps(self, races: int) -> Result:
        """All processes sweep at once; each request that nobody answered expires once."""
        await self._leftovers()
        requests = await self._requests(races)
        deeds: list[list[Deed]] = [[("sweep", "", "", "")] * (2 + races // 50) for _ in self._processes]
        answers = await self._run(deeds, [LATE] * len(self._processes))
        result = await self._stored("two sweeps", requests, {Act.EXPIRE})
        total = sum(int(word) for one in answers for word in one if word.isdigit()) + await self._leftovers()
        result.words.update(word for one in answers for word in one if not word.isdigit())
        if total != races or result.words:
            result.wrong.append(f"{total} moved of {races}, {result.words}")
        return result

    async def stopped_senders(self, races: int, stops: int) -> Result:
        """All processes deliver; again and again one is stopped for longer than a claim holds, and goes on."""
        result, began = Result("stopped and resumed sender", len(self._processes)), time.monotonic()
        with psycopg.connect(self._address, autocommit=True) as server:
            server.execute("CREATE TABLE IF NOT EXISTS sent (number serial, key text, reader text)")
            server.execute("UPDATE outbox SET state = 'done', outcome = 'dropped', done_at = now()")
        await self._requests(races, now=datetime.now(UTC))  # noqa: TID251 - senders have the real clock
        seconds = stops * (STOPPED + 4.0) + 14.0
        running = asyncio.gather(*(_tell(one, {"deliver": seconds}) for one in self._processes))
        for number in range(stops):
            await asyncio.sleep(self._random.uniform(0.2, 1.2))
            victim = self._processes[number % len(self._processes)]
            victim.send_signal(signal.SIGSTOP)
            await asyncio.sleep(STOPPED * self._random.uniform(0.92, 1.1))
            victim.send_signal(signal.SIGCONT)
            await self._requests(races // stops, now=datetime.now(UTC))  # noqa: TID251 - as above
        await running
        await self._judge_sent(result)
        result.seconds = time.monotonic() - began
        return result

    async def _judge_sent(self, result: Result) -> None:
        with psycopg.connect(self._address, autocommit=True) as server:
            sent = Counter(key for (key,) in server.execute("SELECT key FROM sent").fetchall())
            told = server.execute(
                "SELECT key, state, outcome FROM outbox WHERE due_at <= now() + interval '1 minute'"
                " AND kind IN ('receipt', 'requested') AND (outcome IS NULL OR outcome <> 'dropped')"
            ).fetchall()
        result.races = len(told)
        for key, state, outcome in told:
            result.winners[sent[key] + (outcome == "folded" and sent[key] == 0)] += 1
            result.words[f"{state} {outcome}"] += 1
            if state != "done":
                result.wrong.append(f"{key} is {state}")

    async def deadlocks(self) -> int:
        """Return how often the server has had to end a transaction for others' sake."""
        with psycopg.connect(self._address, autocommit=True) as server:
            server.execute("SELECT pg_stat_clear_snapshot()")
            found = server.execute(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            ).fetchone()
        return int(found[0]) if found else 0

    async def overlaps(self) -> int:
        """Return how many pairs of held times of one person overlap."""
        with psycopg.connect(self._address, autocommit=True) as server:
            found = server.execute(
                "SELECT count(*) FROM busy a JOIN busy b ON a.person = b.person AND a.booking < b.booking"
                " AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"
            ).fetchone()
        return int(found[0]) if found else 0

    async def _requests(self, count: int, now: datetime = NOON) -> list[Booking]:
        """Store requests of which each has a time of its own."""
        made = []
        for number in range(count):
            mentor = self._mentors[number % MENTORS].person.id
            student = self._students[number % STUDENTS].id
            start = NOON + timedelta(days=3, minutes=self._next_minute())
            made.append(
                booking_of(
                    self._store, self._ids, PersonId(student), mentor,
                    slot=Slot(start, 30), created_at=now, answer_by=now + ANSWER_WITHIN,
                )
            )  # fmt: skip

        def work(tx: Transaction) -> None:
            for one in made:
                tx.record(asked(one), key=None, who=one.student)

        await self._store.write(work)
        return made

    async def _run(self, deeds: Sequence[Sequence[Deed]], times: Sequence[float] = ()) -> list[list[str]]:
        lines = [{"at": times[number] if times else 0.0, "deeds": one} for number, one in enumerate(deeds)]
        return list(
            await asyncio.gather(
                *(_tell(one, line) for one, line in zip(self._processes, lines, strict=True))
            )
        )

    async def _leftovers(self) -> int:
        """Let expire what no sweep had time for; return how many that are."""
        (answers,) = [await _tell(self._processes[-1], {"at": LATE, "deeds": [("sweep", "", "", "")]})]
        return int(answers[0])

    async def _judged(
        self, kind: str, requests: list[Booking], answers: list[list[str]], acts: set[Act]
    ) -> Result:
        result = await self._stored(kind, requests, acts)
        for turn, booking in enumerate(requests):
            words = [one[turn] for one in answers]
            result.words.update(words)
            if words.count("won") != 1 or set(words) - LOST:
                result.wrong.append(f"{booking.ref}: {words}")
        return result

    async def _stored(self, kind: str, requests: list[Booking], acts: set[Act]) -> Result:
        """Look at what is stored of each: asked for, and one act of those that raced."""
        result = Result(kind, len(self._processes), len(requests))
        with psycopg.connect(self._address, autocommit=True) as server:
            lines = server.execute(
                "SELECT booking, act FROM history WHERE booking = ANY(%s)", ([one.id for one in requests],)
            ).fetchall()
        for booking in requests:
            done = [Act(act) for which, act in lines if which == booking.id]
            result.winners[sum(act in acts for act in done)] += 1
            if len(done) != 2:
                result.wrong.append(f"{booking.ref}: {done}")
        return result

    def _next_minute(self) -> int:
        self._minutes += 60
        return self._minutes

    def _new_key(self) -> str:
        self._keys += 1
        return f"k{self._keys}"

    def _key(self, name: str) -> str:
        return name[:190]


async def _tell(process: asyncio.subprocess.Process, line: dict[str, Any]) -> list[str]:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(line).encode() + b"\n")
    await process.stdin.drain()
    said: list[str] = json.loads(await process.stdout.readline())
    return said


@asynccontextmanager
async def course(address: str, processes: int, seed: int) -> AsyncIterator[Course]:
    """Start processes on one database; they are ended with it."""
    store = await Store.open(address, program="race", new_id=Ids(seed))
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.races.racer", address,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24,
        )
        for _ in range(processes)
    ]  # fmt: skip
    try:
        for one in started:
            assert one.stdout is not None
            assert await one.stdout.readline() == b"ready\n"
        made = Course(store, address, started, seed)
        await made.people()
        yield made
    finally:
        for one in started:
            if one.stdin is not None:
                one.stdin.close()
            await one.wait()
        await store.close()
