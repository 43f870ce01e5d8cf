"""The call of a session, made by the program's provider: it comes with the yes, and goes with the session."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.playground.stage import Stage
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.steps import EITHER_WAY, ask, zoned
from tests.journeys.test_calendar import Shelf
from tests.video.api_server import Fault
from tests.video.clock import StandingClock
from tests.video.zoom_server import ZoomServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.people import Pilot

TOPIC = "Ownership"
CALL = "Start video call"
SPARE = "so this is a spare room"
FOLLOWS = "The call link follows"


@pytest.fixture
async def zoom() -> AsyncIterator[ZoomServer]:
    server = ZoomServer(StandingClock())
    await server.start()
    yield server
    await server.stop()
    assert server.violations == []


@pytest.fixture
async def stage(community: Path, tmp_path: Path, zoom: ZoomServer) -> AsyncIterator[Stage]:
    """The seeded community whose program makes its calls with Zoom."""
    copied = shutil.copy(community, tmp_path / "bookings.db")
    opened = await Stage.open(
        start=MONDAY,
        standing=True,
        database_url=f"sqlite:///{copied}",
        seeded=False,
        extra=zoom.environ(),
    )
    zoom.now = opened.clock
    yield opened
    await opened.close()
    assert refused_by_the_specs(opened.slack, opened.discord) == []


async def accepted(stage: Stage, student: str, mentor: str) -> tuple[Pilot, Pilot]:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, TOPIC)
    await answerer.presses("Accept", on=TOPIC)
    await stage.settle()
    return asker, answerer


def links(zoom: ZoomServer) -> list[str]:
    return [one["join_url"] for one in zoom.meetings.values()]


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_the_call_comes_with_the_yes_and_lives_with_the_session(
    stage: Stage, zoom: ZoomServer, student: str, mentor: str
) -> None:
    asker, answerer = await accepted(stage, student, mentor)
    (link,) = links(zoom)
    assert asker.pings[-1].links[CALL] == answerer.sees(TOPIC, "us02web.zoom.us").links[CALL] == link
    assert FOLLOWS not in asker.pings[-1].text
    assert (len(asker.pings), len(answerer.pings)) == (2, 1), "no message more than without a provider"
    assert (await Shelf(asker).entry()).url == link, "the calendar has it from the first file on"
    before = zoom.plans()
    if mentor == "ken":
        await zoned(stage, answerer, "Tokyo")
    await answerer.presses("Reschedule…", on=TOPIC)
    await answerer.fills(when="2026-12-04 12:00")
    await stage.settle()
    card = asker.sees("suggests another time")
    await asker.presses(next(label for label in card.buttons if ":" in label), on=TOPIC)
    await stage.settle()
    assert links(zoom) == [link] and zoom.plans() != before, "the same address at another time"
    await answerer.presses("Edit link…", on=TOPIC)
    await answerer.fills(link="")
    await stage.settle()
    (fresh,) = links(zoom)
    assert fresh != link
    assert "changed the meeting link" in asker.pings[-1].text and asker.pings[-1].links[CALL] == fresh
    await asker.presses("Cancel session…", on=TOPIC)
    await asker.fills(reason="A cold")
    await stage.settle()
    assert (zoom.meetings, zoom.made) == ({}, 2)


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_provider_that_fails_costs_nobody_the_link_and_the_mentor_is_told(
    stage: Stage, zoom: ZoomServer, student: str, mentor: str
) -> None:
    zoom.revoked = True
    asker, answerer = await accepted(stage, student, mentor)
    link = asker.pings[-1].links[CALL]
    assert link.startswith("https://meet.jit.si/") and answerer.sees(TOPIC, SPARE).links[CALL] == link
    assert not any(SPARE in card.text for card in asker.cards)
    zoom.revoked = False
    await answerer.presses("Edit link…", on=TOPIC)
    await answerer.fills(link="")
    await stage.settle()
    assert links(zoom) == [asker.pings[-1].links[CALL]]
    assert not any(SPARE in card.text for card in answerer.cards)


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_yes_waits_three_seconds_for_the_link_and_gets_it_later(
    stage: Stage, zoom: ZoomServer, student: str, mentor: str
) -> None:
    zoom.faults.append(Fault("POST", 429, headers={"Retry-After": "20"}))
    asker, answerer = await accepted(stage, student, mentor)
    assert FOLLOWS in answerer.sees(TOPIC, "Confirmed").text
    assert "accepted" not in asker.pings[-1].text
    await stage.advance(timedelta(seconds=4))
    told = asker.pings[-1]
    assert "accepted" in told.text and FOLLOWS in told.text and CALL not in told.links
    pings = len(asker.pings)
    await stage.advance(timedelta(seconds=20))
    (link,) = links(zoom)
    assert len(asker.pings) == pings, "in place and without a sound"
    assert asker.pings[-1].links[CALL] == answerer.sees(TOPIC, "Confirmed").links[CALL] == link
    assert FOLLOWS not in asker.pings[-1].text + answerer.sees(TOPIC, "Confirmed").text


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_the_bot_is_killed_before_the_answer_and_makes_no_second_call(
    stage: Stage, zoom: ZoomServer, student: str, mentor: str
) -> None:
    zoom.faults.append(Fault("POST", 0, before=False))
    asker, _ = await accepted(stage, student, mentor)
    await stage.restart()
    await stage.advance(timedelta(minutes=1))
    (link,) = links(zoom)
    assert (zoom.made, asker.pings[-1].links[CALL]) == (1, link)
