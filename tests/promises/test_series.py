"""A series is one request: stored once and whole, told in few messages, and each session of it still its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from core.domain.acts import Accept, AcceptProposal, Cancel, OneByOne, Propose, Reject
from core.domain.availability import Objection
from core.domain.booking import Booking, Role, Slot, Status
from core.domain.errors import BadInput
from core.domain.policy import Policy
from core.domain.profiles import ProfileForm
from core.domain.requests import RequestText, Wish
from core.domain.series import Date, Every, dates
from core.ports.cards import Line, When
from core.services.bookings import ActResult, Press
from core.services.current_policy import CurrentPolicy
from core.services.series import SeriesPlan, SeriesService, SeriesWish
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.domain.acts import Doing

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 12, 9, 10, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    opened = World("sqlite://" if request.param == "sqlite" else fresh_database())
    await opened.open()
    await change(opened, hours="Mon-Sun 06:00-22:00", horizon=120)
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def change(world: World, **changes: object) -> None:
    """Change what Ana says of herself."""
    mentor = await world.people_service.own_profile(world.people["ana"])
    fresh = replace(mentor, **changes)  # type: ignore[arg-type]
    await world.store.write(lambda tx: tx.save_mentor(fresh))


def series(world: World) -> SeriesService:
    return world.core.services.series


def wish(world: World, count: int = 4, every: Every = Every.WEEK) -> SeriesWish:
    days = dates(FIRST, every, count, BERLIN)
    return SeriesWish(mentor=world.people["ana"].id, text=RequestText("Weekly"), days=days)


async def asks(world: World, count: int = 4, *, key: str = "ask") -> Booking:
    """Ask for a series as Sam, and return its first booking."""
    wanted = wish(world, count)
    plan = await series(world).plan(world.people["sam"], wanted)
    sent = await series(world).ask_for(world.people["sam"], wanted, mask=plan.mask, key=key)
    assert isinstance(sent, ActResult)
    await world.worker.deliver_due()
    return sent.view.booking


async def members(world: World) -> list[Booking]:
    found = [one for one in await world.all_bookings() if one.topic == "Weekly"]
    return sorted(found, key=lambda one: one.starts_at or FIRST)


def press(world: World, who: str, booking: Booking, doing: Doing) -> Press:
    return Press(
        world.people[who], booking.id, doing, f"key {next(world.keys)}", booking.version, linked=True
    )


def messages(world: World, who: str) -> list[str]:
    """Return the kind of each message that somebody has been sent, the oldest first."""
    platform = world.platforms[world.people[who].address.platform]
    return [
        one.key.split(":")[2] for one in platform.messages.values() if one.to == world.people[who].address
    ]


async def test_a_series_is_one_message_to_each_and_one_for_the_answer(world: World) -> None:
    first = await asks(world)
    assert [one.series for one in await members(world)] == [first.id] * 4
    assert [one.told_with for one in await members(world)] == [None, *[first.id] * 3]
    assert (messages(world, "sam"), messages(world, "ana")) == (["receipt"], ["requested"])
    assert {one.answer_by for one in await members(world)} == {first.answer_by}

    done = await series(world).answer_all(press(world, "ana", first, Accept()))
    await world.worker.deliver_due()
    assert done.changed
    found = await members(world)
    assert {one.status for one in found} == {Status.ACCEPTED}
    assert len({one.link for one in found}) == 4, "each session has a link of its own"
    assert (messages(world, "sam"), messages(world, "ana")) == (["receipt", "accepted"], ["requested"])

    for one in found:
        assert one.starts_at is not None
        world.now = one.starts_at - timedelta(minutes=5)
        await world.pass_time(timedelta(0))
    told = Counter(messages(world, "sam"))
    assert told["remind_10m"] + told["remind_24h"] >= 4, "each session is reminded of"
    assert await world.auditor.look() == 0


async def test_the_same_act_twice_is_one_series(world: World) -> None:
    """What is pressed twice, delivered again or killed in between has one key: the draft that was looked at."""
    first = await asks(world)
    again = await series(world).ask_for(world.people["sam"], wish(world), mask="15", key="ask")
    assert isinstance(again, ActResult)
    assert again.view.booking.id == first.id
    answer = press(world, "ana", first, Accept())
    await series(world).answer_all(answer)
    await series(world).answer_all(answer)
    await world.worker.deliver_due()
    found = await members(world)
    assert [one.version for one in found] == [2] * 4
    assert messages(world, "sam") == ["receipt", "accepted"]


async def test_all_of_a_series_is_stored_or_nothing(world: World) -> None:
    """The last of its rows is refused: none of the others is there, and its key is free."""
    taken: list[object] = []
    real = series(world)._new_id

    def failing() -> object:
        taken.append(1)
        if len(taken) == 4:
            raise RuntimeError("killed")
        return real()

    wanted = wish(world)
    plan = await series(world).plan(world.people["sam"], wanted)
    series(world)._new_id = failing  # type: ignore[assignment]
    with pytest.raises(RuntimeError, match="killed"):
        await series(world).ask_for(world.people["sam"], wanted, mask=plan.mask, key="ask")
    series(world)._new_id = real
    assert await members(world) == []
    await asks(world)
    assert len(await members(world)) == 4


async def test_what_is_in_the_way_is_listed_and_left_out(world: World) -> None:
    mia, ana = world.people["mia"], world.people["ana"]
    await world.bookings.ask(mia, ana.id, Wish(text=RequestText("Other"), start=FIRST + WEEK), key="other")
    await change(world, exceptions="off 23 Dec 2026", horizon=40)
    plan = await series(world).plan(world.people["sam"], wish(world, 6))
    assert [one.against for one in plan.days] == [
        None,
        Objection.MENTOR_BUSY,
        Objection.DAY_OFF,
        None,
        None,
        Objection.BEYOND_HORIZON,
    ]
    sent = await series(world).ask_for(world.people["sam"], wish(world, 6), mask=plan.mask, key="ask")
    assert isinstance(sent, ActResult)
    assert [one.starts_at for one in await members(world)] == [FIRST, FIRST + 3 * WEEK, FIRST + 4 * WEEK]


async def test_another_time_for_one_date_may_not_be_that_of_the_next(world: World) -> None:
    days = (Date(FIRST), Date(FIRST + timedelta(minutes=15)), Date(FIRST + WEEK))
    plan = await series(world).plan(world.people["sam"], replace(wish(world), days=days))
    assert [one.against for one in plan.days] == [None, Objection.STUDENT_BUSY, None]
    assert plan.mask == "5"


async def test_what_changed_after_the_look_is_looked_at_again(world: World) -> None:
    mia, ana = world.people["mia"], world.people["ana"]
    plan = await series(world).plan(world.people["sam"], wish(world))
    await world.bookings.ask(mia, ana.id, Wish(text=RequestText("Other"), start=FIRST + WEEK), key="other")
    sent = await series(world).ask_for(world.people["sam"], wish(world), mask=plan.mask, key="ask")
    assert isinstance(sent, SeriesPlan)
    assert sent.days[1].against is Objection.MENTOR_BUSY
    assert await members(world) == []


async def test_a_series_counts_as_one_request(world: World) -> None:
    await world.people_service.save_profile(
        world.people["mia"], ProfileForm(headline="Mentor", zone="Europe/Berlin")
    )
    series(world).policy = world.bookings.policy = CurrentPolicy(Policy(open_requests=2, requests_per_hour=2))
    await asks(world, 12)
    ken = world.people["ken"].id
    await world.bookings.ask(world.people["sam"], ken, Wish(text=RequestText("One")), key="second")
    with pytest.raises(BadInput, match="too_many_waiting"):
        await world.bookings.ask(
            world.people["sam"], world.people["mia"].id, Wish(text=RequestText("Two")), key="3"
        )


async def test_one_by_one_brings_a_card_for_each_and_each_is_answered_alone(world: World) -> None:
    first = await asks(world, 3)
    await world.bookings.act(press(world, "ana", first, OneByOne()))
    await world.worker.deliver_due()
    assert messages(world, "ana") == ["requested"] * 3
    _, two, three = await members(world)
    await world.bookings.act(press(world, "ana", two, Accept()))
    await world.bookings.act(press(world, "ana", three, Reject()))
    await world.worker.deliver_due()
    assert [it.status for it in await members(world)] == [Status.PENDING, Status.ACCEPTED, Status.REJECTED]
    assert messages(world, "sam") == ["receipt", "accepted", "rejected"]
    await world.quiet()
    assert await world.auditor.look() == 0


async def test_nobody_answers_and_that_is_told_once(world: World) -> None:
    await asks(world)
    await world.pass_time(timedelta(hours=49))
    assert {one.status for one in await members(world)} == {Status.EXPIRED}
    assert messages(world, "sam") == ["receipt", "expired"]
    assert [kind for kind in messages(world, "ana") if not kind.startswith("nudge")] == ["requested"]


@pytest.mark.parametrize("by", ["sam", "ana"])
async def test_this_one_and_all_that_follow_are_called_off_with_one_message(world: World, by: str) -> None:
    first = await asks(world)
    await series(world).answer_all(press(world, "ana", first, Accept()))
    await world.worker.deliver_due()
    other = {"sam": "ana", "ana": "sam"}[by]
    before = messages(world, other)
    _, second, *_ = await members(world)
    await series(world).cancel_following(press(world, by, second, Cancel(reason="Away")))
    await world.worker.deliver_due()
    found = await members(world)
    assert [one.status for one in found] == [Status.ACCEPTED, *[Status.CANCELLED] * 3]
    assert {one.reason for one in found[1:]} == {"Away"}
    assert {one.closed_by for one in found[1:]} == {Role(("student", "mentor")[by == "ana"])}
    assert messages(world, other) == [*before, "cancelled"]
    await world.quiet()
    assert await world.auditor.look() == 0


async def test_the_first_one_alone_lets_the_others_go_on_by_themselves(world: World) -> None:
    first = await asks(world, 3)
    await world.bookings.act(press(world, "sam", first, Cancel()))
    await world.worker.deliver_due()
    found = await members(world)
    assert [one.status for one in found] == [Status.CANCELLED, Status.PENDING, Status.PENDING]
    assert [one.told_with for one in found] == [None] * 3
    assert Counter(messages(world, "ana"))["requested"] == 3
    await world.quiet()
    assert await world.auditor.look() == 0


async def test_the_first_card_names_the_other_dates_as_they_are(world: World) -> None:
    first = await asks(world, 3)
    await series(world).answer_all(press(world, "ana", first, Accept()))
    await world.worker.deliver_due()
    _, second, third = await members(world)
    assert second.starts_at is not None and third.starts_at is not None
    assert dates_on_cards(world, first) == {second.starts_at, third.starts_at}
    await world.bookings.act(press(world, "sam", second, Cancel()))
    await world.worker.deliver_due()
    assert dates_on_cards(world, first) == {third.starts_at}
    await world.bookings.act(press(world, "ana", third, Propose(slots=(Slot(third.starts_at + WEEK, 30),))))
    (moved,) = [one for one in await members(world) if one.id == third.id]
    await world.bookings.act(press(world, "sam", moved, AcceptProposal()))
    await world.worker.deliver_due()
    assert dates_on_cards(world, first) == {third.starts_at + WEEK}


def dates_on_cards(world: World, first: Booking) -> set[datetime]:
    """Return the other dates that both people's card of the first session names."""
    found = []
    for who in ("sam", "ana"):
        platform = world.platforms[world.people[who].address.platform]
        (card,) = [
            one.card
            for one in platform.messages.values()
            if one.to == world.people[who].address and one.card.title and one.key.startswith(first.id.hex)
        ]
        lines = [
            part.parts for part in card.parts if isinstance(part, Line) and "A series, with " in part.parts
        ]
        found.append({piece.instant for parts in lines for piece in parts if isinstance(piece, When)})
    assert found[0] == found[1]
    return found[0]
