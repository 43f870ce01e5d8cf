"""Whatever organisers do about the sessions of others, in whatever order: nothing is lost, doubled or left unsaid."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from core.domain.booking import Act, Role, Status
from core.domain.profiles import ProfileForm
from core.domain.requests import RequestText
from core.domain.series import Every, dates
from core.handlers.admin_routes import ADMIN_ROUTES
from core.ports.call import Trigger
from core.ports.replies import Refuse
from core.screens.grammar import text
from core.services.bookings import ActResult
from core.services.series import SeriesWish
from tests.promises import rules
from tests.promises.deeds import asks, pings_of
from tests.promises.ledger import open_ledger
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.booking import Booking

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MENTORS = ("ana", "ken")
STEPS = 36


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'a.db'}" if request.param == "sqlite" else fresh_database())
    await opened.open()
    for name in (*MENTORS, "eve"):
        typed = ProfileForm(headline="Mentor", zone="Europe/Berlin", hours="Mon-Sun 08:00-20:00")
        await opened.people_service.save_profile(opened.people[name], typed)
    await opened.core.services.program.add_organiser(opened.people["eve"], by=None)
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def organises(world: World, dice: Random, booking: Booking) -> None:
    """Let the organiser do something to a booking: now and then with a card that was drawn before."""
    version = str(booking.version - (dice.random() < 0.1))
    args, trigger, values = (booking.id.hex, version), Trigger.FORM, dict[str, str]()
    route = dice.choice(["admin-nudge", "admin-nudge", "admin-reassign", "admin-reassign", "admin-call-off"])
    if route == "admin-nudge":
        trigger = Trigger.BUTTON
    if route == "admin-reassign":
        values["mentor"] = world.people[dice.choice([*MENTORS, "eve"])].id.hex
    if route == "admin-call-off":
        values["reason"] = "So it is decided"
    await world.does("eve", trigger, route, *args, **values)


async def somebody_does(world: World, dice: Random, booking: Booking) -> None:
    """Let one of the two answer, suggest another time, or call it off."""
    names = {person.id: name for name, person in world.people.items()}
    student, mentor = names[booking.student], names[booking.mentor]
    who, trigger, route, values = dice.choice(
        [
            (mentor, Trigger.BUTTON, "accept", {}),
            (mentor, Trigger.FORM, "decline", {"reply": "No"}),
            (student, Trigger.FORM, "cancel", {"reason": "Ill"}),
            (mentor, Trigger.FORM, "propose", {"when": (world.now + 4 * DAY).isoformat()}),
            (student, Trigger.BUTTON, "keep-time", {}),
        ]
    )
    await world.does(who, trigger, route, booking.id.hex, str(booking.version), **values)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 6))
async def test_whatever_organisers_do_everybody_is_told_once_and_nothing_is_lost(
    world: World, seed: int
) -> None:
    dice, acts = Random(seed), Counter[Act]()
    for step in range(STEPS):
        bookings = await world.all_bookings()
        waiting = [one for one in bookings if one.status.is_open]
        if not waiting or dice.random() < 0.2:
            when = world.now.replace(hour=10, minute=0) + dice.randint(2, 6) * DAY
            reply_time = when if dice.random() < 0.7 else None
            mentor = dice.choice(MENTORS)
            if not any(one.mentor == world.people[mentor].id for one in waiting):
                await asks(world, dice.choice(["sam", "mia"]), mentor, f"Topic {step}", reply_time)
        elif dice.random() < 0.7:
            await organises(world, dice, dice.choice(waiting))
        else:
            await somebody_does(world, dice, dice.choice(waiting))
        if dice.random() < 0.3:
            await world.pass_time(dice.choice([HOUR, 7 * HOUR]))
    await world.quiet()
    ledger = await open_ledger(world.store)
    rules.no_overlap(list(ledger.bookings.values()))
    rules.held_time_is_of_open_bookings(ledger)
    for booking in ledger.bookings.values():
        lines = await world.store.read(lambda tx, one=booking: tx.history(one.id))  # type: ignore[misc]
        rules.history_is_whole(booking, lines)
        rules.everybody_is_told_once(booking, lines, ledger)
        acts.update(line.moved.act for line in lines if line.moved.by is Role.ADMIN)
        if booking.closed_by is Role.ADMIN and booking.is_passed_on:
            assert booking.search is not None and booking.search.following is not None
            on = ledger.bookings[booking.search.following]
            assert (on.student, on.topic, on.starts_at) == (
                booking.student,
                booking.topic,
                booking.starts_at,
            ) or (on.version > 1)
            assert on.mentor != booking.mentor
    assert await world.auditor.look() == 0
    assert not world.auditor.found
    assert {Act.NUDGE, Act.CANCEL} <= set(acts), "the dice did too little"


async def test_who_may_press_what_organisers_press(world: World) -> None:
    """Each of their routes, however it is come to: nobody else, and the organiser without an error of ours."""
    asked = await asks(world, "sam", "ken", "Asked", world.now + 2 * DAY)
    values = {"mentor": world.people["ana"].id.hex, "reason": "Because"}
    mine = [(trigger, route) for trigger, route in ADMIN_ROUTES if route in MINE]
    assert len(mine) == len(MINE) + 2, "two of them are a button and a form"
    for who in ("sam", "ken", "mia"):
        for trigger, route in mine:
            before = await open_ledger(world.store)
            reply = await world.does(who, trigger, route, asked.id.hex, "1", **values)
            assert isinstance(reply, Refuse) and "organiser" in text(reply.why), (who, route)
            rules_unchanged = await open_ledger(world.store)
            assert rules_unchanged.bookings == before.bookings
    for trigger, route in mine:
        reply = await world.does("eve", trigger, route, asked.id.hex, "1", **values)
        assert not isinstance(reply, Refuse) or not text(reply.why).startswith("Something went wrong"), route


async def test_who_has_left_is_asked_in_nobodys_place(world: World) -> None:
    """The card from which a mentor is chosen is older than that."""
    asked = await asks(world, "sam", "ken", "Asked", world.now + 2 * DAY)
    await world.router.membership(world.people["ana"].address, here=False)
    chosen = {"mentor": world.people["ana"].id.hex}
    reply = await world.does("eve", Trigger.FORM, "admin-reassign", asked.id.hex, "1", **chosen)
    assert isinstance(reply, Refuse) and [one.id for one in await world.all_bookings()] == [asked.id]


async def test_who_is_in_no_group_of_students_books_nothing_and_older_rules_do_not_come_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, to = world.core.services.program, world.people["ken"].id.hex
    before = await world.store.read(lambda tx: (tx.rules(), tx.administrators()))
    await program.decide({"students": "group", "student_groups": {"slack": "S1"}}, by=None)

    async def late(_: object) -> object:
        return before

    with monkeypatch.context() as answers:
        answers.setattr(world.store, "read", late)
        await program.look()
    reply = await world.does("sam", Trigger.FORM, "book-session", mentor=to, topic="Talk")
    assert isinstance(reply, Refuse) and "members of one group" in text(reply.why)


MINE = {
    "admin-unanswered",
    "admin-booking",
    "admin-nudge",
    "admin-reassign",
    "admin-call-off",
    "admin-numbers",
    "admin-picture",
    "admin-words",
    "admin-export",
}


async def test_one_of_a_series_is_called_off_and_the_others_are_answered_one_by_one(world: World) -> None:
    """An answer to all of them has lost the card that told of it: each of the others gets a card of its own."""
    first_at = world.now.replace(hour=10, minute=0) + 7 * DAY
    wanted = SeriesWish(
        mentor=world.people["ken"].id,
        text=RequestText("Weekly"),
        days=dates(first_at, Every.WEEK, 3, ZoneInfo("Europe/Berlin")),
    )
    series, sam = world.core.services.series, world.people["sam"]
    plan = await series.plan(sam, wanted)
    sent = await series.ask_for(sam, wanted, mask=plan.mask, key="ask")
    assert isinstance(sent, ActResult)
    await world.worker.deliver_due()
    first = sent.view.booking
    await world.pass_time(13 * HOUR)
    page = await world.core.services.organising.unanswered(9)
    assert [one.booking.id for one in page.rows] == [first.id], "it is one request to answer"
    args = (first.id.hex, str(first.version))
    await world.does("eve", Trigger.FORM, "admin-call-off", *args, reason="No room")
    others = [one for one in await world.all_bookings() if one.id != first.id]
    assert [(one.status, one.told_with) for one in others] == [(Status.PENDING, None)] * 2
    told = [one for one in pings_of(world, "ken") if "would like a session" in one.title]
    assert len(told) == 2, "each of the others has a card"
