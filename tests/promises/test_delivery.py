"""Delivery under trouble: nobody waits for somebody else, and every send ends before its claim does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from adapters.discord import errors as discord_errors
from adapters.slack import errors as slack_errors
from core.delivery import worker
from core.delivery.errand import RETRY_PAUSE
from core.delivery.worker import BUDGET, LEASE, PER_PLATFORM
from core.ports.platform import TryLater
from core.ports.said import Change
from tests.promises.deeds import asks, pings_of, presses, said
from tests.promises.wire import DAY, MINUTE, SECOND, Wire, outcomes, undelivered, until
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from core.store.transaction import OutboxEntry, Transaction


ON_BOTH = pytest.mark.parametrize("world", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    on_postgres = getattr(request, "param", "") == "postgres"
    url = fresh_database() if on_postgres else f"sqlite:///{tmp_path / 'world.db'}"
    opened = World(url)
    await opened.open()
    yield opened
    await opened.worker.stop(0)
    assert opened.broken == []
    await opened.store.close()


def test_a_send_ends_before_its_claim_and_a_claim_before_anybody_has_waited_long() -> None:
    assert BUDGET + SECOND < LEASE <= 10 * SECOND
    for errors in (slack_errors, discord_errors):
        assert BUDGET.total_seconds() >= 2 * errors.REQUEST_SECONDS


async def test_who_is_slow_keeps_nobody_waiting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await undelivered(world, ("sam", "ana"), ("mia", "ken"))
    wire = Wire(world, "slack", monkeypatch)
    gate = wire.hold("ana")
    delivering = asyncio.create_task(world.worker.deliver_due())
    await until(lambda: "ana" in wire.started and all(pings_of(world, who) for who in ("sam", "mia", "ken")))
    assert not pings_of(world, "ana")
    await asks_beside(world, "eve", "ken", "Asked meanwhile")
    await until(lambda: said(pings_of(world, "ken"), "Asked meanwhile"))
    gate.set()
    await delivering
    assert len(pings_of(world, "ana")) == 1


async def test_a_press_and_what_is_written_wake_the_worker(world: World) -> None:
    """Nothing else does: until the next look, five seconds later, nobody would be told."""
    for does in (lambda: asks(world, "sam", "ken", "Rings"), lambda: world.writes("sam", Change.WRITTEN)):
        world.worker._bell.clear()
        await does()
        assert world.worker._bell.is_set()


async def asks_beside(world: World, who: str, mentor: str, topic: str) -> None:
    """Make a request while the worker is busy: a ring is answered at once."""
    monkey, world.worker.deliver_due = world.worker.deliver_due, _nothing  # type: ignore[method-assign]
    try:
        await asks(world, who, mentor, topic)
    finally:
        world.worker.deliver_due = monkey  # type: ignore[method-assign]


async def _nothing() -> int:
    return 0


@ON_BOTH
async def test_a_person_has_one_message_on_its_way(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await undelivered(world, ("sam", "ana"), ("mia", "ana"), ("eve", "ana"))
    wire = Wire(world, "slack", monkeypatch)
    gate = wire.hold("ana")
    delivering = asyncio.create_task(world.worker.deliver_due())
    await until(lambda: pings_of(world, "sam") and pings_of(world, "mia") and pings_of(world, "eve"))
    world.worker.ring()
    await until(lambda: "ana" in wire.started)
    assert wire.started.count("ana") == 1
    gate.set()
    await delivering
    assert [said(pings_of(world, "ana"), f"Topic {one}") for one in range(3)] == [1, 1, 1]


async def test_a_platform_that_is_away_takes_no_place_of_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PER_PLATFORM", 1)
    await undelivered(world, ("sam", "ken"), ("mia", "ana"), ("eve", "ana"))
    wire = Wire(world, "slack", monkeypatch)
    for who in ("sam", "ana", "eve"):
        wire.hold(who)
    delivering = asyncio.create_task(world.worker.deliver_due())
    await until(lambda: pings_of(world, "mia") and pings_of(world, "ken"))
    assert len(wire.started) == 1, "one place, and one person in it"
    for gate in wire.held.values():
        gate.set()
    await delivering
    assert {len(pings_of(world, who)) for who in ("sam", "eve")} == {1}
    assert PER_PLATFORM > 1


@ON_BOTH
async def test_while_one_sends_no_other_takes_it_and_after_the_lease_it_is_looked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await undelivered(world, ("mia", "ana"))
    wire = Wire(world, "slack", monkeypatch)
    gate = wire.hold("ana")
    delivering = asyncio.create_task(world.worker.deliver_due())
    await until(lambda: "ana" in wire.started)
    second = World(world.url, now=world.now)
    second.platforms, second.people = world.platforms, world.people
    await second.start()
    for _ in range(2):
        assert await second.worker.deliver_due() == 0, "the claim holds for as long as a send may take"
        second.now = world.now + BUDGET
    gate.set()
    await delivering
    assert wire.started.count("ana") == 1
    second.now = world.now + LEASE
    await second.worker.deliver_due()
    assert len(pings_of(world, "ana")) == 1
    await second.store.close()


async def test_a_clock_that_jumps_over_a_claim_sends_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim has lapsed, and what it was for is still in the hands of the same worker."""
    await undelivered(world, ("mia", "ana"))
    wire = Wire(world, "slack", monkeypatch)
    gate = wire.hold("ana")
    delivering = asyncio.create_task(world.worker.deliver_due())
    await until(lambda: "ana" in wire.started)
    world.now += 2 * LEASE
    monkeypatch.setattr(world.platforms["slack"], "find", _nowhere)
    world.worker.ring()
    await until(lambda: not world.worker._more.is_set())
    for _ in range(20):
        await world.store.read(lambda tx: tx.next_due())
    gate.set()
    await delivering
    assert wire.started.count("ana") == 1


async def _nowhere(*_where: object) -> None:
    return None


@ON_BOTH
async def test_what_a_killed_process_had_sent_is_found_after_the_lease_and_not_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await undelivered(world, ("mia", "ana"))
    write = world.store.write

    async def dies(work: Callable[[Transaction], Any]) -> Any:
        if pings_of(world, "ana"):
            raise Died
        return await write(work)

    monkeypatch.setattr(world.store, "write", dies)
    with pytest.raises(Died):
        await world.worker.deliver_due()
    world.worker._stopping = True  # the dead start nothing more
    await asyncio.gather(*world.worker._tasks, return_exceptions=True)
    await world.restart()
    await world.pass_time(LEASE)
    assert len(pings_of(world, "ana")) == 1
    lag = await world.store.read(lambda tx: tx.lag(world.now))
    assert (lag.waiting, lag.unknown) == (0, 0)


class Died(BaseException):
    """The machine lost its power."""


async def test_the_budget_is_a_real_one(world: World) -> None:
    async with world.worker._budget() as budget:
        left = (budget.when() or 0) - asyncio.get_running_loop().time()
    assert 0 < left <= BUDGET.total_seconds()


def hanging(world: World) -> Callable[..., Awaitable[Any]]:
    """Return a call that never ends; once it has begun, the time of the send that made it is up."""
    budgets: dict[object, asyncio.Timeout] = {}

    def budget() -> asyncio.Timeout:
        return budgets.setdefault(asyncio.current_task(), asyncio.timeout(None))

    async def hangs(*_args: object, **_named: object) -> Any:
        budgets[asyncio.current_task()].reschedule(asyncio.get_running_loop().time())
        await asyncio.Event().wait()

    world.worker._budget = budget  # type: ignore[assignment]
    return hangs


@pytest.mark.parametrize("where", ["post", "find"])
async def test_a_send_that_hangs_ends_within_its_budget(
    world: World, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """What was in doubt stays so, and what may have left is."""
    hangs = hanging(world)
    await undelivered(world, ("mia", "ana"))
    slack = world.platforms["slack"]
    if where == "find":
        slack.trouble = "lost"
        await world.worker.deliver_due()
        slack.trouble = "none"
        world.now += MINUTE

    with monkeypatch.context() as patch:
        patch.setattr(slack, where, hangs)
        await world.worker.deliver_due()
        assert (await world.store.read(lambda tx: tx.lag(world.now + MINUTE))).unknown == 1
    world.now += MINUTE
    await world.worker.deliver_due()
    assert len(pings_of(world, "ana")) == 1


async def test_what_hangs_before_anything_has_left_is_not_in_doubt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = await asks(world, "sam", "ken", "Edited", world.now + 2 * DAY)
    with monkeypatch.context() as patch:
        patch.setattr(world.platforms["slack"], "edit", hanging(world))
        await presses(world, "ken", "accept", booking)
    lag = await world.store.read(lambda tx: tx.lag(world.now + RETRY_PAUSE))
    assert (lag.waiting > 0, lag.unknown) == (True, 0)


async def test_what_is_for_later_is_left_alone_until_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(world, "slack", monkeypatch)
    wire.raised["ana"] = TryLater(30)
    await asks(world, "mia", "ana", "Later")
    await asks(world, "sam", "ken", "At once")
    assert wire.started.count("ana") == 1
    assert said(pings_of(world, "sam"), "At once") == 1, "one message waits, and not its platform"
    world.now += 29 * SECOND
    await world.worker.deliver_due()
    assert wire.started.count("ana") == 1
    assert world.worker.next_due == world.now + SECOND
    wire.raised.clear()
    world.now += SECOND
    await world.worker.deliver_due()
    assert (wire.started.count("ana"), said(pings_of(world, "ana"), "Later")) == (2, 1)


async def test_where_the_app_is_refused_everything_waits_and_one_message_tries(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await undelivered(world, ("sam", "ken"), ("mia", "ana"), ("eve", "ana"))
    wire = Wire(world, "slack", monkeypatch)
    wire.raised |= dict.fromkeys(("sam", "ana", "eve"), TryLater(300, "token_revoked", everywhere=True))
    await world.worker.deliver_due()
    assert pings_of(world, "mia") and pings_of(world, "ken")
    assert world.worker.lock_outs.reasons == {"slack": "token_revoked"}
    tried = len(wire.started)
    world.now += 299 * SECOND
    await asks(world, "mia", "ken", "Nothing goes out there")
    assert len(wire.started) == tried
    world.now += SECOND
    await world.worker.deliver_due()
    assert len(wire.started) == tried + 1
    wire.raised.clear()
    world.now += 300 * SECOND
    await world.worker.deliver_due()
    assert world.worker.lock_outs.reasons == {}
    assert [said(pings_of(world, who), "Topic") for who in ("sam", "eve", "ana")] == [1, 1, 2]
    assert await outcomes(world, "unreached") == []


async def test_stopping_finishes_what_is_in_flight(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await undelivered(world, ("mia", "ana"))
    wire = Wire(world, "slack", monkeypatch)
    gate = wire.hold("ana")
    delivering = asyncio.create_task(world.worker.deliver_due())
    await until(lambda: "ana" in wire.started)
    stopping = asyncio.create_task(world.worker.stop(20))
    await delivering
    gate.set()
    await stopping
    assert await outcomes(world, "requested") == ["sent"]


@pytest.mark.parametrize("where", ["post", "edit"])
async def test_stopping_gives_back_what_does_not_end_and_the_next_start_goes_on_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    booking = await asks(world, "sam", "ken", "Handed over", world.now + 2 * DAY)
    begun = asyncio.Event()

    async def hangs(*_args: object, **_named: object) -> Any:
        begun.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(world.platforms["slack"], where, hangs)
        pressing = asyncio.create_task(presses(world, "ken", "accept", booking))
        await begun.wait()
        await world.worker.stop(0)
        await pressing
    states = [one.state.value for one in await entries(world, "sam") if one.notice.kind.value == "accepted"]
    assert states == ["unknown" if where == "post" else "ready"]
    await world.restart()
    await world.worker.deliver_due()
    assert said(pings_of(world, "sam"), " accepted: ") == 1


async def entries(world: World, who: str) -> list[OutboxEntry]:
    return await world.store.read(lambda tx: tx.entries_for(world.people[who].id))
