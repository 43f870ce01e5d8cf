"""Calendar files of every manner: right, or one word for what is wrong with them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar_process import answer
from core.domain.busy_calendar import Trouble
from core.screens.busy_calendar import TROUBLES
from core.times.busy_events import busy_events
from core.times.calendar_lines import slimmed
from core.times.event_times import BadCalendar
from tests.calendars.broken_files import BROKEN
from tests.calendars.files import FILES, NOON
from tests.calendars.odd_files import ODD
from tests.calendars.writing import GOOGLE, CalendarFile, calendar, event

SINCE = datetime(2026, 11, 30, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=10)
LEAST_FILES = 30
FIVE_MEGABYTES = 5 * 1024 * 1024


def read(raw: bytes, place: str = "Europe/Berlin") -> list[str]:
    found = busy_events(raw, place, SINCE, UNTIL)
    return [f"{one.start:%d %H:%M}-{one.end:%d %H:%M}" for one in found]


@pytest.mark.parametrize("file", [*FILES, *BROKEN], ids=lambda file: file.name)
def test_each_file_is_read_right_or_has_one_word(file: CalendarFile) -> None:
    if file.trouble:
        with pytest.raises(BadCalendar, match=f"^{file.trouble}$"):
            read(file.raw)
        assert TROUBLES[Trouble(file.trouble)]
    else:
        assert sorted(read(file.raw)) == sorted(file.busy)


@pytest.mark.timeout(20)
def test_files_that_bend_the_rules_are_read_as_they_are_meant() -> None:
    said = {file.name: _said(file.raw) for file in ODD}
    assert said == {file.name: file.trouble or sorted(file.busy) for file in ODD}


def test_an_hour_that_is_skipped_takes_its_time() -> None:
    """On 29 March there is no 02:30 in Berlin; it is the instant that it would be without the jump (3.3.5)."""
    raw = calendar(GOOGLE, event("UID:1", "DTSTART;TZID=Europe/Berlin:20260329T023000", "DURATION:PT1H"))
    (one,) = busy_events(raw, "Europe/Berlin", datetime(2026, 3, 29, tzinfo=UTC), SINCE)
    assert f"{one.start:%H:%M}-{one.end:%H:%M}" == "01:30-02:30"


def _said(raw: bytes) -> str | list[str]:
    try:
        return sorted(read(raw))
    except BadCalendar as bad:
        return bad.code


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= LEAST_FILES
    assert len({one.name for one in (*FILES, *BROKEN)}) == len(FILES) + len(BROKEN)


def test_the_owners_zone_is_that_of_days_and_of_times_without_one() -> None:
    raw = calendar(
        GOOGLE,
        event("UID:1", "DTSTART:20261201T120000", "DTEND:20261201T130000"),
        event("UID:2", "DTSTART;VALUE=DATE:20261203"),
    )
    assert read(raw, "America/New_York") == ["01 17:00-01 18:00", "03 05:00-04 05:00"]


def test_nothing_but_times_is_looked_at() -> None:
    words = ("SUMMARY:Dentist", "DESCRIPTION:Bad", "LOCATION:Room", "ATTENDEE;CN=Sam:mailto:sam@example.org")
    raw = calendar(GOOGLE, event(*NOON, *words, "X-WR-ALARMUID:1")).decode()
    kept = slimmed(raw, "20261130", "20261210")
    assert [line for line in kept.splitlines() if line not in raw.splitlines()] == []
    assert [line.partition(":")[0] for line in kept.splitlines()] == ["BEGIN"] * 2 + [
        "UID",
        "DTSTART",
        "DTEND",
    ] + ["END"] * 2


def test_a_calendar_of_five_megabytes_is_read() -> None:
    words = "x" * 200
    past = "\n".join(
        event(
            f"UID:{number}",
            f"DTSTART:2019{number % 12 + 1:02}01T120000Z",
            "DURATION:PT1H",
            f"SUMMARY:{words}",
        )
        for number in range(FIVE_MEGABYTES // 310)
    )
    raw = calendar(GOOGLE, past.replace("DURATION:PT1H", "DTEND:20190101T130000Z"), event(*NOON))
    assert FIVE_MEGABYTES * 0.9 < len(raw) < FIVE_MEGABYTES * 1.1
    assert read(raw) == ["01 12:00-01 13:00"]


def test_what_the_process_says_is_what_was_found() -> None:
    edges = SINCE.isoformat(), UNTIL.isoformat()
    (one,) = json.loads(answer(calendar(GOOGLE, event(*NOON)), "UTC", *edges))
    assert one == ["1", "2026-12-01T12:00:00+00:00", "2026-12-01T13:00:00+00:00"]
    assert json.loads(answer(b"", "UTC", *edges)) == "no_calendar"


@settings(max_examples=40)
@given(st.data())
def test_no_cut_and_no_stray_byte_makes_it_fail_in_another_way(data: st.DataObject) -> None:
    raw = bytearray(
        data.draw(st.sampled_from([file.raw for file in (*FILES, *BROKEN) if 50 < len(file.raw) < 900]))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.sampled_from(b"\r\n :;,-09AZ\x00\xff"))
    with suppress(BadCalendar):
        found = busy_events(bytes(raw), "Europe/Berlin", SINCE, UNTIL)
        assert all(one.start < one.end and one.end > SINCE and one.start < UNTIL for one in found)


@pytest.mark.long
@settings(max_examples=3000)
@given(st.data())
def test_nor_do_many_of_them(data: st.DataObject) -> None:
    test_no_cut_and_no_stray_byte_makes_it_fail_in_another_way.hypothesis.inner_test(data)  # type: ignore[attr-defined]
