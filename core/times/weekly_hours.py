"""Weekly hours as people write them, ``Mon 17-19, Wed 9-10:30``: wall minutes and a zone, no offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, Unpack

from core.times.calendar import DAY_NAMES, WEEKDAYS, plain, print_minute
from core.times.intervals import merged

DAY_MINUTES = 1440
WEEKLY_HOURS_LENGTH = 500
"""Characters that are read; a week with many spans needs about 200."""


class HoursFacts(TypedDict, total=False):
    """What there is to say about hours, or days, that cannot be read."""

    words: str
    """The part of what was typed that it is about."""
    meant: str
    """What may have been meant, as ``print_span`` writes it."""
    first: date
    last: date


class BadHours(ValueError):
    """The hours cannot be read: a stable code, and the facts of the sentence for whoever typed them."""

    def __init__(self, code: str, **facts: Unpack[HoursFacts]) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open time on one weekday (0 is Monday): wall-clock minutes, ``0 <= start < end <= 1440``."""

    weekday: int
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not (
            0 <= self.weekday < len(DAY_NAMES) and 0 <= self.start_minute < self.end_minute <= DAY_MINUTES
        ):
            raise BadHours("hours_end_first")


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Open hours of every week in ``zone`` (an IANA name). ``spans`` are in order; what touches is one."""

    zone: str
    spans: tuple[Span, ...]
    by_weekday: tuple[tuple[tuple[int, int], ...], ...] = field(init=False, repr=False, compare=False)
    """For each weekday its spans as (start, end) in seconds since midnight, for the search for slots."""

    def __post_init__(self) -> None:
        days = tuple(
            merged((span.start_minute, span.end_minute) for span in self.spans if span.weekday == weekday)
            for weekday in range(len(DAY_NAMES))
        )
        seconds = tuple(tuple((start * 60, end * 60) for start, end in day) for day in days)
        object.__setattr__(self, "by_weekday", seconds)
        object.__setattr__(
            self, "spans", tuple(Span(number, *one) for number, day in enumerate(days) for one in day)
        )


_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_GROUPS = {"weekdays": range(5), "weekend": range(5, 7), "weekends": range(5, 7), "daily": range(7)}
_GROUPS |= {"every day": range(7), "everyday": range(7), "all days": range(7), "all week": range(7)}
_TIME = r"(?:noon|midday|midnight|\d{1,2}(?:[:.h]\d{2})?(?: ?h)?(?: ?[ap]m)?)"
_TOKEN = re.compile(
    rf"(?P<days>{'|'.join(_GROUPS)}|(?P<first>{_DAY})\.?(?: ?(?:-|to|till|until) ?(?P<last>{_DAY})\.?)?)"
    r"(?![a-z])"
    rf"|(?:from )?(?P<start>{_TIME}) ?(?:-|to|till|until) ?(?P<end>{_TIME})(?![\da-z:.])"
    r"|(?P<gap>,|;|/|&|\+|:|and\b|at\b)"
)
_CLOCK = re.compile(r"(?P<h>\d{1,2})(?:[:.h](?P<m>\d{2}))?(?: ?h)?(?: ?(?P<half>[ap])m)?")
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}


def parse_hours(text: str, zone: str = "UTC") -> WeeklyHours:
    """Read weekly hours; raises BadHours with what cannot be read.

    12- and 24-hour clocks, every kind of dash, lists (``Tue, Thu 5pm-7pm``) and several spans a day
    (``Mon 9-12, 14-17``) are understood. ``zone`` is an IANA name and is not checked here.
    """
    said = _plain(text)
    spans: list[Span] = []
    days: list[int] = []
    waiting = True  # days are being listed; the next span belongs to all of them
    for token in _tokens(said):
        if token["days"]:
            days = [*(days if waiting else ()), *_days(token)]
            waiting = True
        elif token["start"]:
            if not days:
                raise BadHours("hours_day_missing", words=token[0].strip())
            start, end = read_span(token["start"], token["end"])
            spans.extend(Span(day, start, end) for day in days)
            waiting = False
    if waiting:
        raise BadHours("hours_missing")
    return WeeklyHours(zone, tuple(spans))


def print_hours(hours: WeeklyHours) -> str:
    """Return the one way to write these hours, which ``parse_hours`` reads back: ``Mon-Fri 09:00-17:00``."""
    groups: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for weekday in range(len(DAY_NAMES)):
        spans = tuple((one.start_minute, one.end_minute) for one in hours.spans if one.weekday == weekday)
        if spans:
            groups.setdefault(spans, []).append(weekday)
    return ", ".join(
        f"{_print_days(days)} {', '.join(map(print_span, spans))}" for spans, days in groups.items()
    )


def print_span(span: tuple[int, int]) -> str:
    """Return ``09:00-17:00``."""
    return f"{print_minute(span[0])}-{print_minute(span[1])}"


def read_span(start: str, end: str) -> tuple[int, int]:
    """Return start and end as minutes of the day; raises BadHours when they cross midnight or are no times.

    One ``pm`` counts for both ends where that makes a span (``5-7pm``), else the other end is in the morning
    (``9-5pm``). An end of 0:00 is the end of the day.
    """
    (first, first_half), (last, last_half) = _clock(start), _clock(end)
    if last_half and not first_half:
        same = first % 720 + (720 if last_half == "p" or not last else 0)
        first = same if first <= 12 * 60 and same < (last or DAY_MINUTES) else first
    elif first_half and not last_half and last <= 12 * 60:
        same = last % 720 + (720 if first_half == "p" else 0)
        last = same if same > first else last % 720 + 720
    last = last or DAY_MINUTES
    if first >= last:
        late = print_minute(last + 720) if last + 720 <= DAY_MINUTES and last + 720 > first else "24:00"
        raise BadHours(
            "hours_cross_midnight",
            words=f"{start}-{end}",
            meant=f"{print_minute(first % DAY_MINUTES)}-{late}",
        )
    return first, last


def _plain(text: str) -> str:
    if len(text) > WEEKLY_HOURS_LENGTH:
        raise BadHours("hours_too_long")
    said = plain(text)
    if not said:
        raise BadHours("hours_empty")
    return re.sub(r"(?<![a-z])([ap])\. ?m\b\.?", r"\1m", said)


def _tokens(said: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(said):
        if said[at] == " ":
            at += 1
            continue
        token = _TOKEN.match(said, at)
        if token is None or token.end() == at:
            raise BadHours("hours_unreadable", words=said[at : at + 20])
        yield token
        at = token.end()


def _days(token: re.Match[str]) -> list[int]:
    if token["days"] in _GROUPS:
        return list(_GROUPS[token["days"]])
    first, last = WEEKDAYS[token["first"]], WEEKDAYS[token["last"] or token["first"]]
    return [day % 7 for day in range(first, last + (8 if last < first else 1))]


def _clock(said: str) -> tuple[int, str | None]:
    found = _CLOCK.fullmatch(_NAMED.get(said, said))
    if found is None:
        raise BadHours("hours_time_unreadable", words=said)
    hour, minute, half = int(found["h"]), int(found["m"] or 0), found["half"]
    if minute > 59 or hour * 60 + minute > DAY_MINUTES or (half and not 1 <= hour <= 12):  # noqa: PLR2004 - a clock's own numbers
        raise BadHours("hours_no_time", words=said)
    if half:
        hour = hour % 12 + 12 * (half == "p")
    return hour * 60 + minute, half


def _print_days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    pieces: list[str] = []
    for run in runs:
        names = [DAY_NAMES[day] for day in run]
        pieces.extend([f"{names[0]}-{names[-1]}"] if len(run) > 2 else names)  # noqa: PLR2004 - two days are a list
    return ", ".join(pieces)
