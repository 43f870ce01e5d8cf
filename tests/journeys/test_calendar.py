"""The calendar file: it comes with the confirmation, follows every change, and makes no message more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from tests.journeys.steps import EITHER_WAY, WEDNESDAY, ask, zoned
from tests.screens.calendar_reader import Calendar, Entry, read

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.pilots.seen import SeenCard
    from bot.playground.stage import Stage

TOPIC = "Ownership"


async def fetched(card: SeenCard) -> list[bytes]:
    """What a person gets who opens the files of a message."""
    found = []
    async with aiohttp.ClientSession() as session:
        for address in card.files.values():
            async with session.get(address) as answer:
                assert answer.ok, address
                found.append(await answer.read())
    return found


async def told(card: SeenCard) -> Entry:
    """What the one file of a message says."""
    (raw,) = await fetched(card)
    return read(raw)


class Shelf:
    """The calendar of somebody who opens every file that they get, whenever it comes."""

    def __init__(self, pilot: Pilot) -> None:
        self.pilot, self.calendar = pilot, Calendar()

    async def entry(self) -> Entry:
        """Open everything, newest first, and return the one event that the calendar then holds."""
        for card in reversed(self.pilot.cards):
            for raw in await fetched(card):
                self.calendar.take(raw)
        (found,) = self.calendar.entries.values()
        return found


async def confirmed(stage: Stage, student: str, mentor: str) -> tuple[Pilot, Pilot]:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, TOPIC, message="Who owns what?")
    assert not any(card.files for card in (*asker.cards, *answerer.cards)), "nothing is agreed"
    await answerer.presses("Accept", on=TOPIC)
    await stage.settle()
    return asker, answerer


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_the_file_comes_with_the_confirmation_to_both(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = await confirmed(stage, student, mentor)
    ping, card = asker.pings[-1], answerer.sees(TOPIC, "Confirmed")
    assert "accepted" in ping.text and list(ping.files) == list(card.files) == ["session.ics"]
    theirs, ours = await told(ping), await told(card)
    assert (theirs.uid, theirs.start, theirs.end) == (ours.uid, ours.start, ours.end)
    assert (theirs.method, theirs.summary, theirs.alarms) == ("REQUEST", TOPIC, ("-PT10M",))
    assert "Who owns what?" in ours.description and "Who owns what?" not in theirs.description
    link = ping.links["Start video call"]
    assert theirs.location == theirs.url == ours.url == link
    assert (len(asker.pings), len(answerer.pings)) == (2, 1), "the receipt and the yes; the request"


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_it_follows_the_session_to_its_end(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = await confirmed(stage, student, mentor)
    shelves = [Shelf(asker), Shelf(answerer)]
    before = [await shelf.entry() for shelf in shelves]
    if mentor == "ken":
        await zoned(stage, answerer, "Tokyo")
    await answerer.presses("Reschedule…", on=TOPIC)
    await answerer.fills(when="2026-12-04 12:00")
    await stage.settle()
    assert [(await shelf.entry()).start for shelf in shelves] == [one.start for one in before], (
        "not agreed yet"
    )
    card = asker.sees("suggests another time")
    await asker.presses(next(label for label in card.buttons if ":" in label), on=TOPIC)
    await stage.settle()
    moved = [await shelf.entry() for shelf in shelves]
    assert moved[0].start == moved[1].start != before[0].start
    assert "session.ics" in answerer.pings[-1].files, "who suggested it hears of the yes, with the file"
    await answerer.presses("Edit link…", on=TOPIC)
    await answerer.fills(link="https://meet.example.org/elsewhere")
    await stage.settle()
    assert list(asker.pings[-1].files) == ["session.ics"]
    linked = [await shelf.entry() for shelf in shelves]
    assert {one.url for one in linked} == {"https://meet.example.org/elsewhere"}
    await asker.presses("Cancel session…", on=TOPIC)
    await asker.fills(reason="A cold")
    await stage.settle()
    assert list(answerer.pings[-1].files) == ["session-cancelled.ics"]
    ended = [await shelf.entry() for shelf in shelves]
    assert [one.status for one in ended] == ["CANCELLED", "CANCELLED"]
    lives = zip(before, moved, linked, ended, strict=True)
    for life in lives:
        numbers = [one.sequence for one in life]
        assert numbers == sorted(set(numbers)), "every change is newer than the one before"
        assert {one.uid for one in life} == {life[0].uid}


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_no_old_file_stays_where_it_would_lie(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = await confirmed(stage, student, mentor)
    await answerer.presses("Cancel session…", on=TOPIC)
    await answerer.fills(reason="Ill")
    await stage.settle()
    for pilot in (asker, answerer):
        for card in pilot.cards:
            assert all(entry.status == "CANCELLED" for entry in [read(raw) for raw in await fetched(card)])


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_google_and_outlook_are_one_press_away(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = await confirmed(stage, student, mentor)
    for pilot in (asker, answerer):
        rung = len(pilot.pings)
        await pilot.presses("Add to calendar", on=TOPIC)
        await stage.settle()
        card = pilot.sees("Add to calendar", TOPIC)
        assert card.private and len(pilot.pings) == rung
        assert list(card.links) == ["Google Calendar", "Outlook.com", "Outlook at work"]
        dates = parse_qs(urlsplit(card.links["Google Calendar"]).query)["dates"]
        (entry,) = [await told(one) for one in pilot.cards if one.files and not one.private][-1:]
        assert dates == [f"{entry.start:%Y%m%dT%H%M%SZ}/{entry.end:%Y%m%dT%H%M%SZ}"]


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_a_session_without_a_time_is_in_no_calendar(stage: Stage, student: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot("ana")
    await ask(stage, asker, answerer.name, TOPIC, when="")
    await answerer.presses("Accept", on=TOPIC)
    await stage.settle()
    assert not any(card.files for card in (*asker.cards, *answerer.cards))
    assert "Add to calendar" not in asker.sees(TOPIC, "Time to be agreed").buttons


async def test_without_the_permission_slack_gets_words_and_links(stage: Stage) -> None:
    stage.slack.faults.refuse("files.getUploadURLExternal", "missing_scope", times=9)
    asker, _ = await confirmed(stage, "sam", "ana")
    assert "accepted" in asker.pings[-1].text and not asker.pings[-1].files
    await asker.presses("Add to calendar", on=TOPIC)
    assert asker.sees("Add to calendar", TOPIC).links
    assert WEDNESDAY[:4] in asker.sees(TOPIC, "Confirmed").text
