"""Days on which the weekly hours do not hold: ``off 24 Dec-2 Jan``, ``extra Sat 5 Dec 10-12``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.times.calendar import DAY_NAMES, plain, print_date
from core.times.days import Kind, read_day
from core.times.weekly_hours import DAY_MINUTES, BadHours, print_span, read_span

DAY_EXCEPTIONS_LENGTH = 1000
"""Characters that are read."""
_MOST_DAYS = 366
_SPAN = re.compile(
    r" (?P<start>[\d:.]+ ?(?:[ap]m)?|noon|midnight) ?(?:-|to) ?(?P<end>[\d:.]+ ?(?:[ap]m)?|noon|midnight)$"
)
_ISO = r"\d{4}-\d{1,2}-\d{1,2}"
_RANGES = (
    re.compile(rf"(?P<first>{_ISO})(?: ?(?:-|to|until|till) ?(?P<last>{_ISO}))?"),
    re.compile(r"(?P<first>\d{1,2}) ?- ?(?P<last>\d{1,2} (?P<month>[a-z]+\.?( \d{4})?))"),
    re.compile(r"(?P<first>[^-]+?)(?: ?(?:-| to | until | till ) ?(?P<last>[^-]+))?"),
)


@dataclass(frozen=True, slots=True, order=True)
class DayException:
    """What differs on the days ``first`` … ``last`` (local dates, both included).

    With ``span`` None the weekly hours are off. Otherwise ``span``, wall-clock minutes (start, end), is open
    in addition to whatever else is, also on a day that is off.
    """

    first: date
    last: date
    span: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not 0 <= (self.last - self.first).days <= _MOST_DAYS:
            raise BadHours("days_no_range", first=self.first, last=self.last)
        if self.span and not 0 <= self.span[0] < self.span[1] <= DAY_MINUTES:
            raise BadHours("days_end_first")

    def days(self) -> Iterable[date]:
        """Every date that it covers."""
        return (self.first + timedelta(ahead) for ahead in range((self.last - self.first).days + 1))


def parse_exceptions(text: str, *, today: date) -> tuple[DayException, ...]:
    """Read exceptions separated by commas, semicolons or lines.

    A date without a year is the next one from ``today``. Text without any exception gives none. Raises
    BadHours with what cannot be read.
    """
    if len(text) > DAY_EXCEPTIONS_LENGTH:
        raise BadHours("days_too_long")
    said = plain(text)
    if said is None:
        raise BadHours("days_unreadable")
    before, *pieces = (piece.strip(" ,;") for piece in re.split(r"(?=\b(?:off|extra)\b)", said))
    if before:
        raise BadHours("days_begin", words=before[:20])
    return tuple(sorted({_one(piece, today) for piece in pieces}, key=_order))


def print_exceptions(exceptions: Sequence[DayException]) -> str:
    """Return the one way to write them, which ``parse_exceptions`` reads back whatever the day is."""
    return ", ".join(map(_print, sorted(exceptions, key=_order)))


def _order(one: DayException) -> tuple[date, date, tuple[int, int]]:
    return (one.first, one.last, one.span or (-1, -1))


def _print(one: DayException) -> str:
    if one.first == one.last:
        days = f"{DAY_NAMES[one.first.weekday()]} {print_date(one.first)}"
    else:
        days = f"{print_date(one.first)} - {print_date(one.last)}"
    return f"extra {days} {print_span(one.span)}" if one.span else f"off {days}"


def _one(piece: str, today: date) -> DayException:
    kind, _, rest = piece.partition(" ")
    span = _SPAN.search(rest) if kind == "extra" else None
    if kind == "extra" and span is None:
        raise BadHours("days_hours_missing", words=piece[:40])
    first, last = _range(rest[: span.start()] if span else rest, today, piece)
    return DayException(first, last, read_span(span["start"], span["end"]) if span else None)


def _range(said: str, today: date, piece: str) -> tuple[date, date]:
    for pattern in _RANGES:
        if found := pattern.fullmatch(said.strip()):
            shared = found.groupdict().get("month")
            first = _day(f"{found['first']} {shared}" if shared else found["first"], today, piece)
            last = _day(found["last"], max(first, today), piece) if found["last"] else first
            return first, last
    raise BadHours("days_date_unreadable", words=piece[:40])


def _day(said: str, today: date, piece: str) -> date:
    days = read_day(said.strip(), today)
    if days == ():
        raise BadHours("days_date_absent", words=piece[:40])
    if not days:
        raise BadHours("days_date_unreadable", words=piece[:40])
    if len(days) > 1 or not days[0].sure or days[0].kind not in {Kind.DATE, Kind.TODAY, Kind.AHEAD}:
        raise BadHours("days_month", words=piece[:40])
    return days[0].date
