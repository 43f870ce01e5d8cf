"""Weekly hours and exceptions as text: read, refused with a sentence, and printed so as to be read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.times.day_exceptions import DayException, parse_exceptions, print_exceptions
from core.times.weekly_hours import BadHours, Span, WeeklyHours, parse_hours, print_hours
from tests.times.words import said

TODAY = date(2026, 11, 25)
PIECES = ("mon-fri", "tue", "9", "17", "-", ",", "9-17", "5pm", ":", "24", "0", "noon", "to")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Mon 17-19, Wed 9-10:30", "Mon 17:00-19:00, Wed 09:00-10:30"),
        ("Mon-Fri 9-17", "Mon-Fri 09:00-17:00"),
        ("Tue, Thu 5pm-7pm", "Tue, Thu 17:00-19:00"),
        ("Tue 5-7pm", "Tue 17:00-19:00"),
        ("Sat 9:00–12:00", "Sat 09:00-12:00"),
        ("monday 9 to 12; TUESDAY 14 until 16", "Mon 09:00-12:00, Tue 14:00-16:00"),
        ("Mon 9-12, 14-17", "Mon 09:00-12:00, 14:00-17:00"),
        ("Mon and Wed 11-1pm", "Mon, Wed 11:00-13:00"),
        ("mon-wed, fri 9 to 5pm", "Mon-Wed, Fri 09:00-17:00"),
        ("Mon/Wed 9.30-11.15", "Mon, Wed 09:30-11:15"),
        ("Mon 9am-5", "Mon 09:00-17:00"),
        ("Mon 9am-10", "Mon 09:00-10:00"),
        ("Mon 12-2pm", "Mon 12:00-14:00"),
        ("Mon 10-12am", "Mon 22:00-24:00"),
        ("Mon 9-12pm", "Mon 09:00-12:00"),
        ("Mon noon-3pm", "Mon 12:00-15:00"),
        ("Mon 10 a.m. - 1 p.m.", "Mon 10:00-13:00"),
        ("Mon 9h-17h30", "Mon 09:00-17:30"),
        ("Mon 20-24:00", "Mon 20:00-24:00"),
        ("Mon 20:00-00:00", "Mon 20:00-24:00"),
        ("weekdays 9-17; weekends 10-12", "Mon-Fri 09:00-17:00, Sat, Sun 10:00-12:00"),
        ("every day 0-24", "Mon-Sun 00:00-24:00"),
        ("Fri-Mon 8-9", "Mon, Fri-Sun 08:00-09:00"),
        ("Mon: 9:30-10, 9:45-11, 11-12", "Mon 09:30-12:00"),
        ("Mon 22-24, Tue 0-2", "Mon 22:00-24:00, Tue 00:00-02:00"),
        ("Mon ９-１７", "Mon 09:00-17:00"),  # noqa: RUF001 - full-width digits
    ],
)
def test_hours_are_read_and_printed_in_one_way(typed: str, printed: str) -> None:
    hours = parse_hours(typed, "Europe/Berlin")
    assert print_hours(hours) == printed
    assert parse_hours(printed, "Europe/Berlin") == hours


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "Please type your weekly hours"),
        ("\x00", "Please type your weekly hours"),
        ("Mon", "add the hours"),
        ("Mon 9-17, Tue", "add the hours"),
        ("9-17", "name the day before '9-17'"),
        ("Mon 9-9", "would end before it starts"),
        ("Mon 6-2", "Did you mean 06:00-14:00?"),
        ("Mon 09:00-05:00", "Did you mean 09:00-17:00?"),
        ("Mon 22-2", "cannot cross midnight: write Mon 22-24, Tue 0-2"),
        ("Mon 25-26", "'25' is not a time of day"),
        ("Mon 9:75-10", "not a time of day"),
        ("Mon 13pm-14pm", "not a time of day"),
        ("Montag 9-17", "I can't read"),
        ("Mon 9-17 lunch", "I can't read 'lunch'"),
        ("Mon 9", "I can't read '9'"),
        ("Mon 9-17-19", "I can't read"),
        ("x" * 600, "too long"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(typed: str, part: str) -> None:
    with pytest.raises(BadHours) as refused:
        parse_hours(typed)
    assert part in said(refused.value)


spans = st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440)).filter(
    lambda one: one[1] < one[2]
)


@given(st.lists(spans, max_size=12))
def test_any_hours_survive_printing_and_overlaps_become_one(made: list[tuple[int, int, int]]) -> None:
    hours = WeeklyHours("Asia/Tokyo", tuple(Span(*one) for one in made))
    assert not made or parse_hours(print_hours(hours), "Asia/Tokyo") == hours
    for before, after in zip(hours.spans, hours.spans[1:], strict=False):
        assert (before.weekday, before.end_minute) < (after.weekday, after.start_minute)
    covered = {(day, minute) for day, start, end in made for minute in range(start, end)}
    assert sum(one.end_minute - one.start_minute for one in hours.spans) == len(covered)


@settings(max_examples=200)
@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text_is_hours_or_refused(text: str) -> None:
    try:
        hours = parse_hours(text)
    except BadHours:
        return
    assert parse_hours(print_hours(hours)) == hours


@pytest.mark.parametrize("wrong", [(7, 0, 1), (-1, 0, 1), (0, 60, 60), (0, 60, 30), (0, 0, 1441)])
def test_an_impossible_span_cannot_be_made(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(BadHours):
        Span(*wrong)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("", ""),
        ("off 24 Dec–2 Jan", "off 24 Dec 2026 - 2 Jan 2027"),
        ("off 24 Dec to 2 Jan", "off 24 Dec 2026 - 2 Jan 2027"),
        ("extra Sat 5 Dec 10-12", "extra Sat 5 Dec 2026 10:00-12:00"),
        ("Extra Dec 5 10am-12", "extra Sat 5 Dec 2026 10:00-12:00"),
        ("off 2026-12-24", "off Thu 24 Dec 2026"),
        ("off 2026-12-24 - 2027-01-02", "off 24 Dec 2026 - 2 Jan 2027"),
        ("off 24-27 Dec", "off 24 Dec 2026 - 27 Dec 2026"),
        ("off 24.12.-27.12.", "off 24 Dec 2026 - 27 Dec 2026"),
        ("off 24 Nov", "off Wed 24 Nov 2027"),
        ("off today, off tomorrow", "off Wed 25 Nov 2026, off Thu 26 Nov 2026"),
        (
            "off 24 Dec\nextra 5 Dec 10-12; off 24 Dec",
            "extra Sat 5 Dec 2026 10:00-12:00, off Thu 24 Dec 2026",
        ),
        ("extra 24-26 Dec 10-12", "extra 24 Dec 2026 - 26 Dec 2026 10:00-12:00"),
    ],
)
def test_exceptions_are_read_and_printed_in_one_way(typed: str, printed: str) -> None:
    exceptions = parse_exceptions(typed, today=TODAY)
    assert print_exceptions(exceptions) == printed
    assert parse_exceptions(printed, today=date(2029, 5, 5)) == exceptions


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("holiday 24 Dec", "begin with off or extra"),
        ("off", "can't read the date"),
        ("off fri", "write the month as a word"),
        ("off 3/4", "write the month as a word"),
        ("off 30 Feb", "does not exist"),
        ("extra Fri 5 Dec 10-12", "does not exist"),
        ("extra 5 Dec", "add the hours"),
        ("extra 5 Dec 22-2", "cannot cross midnight"),
        ("off 2 Jan 2027 - 24 Dec 2026", "not a range"),
        ("off 1 Jan 2026 - 1 Jan 2029", "not a range"),
        ("off 24 Dec 10-12", "can't read the date"),
        ("off \x00", "can't read"),
        ("off 24 Dec" * 200, "too long"),
    ],
)
def test_exceptions_that_cannot_be_read_are_refused_with_a_sentence(typed: str, part: str) -> None:
    with pytest.raises(BadHours) as refused:
        parse_exceptions(typed, today=TODAY)
    assert part in said(refused.value)


@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.none() | spans),
        max_size=5,
    )
)
def test_any_exceptions_survive_printing(made: list[tuple[date, tuple[int, int, int] | None]]) -> None:
    exceptions = [DayException(day, day, span[1:] if span else None) for day, span in made]
    read = parse_exceptions(print_exceptions(exceptions), today=TODAY)
    assert set(read) == set(exceptions)


@settings(max_examples=200)
@given(
    st.text(max_size=40).map("off ".__add__)
    | st.text(max_size=40).map("extra ".__add__)
    | st.text(max_size=20)
)
def test_any_text_is_exceptions_or_refused(text: str) -> None:
    try:
        exceptions = parse_exceptions(text, today=TODAY)
    except BadHours:
        return
    assert parse_exceptions(print_exceptions(exceptions), today=TODAY) == exceptions
