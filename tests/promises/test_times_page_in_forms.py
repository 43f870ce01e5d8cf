"""No form breaks a sentence of the page about times: each of its examples is typed into every form that takes it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING

import pytest

from core.domain.acts import Cancel
from core.domain.booking import Status
from core.ports.call import Trigger
from core.ports.cards import Button, buttons
from core.ports.replies import Refuse, Show, Swap
from core.screens.times import READINGS
from core.services.bookings import Press
from core.times.read import Ambiguous, read_time, show
from tests.plain import line, plain
from tests.promises.world import World
from tests.times.test_times_page import BERLIN, EXAMPLES, NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from core.ports.replies import Reply

WRITTEN_OUT = re.compile(r".*20\d\d.*\d{1,2}:\d\d|<t:\d+>")
"""A full date with its year and hour, or what a picker sends."""
PICKED = re.compile(r"<t:\d+>")
AGAIN = "Type it again…"


def of(kind: str) -> list[tuple[str, str]]:
    return [(typed, answer) for one, typed, answer in EXAMPLES if one == kind]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    opened = World("sqlite://", now=NOW.astimezone(UTC))
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def withdrawn(world: World) -> datetime | None:
    """Return the time of the request that was just sent, if one was, and take everything back."""
    sent = [one for one in await world.all_bookings() if one.status is Status.PENDING]
    for one in sent:
        press = Press(world.people["mia"], one.id, Cancel(), f"taken back {next(world.keys)}")
        await world.bookings.act(press)
    (start,) = {one.starts_at for one in sent} or {None}
    return start


async def requested(world: World, typed: str) -> Reply:
    ken = world.people["ken"].id.hex
    return await world.does("mia", Trigger.FORM, "book-session", mentor=ken, topic="Careers", when=typed)


async def commanded(world: World, typed: str) -> Reply:
    return await world.does("mia", Trigger.COMMAND, "book-session", mentor="ken", topic="Careers", when=typed)


async def changed(world: World, typed: str) -> Reply:
    ken = world.people["ken"].id.hex
    await world.does("mia", Trigger.FORM, "book-session", mentor=ken, topic="Careers")
    (made,) = [one for one in await world.all_bookings() if one.status is Status.PENDING]
    return await world.does("mia", Trigger.FORM, "change", made.id.hex, "1", topic="Careers", when=typed)


ASKED_BY_BUTTONS: dict[str, tuple[Callable[[World, str], Awaitable[Reply]], re.Pattern[str]]] = {
    "the booking form": (requested, WRITTEN_OUT),
    "the command": (commanded, PICKED),
    "the form that changes a request": (changed, WRITTEN_OUT),
}
"""Where a button can ask, and what is taken there without a question."""


@pytest.mark.parametrize("where", ASKED_BY_BUTTONS)
@pytest.mark.sampled(3)
async def test_what_is_typed_is_taken_asked_or_refused_as_the_page_says(world: World, where: str) -> None:
    door, at_once = ASKED_BY_BUTTONS[where]
    for typed, answer in of("times"):
        reply = await door(world, typed)
        start = await withdrawn(world)
        refused, asked = answer.startswith("refused: "), answer.startswith("asked: ")
        if refused:
            assert isinstance(reply, Refuse) and set(reply.fields) == {"when"}, typed
            assert line(reply.fields["when"]).startswith(answer.removeprefix("refused: ")), typed
        elif not asked and at_once.fullmatch(typed):
            assert start is not None and said(start) == answer, typed
        else:
            offered(reply, answer.removeprefix("asked: ").split(" or "), typed)
        assert (start is None) is (refused or asked or not at_once.fullmatch(typed)), typed


def said(start: datetime) -> str:
    return show(start, BERLIN).partition(" (")[0]


def offered(reply: Reply, readings: list[str], typed: str) -> None:
    """There is a button for each reading and one to type it again, and the zone stands beside each."""
    assert isinstance(reply, Show | Swap), typed
    text = plain(reply.card)
    labels = [one.label for one in buttons(reply.card) if isinstance(one, Button)]
    assert reply.card.title == "Which time do you mean?", typed
    assert len(labels) == len(readings) + 1 and labels[-1] == AGAIN, typed
    assert all(f"{reading} (Europe/Berlin, UTC+" in text for reading in readings), typed


@pytest.mark.parametrize("where", ASKED_BY_BUTTONS)
@pytest.mark.sampled(3)
async def test_no_reading_is_left_out_of_the_question(world: World, where: str) -> None:
    """Two orders of a date, two halves of a day and the zones of an abbreviation: a button for each, or for none."""
    for day, hour, zone in product(("next fri", "3/4"), ("9", "15:00"), ("", "EST", "IST")):
        typed = f"{day} {hour} {zone}".strip()
        read = read_time(typed, zone=BERLIN, now=NOW)
        meant = read.candidates if isinstance(read, Ambiguous) else (read.instant,)  # type: ignore[union-attr]
        reply = await ASKED_BY_BUTTONS[where][0](world, typed)
        assert await withdrawn(world) is None
        if len(meant) <= READINGS:
            offered(reply, [said(one) for one in meant], typed)
        else:
            assert isinstance(reply, Refuse), typed
            assert f"{len(meant)} times" in line(reply.fields["when"]), typed


async def suggested(world: World, field: str, typed: str) -> Reply:
    (made,) = [one for one in await world.all_bookings() if one.status is Status.PENDING]
    times = {"when": "2026-12-20 09:00"} | {field: typed}
    return await world.does("ken", Trigger.FORM, "propose", made.id.hex, str(made.version), **times)


@pytest.mark.parametrize("field", ["when", "when2", "when3", "until"])
@pytest.mark.sampled(2)
async def test_every_other_form_asks_with_the_same_buttons(world: World, field: str) -> None:
    await requested(world, "")
    await world.does("ken", Trigger.FORM, "profile", headline="Mentor", zone="Europe/Berlin")
    for typed, answer in of("times"):
        if field == "until":
            reply = await world.does("ken", Trigger.FORM, "pause", until=typed)
        else:
            reply = await suggested(world, field, typed)
        refused, asked = answer.startswith("refused: "), answer.startswith("asked: ")
        if refused:
            assert isinstance(reply, Refuse) and set(reply.fields) == {field}, typed
            assert line(reply.fields[field]).startswith(answer.removeprefix("refused: ")), typed
        elif not asked and WRITTEN_OUT.fullmatch(typed):
            assert isinstance(reply, Swap), typed
            assert answer in plain(reply.card), typed
        else:
            offered(reply, answer.removeprefix("asked: ").split(" or "), typed)


async def test_hours_days_and_zones_are_stored_or_refused_at_their_field(world: World) -> None:
    async def ana() -> dict[str, str | None]:
        known = await world.people_service.mentor(world.people["ana"].id)
        assert known is not None
        return {"hours": known.hours, "exceptions": known.exceptions}

    for kind, form, field in (("hours", "profile", "hours"), ("days", "open-times", "exceptions")):
        for typed, answer in of(kind):
            before = await ana()
            values = {"headline": "Mentor", "zone": "Europe/Berlin", field: typed}
            reply = await world.does("ana", Trigger.FORM, form, **values)
            if answer.startswith("refused: "):
                assert isinstance(reply, Refuse) and set(reply.fields) == {field}, typed
                assert line(reply.fields[field]).startswith(answer.removeprefix("refused: ")), typed
                assert await ana() == before, typed
            else:
                assert isinstance(reply, Swap), typed
                assert (await ana())[field] == answer


@pytest.mark.parametrize("form", ["zone", "profile"])
async def test_a_zone_is_taken_asked_or_refused_in_both_forms(world: World, form: str) -> None:
    for typed, answer in of("zones"):
        values = {"headline": "Mentor", "zone": typed}
        reply = await world.does("ana", Trigger.FORM, form, **values)
        if answer.startswith("refused: "):
            assert isinstance(reply, Refuse), typed
            assert line(reply.fields["zone"]).startswith(answer.removeprefix("refused: ")), typed
        elif answer.startswith("asked: "):
            assert isinstance(reply, Refuse), typed
            told = line(reply.fields["zone"])
            assert all(one in told for one in answer.removeprefix("asked: ").split(" or ")), typed
        else:
            assert isinstance(reply, Swap), typed
            assert answer in plain(reply.card), typed
