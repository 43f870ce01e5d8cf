"""Weekly hours as people write them, ``Mon 17-19, Wed 9-10:30``: wall minutes and a zone, no offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, Unpack

from core.times.calendar import DAY_NAMES, plain, print_minute
from core.times.day_words import CLUSTER, GROUPS, NAME, in_cluster, in_one_language
from core.times.intervals import merged

DAY_MINUTES = 1440
NOON = 720
WEEKLY_HOURS_LENGTH = 500
"""Characters that are read; a week with many spans needs about 200."""


class HoursFacts(TypedDict, total=False):
    """What there is to say about hours, or days, that cannot be read."""

    words: str
    """The part of what was typed that it is about."""
    meant: str
    """What may have been meant, as ``print_span`` writes it."""
    early: str
    """The same hours before noon, as ``print_span`` writes them."""
    write: str
    """How to write what may have been meant, so that it has one reading."""
    write_early: str
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


_TIME = (
    r"(?:noon|midday|midnight|(?:\d{3,4}|\d{1,2}(?:[:.]\d{2}|h\d{2})?)"
    r"(?: ?(?:hrs|h|uhr)(?![a-z]))?(?: ?[ap]m)?)"
)
_TO = r"(?:-|to|till|until|through|thru|bis)"
_TOKEN = re.compile(
    rf"(?P<days>{'|'.join(sorted(GROUPS, key=len, reverse=True))}"
    rf"|(?P<first>{NAME})\.?(?: ?{_TO} ?(?P<last>{NAME})\.?)?)(?![^\W\d_])"
    rf"|(?P<cluster>{CLUSTER})(?![^\W\d_])"
    rf"|(?:(?:from|von) )?(?P<start>{_TIME}) ?{_TO} ?(?P<end>{_TIME})(?![\da-z:.])"
    r"|(?P<gap>,|;|/|&|\+|:|and\b|at\b|on\b)"
)
_CLOCK = re.compile(r"(?P<h>\d{1,2}?)[:.h]?(?P<m>\d{2})?(?P<sign> ?(?:hrs|h|uhr))?(?: ?(?P<half>[ap])m)?")
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}
_SMALL = range(60, 8 * 60)
"""A start before eight is as likely in the afternoon, for people who write 5 for 17:00."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """One end of a span: a minute of the day, the half that was written, and whether only one can be meant."""

    minute: int
    half: str | None
    exact: bool
    named: bool


def parse_hours(text: str, zone: str = "UTC") -> WeeklyHours:
    """Read weekly hours; raises BadHours with what cannot be read.

    12- and 24-hour clocks, every kind of dash, lists (``Tue, Thu 5pm-7pm``) and several spans a day
    (``Mon 9-12, 14-17``) are understood. ``zone`` is an IANA name and is not checked here.
    """
    tokens = list(_tokens(_plain(text)))
    listed = [token for token in tokens if token["days"] or token["cluster"] or token["start"]]
    read = _hours_first(tokens) if listed and listed[0]["start"] else _days_first(listed)
    return WeeklyHours(zone, tuple(read))


def _days_first(tokens: Sequence[re.Match[str]]) -> list[Span]:
    """``Mon 9-12, 14-17, Tue 9-12``: hours belong to the days before them."""
    spans: list[Span] = []
    days: list[int] = []
    waiting = True  # days are being listed; the next span belongs to all of them
    names = _names(tokens)
    for token in tokens:
        if token["start"]:
            spans.extend(Span(day, *read_span(token["start"], token["end"])) for day in days)
            waiting = False
        else:
            days = [*(days if waiting else ()), *_days(token, names)]
            waiting = True
    if waiting:
        raise BadHours("hours_missing")
    return spans


def _hours_first(tokens: Sequence[re.Match[str]]) -> list[Span]:
    """``9-5 Mon-Fri, 10-12 Sat``: hours belong to the days behind them, and a comma begins the next ones."""
    spans: list[Span] = []
    hours: list[re.Match[str]] = []
    days: list[int] = []
    names = _names(tokens)
    before = tokens[0]
    for token in tokens:
        if token["start"]:
            if days and not before["gap"]:
                raise BadHours("hours_day_missing", words=token[0].strip())
            hours = [token] if days else [*hours, token]
            days = []
        elif not token["gap"]:
            new = _days(token, names)
            days += new
            spans.extend(Span(day, *read_span(one["start"], one["end"])) for day in new for one in hours)
        before = token
    if not days:
        raise BadHours("hours_day_missing", words=hours[0][0].strip())
    return spans


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
    (``9-5pm``). Without any, ``9-5`` ends in the afternoon, and ``1-5``, which may be in the afternoon as well,
    is refused with both readings; ``01:00-05:00`` and ``1h-5h`` are exact. An end of 0:00 is the end of the day.
    """
    one, other = _clock(start), _clock(end)
    first, last = one.minute, other.minute
    if other.half and not one.half:
        same = first % 720 + (720 if other.half == "p" or not last else 0)
        first = same if first <= NOON and same < (last or DAY_MINUTES) else first
    elif one.half and not other.half and last <= NOON:
        same = last % 720 + (720 if one.half == "p" else 0)
        last = same if same > first else last % 720 + 720
    elif not one.half and not other.half:
        last = _without_half(one, other, f"{start}-{end}")
    last = last or DAY_MINUTES
    if first >= last:
        late = print_minute(last + 720) if last + 720 <= DAY_MINUTES and last + 720 > first else "24:00"
        raise BadHours(
            "hours_cross_midnight",
            words=f"{start}-{end}",
            meant=f"{print_minute(first % DAY_MINUTES)}-{late}",
        )
    return first, last


def _without_half(one: _Clock, other: _Clock, words: str) -> int:
    """Return the end of a span that names no half of the day; raises BadHours when both halves may be meant."""
    first, last = one.minute, other.minute
    twelve = not other.exact and last <= NOON
    small = not one.exact and first in _SMALL
    if small and first < last and (twelve or (other.named and last == DAY_MINUTES)):
        late = (first + 720, min(last + 720, DAY_MINUTES))
        raise BadHours(
            "hours_which_half",
            words=words,
            meant=print_span(late),
            early=print_span((first, last)),
            write="-".join(map(_short, late)),
            write_early=f"{_short(first)}am-{_short(last)}{'' if last > NOON else 'am' if last < NOON else 'pm'}",
        )
    afternoon = twelve and not small and last < first <= NOON and (one.named or not one.exact)
    return last + 720 if afternoon else last


def _short(minute: int) -> str:
    return print_minute(minute).removeprefix("0").removesuffix(":00")


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


def _names(tokens: Iterable[re.Match[str]]) -> dict[str, int]:
    """What the days' names of this text mean: ``di`` and ``do`` are clear only beside others."""
    said = [token[part] for token in tokens for part in ("first", "last") if token[part]]
    found = in_one_language(said)
    if found is None:
        raise BadHours("hours_unreadable", words=", ".join(dict.fromkeys(said))[:20])
    return found


def _days(token: re.Match[str], names: Mapping[str, int]) -> list[int]:
    if token["cluster"]:
        found = in_cluster(token["cluster"])
        if found is None:
            raise BadHours("hours_unreadable", words=token["cluster"][:20])
        return found
    if token["days"] in GROUPS:
        return list(GROUPS[token["days"]])
    first, last = names[token["first"]], names[token["last"] or token["first"]]
    return [day % 7 for day in range(first, last + (8 if last < first else 1))]


def _clock(said: str) -> _Clock:
    found = _CLOCK.fullmatch(_NAMED.get(said, said))
    if found is None:
        raise BadHours("hours_time_unreadable", words=said)
    hour, minute, half = int(found["h"]), int(found["m"] or 0), found["half"]
    if minute > 59 or hour * 60 + minute > DAY_MINUTES or (half and not 1 <= hour <= 12):  # noqa: PLR2004 - a clock's own numbers
        raise BadHours("hours_no_time", words=said)
    exact = said in _NAMED or found["h"].startswith("0") or not 1 <= hour <= 12 or "h" in said  # noqa: PLR2004 - a clock's own numbers
    if half:
        hour = hour % 12 + 12 * (half == "p")
    return _Clock(hour * 60 + minute, half, exact, said in _NAMED)


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
