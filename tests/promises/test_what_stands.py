"""Whatever two people do on the real platforms, nothing that anybody can still read is untrue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from core.domain.booking import Status
from core.store.tables import every as tables
from tests.journeys.steps import ask
from tests.promises.hands import Hands
from tests.promises.ledger import open_ledger
from tests.promises.lists import of_lists
from tests.promises.standing import untrue
from tests.promises.walk import Walk

if TYPE_CHECKING:
    from bot.playground.stage import Stage

OTHER_WAYS = [("sam", "ana"), ("mia", "ana"), ("mia", "ken")]
DIRECTIONS = [("sam", "ken"), *OTHER_WAYS]
STEPS, STEPS_FOR_LONG = 76, 1000
"""Of each walk; four of them are more than 300 deeds."""
ERRORS = {"notice_failed", "notice_given_up", "call_failed", "handler_failed", "answer_not_delivered"}
"""What the program logs when it meets an error of its own."""


async def walks(
    stage: Stage, student: str, mentor: str, *, seed: int, steps: int, lists: bool = False
) -> None:
    walk = Walk(stage, student, mentor, seed)
    with capture_logs() as log:
        await walk.goes(steps, lists=lists)
    assert not [line for line in log if line["event"] in ERRORS], "\n".join(walk.deeds)


@pytest.mark.parametrize(
    ("student", "mentor"),
    [("sam", "ken"), *(pytest.param(*one, marks=pytest.mark.wide) for one in OTHER_WAYS)],
)
async def test_nothing_that_stands_is_untrue(stage: Stage, student: str, mentor: str) -> None:
    await walks(stage, student, mentor, seed=1, steps=STEPS)


@pytest.mark.long
@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_after_each_of_300_deeds_cards_lists_and_calendars_equal_the_database(
    stage: Stage, student: str, mentor: str
) -> None:
    await walks(stage, student, mentor, seed=7, steps=300, lists=True)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 7))
@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_nothing_that_stands_is_untrue_for_long(
    stage: Stage, student: str, mentor: str, seed: int
) -> None:
    await walks(stage, student, mentor, seed=seed, steps=STEPS_FOR_LONG)


async def test_a_walk_tells_a_lie_with_all_deeds_before_it(stage: Stage) -> None:
    """What nobody brings up to date is found: here the store learns of a move that no message follows."""
    walk = Walk(stage, "sam", "ana", 1)
    await walk.books()
    while not any("Walk" in one.card.text for one in walk.everybody["Ana"].everything()):
        await walk.books()
    assert await untrue(stage, walk.everybody.values()) == []
    silently = sa.update(tables.booking).values(status=Status.EXPIRED)
    await stage.bot.store.write(lambda tx: tx._connection.execute(silently))
    with pytest.raises(
        AssertionError, match=r"sam → ana, seed 1[\s\S]*Pending.* of a session that is Expired"
    ):
        await walk.looks()


async def test_a_list_and_a_calendar_that_lag_behind_are_found(stage: Stage) -> None:
    """Here the store learns that an agreed session is an hour later, and nobody is told."""
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Walk 1")
    await ana.presses("Accept", on="Walk 1")
    await stage.settle()
    await sam.types("/my-sessions")
    hands = Hands(sam)
    listed = next(one for one in hands.everything() if "Upcoming sessions" in one.card.text)
    assert [*await untrue(stage, [hands]), *await of_lists(stage, sam.name, listed)] == []
    (booking,) = (await open_ledger(stage.bot.store)).bookings.values()
    assert booking.slot
    later = {name: getattr(booking.slot, name) + timedelta(hours=1) for name in ("starts_at", "ends_at")}
    silently = sa.update(tables.booking).values(later)
    await stage.bot.store.write(lambda tx: tx._connection.execute(silently))
    found = "\n".join([*await untrue(stage, [hands]), *await of_lists(stage, sam.name, listed)])
    for complaint in ("has a calendar file that says", "in the calendar of Walk 1", "does not say"):
        assert complaint in found, found
