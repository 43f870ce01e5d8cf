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


async def stops_or_begins(world: World, name: str, *, hand_over: bool) -> None:
    """Let a mentor stop, with one session handed over before it where that is possible; or begin again."""
    me, service = world.people[name], world.core.services.standing
    if (await service.of(me.id)).stopped:
        await world.does(name, Trigger.BUTTON, "begin")
        return
    card = getattr(await press(world, name, "stop"), "card", None)
    if card is None:  # who is blocked is refused
        return
    draft, mark = args_of(card, "stop-now")
    for booking in (
        [one for one in await world.all_bookings() if one.mentor == me.id][:2] if hand_over else ()
    ):
        for other in await service.successors(booking.id):
            await press(world, name, "stop-to", draft, booking.id.hex, choice=other.person.id.hex)
    await press(world, name, "stop-now", draft, mark)


async def blocks_or_unblocks(world: World, name: str, *, call_off: bool) -> None:
    """Let Eve block somebody, or take that back."""
    services, who = world.core.services, world.people[name].id.hex
    await services.program.add_organiser(world.people["eve"], by=None)
    if (await services.standing.of(world.people[name].id)).blocked:
        await press(world, "eve", "admin-unblock", who)
    else:
        await press(world, "eve", "admin-block-all" if call_off else "admin-block-keep", who)


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
