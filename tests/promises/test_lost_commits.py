"""The answer to a commit is lost: what a person hears is what was stored, and it was stored once."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.compose import new_id
from core.domain.acts import Accept
from core.domain.policy import Policy
from core.domain.requests import RequestText, Wish
from core.domain.series import Date
from core.ports.replies import Refuse
from core.screens.errors import DOUBTFUL, UNSAVED
from core.services.bookings import ActResult, BookingService, Press
from core.services.current_policy import CurrentPolicy
from core.services.people import PeopleService
from core.services.series import SeriesService, SeriesWish
from core.store import store as stores
from core.store.errors import Doubtful, Unavailable
from core.store.store import Store
from core.store.transaction import Transaction
from tests.promises.deeds import asks, presses
from tests.promises.world import World as SmallWorld
from tests.store.cut_line import LOST, CutLine, cut_line
from tests.store.postgres import fresh_database
from tests.store.world import DAY, NOW, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.ports.cards import Sentence


@pytest.fixture
async def line() -> AsyncIterator[CutLine]:
    with tempfile.TemporaryDirectory(prefix="cut-") as folder:  # the path of a socket has to be short
        async with cut_line(Path(folder), fresh_database()) as opened:
            yield opened


@pytest.fixture
async def store(line: CutLine) -> AsyncIterator[Store]:
    opened = await Store.open(line.address, program="p", new_id=new_id)
    yield opened
    await opened.close()


@pytest.mark.parametrize("lost", LOST)
async def test_a_press_whose_commit_is_in_doubt_is_done_once_and_answered_as_done(
    line: CutLine, store: Store, lost: str
) -> None:
    bookings = BookingService(store, lambda: NOW, new_id, CurrentPolicy(Policy()))
    world = World(store)
    student, mentor = await world.person("Sam"), await world.mentor("Ken")
    line.losses = [lost]
    wish = Wish(text=RequestText("Careers"), start=NOW + DAY)
    asked = await bookings.ask(student, mentor.person.id, wish, key="ask")
    assert (asked.changed, asked.error) == (True, None)
    which = asked.view.booking.id
    line.losses = [lost, lost]
    done = await bookings.accept(Press(mentor.person, which, Accept(), "accept", 1))
    assert (done.changed, done.error) == (True, None)
    assert line.losses == []
    lines = await store.read(lambda tx: tx.history(which))
    assert [one.moved.booking.version for one in lines] == [1, 2]
    again = await bookings.accept(Press(mentor.person, which, Accept(), "accept", 1))
    assert not again.changed, "the same press once more is told as such"


@pytest.mark.parametrize("lost", LOST)
async def test_a_series_whose_commit_is_in_doubt_is_asked_for_and_accepted_once(
    line: CutLine, store: Store, lost: str
) -> None:
    service = SeriesService(store, lambda: NOW, new_id, CurrentPolicy(Policy()))
    world = World(store)
    student, mentor = await world.person("Sam"), await world.mentor("Ken")
    days = tuple(Date(NOW + 3 * DAY + 7 * week * DAY) for week in range(3))
    wish = SeriesWish(mentor=mentor.person.id, text=RequestText("Weekly"), days=days)
    line.losses = [lost]
    sent = await service.ask_for(student, wish, mask="7", key="series:1")
    assert isinstance(sent, ActResult)
    assert (sent.changed, sent.error, len(sent.view.together)) == (True, None, 2)
    line.losses = [lost, lost]
    done = await service.answer_all(
        Press(mentor.person, sent.view.booking.id, Accept(), "all", 1, linked=True)
    )
    assert (done.changed, done.error, line.losses) == (True, None, [])
    first = done.view.booking
    for one in (first, *done.view.series):
        lines = await store.read(partial(Transaction.history, which=one.id))
        assert [it.moved.act.value for it in lines] == ["request", "accept"]


@pytest.mark.parametrize("lost", LOST)
async def test_a_first_meeting_whose_commit_is_in_doubt_is_a_first_meeting(
    line: CutLine, store: Store, lost: str
) -> None:
    people = PeopleService(store, lambda: NOW, new_id, store.program)
    person = await World(store).person("Sam")
    line.losses = [lost]
    assert await people.first_contact(person)
    assert not await people.first_contact(person)


@pytest.mark.parametrize("lost", LOST)
async def test_a_reading_that_is_cut_is_read_again(line: CutLine, store: Store, lost: str) -> None:
    await store.write(lambda tx: tx.set_fact("a", "1"))
    line.reads, line.losses = True, [lost, lost]
    assert await store.read(lambda tx: tx.fact("a")) == "1"
    assert line.losses == []


async def test_a_doubt_that_cannot_be_settled_is_said(
    line: CutLine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "DOUBTS", (0.0, 0.0))
    line.losses = [LOST[0]] * 9
    with pytest.raises(Doubtful):
        await store.write(lambda tx: tx.set_fact("a", "1"))
    line.losses = []
    await store.write(lambda tx: tx.set_fact("a", "2"))
    assert await store.read(lambda tx: tx.fact("a")) == "2"


@pytest.mark.parametrize(("error", "sentence"), [(Doubtful("x"), DOUBTFUL), (Unavailable("x"), UNSAVED)])
async def test_whoever_pressed_is_told_which_of_the_two_it_is(
    monkeypatch: pytest.MonkeyPatch, error: Unavailable, sentence: Sentence
) -> None:
    world = SmallWorld("sqlite://")
    await world.open()
    booking = await asks(world, "sam", "ana", "Talk", world.now + 3 * DAY)

    async def broken(_press: Press) -> ActResult:
        raise error

    with monkeypatch.context() as away:
        away.setattr(world.bookings, "act", broken)
        reply = await presses(world, "ana", "accept", booking)
    assert isinstance(reply, Refuse)
    assert reply.why == sentence
    await world.store.close()
