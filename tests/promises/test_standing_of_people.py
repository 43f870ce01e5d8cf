"""Whoever stops, is removed, blocked or not approved is offered nowhere; no session is lost, and all are told once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.booking import Status
from core.domain.errors import BookingError
from core.domain.mentor_search import ANY
from core.domain.notices import Kind
from core.domain.people import PersonId
from core.domain.profiles import ProfileForm
from core.domain.requests import RequestText, Wish
from core.domain.standing import Step
from core.handlers.routes import ROUTES
from core.handlers.ways_in import WAYS_IN
from core.ports.call import Trigger
from core.ports.cards import Menu, buttons
from core.ports.replies import Ask, Refuse
from tests.plain import line
from tests.promises.deeds import asks, labels, pings_of, presses, text
from tests.promises.ledger import open_ledger
from tests.promises.rules import held_time_is_of_open_bookings, no_overlap, one_mentor_is_asked_at_a_time
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.booking import Booking
    from core.ports.cards import Card
    from core.ports.replies import Reply

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFERED = "does not mentor here at the moment"
BLOCKED = "An organiser has blocked you"


@pytest.fixture(params=["sqlite", "postgres"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Eve organises; everybody else is as always."""
    opened = World(f"sqlite:///{tmp_path / 'world.db'}" if request.param == "sqlite" else fresh_database())
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


# --- nowhere offered ------------------------------------------------------------------------------------------


async def stops(world: World, name: str) -> None:
    card = card_of(await press(world, name, "stop"))
    assert card_of(await press(world, name, "stop-now", *args_of(card, "stop-now"))).badge == "Stopped"


async def is_removed(world: World, name: str) -> None:
    card = card_of(await press(world, "eve", "admin-remove", world.people[name].id.hex))
    await press(world, "eve", "admin-remove-now", *args_of(card, "admin-remove-now"))


async def is_blocked(world: World, name: str) -> None:
    await press(world, "eve", "admin-block-keep", world.people[name].id.hex)


async def is_waiting(world: World, name: str) -> None:
    await world.core.services.standing.ask(world.people[name], [world.people["eve"].id])


async def is_declined(world: World, name: str) -> None:
    await is_waiting(world, name)
    await send(world, "eve", "admin-decline", world.people[name].id.hex)


BACK: dict[str, tuple[Callable[[World, str], Awaitable[None]], str, str]] = {
    "stopped": (stops, "ana", "begin"),
    "removed": (is_removed, "eve", "admin-restore"),
    "blocked": (is_blocked, "eve", "admin-unblock"),
    "waiting": (is_waiting, "eve", "admin-approve"),
    "declined": (is_declined, "eve", "admin-restore"),
}
"""How a mentor comes to be offered no longer, and who presses what to bring them back."""


async def offered(world: World) -> dict[str, bool]:
    """Try every way to come to Ana, as Mia; whether she is offered on each."""
    ana, services, mia = world.people["ana"].id, world.core.services, world.people["mia"]
    listed = card_of(await world.does("mia", Trigger.COMMAND, "find-mentor"))
    options = await services.people.mentors("", limit=20)
    called = await services.people.called("Ana", but=mia.id)
    ways: dict[str, bool] = {
        "the directory": ana.hex in str(list(buttons(listed))),
        "a search": ana in {one.person.id for one in options},
        "a name": ana in {one.person.id for one in called},
        "who is free then": ana
        in {
            one.person.id
            for one in await services.open_times.mentors_free_at(world.now + 30 * HOUR, 30, mia.id)
        },
    }
    when = (world.now + 30 * HOUR).isoformat()
    tried = {
        "a button": await press(world, "mia", "book", ana.hex),
        "a form": await send(world, "mia", "book-session", mentor=ana.hex, topic="Talk", when=when),
        "a waiting list": await press(world, "mia", "wait", ana.hex),
        "a place in line": await send(world, "mia", "wait", ana.hex, topic="Talk"),
    }
    for name, reply in tried.items():
        ways[name] = not isinstance(reply, Refuse)
        assert ways[name] or OFFERED in why(reply) or "wait" in why(reply), (name, why(reply))
    return ways


async def test_who_mentors_no_longer_is_offered_on_no_way_and_comes_back_with_the_old_profile(
    world: World,
) -> None:
    ana = world.people["ana"]
    hours = ProfileForm(headline="Mentor", zone="Europe/Berlin", hours="Mon-Sun 08:00-20:00")
    await world.people_service.save_profile(ana, hours)
    before = await offered(world)
    assert all(before.values()), before
    for booking in await world.all_bookings():
        if booking.status is Status.PENDING:
            await presses(world, "mia", "withdraw", booking)
    profile = await world.people_service.own_profile(world.people["ana"])
    for how, (ends, who, route) in BACK.items():
        await ends(world, "ana")
        now_offered = await offered(world)
        assert not any(now_offered.values()), (how, now_offered)
        with pytest.raises(BookingError):
            await world.core.services.waiting_lists.join(
                world.people["mia"], profile.person.id, RequestText("x")
            )
        await press(world, who, route, *(() if who == "ana" else (profile.person.id.hex,)))
        again = await world.people_service.own_profile(world.people["ana"])
        assert again.offered and again.headline == profile.headline, how
        assert profile.person.id in {one.person.id for one in await world.people_service.mentors("", limit=9)}


async def test_any_suitable_mentor_is_never_one_who_stopped(world: World) -> None:
    await stops(world, "ana")
    booking = await asks(world, "sam", "ken", "First", world.now + 20 * HOUR)
    await presses(world, "sam", "withdraw", booking)
    await send(
        world, "sam", "book-session", mentor=ANY, topic="Help", when=(world.now + 25 * HOUR).isoformat()
    )
    (made,) = [one for one in await world.all_bookings() if one.topic == "Help"]
    assert made.search is not None and made.search.mentors == (world.people["ken"].id,)


# --- stopping -------------------------------------------------------------------------------------------------


async def test_only_a_list_that_was_seen_is_declined_and_what_is_agreed_goes_on(world: World) -> None:
    kept = await agreed(world, "sam", "ana", "Agreed", 30)
    first = await asks(world, "mia", "ana", "First", world.now + 40 * HOUR)
    card = card_of(await press(world, "ana", "stop"))
    assert first.ref in text(card) and kept.ref in text(card)
    late = await asks(world, "sam", "ana", "Late", world.now + 50 * HOUR)
    shown = card_of(await press(world, "ana", "stop-now", *args_of(card, "stop-now")))
    assert "The list has changed" in text(shown) and late.ref in text(shown)
    assert (await now(world, first)).status is Status.PENDING, "nothing was confirmed"
    held = card_of(await press(world, "ana", "stop-keep", args_of(shown, "stop-now")[0], late.id.hex))
    assert card_of(await press(world, "ana", "stop-now", *args_of(held, "stop-now"))).badge == "Stopped"
    states = {one.topic: one.status for one in await world.all_bookings()}
    assert states == {"Agreed": Status.ACCEPTED, "First": Status.REJECTED, "Late": Status.PENDING}
    assert (await told(world, "mia", first)).count(Kind.REJECTED) == 1
    await presses(world, "ana", "accept", late)
    assert (await now(world, late)).status is Status.ACCEPTED, "a request that was kept may be accepted"
    await presses(world, "sam", "cancel", kept)


async def test_the_same_press_twice_stops_once(world: World) -> None:
    first = await asks(world, "mia", "ana", "First", world.now + 40 * HOUR)
    card = card_of(await press(world, "ana", "stop"))
    args = args_of(card, "stop-now")
    await world.does("ana", Trigger.BUTTON, "stop-now", *args, key="twice")
    version = (await now(world, first)).version
    again = await world.does("ana", Trigger.BUTTON, "stop-now", *args, key="twice")
    assert card_of(again).badge == "Stopped" and (await now(world, first)).version == version


async def test_a_request_and_a_stop_at_the_same_time_leave_nobody_waiting(world: World) -> None:
    """Whichever comes first: the request is refused, or it is on the list that is shown anew."""
    card = card_of(await press(world, "ana", "stop"))
    services, ana, sam = world.core.services, world.people["ana"], world.people["sam"]
    seen, mark = await services.standing.leaving(ana.id, frozenset()), args_of(card, "stop-now")[1]
    asked, stopped = await asyncio.gather(
        services.bookings.ask(sam, ana.id, Wish(text=RequestText("Race")), key="race"),
        services.standing.leave(Step.STOP, ana, seen, mark=mark, word="", key="stop"),
        return_exceptions=True,
    )
    made = [one for one in await world.all_bookings() if one.status is Status.PENDING]
    offered_still = (await world.people_service.own_profile(world.people["ana"])).offered
    assert bool(made) == offered_still, (asked, stopped)


# --- handing over ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["ana", "eve"])
async def test_a_session_goes_to_another_mentor_in_one_piece(world: World, by: str) -> None:
    """A request and an agreed session; the student is told once, keeps one card, and never has two sessions."""
    prefix, target = ("stop", ()) if by == "ana" else ("admin-remove", (world.people["ana"].id.hex,))
    for number, topic in enumerate(("Asked", "Agreed")):
        hours = 30 + 10 * number
        booking = (
            await asks(world, "sam", "ana", topic, world.now + hours * HOUR)
            if topic == "Asked"
            else await agreed(world, "sam", "ana", topic, hours)
        )
        cards = len([one for one in pings_of(world, "sam") if one.title])
        draft = args_of(card_of(await press(world, by, prefix, *target)), f"{prefix}-now")[0]
        offer = card_of(await press(world, by, f"{prefix}-hand", draft, booking.id.hex))
        (menu,) = [one for one in offer.parts if isinstance(one, Menu)]
        assert [one.label for one in menu.options] == ["Ken"]
        await press(world, by, f"{prefix}-to", *menu.args, choice=menu.options[0].value)
        old = await now(world, booking)
        new = next(one for one in await world.all_bookings() if old.search and one.id == old.search.following)
        assert not old.status.is_open and new.status is Status.PENDING
        assert (new.slot, new.minutes, new.topic) == (old.slot, old.minutes, old.topic)
        assert len([one for one in pings_of(world, "sam") if one.title]) == cards, "its card went on"
        heard = Counter(await told(world, "sam", old, new))
        passed = Kind.HANDED_ON if by == "ana" else Kind.REASSIGNED
        assert heard[passed] == 1
        assert not heard[Kind.CANCELLED] and not heard[Kind.REJECTED] and not heard[Kind.CALLED_OFF]
        mine = await told(world, "ana", old)
        assert mine.count(Kind.TAKEN_OVER) == (by == "eve")
        await presses(world, "ken", "accept", new)
        assert (await now(world, new)).status is Status.ACCEPTED


async def test_nobody_is_asked_who_can_not_take_it(world: World) -> None:
    """The other mentor is busy then, or has stopped: the session stays as it is, and the press says so."""
    booking = await agreed(world, "sam", "ana", "Mine", 30)
    draft = args_of(card_of(await press(world, "ana", "stop")), "stop-now")[0]
    await agreed(world, "mia", "ken", "Theirs", 30)
    offer = card_of(await press(world, "ana", "stop-hand", draft, booking.id.hex))
    assert "Nobody else" in text(offer)
    for mentor in ("ken", "sam", "ana"):
        reply = await press(
            world, "ana", "stop-to", draft, booking.id.hex, choice=world.people[mentor].id.hex
        )
        assert "can't take this session" in why(reply)
    assert (await now(world, booking)).status is Status.ACCEPTED
    assert isinstance(await press(world, "ken", "stop-list", draft), Refuse), "the list is Ana's alone"


async def test_the_next_of_a_search_is_asked_where_an_organiser_ends_a_request(world: World) -> None:
    when = (world.now + 25 * HOUR).isoformat()
    await send(world, "sam", "book-session", mentor=ANY, topic="Help", when=when)
    (made,) = await world.all_bookings()
    first = next(name for name in ("ana", "ken") if world.people[name].id == made.mentor)
    await press(world, "eve", "admin-block-all", made.mentor.hex)
    waiting = [one for one in await world.all_bookings() if one.status is Status.PENDING]
    assert [one.mentor for one in waiting] == [world.people["ken" if first == "ana" else "ana"].id]


# --- blocking -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call_off", [True, False])
async def test_what_becomes_of_the_sessions_of_who_is_blocked(world: World, call_off: bool) -> None:
    """By the organiser's choice: both sides hear once, or it goes on; a place in line is gone in any case."""
    mine = await agreed(world, "sam", "ana", "Agreed", 30)
    asked = await asks(world, "sam", "ken", "Asked", world.now + 40 * HOUR)
    await send(world, "sam", "wait", world.people["ana"].id.hex, topic="Later")
    route = "admin-block-all" if call_off else "admin-block-keep"
    await press(world, "eve", route, world.people["sam"].id.hex)
    expected = {Status.CANCELLED} if call_off else {Status.ACCEPTED, Status.PENDING}
    assert {one.status for one in await world.all_bookings()} == expected
    for name, booking in (("ana", mine), ("sam", mine), ("ken", asked)):
        heard = await told(world, name, booking)
        assert heard.count(Kind.CALLED_OFF) == int(call_off), name
    assert await world.core.services.waiting_lists.places(world.people["sam"]) == ()
    assert sum(BLOCKED in text(one) for one in pings_of(world, "sam")) == 1


async def test_who_is_blocked_gets_one_sentence_on_every_way_in(world: World) -> None:
    """At each route that begins a session or mentoring, whatever it is pressed with; and their sessions go on."""
    booking = await agreed(world, "ken", "ana", "Kept", 30)
    await is_blocked(world, "ken")
    tried = [(trigger, route) for trigger, route in ROUTES if route in WAYS_IN]
    assert {route for _, route in tried} == WAYS_IN, "every way in is a route"
    for trigger, route in tried:
        reply = await world.does("ken", trigger, route, world.people["ana"].id.hex, topic="Talk")
        assert BLOCKED in why(reply), (trigger, route)
    assert not isinstance(await world.does("ken", Trigger.COMMAND, "my-sessions"), Refuse)
    assert isinstance(await press(world, "ken", "cancel", booking.id.hex, "2"), Ask)
    assert (await now(world, booking)).status is Status.ACCEPTED
    people = world.people_service
    await press(world, "eve", "admin-unblock", world.people["ken"].id.hex)
    assert (await people.own_profile(world.people["ken"])).offered
    assert isinstance(await world.does("ken", Trigger.COMMAND, "mentor-panel"), object)


async def test_nothing_gets_past_a_block_that_comes_while_a_form_is_open(world: World) -> None:
    """The gate is passed before the block, the transaction is not."""
    sam, ana = world.people["sam"], world.people["ana"].id
    await is_blocked(world, "sam")
    services = world.core.services
    with pytest.raises(BookingError, match="blocked"):
        await services.bookings.ask(sam, ana, Wish(text=RequestText("Late")), key="late")
    with pytest.raises(BookingError, match="blocked"):
        await services.waiting_lists.join(sam, ana, RequestText("Late"))


# --- approval, pauses and the history -------------------------------------------------------------------------


async def test_the_first_answer_wins_and_every_card_says_whose_it_was(world: World) -> None:
    services = world.core.services
    await services.program.add_organiser(world.people["ken"], by=None)
    await services.program.decide({"mentors": "approval"}, by=None)
    panel = card_of(await send(world, "mia", "profile", headline="Helps", zone="Europe/Berlin"))
    assert panel.badge == "Waiting for approval"
    mia = world.people["mia"].id
    cards = {name: pings_of(world, name, "A new mentor")[0] for name in ("eve", "ken")}
    assert all("Approve" in labels(card) for card in cards.values())
    assert card_of(await press(world, "ken", "admin-approve", mia.hex)).badge == "Approved"
    for name in ("eve", "ken"):
        (card,) = pings_of(world, name, "A new mentor")
        assert card.badge == "Approved" and "Ken approved" in text(card) and "Approve" not in labels(card)
    late = await send(world, "eve", "admin-decline", mia.hex, word="No")
    assert "already answered" in why(late)
    assert sum("You are approved" in text(one) for one in pings_of(world, "mia")) == 1
    again = card_of(await send(world, "mia", "profile", headline="Helps more", zone="Europe/Berlin"))
    assert again.badge == "Taking requests", "a new headline needs no new yes"


async def test_a_declined_mentor_reads_the_word_and_may_ask_again(world: World) -> None:
    services = world.core.services
    await services.program.decide({"mentors": "approval"}, by=None)
    await send(world, "mia", "profile", headline="Helps", zone="Europe/Berlin")
    await send(world, "eve", "admin-decline", world.people["mia"].id.hex, word="Please say what you know.")
    assert any("Please say what you know." in text(one) for one in pings_of(world, "mia"))
    await press(world, "mia", "ask-approval")
    assert len(pings_of(world, "eve", "A new mentor")) == 2
    await press(world, "mia", "ask-approval")
    assert len(pings_of(world, "eve", "A new mentor")) == 2, "a second press asks nobody again"


async def test_a_pause_of_an_organiser_is_ended_by_its_time_or_by_an_organiser_alone(world: World) -> None:
    ana = world.people["ana"].id
    until = world.now + DAY
    await send(world, "eve", "admin-pause", ana.hex, until=until.isoformat(), word="Rest")
    for route in ("resume", "pause-now"):
        assert "only an organiser" in why(await press(world, "ana", route))
    refused = await send(world, "sam", "book-session", mentor=ana.hex, topic="Talk")
    assert "takes no new requests" in why(refused)
    await world.pass_time(DAY + HOUR)
    assert (await world.people_service.own_profile(world.people["ana"])).takes_requests(world.now)
    assert not isinstance(await press(world, "ana", "pause-now"), Refuse)


async def test_every_act_of_an_organiser_is_in_the_history(world: World) -> None:
    ana = world.people["ana"].id
    await agreed(world, "sam", "ana", "Agreed", 30)
    await send(world, "eve", "admin-pause", ana.hex)
    for route in ("admin-resume", "admin-block-all", "admin-unblock"):
        await press(world, "eve", route, ana.hex)
    await is_removed(world, "ana")
    await press(world, "eve", "admin-restore", ana.hex)
    acts = await world.store.read(lambda tx: tx.admin_acts(20))
    said = [one.act for one in reversed(acts) if one.about == ana]
    assert said == ["pause", "resume", "block", "unblock", "remove", "restore"]
    assert {one.who for one in acts if one.about == ana} == {world.people["eve"].id}
    assert all(one.step is not Step.ASK for one in [await world.core.services.standing.of(ana)])


async def test_nobody_else_does_what_organisers_do(world: World) -> None:
    """Whoever is no organiser is refused at every route, and nobody blocks themselves."""
    ana = world.people["ana"].id
    for trigger, route in [one for one in ROUTES if one[1].startswith("admin")]:
        reply = await world.does("sam", trigger, route, ana.hex)
        assert "Only an organiser" in why(reply), route
    assert "yourself" in why(await press(world, "eve", "admin-block-keep", world.people["eve"].id.hex))
    assert isinstance(await press(world, "eve", "admin-person", PersonId(world.new_id()).hex), Refuse)


async def told(world: World, who: str, *bookings: Booking) -> list[Kind]:
    """Return of what somebody was, or will be, told about these bookings."""
    rows, ids = (await open_ledger(world.store)).outbox.values(), {one.id for one in bookings}
    mine = world.people[who].id
    return [row["kind"] for row in rows if row["booking"] in ids and row["recipient"] == mine]
