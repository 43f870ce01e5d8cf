"""Where somebody pressed: a card stays a card, a line of news stays a line, and a private message becomes a receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.notices import Kind
from core.ports.call import Call, Trigger
from core.ports.cards import Card
from core.ports.platform import Posted, Profile
from core.ports.replies import Refuse, Swap
from tests.promises.deeds import asks, labels, presses, text
from tests.promises.kept import CAPABILITIES
from tests.promises.world import EVERYBODY, World, address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.booking import Booking
    from core.ports.replies import Reply

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUGGESTED = "You suggested Thu 3 Dec 2026, 10:00 (Europe/Berlin, UTC+1). @Sam has until"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def stands(world: World, who: str, booking: Booking, kind: Kind) -> Posted:
    """Return where somebody's message stands that told of something."""
    person = world.people[who].id
    placed = await world.store.read(lambda tx: tx.placements(booking.id, person))
    (posted,) = [one.posted for one in placed if f":{kind}:" in one.key]
    return posted


async def pressed_on(world: World, who: str, posted: Posted, route: str, *args: str) -> Reply:
    """Press a button of a message that lasts, and return the answer before anything else is delivered."""
    replies: list[Reply] = []

    async def say(reply: Reply) -> None:
        replies.append(reply)

    call = Call(
        trigger=Trigger.BUTTON,
        route=route,
        actor=address(who),
        profile=Profile(name=who.title(), zone="Europe/Berlin"),
        key=f"on {posted.message} {route}",
        capabilities=CAPABILITIES[EVERYBODY[who]],
        args=args,
        origin=posted,
    )
    await world.router.dispatch(call, say)
    (reply,) = replies
    return reply


def one_line(card: Card) -> bool:
    return not card.title and len(text(card).split("\n")) == 2


async def test_a_pressed_line_of_news_stays_a_line(world: World) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 4 * DAY)
    await world.pass_time(DAY + HOUR)
    nudge = await stands(world, "ken", booking, Kind.NUDGE_HALF)
    reply = await pressed_on(world, "ken", nudge, "accept", booking.id.hex, str(booking.version))
    assert isinstance(reply, Swap)
    assert one_line(reply.card)
    assert "Still waiting for you Confirmed: Talk" in text(reply.card)
    card = await stands(world, "ken", booking, Kind.CARD)
    late = await pressed_on(world, "ken", card, "accept", booking.id.hex, str(booking.version))
    assert isinstance(late, Swap) and late.card.title == "Session with Sam"


async def test_a_line_of_news_that_is_out_of_date_says_so_as_a_line(world: World) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 4 * DAY)
    await world.pass_time(DAY + HOUR)
    nudge = await stands(world, "ken", booking, Kind.NUDGE_HALF)
    await world.does(
        "sam", Trigger.FORM, "change", booking.id.hex, str(booking.version), topic="Talk", message="Soon?"
    )
    reply = await pressed_on(world, "ken", nudge, "accept", booking.id.hex, str(booking.version))
    assert isinstance(reply, Refuse) and reply.card is not None
    assert not reply.card.title


async def test_an_answer_to_how_it_was_stays_where_the_question_was(world: World) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 2 * HOUR)
    await presses(world, "ken", "accept", booking)
    await world.pass_time(2 * HOUR + timedelta(minutes=30))
    await presses(world, "ken", "complete", booking)
    ping = await stands(world, "sam", booking, Kind.FEEDBACK)
    reply = await pressed_on(world, "sam", ping, "feedback", booking.id.hex, "good", "done")
    assert isinstance(reply, Swap)
    assert text(reply.card).startswith("⚪ Your session with @Ken is completed: Talk")
    card = await stands(world, "sam", booking, Kind.CARD)
    reply = await pressed_on(world, "sam", card, "feedback", booking.id.hex, "bad", "card")
    assert isinstance(reply, Swap) and reply.card.title == "Session with Ken"


ACTS = (
    ("ken", "accept", "✅ You accepted: Talk"),
    ("ken", "decline", "⚪ You declined: Talk"),
    ("sam", "withdraw", "⚪ You withdrew the request: Talk"),
)


@pytest.mark.parametrize(("who", "route", "said"), ACTS)
async def test_a_private_message_becomes_a_receipt(world: World, who: str, route: str, said: str) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 2 * DAY)
    trigger = Trigger.FORM if route == "decline" else Trigger.BUTTON
    reply = await world.does(who, trigger, route, booking.id.hex, str(booking.version))
    assert isinstance(reply, Swap) and reply.note is None
    assert one_line(reply.card)
    assert text(reply.card).startswith(said)
    assert labels(reply.card) == ["Open"]


async def test_everything_that_is_done_in_private_is_said_in_one_line(world: World) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 2 * DAY)
    later = (world.now + 3 * DAY).isoformat()
    deeds: tuple[tuple[str, Trigger, str, dict[str, str], str], ...] = (
        ("sam", Trigger.FORM, "change", {"topic": "Talk"}, "You changed the request. @Ken has until"),
        ("ken", Trigger.FORM, "propose", {"when": later}, SUGGESTED),
        ("sam", Trigger.BUTTON, "keep-time", {}, "You closed the suggestion, and nothing changes: Talk"),
        ("ken", Trigger.FORM, "propose", {"when": later}, SUGGESTED),
        ("ken", Trigger.BUTTON, "withdraw-time", {}, "You took the suggestion back: Talk"),
        ("ken", Trigger.FORM, "propose", {"when": later}, SUGGESTED),
        ("sam", Trigger.BUTTON, "accept-time", {}, "You accepted the new time: Talk"),
        ("ken", Trigger.FORM, "edit-link", {"link": "https://meet.example.org/a"}, "You changed the meeting"),
    )
    for who, trigger, route, values, said in deeds:
        (now,) = await world.all_bookings()
        more = ("0",) if route == "accept-time" else ()
        reply = await world.does(who, trigger, route, now.id.hex, str(now.version), *more, **values)
        assert isinstance(reply, Swap), (route, reply)
        assert one_line(reply.card), (route, text(reply.card))
        assert said in text(reply.card), (route, text(reply.card))
    await world.pass_time(3 * DAY + timedelta(minutes=12))
    for who, route, said in (
        ("ken", "complete", "You completed the session: Talk"),
        ("ken", "student-absent", "You recorded that @Sam did not come: Talk"),
    ):
        reply = await presses(world, who, route, booking)
        assert isinstance(reply, Swap) and said in text(reply.card)


async def test_what_is_cancelled_in_private_is_not_called_withdrawn(world: World) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 2 * DAY)
    await presses(world, "ken", "accept", booking)
    (now,) = await world.all_bookings()
    reply = await world.does("sam", Trigger.FORM, "cancel", now.id.hex, str(now.version), reason="Ill")
    assert isinstance(reply, Swap) and "You cancelled: Talk" in text(reply.card)
