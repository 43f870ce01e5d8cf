"""A series: several sessions asked for at once, answered once or one by one, and called off together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.busy_calendar import BusyCalendar
from tests.journeys.steps import EITHER_WAY, ask

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage
    from core.store.transaction import Transaction


FROM_SLACK = [("sam", "ken"), pytest.param("mia", "ana", marks=pytest.mark.long)]
FROM_DISCORD = [("mia", "ana"), pytest.param("sam", "ken", marks=pytest.mark.long)]
"""Which way is tried in every run, and which in the long one."""


async def planned(stage: Stage, asker: Pilot, answerer: Pilot, *, how_many: str = "4 sessions") -> None:
    """Book and hold one session, then open the dates of a series like it."""
    await ask(stage, asker, answerer.name, "Every week", when="2026-12-02 10:00")
    await answerer.presses("Accept")
    await stage.advance(timedelta(days=2, hours=9))
    await asker.presses("Book a series…", on="Session with")
    assert asker.form is not None
    await asker.fills(count=how_many)
    await stage.settle()
    assert not asker.errors, asker.errors


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_series_is_looked_at_sent_once_and_accepted_with_one_press(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await planned(stage, asker, answerer)
    pings, own = len(answerer.pings), len(asker.pings)
    seen = asker.sees("Your series with", "Nothing is sent yet")
    assert "Send 4 requests" in seen.buttons
    assert len(answerer.pings) == pings
    await asker.presses("Send 4 requests")
    await stage.settle()
    (request,) = answerer.pings[pings:]
    assert request.buttons[:3] == ("Accept all 4", "One by one…", "Decline all…")
    (_,) = asker.pings[own:]
    await answerer.presses("Accept all 4")
    await stage.settle()
    assert len(answerer.pings) == pings + 1
    news = asker.pings[own + 1 :]
    assert len(news) == 1
    await asker.types("/my-sessions")
    await stage.settle()


@pytest.mark.parametrize(("student", "mentor"), FROM_SLACK)
@pytest.mark.wide
async def test_what_is_in_the_way_is_said_first_and_another_time_may_take_its_place(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer, lea = stage.pilot(student), stage.pilot(mentor), stage.pilot("lea")
    hour = {"sam": "04:00", "mia": "05:00"}[student]
    await ask(stage, lea, answerer.name, "In the way", when=f"2026-12-16 {hour}")
    await answerer.presses("Accept")
    await stage.settle()
    await planned(stage, asker, answerer)
    seen = asker.sees("Your series with", f"{answerer.name} has another session then. Left out.")
    assert "Send 3 requests" in seen.buttons
    await asker.picks("Another time for…", "Wed 16 Dec 2026")
    asker.sees("Another time", "has these open times")
    await asker.picks("Choose a time", "Wed 16 Dec 2026")
    await stage.settle()
    assert "Send 4 requests" in asker.sees("Your series with", "Nothing is sent yet").buttons
    await asker.presses("Send 4 requests")
    await stage.settle()
    assert "Accept all 4" in answerer.pings[-1].buttons


@pytest.mark.parametrize(("student", "mentor"), FROM_DISCORD)
async def test_one_by_one_each_session_has_a_card_and_the_rest_can_be_called_off(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await planned(stage, asker, answerer, how_many="3 sessions")
    await asker.presses("Send 3 requests")
    await stage.settle()
    pings = len(answerer.pings)
    await answerer.presses("One by one…", on="would like a session")
    await stage.settle()
    assert len(answerer.pings) == pings + 2
    for day in ("9 Dec", "16 Dec", "23 Dec"):
        await answerer.presses("Accept", on=day)
        await stage.settle()
    before = len(answerer.pings)
    await asker.presses("Cancel session…", on="A series, with")
    await asker.fills(reach="This one and all that follow: 2 more sessions", reason="Moved away")
    await stage.settle()
    (news,) = answerer.pings[before:]
    assert "The same goes for 2 more sessions" in news.text
    for pilot in (asker, answerer):
        assert "Cancelled" in pilot.sees("Session with", "Moved away").text


@pytest.mark.parametrize(("student", "mentor"), FROM_SLACK)
@pytest.mark.wide
async def test_a_series_is_declined_with_one_word_or_withdrawn_whole(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await planned(stage, asker, answerer)
    await asker.presses("Send 4 requests")
    await stage.settle()
    own = len(asker.pings)
    await answerer.presses("Decline all…")
    await answerer.fills(reply="Not this month")
    await stage.settle()
    (news,) = asker.pings[own:]
    assert "The same goes for 3 more sessions" in news.text and "Not this month" in news.text
    await asker.presses("Book a series…", on="Completed")
    await asker.fills()
    await asker.presses("Send 4 requests")
    await stage.settle()
    told = len(answerer.pings)
    await asker.presses("Withdraw…", on="You asked")
    await asker.fills(reach="This one and all that follow: 3 more sessions")
    await stage.settle()
    (news,) = answerer.pings[told:]
    assert "withdrew the request" in news.text


@pytest.mark.parametrize(("student", "mentor"), FROM_DISCORD)
async def test_which_date_is_in_the_way_of_all_is_said_and_the_rest_can_be_accepted(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await planned(stage, asker, answerer)
    await asker.presses("Send 4 requests")
    await stage.settle()
    await engaged(stage, mentor, datetime(2026, 12, 16, 0, tzinfo=UTC))
    await answerer.presses("Accept all 4")
    await stage.settle()
    seen = answerer.sees(
        "Not all of these can be accepted", "Wed 16 Dec", "your own calendar has something then"
    )
    assert seen.private and "Nothing is accepted yet" in seen.text
    pings, own = len(answerer.pings), len(asker.pings)
    await answerer.presses("Accept the other 3 sessions")
    await stage.settle()
    (news,) = asker.pings[own:]
    assert "accepted" in news.text and "The same goes for 2 more sessions" in news.text
    (left,) = answerer.pings[pings:]
    assert "Wed 16 Dec" in left.text and left.buttons[0] == "Accept"


async def engaged(stage: Stage, mentor: str, day: datetime) -> None:
    """Let a mentor's own calendar have something on one whole day."""
    persona = next(one for one in stage.people if one.key == mentor)

    def work(tx: Transaction) -> None:
        me = tx.person_at(stage.address(persona))
        assert me is not None
        tx.save_calendar(
            BusyCalendar(person=me.id, address="https://calendar.example.org/me.ics", due_at=day)
        )
        tx.set_engagements(me.id, [(day, day + timedelta(days=1))])

    await stage.bot.store.write(work)
