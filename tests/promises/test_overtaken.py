"""Cards that are drawn from two sides at once: by the answer to a press, and by the delivery worker."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.jobs import Jobs
from core.domain.acts import Accept, Propose
from core.domain.booking import Slot
from core.ports.call import Call, Trigger
from core.ports.platform import Profile, TryLater
from core.ports.replies import Refuse, Swap
from core.services.bookings import Press
from core.store.transaction import OutboxOutcome, Transaction
from tests.promises.deeds import asks, pings_of, said
from tests.promises.kept import CAPABILITIES, Message
from tests.promises.wire import outcomes, undelivered, until
from tests.promises.world import World, address
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from core.delivery.delivery import Delivery
    from core.delivery.errand import Errand
    from core.domain.booking import Booking
    from core.ports.call import Say
    from core.ports.cards import Card
    from core.ports.platform import Posted
    from core.ports.replies import Reply
    from core.store.transaction import Placement

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
DROPPED = OutboxOutcome.DROPPED


@pytest.fixture
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    on_postgres = getattr(request, "param", "") == "postgres"
    opened = World(fresh_database() if on_postgres else f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    await opened.worker.stop(0)
    assert opened.broken == []
    await opened.store.close()


async def card_of_ken(world: World, booking: Booking) -> Placement:
    (card,) = await world.store.read(lambda tx: tx.placements(booking.id, booking.mentor))
    return card


async def ken_presses(world: World, route: str, card: Placement, say: Say, version: int = 1) -> None:
    """Press a button of Ken's card; nothing is delivered afterwards."""
    call = Call(
        trigger=Trigger.FORM if route == "cancel" else Trigger.BUTTON,
        route=route,
        actor=address("ken"),
        profile=Profile(name="Ken", zone="Europe/Berlin"),
        key=f"{route} {version}",
        capabilities=CAPABILITIES["discord"],
        args=(card.booking.hex, str(version)),
        origin=card.posted,
    )
    await world.router.dispatch(call, say)


def put(message: Message) -> Say:
    """Return how the platform puts an answer in place of a message."""

    async def say(reply: Reply) -> None:
        assert isinstance(reply, Swap | Refuse) and reply.card is not None
        message.card = reply.card

    return say


class Slow:
    """A platform on which one edit is on its way for as long as one likes, and arrives all the same."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waiting, self.arrives, self.error = asyncio.Event(), asyncio.Event(), None
        self._platform = world.platforms["discord"]
        self._edit = self._platform.edit
        monkeypatch.setattr(self._platform, "edit", self.edit)
        self.breaks_off = False

    async def edit(self, to: object, placed: Posted, card: Card, *, key: str = "") -> None:
        if self.waiting.is_set():
            await self._edit(to, placed, card, key=key)  # type: ignore[arg-type]
            return
        self.waiting.set()
        await self.arrives.wait()
        self._platform.messages[placed.message].card = card
        if self.breaks_off:
            raise TryLater(5)


@pytest.mark.parametrize("world", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize("version", [1, 0])
async def test_a_card_whose_answer_broke_off_is_drawn_anew_at_once(world: World, version: int) -> None:
    """The answer, or the truth that a refusal shows, may have replaced a newer card before it was cut off."""
    booking = await asks(world, "sam", "ken", "Broken off", world.now + 3 * DAY)
    card = await card_of_ken(world, booking)
    message = world.platforms["discord"].messages[card.posted.message]

    async def say(reply: Reply) -> None:
        await world.worker.deliver_due()
        assert isinstance(reply, Swap | Refuse) and reply.card is not None
        message.card = replace(reply.card, badge="Whatever")
        raise TryLater(5)

    await ken_presses(world, "accept", card, say, version)
    await world.worker.deliver_due()
    assert message.card.badge == ("Confirmed" if version else "Pending")
    assert (await card_of_ken(world, booking)).version == (2 if version else 1)


@pytest.mark.parametrize("noted_last", [1, 2])
async def test_an_answer_that_the_platform_takes_after_what_is_newer_is_drawn_over(
    world: World, noted_last: int
) -> None:
    booking = await asks(world, "sam", "ken", "Twice", world.now + 3 * DAY)
    card = await card_of_ken(world, booking)
    message = world.platforms["discord"].messages[card.posted.message]
    committed, taken = asyncio.Event(), asyncio.Event()

    async def older(reply: Reply) -> None:
        committed.set()
        await taken.wait()
        await put(message)(reply)

    async def newer(reply: Reply) -> None:
        await put(message)(reply)
        assert message.card.badge == "Cancelled"
        taken.set()
        if noted_last > 1:
            await accepting

    accepting = asyncio.create_task(ken_presses(world, "accept", card, older))
    await committed.wait()
    await ken_presses(world, "cancel", card, newer, 2)
    await accepting
    assert message.card.badge == "Confirmed"
    await world.worker.deliver_due()
    assert message.card.badge == "Cancelled"


@pytest.mark.parametrize("breaks_off", [False, True])
async def test_an_edit_that_arrives_after_a_newer_answer_is_drawn_over(
    world: World, monkeypatch: pytest.MonkeyPatch, *, breaks_off: bool
) -> None:
    booking = await asks(world, "sam", "ken", "Slow", world.now + 3 * DAY)
    card = await card_of_ken(world, booking)
    message = world.platforms["discord"].messages[card.posted.message]
    slow = Slow(world, monkeypatch)
    slow.breaks_off = breaks_off

    async def nothing(_: Reply) -> None:
        raise TryLater(5)

    await ken_presses(world, "accept", card, nothing)
    delivering = asyncio.create_task(world.worker.deliver_due())
    await until(slow.waiting.is_set)
    await ken_presses(world, "cancel", card, put(message), 2)
    assert message.card.badge == "Cancelled"
    slow.arrives.set()
    await delivering
    for _ in range(3):
        await world.pass_time(6 * SECOND)
    assert message.card.badge == "Cancelled"
    assert (await card_of_ken(world, booking)).version == 3


@pytest.mark.parametrize("world", ["sqlite", "postgres"], indirect=True)
async def test_an_answer_that_a_killed_process_has_given_over_what_is_newer_is_drawn_over(
    world: World,
) -> None:
    booking = await asks(world, "sam", "ken", "Killed", world.now + 3 * DAY)
    card = await card_of_ken(world, booking)
    message = world.platforms["discord"].messages[card.posted.message]
    committed = asyncio.Event()

    async def never_noted(reply: Reply) -> None:
        older.append(reply)
        committed.set()
        await asyncio.Event().wait()

    older: list[Reply] = []
    accepting = asyncio.create_task(ken_presses(world, "accept", card, never_noted))
    await committed.wait()
    await world.does("sam", Trigger.FORM, "cancel", booking.id.hex, "2")
    assert message.card.badge == "Cancelled"
    await put(message)(older[0])
    accepting.cancel()
    await asyncio.wait({accepting})
    await world.restart()
    assert message.card.badge == "Confirmed"
    world.now += DAY
    jobs = Jobs(world.bookings, world.worker, world.store, lambda: world.now)
    jobs.start()
    await until(lambda: message.card.badge == "Cancelled")
    await jobs.stop()


async def test_a_request_that_is_answered_while_it_is_being_sent_is_not_noted_as_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was answered elsewhere, between the look whether it is true and the fold."""
    await undelivered(world, ("sam", "ken"))
    (booking,) = await world.all_bookings()
    fold = world.worker._sender._fold_others

    async def answered_first(errand: Errand, delivery: Delivery) -> Delivery:
        if delivery.recipient.id != booking.mentor:
            return await fold(errand, delivery)
        monkeypatch.undo()
        person = world.people["ken"]
        press = Press(by=person, booking=booking.id, doing=Accept(), key="elsewhere", version=1)
        assert (await world.bookings.act(press)).changed
        return await fold(errand, delivery)

    monkeypatch.setattr(world.worker._sender, "_fold_others", answered_first)
    await world.worker.deliver_due()
    assert await outcomes(world, "requested") == ["dropped"]


async def forgets(world: World, who: str) -> None:
    """Close everything that somebody still has to be told."""
    for one in await world.store.read(lambda tx: tx.entries_for(world.people[who].id)):
        await world.store.write(
            partial(Transaction.settle, key=one.notice.key, outcome=DROPPED, at=world.now)
        )


async def test_what_is_agreed_while_a_receipt_waits_to_be_stored_is_told_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt is drawn from what stands by then, and so says it already."""
    await undelivered(world, ("sam", "ana"))
    await forgets(world, "ana")
    (booking,) = await world.all_bookings()
    write, waited = world.store.write, list[object]()

    async def late(work: Callable[[Transaction], object]) -> object:
        if "_fold_others" in work.__qualname__ and not waited:
            waited.append(work)
            world.now += SECOND
            await world.bookings.accept(Press(world.people["ana"], booking.id, Accept(), "accepted"))
        return await write(work)

    monkeypatch.setattr(world.store, "write", late)
    await world.worker.deliver_due()
    assert waited
    assert said(pings_of(world, "sam"), "Topic 0") == 1


async def test_a_card_that_never_came_does_not_come_by_itself_after_the_news(world: World) -> None:
    await undelivered(world, ("sam", "ana"))
    await forgets(world, "sam")
    (booking,) = await world.all_bookings()
    await world.bookings.accept(Press(world.people["ana"], booking.id, Accept(), "accepted"))
    await world.worker.deliver_due()
    assert said(pings_of(world, "sam"), "Topic 0") == 1
    other = Propose(slots=(Slot(world.now + 5 * DAY, 30),))
    await world.bookings.act(Press(world.people["sam"], booking.id, other, "another time"))
    await world.worker.deliver_due()
    assert said(pings_of(world, "sam"), "Topic 0") == 1
