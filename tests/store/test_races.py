"""Many at once: exactly one wins, the others hear that the time is taken, and nothing else goes wrong."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.compose import new_id
from core.domain.acts import Accept, AcceptProposal, Propose
from core.domain.agenda import Section
from core.domain.booking import Act, Role
from core.domain.errors import Clash, Stale
from core.domain.moves import move
from core.domain.policy import Policy
from core.services.bookings import BookingService
from core.services.current_policy import CurrentPolicy
from core.store import connections
from core.store.store import Store
from core.store.transaction import OutboxOutcome, Repeated, Transaction
from tests.store.postgres import fresh_database
from tests.store.racer import race
from tests.store.world import DAY, HOUR, MINUTE, NOW, Ids, World, asked, booking_of, slot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.booking import Booking
    from core.domain.people import PersonId


@pytest.fixture(params=["file", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db" if request.param == "file" else fresh_database()


@pytest.fixture
async def stores(address: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two programs at work on one database, as during a rolling upgrade."""
    one = await Store.open(address, program="race", new_id=Ids(1))
    two = await Store.open(address, program="race", new_id=Ids(2))
    yield one, two
    await one.close()
    await two.close()


async def _people(store: Store, count: int) -> list[PersonId]:
    world = World(store)
    return [(await world.person(f"P{number}")).id for number in range(count)]


def _overlaps(bookings: list[Booking]) -> int:
    slots = [one.slot for one in bookings if one.slot is not None]
    return sum(
        a.starts_at < b.ends_at and b.starts_at < a.ends_at
        for i, a in enumerate(slots)
        for b in slots[i + 1 :]
    )


async def test_of_sixty_overlapping_requests_exactly_one_wins(stores: tuple[Store, Store]) -> None:
    *students, mentor = await _people(stores[0], 61)
    halves = (students[:30], students[30:])
    results = await asyncio.gather(
        *(
            race(store, Ids(seed), half, mentor)
            for seed, (store, half) in enumerate(zip(stores, halves, strict=True))
        )
    )
    assert results[0] + results[1] == Counter(won=1, clash=59)
    pending = await stores[0].read(lambda tx: tx.agenda(mentor, Section.PENDING, NOW, 99))
    assert len(pending) == 1


@pytest.mark.wide
async def test_mixed_times_of_many_people_never_overlap(stores: tuple[Store, Store]) -> None:
    people = await _people(stores[0], 6)

    async def ask(number: int) -> str:
        store, ids = stores[number % 2], Ids(1000 + number)
        student, mentor = people[number % 6], people[(number * 5 + 1) % 6]
        if student == mentor:
            return "self"
        booking = booking_of(store, ids, student, mentor, slot=slot(DAY + number * 7 % 120 * MINUTE, 30))
        try:
            await store.write(lambda tx: tx.record(asked(booking), key=None, who=student))
        except Clash:
            return "clash"
        return "won"

    results = Counter(await asyncio.gather(*(ask(number) for number in range(80))))
    assert results["won"] > 0
    assert results["clash"] > 0
    for person in people:
        assert (
            _overlaps(
                await stores[0].read(
                    partial(Transaction.agenda, who=person, section=Section.PENDING, now=NOW, limit=99)
                )
            )
            == 0
        )


async def test_of_many_agreements_to_one_time_one_holds(stores: tuple[Store, Store]) -> None:
    world = World(stores[0], seed=3)
    *students, mentor = await _people(stores[0], 17)
    offered = []
    for number, student in enumerate(students):
        booking = await world.ask(student, mentor, slot(2 * DAY + number * HOUR))
        offered.append(await world.do(booking, Propose(slots=(slot(DAY),)), Role.MENTOR))

    async def agree(number: int, booking: Booking) -> str:
        moved = move(booking, AcceptProposal(), Role.STUDENT, NOW)
        assert moved is not None
        try:
            await stores[number % 2].write(lambda tx: tx.record(moved, key=None, who=booking.student))
        except Clash:
            return "clash"
        return "won"

    results = await asyncio.gather(*(agree(number, one) for number, one in enumerate(offered)))
    assert Counter(results) == Counter(won=1, clash=15)


async def test_a_button_pressed_by_many_hands_works_once(stores: tuple[Store, Store]) -> None:
    student, mentor = await _people(stores[0], 2)
    booking = await World(stores[0], seed=3).ask(student, mentor, slot(DAY))
    accept = move(booking, Accept(), Role.MENTOR, NOW)
    assert accept is not None

    async def press(number: int) -> str:
        try:
            await stores[number % 2].write(
                lambda tx: tx.record(accept, key=f"k{number % 3}", who=booking.mentor)
            )
        except (Repeated, Stale) as refused:
            return type(refused).__name__
        return "won"

    results = Counter(await asyncio.gather(*(press(number) for number in range(12))))
    assert results["won"] == 1
    assert results["Repeated"] == 3, "three more deliveries carried the winner's key"
    assert len(await stores[0].read(lambda tx: tx.history(booking.id))) == 2


async def test_two_workers_never_take_the_same_notice_or_person_at_once(stores: tuple[Store, Store]) -> None:
    world = World(stores[0])
    *students, mentor = await _people(stores[0], 9)
    for number, student in enumerate(students):
        await world.ask(student, mentor, slot(DAY + number * HOUR))
    taken: list[str] = []
    busy: set[PersonId] = set()

    async def worker(store: Store) -> None:
        while claimed := await store.write(lambda tx: tx.claim(NOW, HOUR, 3)):
            assert not busy & {one.notice.recipient for one in claimed}
            busy.update(one.notice.recipient for one in claimed)
            taken.extend(one.notice.key for one in claimed)
            await asyncio.sleep(0)
            busy.difference_update(one.notice.recipient for one in claimed)
            for one in claimed:
                await store.write(
                    partial(Transaction.settle, key=one.notice.key, outcome=OutboxOutcome.SENT, at=NOW)
                )

    while await stores[0].read(lambda tx: tx.lag(NOW).waiting):
        await asyncio.gather(*(worker(store) for store in stores))
    assert len(taken) == len(set(taken)) > 16


async def test_sweeps_of_several_programs_move_everything_once(stores: tuple[Store, Store]) -> None:
    world = World(stores[0])
    *students, mentor = await _people(stores[0], 9)
    bookings = [
        await world.ask(student, mentor, slot(DAY + number * HOUR)) for number, student in enumerate(students)
    ]
    services = [
        BookingService(store, lambda: NOW + 9 * DAY, new_id, CurrentPolicy(Policy())) for store in stores
    ]
    moved = await asyncio.gather(*(services[number % 2].sweep() for number in range(6)))
    moved += [await services[0].sweep()]
    assert sum(moved) == len(bookings)
    for booking in bookings:
        lines = await stores[0].read(partial(Transaction.history, which=booking.id))
        assert [one.moved.act for one in lines] == [Act.REQUEST, Act.EXPIRE]


async def test_while_one_transaction_does_it_no_other_is_alone() -> None:
    address = fresh_database()
    url = connections.address_of(address).set(drivername="postgresql+psycopg")
    store = await Store.open(address, program="race", new_id=Ids(1))
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        assert Transaction(connection, store.program).alone("sweep")
        assert not await store.write(lambda tx: tx.alone("sweep"))
        assert await store.write(lambda tx: tx.alone("something else"))
    assert await store.write(lambda tx: tx.alone("sweep"))
    await store.close()


async def test_newcomers_at_one_address_become_one_person(stores: tuple[Store, Store]) -> None:
    known = await World(stores[0]).person("Ana")

    async def greet(number: int) -> object:
        store, ids = stores[number % 2], Ids(number + 50)
        address = type(known.address)("discord", "-", "42")

        def work(tx: Transaction) -> object:
            found = tx.person_at(address)
            if found is None:
                found = type(known)(id=ids(), program=tx.program, name="New", address=address)  # type: ignore[arg-type]
                tx.add_person(found)
            return found.id

        return await store.write(work)

    assert len(set(await asyncio.gather(*(greet(number) for number in range(12))))) == 1


@pytest.mark.parametrize(
    "address",
    [pytest.param("file", marks=pytest.mark.long), pytest.param("postgres", marks=pytest.mark.wide)],
    indirect=True,
)
async def test_processes_share_a_database_from_their_first_moment(address: str) -> None:
    def launch(seed: int, *people: PersonId) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "tests.store.racer", address, str(seed), *(one.hex for one in people)]
        return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    store = await Store.open(address, program="race", new_id=Ids(1))
    *students, mentor = await _people(store, 41)
    await store.close()
    racers = [launch(7, *students[:20], mentor), launch(8, *students[20:], mentor)]
    for racer in racers:
        assert racer.stdout
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("go\n")
        racer.stdin.flush()
    results: Counter[str] = Counter()
    for racer in racers:
        for line in racer.communicate(timeout=60)[0].splitlines():
            count, what = line.split(" ", 1)
            results[what] += int(count)
    assert results == Counter(won=1, clash=39)
