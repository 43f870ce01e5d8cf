"""A small world that has an organiser, and what people do there, in few words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.notices import Kind
from core.ports.call import Trigger
from core.ports.cards import buttons
from core.ports.replies import Refuse
from tests.plain import line
from tests.promises.deeds import asks, presses
from tests.promises.ledger import open_ledger
from tests.promises.rules import held_time_is_of_open_bookings, no_overlap, one_mentor_is_asked_at_a_time
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.domain.booking import Booking
    from core.ports.cards import Card
    from core.ports.replies import Reply

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFERED = "does not mentor here at the moment"
BLOCKED = "An organiser has blocked you"


async def press(world: World, who: str, route: str, *args: str, **values: str) -> Reply:
    return await world.does(who, Trigger.BUTTON, route, *args, **values)


async def send(world: World, who: str, route: str, *args: str, **values: str) -> Reply:
    return await world.does(who, Trigger.FORM, route, *args, **values)


def card_of(reply: Reply) -> Card:
    card = getattr(reply, "card", None)
    assert card is not None, reply
    found: Card = card
    return found


def args_of(card: Card, route: str) -> tuple[str, ...]:
    return next(one.args for one in buttons(card) if getattr(one, "route", "") == route)


def why(reply: Reply) -> str:
    """What a refusal says, as a whole or at its fields."""
    assert isinstance(reply, Refuse), reply
    return " ".join([line(reply.why), *(line(one) for one in reply.fields.values())])


async def now(world: World, booking: Booking) -> Booking:
    return next(one for one in await world.all_bookings() if one.id == booking.id)


async def agreed(world: World, student: str, mentor: str, topic: str, hours: int) -> Booking:
    booking = await asks(world, student, mentor, topic, world.now + hours * HOUR)
    await presses(world, mentor, "accept", booking)
    return booking


async def stops(world: World, name: str) -> None:
    card = card_of(await press(world, name, "stop"))
    assert card_of(await press(world, name, "stop-now", *args_of(card, "stop-now"))).badge == "Stopped"


async def is_removed(world: World, name: str) -> None:
    card = card_of(await press(world, "eve", "admin-remove", world.people[name].id.hex))
    await press(world, "eve", "admin-remove-now", *args_of(card, "admin-remove-now"))


async def is_blocked(world: World, name: str) -> None:
    await press(world, "eve", "admin-block-keep", world.people[name].id.hex)


async def told(world: World, who: str, *bookings: Booking) -> list[Kind]:
    """Return of what somebody was, or will be, told about these bookings."""
    rows, ids = (await open_ledger(world.store)).outbox.values(), {one.id for one in bookings}
    mine = world.people[who].id
    return [row["kind"] for row in rows if row["booking"] in ids and row["recipient"] == mine]


@asynccontextmanager
async def organised(database: str) -> AsyncIterator[World]:
    """Open a world in which Eve organises; at its end nothing is lost, doubled or kept back."""
    opened = World("sqlite://" if database == "sqlite" else fresh_database())
    await opened.open()
    await opened.core.services.program.add_organiser(opened.people["eve"], by=None)
    yield opened
    await opened.quiet()
    ledger = await open_ledger(opened.store)
    no_overlap(list(ledger.bookings.values()))
    held_time_is_of_open_bookings(ledger)
    one_mentor_is_asked_at_a_time(ledger.bookings)
    assert await opened.auditor.look() == 0 and not opened.auditor.found
    assert opened.broken == []
    await opened.store.close()
