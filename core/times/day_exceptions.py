"""Days on which the weekly hours do not hold: ``off 24 Dec-2 Jan``, ``extra Sat 5 Dec 10-12``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.times.calendar import DAY_NAMES, plain, print_date, real_date
from core.times.days import Kind, read_day
from core.times.weekly_hours import DAY_MINUTES, BadHours, print_span, read_span

DAY_EXCEPTIONS_LENGTH = 1000
"""Characters that are read, and that are kept as they are printed: what is stored can be read and saved again."""
_MOST_DAYS = 366
_YEAR = timedelta(days=365)
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

    A date without a year is the next one from ``today``, the mentor's own date; a range that has begun is this
    one, until its last day is over. Text without any exception gives none. Raises BadHours with what cannot be read.
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


def ahead(exceptions: Iterable[DayException], *, today: date) -> tuple[DayException, ...]:
    """Return those that are not over by ``today``."""
    return tuple(one for one in exceptions if one.last >= today)


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
            begin = f"{found['first']} {shared}" if shared else found["first"]
            return _begun(begin, found["last"], today) or _coming(begin, found["last"], today, piece)
    raise BadHours("days_date_unreadable", words=piece[:40])


def _coming(begin: str, end: str | None, today: date, piece: str) -> tuple[date, date]:
    first = _day(begin, today, piece)
    return first, (_date(end, first) or _day(end, max(first, today), piece)) if end else first


def _begun(begin: str, end: str | None, today: date) -> tuple[date, date] | None:
    """Return the range of dates that was written if it has begun and is not over, or None."""
    year_ago = real_date(today.year - 1, today.month, today.day) or today - _YEAR
    first = _date(begin, year_ago)
    last = _date(end, first) if first and end else None
    if first is None or last is None or not first < today <= last:
        return None
    again = _date(begin, first + timedelta(days=1))  # the same date where a year was written: it is no guess
    return None if again is None or again <= last else (first, last)


def _date(said: str, after: date) -> date | None:
    """Return the first such date from ``after`` on, or None for what is no sure date of the calendar."""
    days = read_day(said.strip(), after) or ()
    return days[0].date if len(days) == 1 and days[0].sure and days[0].kind is Kind.DATE else None


def _day(said: str, today: date, piece: str) -> date:
    days = read_day(said.strip(), today)
    if days == ():
        raise BadHours("days_date_absent", words=piece[:40])
    if not days:
        raise BadHours("days_date_unreadable", words=piece[:40])
    if len(days) > 1 or not days[0].sure or days[0].kind not in {Kind.DATE, Kind.TODAY, Kind.AHEAD}:
        raise BadHours("days_month", words=piece[:40])
    return days[0].date
