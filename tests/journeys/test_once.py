"""One change and one message, however often and by how many devices something is pressed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from adapters.slack.capabilities import CAPABILITIES
from core.domain.agenda import Section
from core.ports.call import Call, Trigger
from core.ports.platform import Profile
from tests.journeys.steps import EITHER_WAY, ask
from tests.plain import line

if TYPE_CHECKING:
    from bot.playground.stage import Stage
    from core.ports.replies import Reply


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_second_press_is_told_who_decided_and_when(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Once")
    pings_before = len(asker.pings)
    await asyncio.gather(answerer.presses("Accept"), answerer.presses("Accept"))
    await stage.settle()
    assert len(asker.pings) == pings_before + 1
    answerer.sees("You accepted it")


async def test_accept_and_withdraw_at_once_have_one_outcome(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, ken.name, "Race")
    await asyncio.gather(ken.presses("Accept"), sam.presses("Withdraw"), return_exceptions=True)
    await stage.settle()
    if any(card.has(("Race", "Confirmed")) for card in sam.cards):
        ken.sees("Race", "Confirmed", "Session with")
    else:
        ken.sees("Race", "Withdrawn")
        sam.sees("Race", "Withdrawn")


async def test_the_same_delivery_three_times_is_one_change(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Redelivered")
    ana_at = stage.address(next(one for one in stage.people if one.key == "ana"))
    person = await stage.bot.people.at(ana_at)
    assert person is not None
    (side,) = (await stage.bot.bookings.agenda(person, {Section.PENDING: 2})).views[Section.PENDING]
    call = Call(
        trigger=Trigger.BUTTON,
        route="accept",
        actor=ana_at,
        profile=Profile(name="Ana", zone="Europe/Lisbon"),
        capabilities=CAPABILITIES,
        key="the same",
        args=(side.booking.id.hex, str(side.booking.version)),
    )
    pings_before = len(sam.pings)
    replies: list[Reply] = []

    async def say(reply: Reply) -> None:
        replies.append(reply)

    for _ in range(3):
        await stage.bot.router.dispatch(call, say)
    await stage.settle()
    assert len(replies) == 3
    assert len(sam.pings) == pings_before + 1
    history = await stage.bot.store.read(lambda tx: tx.history(side.booking.id))
    assert [line.moved.act.value for line in history] == ["request", "accept"]


async def test_a_stale_card_shows_the_truth_and_changes_nothing(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Stale")
    old = ana.sees("would like a session", "Stale")
    ana_at = stage.address(next(one for one in stage.people if one.key == "ana"))
    person = await stage.bot.people.at(ana_at)
    assert person is not None
    (side,) = (await stage.bot.bookings.agenda(person, {Section.PENDING: 2})).views[Section.PENDING]
    await sam.presses("Change…", on="Stale")
    await sam.fills(topic="Stale, but changed")
    await stage.settle()
    replies: list[Reply] = []

    async def say(reply: Reply) -> None:
        replies.append(reply)

    call = Call(
        trigger=Trigger.BUTTON,
        route="accept",
        actor=ana_at,
        profile=Profile(name="Ana", zone="Europe/Lisbon"),
        capabilities=CAPABILITIES,
        key="old card",
        args=(side.booking.id.hex, str(side.booking.version)),
    )
    await stage.bot.router.dispatch(call, say)
    await stage.settle()
    assert "has changed in the meantime" in line(getattr(replies[0], "why", ()))
    assert "Accept" in old.buttons
    ana.sees("Stale, but changed", "Pending")
