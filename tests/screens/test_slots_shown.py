"""The time that is shown, the one that is stored and the one in the card are one instant, around every clock change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from adapters.discord.render import markdown
from adapters.slack.render.message import message
from core.domain.booking import BookingId
from core.domain.open_times import SessionTerms, open_times
from core.domain.people import Mentor
from core.domain.policy import Policy
from core.domain.requests import RequestText, Wish, request
from core.ports.cards import Card, Fact, Style, When
from core.screens.booking import slot_option
from core.times.zones import zone
from tests.adapters.discord_examples import HERE as DISCORD
from tests.adapters.slack_examples import HERE as SLACK
from tests.factories import MENTOR, a_person

PLACES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Pacific/Chatham",
)
HOURS = ("Mon-Fri 9-17", "Mon-Sun 0-6")


def changes(name: str, first: datetime, last: datetime) -> list[datetime]:
    """Return the days in UTC on which a zone's offset differs from the day before; one plain day when none does."""
    days = [first + timedelta(days=number) for number in range((last - first).days)]
    place = zone(name)
    found = [
        day
        for day in days
        if (day - timedelta(days=1)).astimezone(place).utcoffset() != day.astimezone(place).utcoffset()
    ]
    return found or [first]


@pytest.mark.parametrize("mentor_zone", PLACES)
@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.sampled(4)
def test_shown_stored_and_sent_are_one_instant(mentor_zone: str, hours: str) -> None:
    person = a_person(id=MENTOR, name="Ana", zone=mentor_zone)
    mentor = Mentor(
        person=person,
        headline="x",
        zone=mentor_zone,
        hours=hours,
        horizon=4,
        since=datetime(2026, 1, 1, tzinfo=UTC),
    )
    for day in changes(mentor_zone, datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 12, 31, tzinfo=UTC))[
        :10
    ]:
        now = day - timedelta(days=2)
        for start in open_times(mentor, SessionTerms(), of_mentor=(), now=now, limit=200):
            for student_zone in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu"):
                one_instant(mentor, start, student_zone, now)


def one_instant(mentor: Mentor, start: datetime, student_zone: str, now: datetime) -> None:
    option = slot_option(start, student_zone)
    shown = datetime.strptime(f"{start.year} {option.label}", "%Y %a %d %b, %H:%M")  # noqa: DTZ007 - wall time
    assert shown == start.astimezone(zone(student_zone)).replace(tzinfo=None, year=start.year)
    chosen = datetime.fromtimestamp(int(option.value), UTC)
    student = replace(a_person(zone=student_zone), id=a_person().id)
    moved = request(
        Wish(text=RequestText("x"), start=chosen),
        student,
        mentor,
        None,
        id=BookingId(UUID(int=9)),
        ref="S-22222",
        policy=Policy(),
        now=now,
    )
    assert moved.booking.starts_at == start
    when = When(start, Style.FULL, "x")
    assert f"<t:{option.value}:F>" in markdown((when,), DISCORD)
    assert f"'timestamp': {option.value}" in str(
        message(Card(title="x", summary="x", parts=(Fact("When", (when,)),)), SLACK)
    )
