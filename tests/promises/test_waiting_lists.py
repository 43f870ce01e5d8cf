"""Waiting for a full mentor: what comes free is held two hours for the first in line, then for the next."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.acts import Accept, Cancel, Reject, Take
from core.domain.booking import Booking, Status
from core.domain.errors import BadInput
from core.domain.requests import RequestText, Wish
from core.domain.standing import Standing
from core.domain.waiting import HELD_FOR
from core.ports.call import Trigger
from core.ports.cards import Menu
from core.ports.replies import Show
from core.services import waiting_lists
from core.services.bookings import Press
from core.services.waiting_lists import WaitingLists
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.domain.acts import Doing

TUESDAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""The one open time that Ana has: 10:00 in Berlin."""
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    opened = World("sqlite://" if request.param == "sqlite" else fresh_database())
    await opened.open()
    await open_for(opened, "Tue 10:00-10:30")
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def open_for(world: World, hours: str) -> None:
    ana = await world.people_service.own_profile(world.people["ana"])
    fresh = replace(ana, hours=hours, horizon=7)
    await world.store.write(lambda tx: tx.save_mentor(fresh))


def lists(world: World) -> WaitingLists:
    return world.core.services.waiting_lists


async def taken(world: World) -> Booking:
    """Let Eve have the only time, agreed."""
    eve, ana = world.people["eve"], world.people["ana"]
    wish = Wish(text=RequestText("First come"), start=TUESDAY)
    asked = await world.bookings.ask(eve, ana.id, wish, key="eve asks")
    await does(world, "ana", asked.view.booking, Accept())
    return asked.view.booking


async def waits(world: World, *names: str) -> None:
    for name in names:
        world.now += MINUTE
        await lists(world).join(world.people[name], world.people["ana"].id, RequestText(f"Words of {name}"))


async def does(world: World, who: str, booking: Booking, doing: Doing) -> None:
    key = f"key {next(world.keys)}"
    await world.bookings.act(Press(world.people[who], booking.id, doing, key))
    await world.worker.deliver_due()


async def held(world: World) -> dict[str, Booking]:
    """Return what is held now, by whom it is held for."""
    names = {person.id: name for name, person in world.people.items()}
    found = [one for one in await world.all_bookings() if one.held_until and one.status is Status.PENDING]
    return {names[one.student]: one for one in found}


def messages(world: World, who: str) -> list[str]:
    platform = world.platforms[world.people[who].address.platform]
    return [
        one.key.split(":")[2] for one in platform.messages.values() if one.to == world.people[who].address
    ]


async def test_what_is_called_off_is_held_for_the_first_in_line_and_blocks_everybody_else(
    world: World,
) -> None:
    booking = await taken(world)
    await waits(world, "sam", "mia")
    assert [(one.mentor.name, one.number) for one in await lists(world).places(world.people["mia"])] == [
        ("Ana", 2)
    ]
    await does(world, "eve", booking, Cancel())
    ((who, offered),) = (await held(world)).items()
    assert (who, offered.starts_at, offered.topic) == ("sam", TUESDAY, "Words of sam")
    assert offered.held_until == world.now + HELD_FOR
    assert (messages(world, "sam"), messages(world, "mia")) == (["offered"], [])
    wish = Wish(text=RequestText("Quick"), start=TUESDAY)
    with pytest.raises(BadInput, match="time_mentor_busy"):
        await world.bookings.ask(world.people["mia"], world.people["ana"].id, wish, key="mia asks")
    assert await lists(world).places(world.people["sam"]) == ()
    assert await world.auditor.look() == 0

    await does(world, "sam", offered, Take(answer_by=TUESDAY - timedelta(hours=1)))
    await does(world, "sam", offered, Take(answer_by=TUESDAY - timedelta(hours=1)))
    assert await held(world) == {}
    assert messages(world, "ana")[-1] == "requested"
    assert messages(world, "ana").count("requested") == 1, "however often it is pressed"
    await does(world, "ana", offered, Accept())
    assert messages(world, "sam") == ["offered", "accepted"]
    await world.quiet()
    assert await world.auditor.look() == 0


async def test_what_was_waited_for_keeps_the_notice_for_changes_of_its_mentor(world: World) -> None:
    booking = await taken(world)
    await waits(world, "sam")
    ana = await world.people_service.own_profile(world.people["ana"])
    await world.store.write(lambda tx: tx.save_mentor(replace(ana, change_notice=12 * 60)))
    await does(world, "eve", booking, Cancel())
    offered = (await held(world))["sam"]
    await does(world, "sam", offered, Take(answer_by=TUESDAY - timedelta(hours=1)))
    await does(world, "ana", offered, Accept())
    world.now = TUESDAY - timedelta(hours=11)
    late = Press(world.people["sam"], offered.id, Cancel(), "too late")
    refused = (await world.bookings.act(late)).error
    assert refused is not None and refused.code == "too_late_to_change"


@pytest.mark.parametrize("how", ["it is not wanted", "two hours pass"])
async def test_then_it_is_held_for_the_next(world: World, how: str) -> None:
    booking = await taken(world)
    await waits(world, "sam", "mia")
    await does(world, "ana", booking, Cancel())
    offered = (await held(world))["sam"]
    if how == "it is not wanted":
        await does(world, "sam", offered, Cancel())
    else:
        await world.pass_time(HELD_FOR - MINUTE)
        assert set(await held(world)) == {"sam"}
        await world.pass_time(MINUTE)
    assert set(await held(world)) == {"mia"}
    assert messages(world, "mia") == ["offered"]
    assert "requested" not in messages(world, "ana")[1:], "the mentor hears of nobody who did not ask"
    assert messages(world, "sam") == ["offered"], "and nobody is told again of what they let go"


async def test_hours_that_are_opened_are_held_for_as_many_as_they_are_enough_for(world: World) -> None:
    await taken(world)
    await waits(world, "sam", "mia")
    await world.pass_time(MINUTE)
    assert await held(world) == {}
    await open_for(world, "Tue 10:00-11:00")
    await world.pass_time(MINUTE)
    assert set(await held(world)) == {"sam"}
    await open_for(world, "Tue 10:00-11:30")
    await world.pass_time(MINUTE)
    assert {who: one.starts_at for who, one in (await held(world)).items()} == {
        "sam": TUESDAY + timedelta(minutes=30),
        "mia": TUESDAY + timedelta(minutes=60),
    }


async def test_who_has_left_the_line_or_is_busy_then_is_passed_over(world: World) -> None:
    booking = await taken(world)
    await waits(world, "sam", "mia", "ken")
    await lists(world).leave(world.people["sam"], world.people["ana"].id)
    ken = world.people["ken"]
    await world.bookings.ask(
        world.people["mia"], ken.id, Wish(text=RequestText("Then"), start=TUESDAY), key="m"
    )
    asked = await held(world)
    assert asked == {}
    await does(world, "ana", booking, Cancel())
    assert await held(world) == {}, "Mia waits for Ken's answer at that hour, and Ken is asked for it"
    (other,) = [one for one in await world.all_bookings() if one.topic == "Then"]
    await does(world, "ken", other, Reject())
    await world.pass_time(MINUTE)
    assert set(await held(world)) == {"mia"}
    blocked = Standing(person=ken.id, blocked=True)  # as by an organiser just after the look at the line
    await world.store.write(lambda tx: tx.save_standing(blocked))
    await world.pass_time(HELD_FOR)
    assert await held(world) == {}


async def test_however_long_the_line_whoever_can_come_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_lists, "LOOKED_AT_TOGETHER", 1)
    booking = await taken(world)
    await waits(world, "sam", "mia")
    wish = Wish(text=RequestText("Then"), start=TUESDAY)
    await world.bookings.ask(world.people["sam"], world.people["ken"].id, wish, key="sam")
    await does(world, "ana", booking, Cancel())
    assert set(await held(world)) == {"mia"}
    assert [one.number for one in await lists(world).places(world.people["sam"])] == [1]


async def test_a_place_is_kept_when_it_is_asked_for_again_and_there_are_not_too_many(world: World) -> None:
    await taken(world)
    await waits(world, "sam", "mia", "sam")
    (place,) = await lists(world).places(world.people["sam"])
    assert place.number == 1
    with pytest.raises(BadInput, match="self_booking"):
        await lists(world).join(world.people["ana"], world.people["ana"].id, RequestText("Myself"))
    with pytest.raises(BadInput, match="not_a_mentor"):
        await lists(world).join(world.people["sam"], world.people["eve"].id, RequestText("Who"))


async def test_of_several_lists_one_is_left_from_the_menu(world: World) -> None:
    await waits(world, "sam")
    await lists(world).join(world.people["sam"], world.people["ken"].id, RequestText("Also"))
    shown = await world.does("sam", Trigger.COMMAND, "my-sessions")
    assert isinstance(shown, Show)
    (menu,) = [part for part in shown.card.parts if isinstance(part, Menu)]
    assert [option.label for option in menu.options] == ["Ana", "Ken"]
    await world.does("sam", Trigger.BUTTON, menu.route, *menu.args, choice=menu.options[0].value)
    assert [one.mentor.name for one in await lists(world).places(world.people["sam"])] == ["Ken"]


async def test_a_hold_and_requests_at_the_same_moment_have_one_winner(world: World) -> None:
    booking = await taken(world)
    await waits(world, "sam")
    ana = world.people["ana"].id
    wish = Wish(text=RequestText("Now"), start=TUESDAY)
    cancel = Press(world.people["eve"], booking.id, Cancel(), "eve cancels")
    await asyncio.gather(
        world.bookings.act(cancel),
        *(world.bookings.ask(world.people[who], ana, wish, key=who) for who in ("mia", "ken")),
        lists(world).fill(ana),
        world.bookings.sweep(),
        return_exceptions=True,
    )
    await world.pass_time(MINUTE)
    there = [one for one in await world.all_bookings() if one.status.is_open and one.starts_at == TUESDAY]
    assert len(there) == 1
    assert await world.auditor.look() == 0
