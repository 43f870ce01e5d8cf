"""Weekly hours as people paste them: read as they are meant, or asked, and never other hours than were written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.times.weekly_hours import BadHours, parse_hours, print_hours
from tests.times.words import said

PASTED = """
M-F 9-5                                     Mon-Fri 09:00-17:00
MWF 9-11                                    Mon, Wed, Fri 09:00-11:00
M/W/F 9-11                                  Mon, Wed, Fri 09:00-11:00
M, W, F: 9-11                               Mon, Wed, Fri 09:00-11:00
MWF: 9am-11am                               Mon, Wed, Fri 09:00-11:00
TTh 2pm-4pm                                 Tue, Thu 14:00-16:00
T/Th 2-4pm                                  Tue, Thu 14:00-16:00
TuTh 14-16                                  Tue, Thu 14:00-16:00
Tu/Th 14-16                                 Tue, Thu 14:00-16:00
TR 10-12                                    Tue, Thu 10:00-12:00
MTWTF 9-17                                  Mon-Fri 09:00-17:00
M T W T F 9-17                              Mon-Fri 09:00-17:00
MTWThF 9-17                                 Mon-Fri 09:00-17:00
MTWTFSS 9-17                                Mon-Sun 09:00-17:00
MW 18:00-20:00                              Mon, Wed 18:00-20:00
SaSu 10-12                                  Sat, Sun 10:00-12:00
M-Th 9-17                                   Mon-Thu 09:00-17:00
9-5 Mon-Fri                                 Mon-Fri 09:00-17:00
9-5 M-F                                     Mon-Fri 09:00-17:00
9am-5pm Monday to Friday                    Mon-Fri 09:00-17:00
9-5 on weekdays                             Mon-Fri 09:00-17:00
9-17 Mon-Fri, 10-12 Sat                     Mon-Fri 09:00-17:00, Sat 10:00-12:00
9-12, 14-17 Mon, Wed                        Mon, Wed 09:00-12:00, 14:00-17:00
9-12 Mon; 14-17 Tue; 9-12 Wed               Mon, Wed 09:00-12:00, Tue 14:00-17:00
Mon-Fri 0900-1700                           Mon-Fri 09:00-17:00
0900-1700 Mon-Fri                           Mon-Fri 09:00-17:00
Mon 900-1700                                Mon 09:00-17:00
Mon 930am-1230pm                            Mon 09:30-12:30
Mon 0900-1700hrs                            Mon 09:00-17:00
Mo-Fr 09:00-17:00; Sa 10:00-12:00           Mon-Fri 09:00-17:00, Sat 10:00-12:00
Mon—Fri: 9:00 — 17:00                       Mon-Fri 09:00-17:00
Monday to Friday 9am - 5pm                  Mon-Fri 09:00-17:00
Monday through Friday, 9 am to 5 pm         Mon-Fri 09:00-17:00
Mon thru Thu 9-5                            Mon-Thu 09:00-17:00
weekdays 9-17                               Mon-Fri 09:00-17:00
Mon-Fri 9-5                                 Mon-Fri 09:00-17:00
Mon-Fri 9:30-4:30                           Mon-Fri 09:30-16:30
Mon 8-12, 13-17                             Mon 08:00-12:00, 13:00-17:00
Mon 8-12, 1-5pm                             Mon 08:00-12:00, 13:00-17:00
Mon 8-12, 1pm-5                             Mon 08:00-12:00, 13:00-17:00
Mon 11-1                                    Mon 11:00-13:00
Mon 12-2                                    Mon 12:00-14:00
Mon noon-5                                  Mon 12:00-17:00
Mon 8-10                                    Mon 08:00-10:00
Mon 01:00-05:00                             Mon 01:00-05:00
Mon 04:00-06:00                             Mon 04:00-06:00
Mon 0400-0600                               Mon 04:00-06:00
Mon 04-06                                   Mon 04:00-06:00
Mon 4h-6h                                   Mon 04:00-06:00
Mon 1am-5am                                 Mon 01:00-05:00
Mon 1-5am                                   Mon 01:00-05:00
Mon 1-13                                    Mon 01:00-13:00
Mon 4-noon                                  Mon 04:00-12:00
Mon 0-5                                     Mon 00:00-05:00
Mo-Do 9-17 Uhr, Fr 9-13 Uhr                 Mon-Thu 09:00-17:00, Fri 09:00-13:00
Di, Do 14-16                                Tue, Thu 14:00-16:00
Mo bis Mi 9 bis 12 Uhr                      Mon-Wed 09:00-12:00
Mi 9-12                                     Wed 09:00-12:00
Mo-So 10-12                                 Mon-Sun 10:00-12:00
Lu-Ve 9h-17h                                Mon-Fri 09:00-17:00
Lu, Me 14h30-16h                            Mon, Wed 14:30-16:00
Lu-Vi 16-18                                 Mon-Fri 16:00-18:00
Lu, Gi 9-12                                 Mon, Thu 09:00-12:00
wo, vr 9-12                                 Wed, Fri 09:00-12:00
Mon-Fri 8-12, 1-5                           asked: 13:00-17:00 or 01:00-05:00; 13-17 or 1am-5am
Tue, Thu 4-6                                asked: 16:00-18:00 or 04:00-06:00; 16-18 or 4am-6am
Mon 4:00-6:00                               asked: 16:00-18:00 or 04:00-06:00; 16-18 or 4am-6am
Mon 1:30-5                                  asked: 13:30-17:00 or 01:30-05:00; 13:30-17 or 1:30am-5am
Mon 130-500                                 asked: 13:30-17:00 or 01:30-05:00; 13:30-17 or 1:30am-5am
Mon 7-9                                     asked: 19:00-21:00 or 07:00-09:00; 19-21 or 7am-9am
Mon 4-12                                    asked: 16:00-24:00 or 04:00-12:00; 16-24 or 4am-12pm
Mon 4-midnight                              asked: 16:00-24:00 or 04:00-24:00; 16-24 or 4am-24
MWF 2-3                                     asked: 14:00-15:00 or 02:00-03:00; 14-15 or 2am-3am
4-6 Mon                                     asked: 16:00-18:00 or 04:00-06:00; 16-18 or 4am-6am
T 9-11                                      refused
MT 9-11                                     refused
TF 9-11                                     refused
S 9-11                                      refused
Di 9-11                                     refused
Do 9-11                                     refused
ma 9-11                                     refused
Di, Tue 9-11                                refused
9-12 Mon, Tue 14-16, Wed                    refused
9-12 Mon, 14-16                             refused
9-12 Mon, Tue 14-16                         refused
"""
ROWS = [re.split(r" {2,}", row) for row in PASTED.strip().splitlines()]


def read(typed: str) -> str:
    """What is stored of it, or what is asked, or that it is refused."""
    try:
        return print_hours(parse_hours(typed))
    except BadHours as error:
        facts = error.facts
        if error.code != "hours_which_half":
            return "refused"
        ways = f"{facts['write']} or {facts['write_early']}"
        return f"asked: {facts['meant']} or {facts['early']}; {ways}"


def test_pasted_hours() -> None:
    for typed, stored in ROWS:
        assert (typed, read(typed)) == (typed, stored)


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 60


def test_the_question_names_both_ways_to_write_it() -> None:
    with pytest.raises(BadHours) as asked:
        parse_hours("Mon-Fri 8-12, 1-5")
    assert said(asked.value) == ("Did you mean 13:00-17:00 or 01:00-05:00 by '1-5'? Write 13-17, or 1am-5am.")


clock = st.tuples(
    st.integers(0, 24), st.sampled_from(("", ":00", ":30", "00", "h")), st.sampled_from(("", "am", "pm"))
)
DAYS = ("Mon", "M-F", "MWF", "TTh", "Di, Do", "Mo-Fr", "weekdays", "Sa", "T/Th")


@given(st.sampled_from(DAYS), clock, clock, st.booleans(), st.booleans())
def test_what_is_read_is_what_was_written(
    days: str,
    first: tuple[int, str, str],
    last: tuple[int, str, str],
    behind: bool,
    padded: bool,
) -> None:
    """On the days that were named only, and at the numbers that were written, in one half of the day or the other."""
    hours = "-".join(
        f"{hour:02}{rest}{half}" if padded else f"{hour}{rest}{half}" for hour, rest, half in (first, last)
    )
    typed = f"{hours} {days}" if behind else f"{days} {hours}"
    try:
        found = parse_hours(typed)
    except BadHours as error:
        for way, meaning in (("write", "meant"), ("write_early", "early")):
            if error.code == "hours_which_half":
                facts: dict[str, str] = {**error.facts}  # type: ignore[dict-item]
                assert print_hours(parse_hours(f"Mon {facts[way]}")) == f"Mon {facts[meaning]}"
        return
    assert parse_hours(print_hours(found)) == found
    assert {span.weekday for span in found.spans} == {
        span.weekday for span in parse_hours(f"{days} 09:00-10:00").spans
    }
    for span in found.spans:
        for minute, (hour, rest, half) in zip(
            (span.start_minute, span.end_minute), (first, last), strict=True
        ):
            written = hour * 60 + (30 if rest == ":30" else 0)
            assert (minute - written) % 720 == 0
            exact = padded or rest == "h" or not 1 <= hour <= 12
            assert half or not exact or minute % 1440 == written % 1440 or first[2] or last[2]
            assert not half or (minute // 720 % 2 == (half == "pm")) or minute == 1440
