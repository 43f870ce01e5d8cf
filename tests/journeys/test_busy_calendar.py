"""A mentor's own calendar: its times are kept free, the mentor alone may overrule it, and its silence is told."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.discord import DiscordPilot
from bot.playground.pilots.slack import SlackPilot
from bot.playground.stage import Stage
from core.domain.busy_calendar import Trouble
from tests.calendars.shelf import Shelf
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.steps import EITHER_WAY, ask, opens, zoned

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.people import Pilot

SECRET = "7f3k2-nobody-may-see-this"
ADDRESS = f"https://calendar.example.org/{SECRET}/basic.ics"
WEDNESDAY_AFTERNOON = ("20261202T130000Z", "20261202T170000Z")
ONE_WAY = [("sam", "ken"), pytest.param("mia", "ana", marks=pytest.mark.long)]
"""Student and mentor, where what differs between the platforms is seen in another journey."""
MINUTE, QUARTER = timedelta(minutes=1), timedelta(minutes=20)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def stage(community: Path, tmp_path: Path, shelf: Shelf) -> AsyncIterator[Stage]:
    """The community, with calendars from a shelf in place of the internet."""
    copied = shutil.copy(community, tmp_path / "bookings.db")
    opened = await Stage.open(
        start=MONDAY, standing=True, database_url=f"sqlite:///{copied}", seeded=False, calendars=shelf
    )
    yield opened
    shown = [card.text for one in opened.people for card in opened.pilot(one.key).cards]
    assert not any(SECRET in text for text in shown), "the address is a secret"
    await opened.close()
    assert refused_by_the_specs(opened.slack, opened.discord) == []


async def pasted(stage: Stage, mentor: Pilot, address: str = ADDRESS) -> None:
    """Paste an address, as it stands in the calendar's settings, and wait until it is read."""
    await mentor.types("/mentor-panel")
    await mentor.presses("Busy calendar…")
    await mentor.presses("Add address…")
    await mentor.fills(address=address.replace("https", "webcal"))
    await stage.settle()
    mentor.sees("Busy calendar", "is read within a minute", "calendar.example.org/…")
    await stage.advance(MINUTE)


async def offered(stage: Stage, student: Pilot, mentor: Pilot) -> str:
    """Everything that a student is offered on Wednesday."""
    if isinstance(student, SlackPilot):
        await student.types(f"/book-session @{mentor.name} Topic")
        assert student.form is not None
        found = student.form.field("slot").options
        await student.closes()
        return "\n".join(one for one in found if "2 Dec" in one)
    await student.types("/book-session")
    await student.picks("Choose a mentor", mentor.name)
    return str(student.cards[-1])


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_its_times_are_offered_to_nobody(stage: Stage, shelf: Shelf, student: str, mentor: str) -> None:
    shelf.put(ADDRESS, ("20261201T000000Z", "20270601T000000Z"))
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    if isinstance(asker, DiscordPilot):
        await zoned(stage, asker, "London")
    before = await offered(stage, asker, answerer)
    await pasted(stage, answerer)
    after = await offered(stage, asker, answerer)
    assert before != after and "2 Dec" not in after
    await answerer.types("/mentor-panel")
    await answerer.presses("Busy calendar…")
    answerer.sees("Busy calendar", "is kept free", "Last read")
    assert answerer.pings == [], "nothing has happened that anybody would have to hear"


@pytest.mark.parametrize(("student", "mentor"), ONE_WAY)
async def test_nobody_can_ask_for_one_of_them(stage: Stage, shelf: Shelf, student: str, mentor: str) -> None:
    shelf.put(ADDRESS, WEDNESDAY_AFTERNOON)
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await pasted(stage, answerer)
    if isinstance(asker, DiscordPilot):
        await zoned(stage, asker, "London")
    await opens(asker, answerer.name)
    given = {"topic": "Ownership", "when": "2026-12-02 15:00"}
    await asker.fills(**({"mentor": answerer.name} if isinstance(asker, SlackPilot) else {}), **given)
    await stage.settle()
    said = asker.errors.get("when") or asker.cards[-1].text
    assert f"{answerer.name} is no longer free then." in said and "calendar" not in said
    assert answerer.pings == []


async def in_the_way(stage: Stage, shelf: Shelf, asker: Pilot, answerer: Pilot) -> None:
    """Something comes into the mentor's calendar behind a request."""
    shelf.put(ADDRESS)
    await pasted(stage, answerer)
    await ask(stage, asker, answerer.name, "Ownership")
    shelf.put(ADDRESS, WEDNESDAY_AFTERNOON)
    await stage.advance(QUARTER)


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_the_mentor_is_asked_and_may_accept_anyway(
    stage: Stage, shelf: Shelf, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await in_the_way(stage, shelf, asker, answerer)
    await answerer.presses("Accept", on="Ownership")
    await stage.settle()
    answerer.sees("Your own calendar has something then: Ownership")
    assert not any("accepted" in ping.text for ping in asker.pings), "nothing is agreed"
    await answerer.presses("Accept anyway")
    await stage.settle()
    assert "accepted" in asker.pings[-1].text
    answerer.sees("Ownership", "Confirmed")


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_what_was_typed_into_the_answer_goes_along(
    stage: Stage, shelf: Shelf, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await in_the_way(stage, shelf, asker, answerer)
    await answerer.presses("Accept with a note…", on="Ownership")
    await answerer.fills(reply="Bring your code")
    await stage.settle()
    await answerer.presses("Accept anyway")
    await stage.settle()
    assert "Bring your code" in asker.pings[-1].text


@pytest.mark.parametrize(("student", "mentor"), ONE_WAY)
async def test_a_suggested_time_is_asked_about_as_well(
    stage: Stage, shelf: Shelf, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    shelf.put(ADDRESS)
    await pasted(stage, answerer)
    await ask(stage, asker, answerer.name, "Ownership", when="2026-12-03 15:00")
    await answerer.presses("Accept", on="Ownership")
    await stage.settle()
    await asker.presses("Reschedule…", on="Confirmed")
    await asker.fills(when="2026-12-02 15:00")
    await stage.settle()
    shelf.put(ADDRESS, WEDNESDAY_AFTERNOON)
    await stage.advance(QUARTER)
    card = answerer.sees("suggests another time")
    await answerer.presses(next(label for label in card.buttons if ":" in label), on="suggests another")
    await stage.settle()
    await answerer.presses("Accept anyway")
    await stage.settle()
    assert "accepted the new time" in asker.pings[-1].text


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_one_that_breaks_is_told_once_and_its_times_stand_for_a_day(
    stage: Stage, shelf: Shelf, mentor: str
) -> None:
    answerer = stage.pilot(mentor)
    shelf.put(ADDRESS, WEDNESDAY_AFTERNOON)
    await pasted(stage, answerer)
    shelf.files[ADDRESS] = Trouble.GONE
    for _ in range(3):
        await stage.advance(QUARTER)
    (told,) = answerer.pings
    assert "I can't read your calendar. calendar.example.org has no calendar at this address" in told.text
    assert "is kept free until" in told.text
    await answerer.presses("Busy calendar…")
    answerer.sees("Busy calendar", "can't be read", "Please paste the new one.")
    await stage.advance(timedelta(hours=24))
    await stage.advance(QUARTER)
    assert len(answerer.pings) == 2
    assert "its times are not kept free any more" in answerer.pings[-1].text
    shelf.put(ADDRESS, WEDNESDAY_AFTERNOON)
    await stage.advance(QUARTER)
    shelf.files[ADDRESS] = Trouble.FORBIDDEN
    await stage.advance(QUARTER)
    assert len(answerer.pings) == 3, "it was well in between: this is another breakage"


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_a_wrong_address_is_said_at_once_and_kept_nowhere(
    stage: Stage, shelf: Shelf, mentor: str
) -> None:
    answerer = stage.pilot(mentor)
    await answerer.types("/mentor-panel")
    await answerer.presses("Busy calendar…")
    for typed, said in (
        (f"http://calendar.example.org/{SECRET}", "must begin with https:// or webcal://"),
        (f"https://10.0.0.1/{SECRET}", "'10.0.0.1' is not a public host"),
    ):
        await answerer.presses("Add address…", on="Busy calendar")
        await answerer.fills(address=typed)
        await stage.settle()
        assert said in (answerer.errors.get("address") or answerer.cards[-1].text)
        if isinstance(answerer, SlackPilot):
            await answerer.closes()
    await stage.advance(MINUTE)
    assert shelf.asked == []


@pytest.mark.parametrize("mentor", ["ana", pytest.param("ken", marks=pytest.mark.long)])
async def test_one_that_is_forgotten_is_read_no_more(stage: Stage, shelf: Shelf, mentor: str) -> None:
    answerer = stage.pilot(mentor)
    shelf.put(ADDRESS, WEDNESDAY_AFTERNOON)
    await pasted(stage, answerer)
    await answerer.types("/mentor-panel")
    await answerer.presses("Busy calendar…")
    await answerer.presses("Forget it")
    await stage.settle()
    answerer.sees("Busy calendar", "Paste the private iCal address")
    read = len(shelf.asked)
    await stage.advance(QUARTER)
    assert len(shelf.asked) == read == 1
