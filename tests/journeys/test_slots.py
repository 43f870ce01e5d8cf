"""Weekly hours become open times, and an open time becomes a session, exact in both zones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ask, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


def field(pilot: Pilot, key: str) -> tuple[str, ...]:
    """Return the options that a field of the open form offers."""
    assert pilot.form is not None
    return pilot.form.field(key).options


async def test_on_slack_open_times_appear_with_the_mentor_and_are_booked(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await sam.types("/book-session @Ana Portfolio")
    slots = field(sam, "slot")
    assert slots[0] == "Mon 30 Nov, 10:30", "half past nine in Lisbon"
    await sam.fills(slot=slots[0])
    await stage.settle()
    assert "30 Nov 2026 09:30" in ana.sees("would like a session", "Portfolio").text
    assert "30 Nov 2026 10:30" in sam.sees("You asked", "Portfolio").text


async def test_an_open_time_that_is_held_is_offered_to_nobody_else(stage: Stage) -> None:
    sam, lea = stage.pilot("sam"), stage.pilot("lea")
    await sam.types("/book-session @Ana First")
    first = field(sam, "slot")[0]
    await sam.fills(slot=first)
    await stage.settle()
    await lea.types("/book-session @Ana Second")
    assert field(lea, "slot")[0] == "Mon 30 Nov, 05:00", "04:30 is held"


async def test_the_loser_of_a_race_is_told_what_is_still_open(stage: Stage) -> None:
    sam, lea = stage.pilot("sam"), stage.pilot("lea")
    await sam.types("/book-session @Ana First")
    await lea.types("/book-session @Ana Second")
    await sam.fills(slot=field(sam, "slot")[0])
    await stage.settle()
    await lea.fills(topic="Second", message="I typed a lot here", slot=field(lea, "slot")[0])
    await stage.settle()
    assert "Still open: Mon 30 Nov 2026, 05:00" in lea.errors["slot"]
    await lea.fills(topic="Second", message="I typed a lot here", slot="Mon 30 Nov, 05:00")
    await stage.settle()
    lea.sees("You asked", "Second", "I typed a lot here")


async def test_both_an_open_time_and_another_one_are_refused(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/book-session @Ana Both")
    await sam.fills(slot=field(sam, "slot")[0], when="2026-12-05 10:00")
    await stage.settle()
    assert "not both" in sam.errors["when"]


async def test_on_discord_the_form_of_a_known_mentor_offers_open_times(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", mentor="Ken")
    assert mia.form is not None
    assert mia.form.title == "Session with Ken"
    slots = field(mia, "slot")
    assert slots[0].startswith("Mon 30 Nov, ")
    await mia.fills(topic="Debugging", slot=slots[0])
    await stage.settle()
    ken.sees("would like a session", "Debugging", "Pending")


async def test_on_discord_when_completes_open_times_and_typed_ones(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    client = stage.discord.client(mia.user)
    offered = await client.autocomplete("book-session", "when", "", {"mentor": "Ana"})
    assert len(offered) == 25
    assert offered[0]["name"].startswith("Mon 30 Nov 2026, 09:30")
    wednesday = await client.autocomplete("book-session", "when", "wed", {"mentor": "Ana"})
    assert all("Wed" in one["name"] for one in wednesday)
    typed = await client.autocomplete("book-session", "when", "fri 9:30", {"mentor": "Ana"})
    assert typed[0]["name"].startswith("Fri 4 Dec 2026, 09:30 (Europe/London")


async def test_words_in_ones_own_language_are_asked_never_taken(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    await mia.types(
        "/book-session", exact=True, mentor="Ken", topic="Words", when="the day after tomorrow at 10:00"
    )
    await stage.settle()
    assert not ken.pings
    mia.sees("Which time do you mean?", "Wed 2 Dec 2026, 10:00")
    await mia.presses("Wed 2 Dec 10:00 GMT")
    await stage.settle()
    assert "2 Dec 2026 19:00" in ken.sees("would like a session", "Words").text


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_a_mentor_sees_what_a_student_would_see(stage: Stage, mentor: str) -> None:
    pilot = stage.pilot(mentor)
    await pilot.types("/mentor-panel")
    await pilot.presses("Edit profile…")
    await pilot.fills(hours="Wed 9-10:30")
    await stage.settle()
    panel = pilot.sees("Mentor panel", "A student would see:")
    assert "Wed 2 Dec 2026 09:00" in panel.text
    assert "Wed 2 Dec 2026 10:00" in panel.text
    assert "Wed 9 Dec 2026 09:00" in panel.text


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_rules_days_off_and_a_pause_shape_the_open_times(stage: Stage, mentor: str) -> None:
    pilot = stage.pilot(mentor)
    await pilot.types("/mentor-panel")
    await pilot.presses("Edit profile…")
    await pilot.fills(hours="Wed 9-10:30")
    await pilot.presses("Open times…")
    await pilot.fills(exceptions="off 2 Dec, extra Sat 5 Dec 10-11", buffer="15", notice="24", weekly_cap="2")
    await stage.settle()
    panel = pilot.sees("Mentor panel", "A student would see:")
    assert "Sat 5 Dec 2026 10:00" in panel.text
    assert "Wed 2 Dec 2026 09:00" not in panel.text
    assert "Notice  24 hours" in panel.text
    await pilot.presses("Pause until…")
    await pilot.fills(until="2026-12-08 09:00")
    await stage.settle()
    assert "A student would see" not in pilot.sees("Mentor panel", "Paused").text
    await stage.advance(timedelta(days=8))
    await pilot.types("/mentor-panel")
    pilot.sees("Mentor panel", "Taking requests")


@pytest.mark.parametrize(
    ("typed", "field_key", "words"),
    [
        ({"exceptions": "sometime"}, "exceptions", "off or extra"),
        ({"buffer": "many"}, "buffer", "whole number from 0 to 240"),
        ({"notice": "-1"}, "notice", "whole number from 0 to 720"),
        ({"horizon": "0"}, "horizon", "whole number from 1 to 180"),
    ],
)
async def test_a_wrong_rule_is_said_at_its_field(
    stage: Stage, typed: dict[str, str], field_key: str, words: str
) -> None:
    ana = stage.pilot("ana")
    await ana.types("/mentor-panel")
    await ana.presses("Open times…")
    await ana.fills(**typed)
    await stage.settle()
    assert words in ana.errors[field_key]


async def test_hours_across_midnight_are_refused_with_a_sentence(stage: Stage) -> None:
    ana = stage.pilot("ana")
    await ana.types("/mentor-panel")
    await ana.presses("Edit profile…")
    await ana.fills(hours="Mon 22-2")
    await stage.settle()
    assert "midnight" in ana.errors["hours"]


async def test_notice_counts_for_suggested_times_too(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ana.types("/mentor-panel")
    await ana.presses("Open times…")
    await ana.fills(notice="48")
    await stage.settle()
    await sam.types("/book-session @Ana Soon")
    await sam.fills(topic="Soon", when="2026-12-01 15:00")
    await stage.settle()
    assert "needs 48 hours of notice" in sam.errors["when"]


async def test_an_expired_hold_frees_the_time_at_that_instant(stage: Stage) -> None:
    sam, lea, ana = stage.pilot("sam"), stage.pilot("lea"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Held", when="2026-12-04 10:00")
    await stage.sleep(timedelta(hours=48))
    await lea.types("/book-session @Ana Mine now")
    await lea.fills(topic="Mine now", when="2026-12-04 04:00")
    await stage.settle()
    assert not lea.errors, "nobody had swept yet, and still the time was free"
    sam.sees("Held", "Expired")
