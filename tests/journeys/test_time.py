"""What time does: reminders, nudges, expiry, completion, absence, and a machine that slept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.playground.stage import Stage
from tests.conftest import refused_by_the_specs
from tests.journeys.steps import EITHER_WAY, ask, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot

START = {"sam": datetime(2026, 12, 2, 14, tzinfo=UTC), "mia": datetime(2026, 12, 2, 15, tzinfo=UTC)}
"""When WEDNESDAY at 15:00 is in Berlin and in London."""
LAST_CALL = {"ken": timedelta(hours=43, minutes=12), "ana": timedelta(hours=47)}
"""At nine tenths of two days; in Lisbon that is at night, so it waits for the morning."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def until(stage: Stage, instant: datetime) -> None:
    """Let time pass up to an instant."""
    await stage.advance(instant - stage.now())


def pings_with(pilot: Pilot, *words: str) -> int:
    """Return how many messages with all of the words made a sound."""
    return sum(ping.has(words) for ping in pilot.pings)


async def agreed(stage: Stage, student: str, mentor: str, topic: str = "Agreed") -> tuple[Pilot, Pilot]:
    """Let two people agree on Wednesday."""
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, topic)
    await answerer.presses("Accept", on=topic)
    await stage.settle()
    return asker, answerer


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_both_are_reminded_a_day_and_ten_minutes_before_with_the_link(
    stage: Stage, student: str, mentor: str
) -> None:
    both, start = await agreed(stage, student, mentor), START[student]
    for known, before in enumerate((24 * HOUR, 10 * MINUTE)):
        await until(stage, start - before - MINUTE)
        assert [pings_with(one, "Reminder") for one in both] == [known, known]
        await until(stage, start - before)
        assert [pings_with(one, "Reminder", "Agreed") for one in both] == [known + 1, known + 1]
        assert all(one.sees("Reminder").links["Start video call"].startswith("https://") for one in both)
    await until(stage, start + 2 * HOUR)
    assert [pings_with(one, "Reminder") for one in both] == [2, 2]
    assert not any(one.sees("Reminder", "Completed").links for one in both), (
        "nobody is led to a call that is over"
    )


async def test_nobody_is_reminded_of_a_cancelled_session(stage: Stage) -> None:
    both = await agreed(stage, "sam", "ken")
    await both[0].presses("Cancel session…")
    await both[0].fills()
    await stage.settle()
    await until(stage, START["sam"] + HOUR)
    assert [pings_with(one, "Reminder") for one in both] == [0, 0]


async def test_a_moved_session_reminds_of_its_new_time_only(stage: Stage) -> None:
    sam, ken = await agreed(stage, "sam", "ken")
    await sam.presses("Reschedule…")
    await sam.fills(when="2026-12-03 15:00")
    await stage.settle()
    await ken.presses("Thu 3 Dec, 23:00")
    await stage.settle()
    await until(stage, START["sam"] - 2 * MINUTE)
    assert [pings_with(one, "Reminder") for one in (sam, ken)] == [0, 0]
    await until(stage, START["sam"] + 24 * HOUR - 2 * MINUTE)
    assert [pings_with(one, "Reminder") for one in (sam, ken)] == [2, 2]
    sam.sees("Reminder", "Thu 3 Dec 2026 15:00")


async def test_the_clocks_change_in_the_night_before() -> None:
    stage = await Stage.open(start=datetime(2027, 3, 26, 9, tzinfo=UTC), standing=True)
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, "Ana", "Early bird", when="2027-03-28 10:00")
    await ana.presses("Accept")
    await stage.settle()
    start = datetime(2027, 3, 28, 8, tzinfo=UTC)
    await until(stage, start - 24 * HOUR)
    sam.sees("Reminder", "Sun 28 Mar 2027 10:00")
    ana.sees("Reminder", "Sun 28 Mar 2027 09:00")
    await until(stage, start - 11 * MINUTE)
    assert pings_with(sam, "Reminder") == 1
    await until(stage, start - 10 * MINUTE)
    assert pings_with(sam, "Reminder") == 2
    await stage.close()
    assert refused_by_the_specs(stage.slack, stage.discord) == []


async def test_a_time_that_the_clocks_leave_out_is_never_booked_in_silence() -> None:
    stage = await Stage.open(start=datetime(2027, 3, 26, 9, tzinfo=UTC), standing=True)
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "Berlin")
    await mia.types("/book-session", exact=True, mentor="Ken", topic="Gap", when="2027-03-28 02:30")
    await stage.settle()
    assert not ken.pings
    assert "does not exist" in mia.cards[-1].text
    await stage.close()
    assert refused_by_the_specs(stage.slack, stage.discord) == []


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_the_mentor_completes_it_after_the_start(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = await agreed(stage, student, mentor)
    start = START[student]
    await until(stage, start - MINUTE)
    assert "Complete" not in answerer.sees("Session with", "Agreed").buttons
    await until(stage, start)
    assert "Complete" in answerer.sees("Session with", "Agreed").buttons, "the card changes by itself"
    await answerer.presses("Complete")
    await stage.settle()
    for pilot in (asker, answerer):
        assert pilot.sees("Session with", "Agreed", "Completed").colour == ""
    assert "Book next…" in asker.sees("Session with", "Completed").buttons


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_it_completes_by_itself(stage: Stage, student: str, mentor: str) -> None:
    both = await agreed(stage, student, mentor)
    await until(stage, START[student] + 90 * MINUTE - MINUTE)
    both[1].sees("Session with", "Agreed", "Confirmed")
    await until(stage, START[student] + 92 * MINUTE)
    for pilot in both:
        pilot.sees("Session with", "Agreed", "Completed")


@pytest.mark.parametrize(
    ("student", "mentor", "absent"),
    [
        ("sam", "ana", "Student"),
        ("mia", "ken", "Mentor"),
        ("sam", "ken", "Mentor"),
        ("mia", "ana", "Student"),
    ],
)
async def test_somebody_did_not_come(stage: Stage, student: str, mentor: str, absent: str) -> None:
    asker, answerer = await agreed(stage, student, mentor)
    teller, told = (answerer, asker) if absent == "Student" else (asker, answerer)
    label = f"{absent} did not come"
    await until(stage, START[student] + 9 * MINUTE)
    assert label not in teller.sees("Session with", "Agreed").buttons
    await until(stage, START[student] + 10 * MINUTE)
    await teller.presses(label)
    await stage.settle()
    assert pings_with(told, "you did not come: ") == 1
    for pilot in (asker, answerer):
        pilot.sees("Session with", "Agreed", "Did not take place")
    teller.sees("Session with", "You recorded that", "did not come.")
    told.sees("Session with", "recorded that you did not come. If that is wrong, talk to them.")


async def test_an_absence_can_be_recorded_for_seven_days(stage: Stage) -> None:
    _, ken = await agreed(stage, "sam", "ken")
    await until(stage, START["sam"] + 3 * HOUR)
    assert "Student did not come" in ken.sees("Session with", "Completed").buttons
    await stage.sleep(timedelta(days=7))
    await ken.presses("Student did not come")
    await stage.settle()
    ken.sees("Session with", "Completed")
    assert not any(card.has(("Did not take place",)) for card in ken.cards)


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_silence_is_nudged_and_then_expires(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Anybody?", when="2026-12-09 15:00")
    asked_at = stage.now()
    await until(stage, asked_at + 24 * HOUR - MINUTE)
    assert pings_with(answerer, "is waiting for your answer") == 0
    await until(stage, asked_at + 24 * HOUR)
    assert pings_with(answerer, "is waiting for your answer") == 1
    await until(stage, asked_at + LAST_CALL[mentor] - MINUTE)
    assert pings_with(answerer, "Last call") == 0
    await until(stage, asked_at + LAST_CALL[mentor])
    assert pings_with(answerer, "Last call") == 1
    await until(stage, asked_at + 48 * HOUR - MINUTE)
    assert pings_with(asker, "No answer in time") == 0
    await until(stage, asked_at + 48 * HOUR + MINUTE)
    ping = asker.sees("No answer in time")
    assert {"Ask again…", "Open"} <= set(ping.buttons)
    assert "Accept" not in answerer.sees("Request from", "Anybody?", "Expired").buttons
    await asker.presses("Ask again…")
    assert asker.form is not None
    await asker.fills(when="2026-12-09 15:00")
    await stage.settle()
    answerer.sees("would like a session", "Anybody?", "Pending")


async def test_the_time_is_free_again_at_the_instant_of_expiry(stage: Stage) -> None:
    sam, lea, ana = stage.pilot("sam"), stage.pilot("lea"), stage.pilot("ana")
    await ask(stage, sam, "Ana", "First", when="2026-12-09 15:00")
    await stage.sleep(48 * HOUR)
    await lea.types("/book-session @Ana Second")
    await lea.fills(when="2026-12-09 09:00")
    await stage.settle()
    assert not lea.errors, "09:00 in New York is 15:00 in Berlin, and nobody has swept yet"
    ana.sees("would like a session", "Second", "Pending")


async def test_an_answered_request_is_not_nudged(stage: Stage) -> None:
    _, ken = await agreed(stage, "sam", "ken")
    await until(stage, START["sam"] - HOUR)
    assert pings_with(ken, "is waiting for your answer") + pings_with(ken, "Last call") == 0


async def test_three_days_asleep_bring_no_stale_reminder(stage: Stage) -> None:
    both = await agreed(stage, "sam", "ken")
    before = [len(one.pings) for one in both]
    await stage.sleep(timedelta(days=3))
    await stage.advance(5 * MINUTE)
    assert [pings_with(one, "Reminder") for one in both] == [0, 0]
    for pilot, known in zip(both, before, strict=True):
        pilot.sees("Session with", "Agreed", "Completed")
        assert len(pilot.pings) - known <= 1
