"""Open leads to the one card: it comes to the end of the conversation, once, and no second one stays behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.booking import Status
from core.domain.notices import Kind
from core.ports.call import Trigger
from core.ports.cards import buttons
from core.ports.platform import Declined, Posted, TryLater, Unknown
from core.ports.replies import Acknowledge, Show, Swap
from tests.promises.deeds import asks, labels, pings_of, presses, text
from tests.promises.test_in_place import pressed_on, stands
from tests.promises.wire import outcomes
from tests.promises.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.booking import Booking
    from core.domain.people import Address
    from core.ports.cards import Card

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def agreed(world: World) -> Booking:
    """Sam asks Ken for a session, and Ken accepts."""
    booking = await asks(world, "sam", "ken", "Talk", world.now + 2 * DAY)
    await presses(world, "ken", "accept", booking)
    return booking


async def opens(world: World, booking: Booking) -> None:
    """Press Open on the ping of the acceptance, and let everything arrive."""
    ping = await stands(world, "sam", booking, Kind.ACCEPTED)
    assert await pressed_on(world, "sam", ping, "show", booking.id.hex) == Acknowledge()
    await world.worker.deliver_due()


def cards(world: World) -> list[Card]:
    """Return every whole card that Sam has, oldest first."""
    return [one for one in pings_of(world, "sam") if one.title]


def is_last(world: World) -> bool:
    """Whether the last message of all that Sam has is a whole card."""
    return bool(pings_of(world, "sam")[-1].title)


async def test_the_card_comes_to_the_end_and_no_other_is_left(world: World) -> None:
    booking = await agreed(world)
    before = await stands(world, "sam", booking, Kind.CARD)
    assert not is_last(world)
    await opens(world, booking)
    assert len(cards(world)) == 1 and is_last(world)
    assert await stands(world, "sam", booking, Kind.CARD) != before
    assert cards(world)[0].badge == "Confirmed"
    await presses(world, "ken", "cancel", booking)
    await world.does("ken", Trigger.FORM, "cancel", booking.id.hex, "2")
    assert cards(world)[0].badge == "Cancelled", "it goes on being the card"


async def test_a_press_that_comes_twice_brings_it_once_and_another_press_brings_it_again(
    world: World,
) -> None:
    booking = await agreed(world)
    await opens(world, booking)
    await opens(world, booking)
    assert await outcomes(world, Kind.OPENED) == ["sent"]
    world.now += MINUTE
    await opens(world, booking)
    assert await outcomes(world, Kind.OPENED) == ["sent", "sent"]
    assert len(cards(world)) == 1 and is_last(world)


class Fails:
    """A way of a platform that fails so often: before it does anything, or after."""

    def __init__(self, world: World, name: str, error: Exception, *, done: bool) -> None:
        self.left, self.error, self.done = 1, error, done
        self._real = getattr(world.platforms["slack"], name)

    async def __call__(self, to: Address, *given: object, **named: object) -> object:
        fails = self.left > 0 and to.user == "sam"
        self.left -= fails
        if fails and not self.done:
            raise self.error
        answer = await self._real(to, *given, **named)
        if fails:
            raise self.error
        return answer


@pytest.mark.parametrize(
    ("name", "error", "done"),
    [
        ("post", Unknown("lost"), True),
        ("post", Unknown("lost"), False),
        ("post", TryLater(5), False),
        ("delete", TryLater(5), True),
        ("delete", TryLater(5), False),
        ("delete", TimeoutError(), True),
    ],
    ids=str,
)
@pytest.mark.sampled(2)
async def test_whatever_gets_lost_on_the_way_there_is_one_card_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, error: Exception, *, done: bool
) -> None:
    booking = await agreed(world)
    monkeypatch.setattr(world.platforms["slack"], name, Fails(world, name, error, done=done))
    await opens(world, booking)
    assert cards(world), "there is one at any moment"
    for _ in range(4):
        await world.pass_time(MINUTE)
    assert len(cards(world)) == 1 and is_last(world)
    assert await outcomes(world, Kind.OPENED) == ["sent"]


async def test_a_card_that_the_platform_does_not_let_go_stays_and_stays_true(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(_to: Address, _placed: Posted) -> None:
        raise Declined("compliance_exports_prevent_deletion")

    booking = await agreed(world)
    monkeypatch.setattr(world.platforms["slack"], "delete", refuses)
    await opens(world, booking)
    assert len(cards(world)) == 2
    await world.does("ken", Trigger.FORM, "cancel", booking.id.hex, "2")
    assert [one.badge for one in cards(world)] == ["Cancelled", "Cancelled"]


async def test_a_look_from_a_list_promises_nothing_and_leads_to_the_card(world: World) -> None:
    booking = await agreed(world)
    look = await presses(world, "sam", "show", booking, "list")
    assert isinstance(look, Show)
    assert "Confirmed" not in text(look.card) and look.card.file is None
    assert "Send me the card" in labels(look.card)
    (way,) = [one for one in buttons(look.card) if one.route == "show"]
    said = await world.does("sam", Trigger.BUTTON, way.route, *way.args)
    assert isinstance(said, Swap)
    assert text(said.card).startswith("The card of Talk comes to the end of our direct messages.")
    assert len(cards(world)) == 1 and is_last(world)


async def test_who_cannot_be_written_to_gets_the_card_later_and_nobody_else_hears_of_it(world: World) -> None:
    booking = await agreed(world)
    told = len(pings_of(world, "ken"))
    world.platforms["slack"].trouble = "closed"
    await opens(world, booking)
    assert (await outcomes(world, Kind.OPENED), len(cards(world))) == (["dead"], 1)
    world.platforms["slack"].trouble = "none"
    await presses(world, "sam", "show", booking, "list")
    assert len(cards(world)) == 1 and is_last(world)
    assert len(pings_of(world, "ken")) == told
    assert not pings_of(world, "ken", "Not delivered")


@pytest.mark.parametrize("late", ["accept", "decline"])
async def test_who_presses_too_late_in_private_is_shown_a_look(world: World, late: str) -> None:
    booking = await agreed(world)
    trigger = Trigger.FORM if late == "decline" else Trigger.BUTTON
    reply = await world.does("ken", trigger, late, booking.id.hex, "1")
    card = getattr(reply, "card", None)
    assert card is not None and card.about is None and not card.badge
    (found,) = await world.all_bookings()
    assert found.status is Status.ACCEPTED
