"""The daily walk over those whose leaving would concern somebody: once for each, whoever walks, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.compose import new_id
from core.domain.errors import BadInput, Problem
from core.domain.policy import Policy
from core.domain.requests import RequestText, Wish
from core.ports.platform import Reason
from core.services.current_policy import CurrentPolicy
from core.services.hand_over import HandOver
from core.services.presence import PresenceService
from core.store.errors import Unavailable
from core.store.transaction import Transaction
from tests.promises.deeds import asks, presses
from tests.promises.world import World, address
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.people import Address, Person

DAY = timedelta(days=1)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_several_processes_share_one_walk(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(f"sqlite:///{tmp_path / 'world.db'}" if engine == "sqlite" else fresh_database())
    await world.open()
    monkeypatch.setattr("core.services.presence.PEOPLE_A_LOOK", 2)
    asked: list[str] = []

    async def present(who: Address) -> bool:
        asked.append(who.user)
        return who.user != "ken"

    for platform in world.platforms.values():
        monkeypatch.setattr(platform, "present", present)
    booking = await asks(world, "sam", "ken", "Talk", world.now + 3 * DAY)
    walkers = [
        PresenceService(
            world.store, world.platforms, lambda: world.now, HandOver(CurrentPolicy(Policy()), new_id)
        )
        for _ in range(3)
    ]
    for _ in range(4):
        await asyncio.gather(*(one.look() for one in walkers))
    assert asked == [], "the first walk begins a day after the first look"
    world.now += DAY
    left = sum([sum(await asyncio.gather(*(one.look() for one in walkers))) for _ in range(4)])
    assert sorted(asked) == ["ana", "ken", "sam"], "nobody else's leaving would concern anybody"
    assert left == 1
    (now,) = await world.all_bookings()
    assert (now.id, now.left, now.closed_by) == (booking.id, True, "mentor")
    world.now += DAY
    for _ in range(4):
        await asyncio.gather(*(one.look() for one in walkers))
    assert sorted(asked[3:]) == ["ana", "ken"], "who has left is asked for as well"
    await world.store.close()


@pytest.fixture
async def world() -> AsyncIterator[World]:
    opened = World("sqlite://")
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


class Answers:
    """What both platforms say when they are asked whether somebody is there, and whom they were asked for."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch, **said: bool | None) -> None:
        self.said = said
        self.asked: list[str] = []
        self.presence = PresenceService(
            world.store, world.platforms, lambda: world.now, HandOver(CurrentPolicy(Policy()), new_id)
        )
        for platform in world.platforms.values():
            monkeypatch.setattr(platform, "present", self.present)

    async def present(self, who: Address) -> bool | None:
        self.asked.append(who.user)
        return self.said.get(who.user, True)


async def refused(world: World, *names: str) -> None:
    """Let messages to these people be refused in a way that may mean that they have left."""
    for name in names:
        person = replace(world.people[name], unreachable=Reason.NOT_IN_WORKSPACE.value)
        await world.store.write(partial(Transaction.update_person, person=person))


async def known(world: World, name: str) -> Person:
    person = await world.store.read(lambda tx: tx.person(world.people[name].id))
    assert person is not None
    return person


async def test_who_is_there_after_all_is_neither_gone_nor_said_to_be_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused(world, "sam")
    answers = Answers(world, monkeypatch)
    assert await answers.presence.look() == 0
    found = await known(world, "sam")
    assert (found.left_at, found.unreachable) == (None, Reason.NOT_IN_WORKSPACE), "a message may still fail"


async def test_whose_messages_are_refused_is_asked_for_once_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused(world, "sam")
    answers = Answers(world, monkeypatch)
    for hours, times in ((0, 1), (1, 1), (22, 1), (1, 2), (1, 2)):
        world.now += timedelta(hours=hours)
        await answers.presence.look()
        assert answers.asked.count("sam") == times


async def test_a_platform_that_cannot_tell_says_nothing_of_anybody_and_is_left_in_peace(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 3 * DAY)
    await refused(world, "sam", "eve", "ken")
    answers = Answers(world, monkeypatch, sam=None, eve=None, ken=False)
    assert await answers.presence.look() == 1
    assert len({"sam", "eve"} & set(answers.asked)) == 1, "both are on the platform that cannot tell"
    assert [(await known(world, name)).left_at for name in ("sam", "eve", "ken")] == [None, None, world.now]
    (now,) = await world.all_bookings()
    assert (now.id, now.closed_by) == (booking.id, "mentor")


async def test_whoever_leaves_leaves_all_that_is_open(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.services.presence.CALLED_OFF", 1)
    agreed = await asks(world, "sam", "ken", "Agreed", world.now + 3 * DAY)
    await presses(world, "ken", "accept", agreed)
    await asks(world, "sam", "ana", "Waits", world.now + 4 * DAY)
    await asks(world, "mia", "ken", "Waits too", world.now + 5 * DAY)
    await asks(world, "eve", "ken", "And a third", world.now + 6 * DAY)
    answers = Answers(world, monkeypatch)
    assert await answers.presence.note(address("ken"), here=False)
    assert not await answers.presence.note(address("ken"), here=False), "that is no news"
    assert {one.topic: one.left for one in await world.all_bookings()} == {
        "Agreed": True,
        "Waits": False,
        "Waits too": True,
        "And a third": True,
    }
    assert await answers.presence.note(address("ken"), here=True)
    assert (await known(world, "ken")).left_at is None


async def test_nobody_asks_a_mentor_who_has_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(world, monkeypatch)
    await answers.presence.note(address("ken"), here=False)
    wish = Wish(text=RequestText("Too late"))
    with pytest.raises(BadInput) as refused:
        await world.bookings.ask(world.people["sam"], world.people["ken"].id, wish, key="late")
    assert refused.value.fields == {"mentor": Problem("mentor_left", name="Ken")}


@pytest.mark.parametrize(
    ("error", "line"), [(Unavailable("away"), "warning"), (RuntimeError("ours"), "error")]
)
async def test_a_database_that_is_away_is_one_line_in_the_log(
    error: Exception, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done beside an answer says so in a sentence; only a mistake of ours has a traceback."""
    world = World("sqlite://")
    await world.open()

    async def away(_: object) -> None:
        raise error

    with monkeypatch.context() as changed, capture_logs() as logs:
        changed.setattr(world.store, "read", away)
        changed.setattr(world.store, "write", away)
        await world.router.membership(address("sam"), here=False)
        assert await world.router.talks("slack") == ()
    assert [one["event"] for one in logs] == ["membership_not_noted", "chats_not_read"]
    assert {(one["log_level"], "exc_info" in one) for one in logs} == {(line, line == "error")}
    await world.store.close()
