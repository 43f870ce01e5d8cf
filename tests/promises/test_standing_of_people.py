"""Whoever stops, is removed, blocked or not approved is offered nowhere; no session is lost, and all are told once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from core.domain.booking import Status
from core.domain.errors import BookingError
from core.domain.mentor_search import ANY
from core.domain.notices import Kind
from core.domain.profiles import ProfileForm
from core.domain.requests import RequestText, Wish
from core.domain.series import Date
from core.domain.standing import Step
from core.ports.call import Trigger
from core.ports.cards import Menu, buttons
from core.ports.replies import Ask, Refuse
from core.services.series import SeriesWish
from tests.plain import line
from tests.promises.deeds import asks, pings_of, presses, text
from tests.promises.organised import (
    DAY,
    HOUR,
    OFFERED,
    agreed,
    args_of,
    card_of,
    is_blocked,
    is_removed,
    now,
    organised,
    press,
    send,
    stops,
    told,
    why,
)
from tests.promises.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    async with organised(request.param) as opened:
        yield opened


async def is_waiting(world: World, name: str) -> None:
    await world.core.services.standing.ask(world.people[name])


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


@pytest.mark.long
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
    assert OFFERED in text(card_of(await press(world, "mia", "again", first.id.hex))), (
        "and asks for another one"
    )
    again = await press(world, "sam", "again", kept.id.hex)
    assert isinstance(again, Ask) and OFFERED in line(again.form.intro)
    assert [one.value for one in again.form.fields if one.key == "topic"] == ["Agreed"], "no word is lost"
    await presses(world, "ana", "accept", late)
    assert (await now(world, late)).status is Status.ACCEPTED, "a request that was kept may be accepted"
    await presses(world, "sam", "cancel", kept)


@pytest.mark.long
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


@pytest.mark.parametrize("by", ["ana", pytest.param("eve", marks=pytest.mark.long)])
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
        rang = Counter(await told(world, "sam", old, new))
        passed = Kind.HANDED_ON if by == "ana" else Kind.REASSIGNED
        assert rang[passed] == 1
        assert not rang[Kind.CANCELLED] and not rang[Kind.REJECTED] and not rang[Kind.CALLED_OFF]
        taken_out = [one.file.mark for one in pings_of(world, "sam") if one.file and "assed" in one.summary]
        assert taken_out == ([f"{old.id.hex}-{old.version}-student"] if topic == "Agreed" else [])
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
    assert "Nobody else who takes requests" in text(offer)
    for mentor in ("ken", "sam", "ana"):
        reply = await press(
            world, "ana", "stop-to", draft, booking.id.hex, choice=world.people[mentor].id.hex
        )
        assert "can't take this session" in why(reply)
    assert (await now(world, booking)).status is Status.ACCEPTED
    assert isinstance(await press(world, "ken", "stop-list", draft), Refuse), "the list is Ana's alone"


@pytest.mark.long
async def test_the_next_of_a_search_is_asked_where_an_organiser_ends_a_request(world: World) -> None:
    when = (world.now + 25 * HOUR).isoformat()
    await send(world, "sam", "book-session", mentor=ANY, topic="Help", when=when)
    (made,) = await world.all_bookings()
    first = next(name for name in ("ana", "ken") if world.people[name].id == made.mentor)
    await press(world, "eve", "admin-block-all", made.mentor.hex)
    waiting = [one for one in await world.all_bookings() if one.status is Status.PENDING]
    assert [one.mentor for one in waiting] == [world.people["ken" if first == "ana" else "ana"].id]


@pytest.mark.long
async def test_a_word_that_is_too_long_is_not_lost(world: World) -> None:
    """Ken is on Discord, whose forms keep nothing: it opens again with what was typed, and then goes through."""
    booking = await agreed(world, "sam", "ken", "Mine", 30)
    draft = args_of(card_of(await press(world, "ken", "stop")), "stop-now")[0]
    refused = await send(world, "ken", "stop-cancel", draft, booking.id.hex, word="x" * 501)
    assert isinstance(refused, Refuse) and refused.edit is not None
    opened = await press(world, "ken", refused.edit.route, *refused.edit.args)
    assert isinstance(opened, Ask) and opened.form.fields[0].value.startswith("xxx")
    listed = card_of(await send(world, "ken", opened.form.route, *opened.form.args, word="I am ill."))
    assert booking.ref not in text(listed)
    assert (await now(world, booking)).reason == "I am ill."


async def test_a_series_goes_together_and_what_is_kept_of_it_stands_alone(world: World) -> None:
    """Three requests with one card: two are declined with one message, the kept one gets a card of its own."""
    whom, weekly = world.people["ana"].id, [Date(world.now + 30 * HOUR + week * 7 * DAY) for week in range(3)]
    wish = SeriesWish(mentor=whom, text=RequestText("Series"), days=tuple(weekly), offering=None)
    await world.core.services.series.ask_for(world.people["sam"], wish, mask="7", key="series")
    await world.worker.deliver_due()
    first, *others = sorted(await world.all_bookings(), key=lambda one: one.starts_at or world.now)
    draft = args_of(card_of(await press(world, "ana", "stop")), "stop-now")[0]
    shown = card_of(await press(world, "ana", "stop-keep", draft, others[1].id.hex))
    await press(world, "ana", "stop-now", *args_of(shown, "stop-now"))
    assert Counter(await told(world, "sam", first, *others))[Kind.REJECTED] == 1
    kept = await now(world, others[1])
    assert (kept.status, kept.told_with) == (Status.PENDING, None)
    assert Kind.REQUESTED in await told(world, "ana", kept)


async def test_whoever_waits_for_a_mentor_who_takes_no_more_requests_is_told_once(world: World) -> None:
    """And the place in line ends; for a pause that ends it is kept."""
    ana, services = world.people["ana"], world.core.services

    async def paused(*, by: str, until: datetime | None) -> None:
        if by == "ana":
            await world.people_service.pause(ana, until=until)
        else:
            await services.standing.take(Step.PAUSE, ana.id, world.people[by], until=until)

    ways: dict[str, tuple[Callable[[], Awaitable[object]], str]] = {
        "she pauses for a day": (lambda: paused(by="ana", until=world.now + DAY), "resume"),
        "she pauses": (lambda: paused(by="ana", until=None), "resume"),
        "she is paused for a day": (lambda: paused(by="eve", until=world.now + DAY), "admin-resume"),
        "she is paused": (lambda: paused(by="eve", until=None), "admin-resume"),
        "she stops": (lambda: stops(world, "ana"), "begin"),
        "she is removed": (lambda: is_removed(world, "ana"), "admin-restore"),
        "she is blocked": (lambda: is_blocked(world, "ana"), "admin-unblock"),
        "she is erased": (lambda: services.privacy.erase(ana.id), ""),
    }
    for name, (happens, back) in ways.items():
        world.now += HOUR / 60
        for who in ("sam", "mia"):
            await services.waiting_lists.join(world.people[who], ana.id, RequestText(f"Before {name}"))
        told_before = len(pings_of(world, "sam", "Your place in line"))
        await happens()
        await world.worker.deliver_due()
        kept = "for a day" in name
        for who in ("sam", "mia"):
            places = await services.waiting_lists.places(world.people[who])
            assert len(places) == int(kept), (name, who)
            if places:
                await services.waiting_lists.leave(world.people[who], ana.id)
        assert len(pings_of(world, "sam", "Your place in line")) == told_before + int(not kept), name
        if back:
            by = "eve" if back.startswith("admin") else "ana"
            await press(world, by, back, *((ana.id.hex,) if by == "eve" else ()))
    said = [text(one) for one in pings_of(world, "sam", "Your place in line")]
    assert "a former member" in said[-1] and "/find-mentor" in said[-1]


@pytest.mark.long
async def test_a_time_that_is_held_is_given_back(world: World) -> None:
    """For somebody who waited for a mentor who stops: there is nothing to take any more, and the card says so."""
    hours = ProfileForm(headline="Mentor", zone="Europe/Berlin", hours="Mon-Sun 08:00-20:00")
    await world.people_service.save_profile(world.people["ana"], hours)
    await send(world, "sam", "wait", world.people["ana"].id.hex, topic="Later")
    await world.pass_time(HOUR / 60)
    (held,) = await world.all_bookings()
    assert held.held_until is not None
    await stops(world, "ana")
    assert (await now(world, held)).status is Status.CANCELLED
    assert card_of(await press(world, "sam", "take", held.id.hex, str(held.version))).badge == "Called off"
