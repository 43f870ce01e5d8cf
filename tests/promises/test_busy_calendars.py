"""Mentors' own calendars: each is read by one process, and what it says is kept, told and forgotten in time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import structlog

from core.domain.acts import Accept
from core.domain.busy_calendar import READ_EVERY, Trouble
from core.domain.errors import NotFound
from core.domain.requests import RequestText, Wish
from core.services.bookings import Press
from core.services.busy_calendars import BusyCalendars
from core.services.current_policy import CurrentPolicy
from core.store.store import Store
from tests.calendars.shelf import Shelf
from tests.calendars.writing import GOOGLE, calendar, event
from tests.plain import plain
from tests.promises.world import MORNING, World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.open_times import Busy
    from core.ports.busy_calendar import Reading
    from core.ports.busy_calendar import Wish as ReadingWish

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "https://calendar.example.org/hush-hush/basic.ics"
NOON = ("20261201T120000Z", "20261201T130000Z")
IS_NOON = (datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 13, tzinfo=UTC))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
async def world(request: pytest.FixtureRequest, tmp_path: Path, shelf: Shelf) -> AsyncIterator[World]:
    address = f"sqlite:///{tmp_path}/bot.db" if request.param == "sqlite" else fresh_database()
    opened = World(address, calendars=shelf)
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


def service(world: World) -> BusyCalendars:
    return world.core.services.busy_calendars


async def connects(world: World, shelf: Shelf, *events: tuple[str, str]) -> None:
    """Let Ana's calendar hold these events, and be read."""
    shelf.put(ADDRESS, *events)
    await service(world).connect(world.people["ana"], ADDRESS)
    await service(world).look()


async def engaged(world: World) -> list[Busy]:
    who = world.people["ana"].id
    found = await world.store.read(
        lambda tx: tx.busy(who, MORNING - 9 * DAY, MORNING + 300 * DAY, engaged=True)
    )
    return [one for one in found if one.engaged]


async def passes(world: World, by: timedelta) -> None:
    world.now += by
    await service(world).look()
    await world.worker.deliver_due()


def told(world: World) -> list[str]:
    return [plain(one.card) for one in world.platforms["slack"].messages.values()]


async def test_a_new_reading_replaces_the_one_before(world: World, shelf: Shelf) -> None:
    await connects(world, shelf, NOON)
    (one,) = await engaged(world)
    assert (one.start, one.end) == IS_NOON
    shelf.put(ADDRESS, ("20261202T120000Z", "20261202T130000Z"), ("20261202T123000Z", "20261202T140000Z"))
    await passes(world, timedelta(minutes=10))
    assert await engaged(world) == [one], "it is not time yet"
    await passes(world, timedelta(minutes=10))
    (other,) = await engaged(world)
    assert (other.start, other.end) == (IS_NOON[0] + DAY, IS_NOON[1] + DAY + HOUR), "overlaps are one"
    assert told(world) == []


async def test_our_own_sessions_stand_in_nobodys_way(world: World, shelf: Shelf) -> None:
    ana, sam = world.people["ana"], world.people["sam"]
    wish = Wish(text=RequestText("Careers"), start=IS_NOON[0])
    asked = await world.bookings.ask(sam, ana.id, wish, key="asked")
    await world.bookings.accept(Press(ana, asked.view.booking.id, Accept(), "accepted"))
    lines = ("DTSTART:20261201T120000Z", "DTEND:20261201T123000Z")
    ours = (
        event(f"UID:{form}", *lines) for form in (asked.view.booking.id, str(asked.view.booking.id).upper())
    )
    other = event("UID:1B4E28BA-2FA1-11D2-883F-0016D3CCA427", "DTSTART:20261203T120000Z", "DURATION:PT1H")
    shelf.files[ADDRESS] = calendar(GOOGLE, *ours, other)
    await service(world).connect(ana, ADDRESS)
    await service(world).look()
    assert [one.start for one in await engaged(world)] == [IS_NOON[0] + 2 * DAY], "a strange UUID counts"


async def test_of_many_processes_one_reads_each(world: World, shelf: Shelf) -> None:
    shelf.put(ADDRESS, NOON)
    await service(world).connect(world.people["ana"], ADDRESS)
    stores = [await Store.open(world.url, program="default", new_id=world.new_id) for _ in range(2)]
    many = [
        BusyCalendars(one, shelf, lambda: world.now, CurrentPolicy(world.policy))
        for one in (world.store, *stores)
    ]
    await asyncio.gather(*(one.look() for one in many * 3))
    for store in stores:
        await store.close()
    assert len(shelf.asked) == 1
    assert len(await engaged(world)) == 1


async def test_what_was_changed_while_it_was_read_is_left_alone(world: World, shelf: Shelf) -> None:
    ana = world.people["ana"]

    class Meanwhile(Shelf):
        async def read(self, wish: ReadingWish) -> Reading | None:
            await service(world).end(ana)
            return await super().read(wish)

    await connects(world, shelf, NOON)
    world.now += HOUR
    slow = Meanwhile(shelf.files)
    await BusyCalendars(world.store, slow, lambda: world.now, CurrentPolicy(world.policy)).look()
    assert len(slow.asked) == 1
    assert (await engaged(world), await service(world).of(ana)) == ([], None)


async def test_one_that_has_not_changed_is_asked_whole_once_a_day(world: World, shelf: Shelf) -> None:
    shelf.etag = '"1"'
    await connects(world, shelf, NOON)
    for _ in range(3):
        await passes(world, HOUR)
    assert [one.etag for one in shelf.asked] == [None, *['"1"'] * 3]
    assert len(await engaged(world)) == 1
    await passes(world, 22 * HOUR)
    assert shelf.asked[-1].etag is None, "what recurs goes on into the days ahead"
    assert shelf.asked[-1].until - world.now > world.policy.horizon
    assert shelf.asked[-1].zone == "Europe/Berlin"


async def test_they_are_not_all_read_at_once(world: World, shelf: Shelf) -> None:
    due = set()
    for _ in range(9):
        await passes(world, HOUR)
        await connects(world, shelf)
        found = await service(world).of(world.people["ana"])
        assert found is not None
        due.add(found.due_at - world.now)
    assert len(due) > 5
    assert all(0.8 * READ_EVERY <= one <= 1.2 * READ_EVERY for one in due)


@pytest.mark.parametrize(
    ("trouble", "at"),
    [(Trouble.UNREACHABLE, 2), (Trouble.TOO_SLOW, 2), (Trouble.FAILING, 2), (Trouble.GONE, 1)],
)
async def test_what_may_pass_is_told_when_it_does_not(
    world: World, shelf: Shelf, trouble: Trouble, at: int
) -> None:
    await connects(world, shelf, NOON)
    shelf.files[ADDRESS] = trouble
    counted = []
    for _ in range(4):
        await passes(world, 2 * READ_EVERY)
        counted.append(len(told(world)))
    assert counted == [int(number >= at) for number in range(1, 5)], "once"
    assert len(await engaged(world)) == 1, "the last known times stand"


async def test_a_new_address_that_can_not_be_read_is_told_at_once(world: World, shelf: Shelf) -> None:
    shelf.files[ADDRESS] = Trouble.UNREACHABLE
    await service(world).connect(world.people["ana"], ADDRESS)
    await passes(world, timedelta(0))
    (said,) = told(world)
    assert "calendar.example.org can't be reached." in said and "hush" not in said
    for _ in range(9):
        await passes(world, DAY)
        await world.store.write(lambda tx: tx.purge(world.now - 7 * DAY))
    assert len(told(world)) == 1, "also once the outbox has forgotten it"


async def test_after_a_day_of_silence_its_times_are_dropped_and_that_is_told_once(
    world: World, shelf: Shelf
) -> None:
    await connects(world, shelf, NOON)
    shelf.files[ADDRESS] = Trouble.GONE
    await passes(world, HOUR)
    await passes(world, 22 * HOUR + timedelta(minutes=59))
    assert (len(await engaged(world)), len(told(world))) == (1, 1)
    await passes(world, HOUR)
    assert (await engaged(world), len(told(world))) == ([], 2)
    for _ in range(20):
        await passes(world, DAY)
        await world.store.write(lambda tx: tx.purge(world.now - 7 * DAY))
    assert len(told(world)) == 2, "also once the outbox has forgotten it"
    shelf.put(ADDRESS, ("20261225T120000Z", "20261225T130000Z"))
    await passes(world, DAY)
    assert (len(await engaged(world)), len(told(world))) == (1, 2)


async def test_a_message_whose_answer_was_lost_is_told_once(world: World, shelf: Shelf) -> None:
    await connects(world, shelf, NOON)
    shelf.files[ADDRESS] = Trouble.GONE
    world.platforms["slack"].trouble = "lost"
    await passes(world, HOUR)
    world.platforms["slack"].trouble = "none"
    for _ in range(3):
        world.now += timedelta(minutes=1)
        await world.worker.deliver_due()
    assert len(told(world)) == 1


async def test_what_is_well_again_before_it_is_told_is_not_told(world: World, shelf: Shelf) -> None:
    await connects(world, shelf, NOON)
    shelf.files[ADDRESS] = Trouble.GONE
    world.platforms["slack"].trouble = "down"
    await passes(world, HOUR)
    shelf.put(ADDRESS, NOON)
    await passes(world, HOUR)
    world.platforms["slack"].trouble = "none"
    await passes(world, HOUR)
    assert told(world) == []


async def test_who_could_not_be_reached_hears_of_it_later(world: World, shelf: Shelf) -> None:
    ana = world.people["ana"]
    await connects(world, shelf, NOON)
    shelf.files[ADDRESS] = Trouble.GONE
    world.platforms["slack"].trouble = "closed"
    await passes(world, HOUR)
    world.platforms["slack"].trouble = "none"
    await world.store.write(lambda tx: tx.revive(ana.id, world.now))
    await world.worker.deliver_due()
    assert len(told(world)) == 1


async def test_an_error_that_nobody_foresaw_says_no_word_of_the_address(world: World, shelf: Shelf) -> None:
    class Stumbles(Shelf):
        async def read(self, wish: ReadingWish) -> Reading | None:
            raise RuntimeError(f"never seen: {wish.address}")

    await connects(world, shelf, NOON)
    world.now += HOUR
    with structlog.testing.capture_logs() as lines:
        await BusyCalendars(world.store, Stumbles(), lambda: world.now, CurrentPolicy(world.policy)).look()
    assert lines and "hush" not in repr(lines)
    found = await service(world).of(world.people["ana"])
    assert found is not None and found.trouble is Trouble.UNREACHABLE


async def test_only_a_mentor_has_one(world: World) -> None:
    with pytest.raises(NotFound, match="no_mentor_yet"):
        await service(world).connect(world.people["sam"], ADDRESS)
