"""Days off are days of the mentor's own calendar: read there, gone when they are over, and always saved again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.errors import BadInput
from core.domain.people import Mentor
from core.domain.profiles import ProfileForm, RulesForm, exceptions_ahead, profile, rules
from core.domain.text import units
from core.ports.forms import TextField
from core.screens.mentor import hours_form
from core.times.day_exceptions import DAY_EXCEPTIONS_LENGTH, DayException, parse_exceptions, print_exceptions
from core.times.weekly_hours import WEEKLY_HOURS_LENGTH
from tests.factories import NOON, a_person

MENTOR = Mentor(person=a_person(zone="Europe/Berlin"), headline="Helps", since=NOON)
EVENING = datetime(2026, 12, 1, 4, tzinfo=UTC)
"""Monday 30 November, 20:00 in Los Angeles; Tuesday, 17:00 in Auckland."""
MORNING = datetime(2026, 11, 30, 20, tzinfo=UTC)
"""Still Monday in London and Los Angeles, Tuesday 09:00 in Auckland."""


@pytest.mark.parametrize(
    ("place", "now", "typed", "stored"),
    [
        ("America/Los_Angeles", EVENING, "off today", "off Mon 30 Nov 2026"),
        ("America/Los_Angeles", EVENING, "off tomorrow", "off Tue 1 Dec 2026"),
        ("America/Los_Angeles", EVENING, "off 30 Nov - 2 Dec", "off 30 Nov 2026 - 2 Dec 2026"),
        ("America/Los_Angeles", EVENING, "off 30 Nov", "off Mon 30 Nov 2026"),
        ("Pacific/Auckland", MORNING, "off today", "off Tue 1 Dec 2026"),
        ("Pacific/Auckland", MORNING, "extra today 10-12", "extra Tue 1 Dec 2026 10:00-12:00"),
        ("Europe/London", MORNING, "off today", "off Mon 30 Nov 2026"),
        ("Pacific/Kiritimati", MORNING, "off tomorrow", "off Wed 2 Dec 2026"),
    ],
)
@pytest.mark.parametrize("own", [True, False])
def test_today_is_the_mentors(own: bool, place: str, now: datetime, typed: str, stored: str) -> None:
    person = a_person(zone="Europe/Berlin" if own else place)
    mentor = replace(MENTOR, person=person, zone=place if own else None)
    assert rules(RulesForm(exceptions=typed), mentor, now).exceptions == stored


@pytest.mark.parametrize(
    ("today", "typed", "printed"),
    [
        ("2026-12-28", "off 24 Dec-2 Jan", "off 24 Dec 2026 - 2 Jan 2027"),
        ("2027-01-02", "off 24 Dec-2 Jan", "off 24 Dec 2026 - 2 Jan 2027"),
        ("2027-01-03", "off 24 Dec-2 Jan", "off 24 Dec 2027 - 2 Jan 2028"),
        ("2026-12-24", "off 24 Dec-2 Jan", "off 24 Dec 2026 - 2 Jan 2027"),
        ("2026-12-01", "off 30 Nov - 2 Dec", "off 30 Nov 2026 - 2 Dec 2026"),
        ("2026-12-02", "off 30 Nov - 2 Dec", "off 30 Nov 2026 - 2 Dec 2026"),
        ("2026-12-03", "off 30 Nov - 2 Dec", "off 30 Nov 2027 - 2 Dec 2027"),
        ("2026-12-26", "off 24-27 Dec", "off 24 Dec 2026 - 27 Dec 2026"),
        ("2026-12-26", "off 24.12.-27.12.", "off 24 Dec 2026 - 27 Dec 2026"),
        ("2026-12-26", "extra 24-27 Dec 10-12", "extra 24 Dec 2026 - 27 Dec 2026 10:00-12:00"),
        ("2026-12-28", "off 24 Dec - 2 Jan 2027", "off 24 Dec 2026 - 2 Jan 2027"),
        ("2026-12-28", "off 24 Dec 2026 - 2 Jan", "off 24 Dec 2026 - 2 Jan 2027"),
        ("2026-12-28", "off 24 Dec 2026 - 26 Dec", "off 24 Dec 2026 - 26 Dec 2026"),
        ("2026-11-25", "off 1 Dec - 2 Dec 2026", "off 1 Dec 2026 - 2 Dec 2026"),
        ("2026-11-25", "off 24 Dec - 2 Jan 2027", "off 24 Dec 2026 - 2 Jan 2027"),
        ("2026-12-28", "off today - 2 Jan", "off 28 Dec 2026 - 2 Jan 2027"),
        ("2026-12-28", "off 2026-12-24 - 2027-01-02", "off 24 Dec 2026 - 2 Jan 2027"),
        ("2028-02-29", "off 28 Feb - 1 Mar", "off 28 Feb 2028 - 1 Mar 2028"),
        ("2028-03-01", "off 29 Feb - 2 Mar", "off 29 Feb 2028 - 2 Mar 2028"),
    ],
)
def test_a_range_that_has_begun_is_this_one(today: str, typed: str, printed: str) -> None:
    assert print_exceptions(parse_exceptions(typed, today=date.fromisoformat(today))) == printed


@given(st.dates(date(2024, 1, 1), date(2032, 1, 1)), st.integers(0, 300), st.integers(-300, 60))
def test_a_range_without_years_is_the_one_that_is_not_over(first: date, length: int, since: int) -> None:
    last, today = first + timedelta(days=length), first - timedelta(days=since)
    if today > last or (since > 0 and last >= today + timedelta(days=365)):
        return
    for day in (first, last):
        if (day.month, day.day) == (2, 29):
            return
    typed = f"off {first:%d %b} - {last:%d %b}"
    if first != last:
        assert parse_exceptions(typed, today=today) == (DayException(first, last),)


days = st.builds(
    lambda first, length, span: DayException(first, first + timedelta(days=length), span),
    st.dates(date(2026, 10, 1), date(2028, 1, 1)),
    st.integers(0, 20),
    st.none() | st.just((600, 720)),
)


@settings(max_examples=30)
@given(
    st.lists(days, max_size=60),
    st.datetimes(datetime(2026, 11, 1), datetime(2027, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
)
def test_whatever_is_stored_opens_again_and_is_saved_unchanged(
    made: list[DayException], later: datetime
) -> None:
    now = datetime(2026, 11, 1, 12, tzinfo=UTC)
    later = max(later, now)
    due = print_exceptions([one for one in made if one.last >= now.date()])
    typed = RulesForm(exceptions=due)
    if units(due) > DAY_EXCEPTIONS_LENGTH:
        with pytest.raises(BadInput, match="exceptions: too_long"):
            rules(typed, MENTOR, now)
        return
    stored = rules(typed, MENTOR, now)
    mentor = stored.of(MENTOR)
    field = hours_form(mentor, {}, later).fields[0]
    assert isinstance(field, TextField)
    assert field.value == exceptions_ahead(mentor, later)
    assert units(field.value) <= field.longest
    assert rules(RulesForm(exceptions=field.value), mentor, later).exceptions == field.value
    kept = parse_exceptions(field.value, today=later.date())
    assert set(kept) == {one for one in made if one.last >= later.date()}


def test_fifteen_single_days_open_and_save_again() -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    typed = ", ".join(f"off {day} Dec" for day in range(1, 31))
    mentor = rules(RulesForm(exceptions=typed), MENTOR, now).of(MENTOR)
    opened = exceptions_ahead(mentor, now)
    assert rules(RulesForm(exceptions=opened), mentor, now).exceptions == opened == mentor.exceptions
    assert exceptions_ahead(mentor, datetime(2026, 12, 30, tzinfo=UTC)) == "off Wed 30 Dec 2026"


def test_what_prints_longer_than_the_field_is_refused_at_the_field() -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    typed = ",".join(f"off {day} {month}" for month in ("jan", "mar") for day in range(1, 31))
    assert units(typed) <= DAY_EXCEPTIONS_LENGTH
    with pytest.raises(BadInput) as refused:
        rules(RulesForm(exceptions=typed), MENTOR, now)
    assert refused.value.fields["exceptions"].code == "too_long_written_out"


def test_weekly_hours_that_print_longer_than_the_field_are_refused_there_too() -> None:
    spans = ", ".join(f"{hour}h-{hour}h{minute}" for hour in range(24) for minute in (31,))
    typed = " ".join(f"{day} {spans.replace('31', str(31 + at))}" for at, day in enumerate(("Mon", "Tue")))
    assert units(typed) <= WEEKLY_HOURS_LENGTH
    with pytest.raises(BadInput) as refused:
        profile(ProfileForm(headline="Helps", hours=typed), MENTOR.person)
    assert refused.value.fields["hours"].code == "too_long_written_out"
