"""The part of a typed time that says which day: what it can mean, and how surely."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from core.times.calendar import MONTHS, WEEKDAYS, real_date

_WEEK = 7
_MOST_DAYS = 9_999
_JUST_PASSED = timedelta(days=90)


class Kind(Enum):
    """How a day was named; it decides what happens when the hour there has passed."""

    NONE = auto()
    """No day was named: today, or else tomorrow."""
    TODAY = auto()
    AHEAD = auto()
    """Counted from today: tomorrow, in 3 days."""
    WEEKDAY = auto()
    DATE = auto()


@dataclass(frozen=True, slots=True)
class Day:
    """One reading. ``sure`` is False where the words have another reading as well."""

    date: date
    kind: Kind
    sure: bool = True
    rolled: bool = False
    """The date passed not long ago, so it was read as next year's."""


Days = tuple[Day, ...] | None
"""None: these words are no day. Empty: they are one that the calendar does not have."""

_D, _Y = r"(?P<d>\d{1,2})", r"(?P<y>\d{4})"
_NAMED = "|".join(sorted(MONTHS, key=len, reverse=True))
_M = rf"(?P<m>{_NAMED})\.?"
_WEEKDAY = "|".join(sorted((name for name in WEEKDAYS if len(name) > 2), key=len, reverse=True))  # noqa: PLR2004 - "mo", "we" are words of many languages
_AMBIGUOUS_MONTH = "mar"  # "mar 1" is Tuesday the 1st in Spanish, Italian and Romanian


def read_day(text: str, today: date) -> Days:
    """Return every day that ``text`` (plain, lower case) can mean, seen from the reader's ``today``."""
    text = re.sub(r"^(on |the )+|[()]", "", text).strip()
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(text):
            return read(found, today)
    return None


def _relative(ahead: int) -> Callable[[re.Match[str], date], Days]:
    kind = Kind.AHEAD if ahead else Kind.TODAY
    return lambda _found, today: (Day(today + timedelta(ahead), kind),)


def _in_days(found: re.Match[str], today: date) -> Days:
    count = 1 if found["n"] in {"a", "one"} else int(found["n"])
    ahead = min(count * (_WEEK if found["unit"].startswith("w") else 1), _MOST_DAYS)
    return (Day(today + timedelta(ahead), Kind.AHEAD if ahead else Kind.TODAY),)


def _weekday(found: re.Match[str], today: date) -> Days:
    ahead = (WEEKDAYS[found["wd"]] - today.weekday()) % _WEEK
    if found["which"] == "next":
        coming = today + timedelta(ahead or _WEEK)
        return (
            Day(coming, Kind.WEEKDAY, sure=False),
            Day(coming + timedelta(_WEEK), Kind.WEEKDAY, sure=False),
        )
    return (Day(today + timedelta(ahead), Kind.WEEKDAY),)


def _next_week(found: re.Match[str], today: date) -> Days:
    """The week begins on Monday for some and on Sunday for others: where that matters, both are offered."""
    wanted = WEEKDAYS[found["wd"]]
    monday_first = today + timedelta(_WEEK - today.weekday() + wanted)
    sunday_first = today + timedelta(_WEEK - (today.weekday() + 1) % _WEEK + (wanted + 1) % _WEEK)
    sure = monday_first == sunday_first
    return tuple(Day(one, Kind.WEEKDAY, sure) for one in sorted({monday_first, sunday_first}))


def _named_month(found: re.Match[str], today: date) -> Days:
    sure = not (found["m"] == _AMBIGUOUS_MONTH and found.string.strip().startswith(_AMBIGUOUS_MONTH))
    return _dated(found, today, MONTHS[found["m"]], sure=sure)


def _numbered(found: re.Match[str], today: date) -> Days:
    return _dated(found, today, int(found["m"]), sure=True)


def _dated(found: re.Match[str], today: date, month: int, *, sure: bool) -> Days:
    year = found.groupdict().get("y")
    full = int(year) + (2000 if len(year) == 2 else 0) if year else today.year  # noqa: PLR2004 - two digits of a year
    dates = [real_date(full, month, int(found["d"]))]
    if not year and (dates[0] is None or dates[0] < today):
        dates.append(real_date(full + 1, month, int(found["d"])))
    real = [one for one in dates if one is not None]
    weekday = found.groupdict().get("wd")
    if not real or (weekday and WEEKDAYS[weekday] != real[-1].weekday()):
        return ()
    passed = real[-1].year > full and dates[0] is not None and today - dates[0] <= _JUST_PASSED
    return (Day(real[-1], Kind.DATE, sure, rolled=passed),)


def _slashed(found: re.Match[str], today: date) -> Days:
    """``3/4`` is read both ways round; a two-digit year may also stand first."""
    one, two, three = found["one"], found["two"], found["three"]
    orders = [(one, two, three), (two, one, three)]
    if three and len(three) == 2:  # noqa: PLR2004 - two digits of a year
        orders.append((three, two, one))
    days: dict[date, Day] = {}
    for day, month, year in orders:
        written = f"{day}.{month}.{year or ''}"
        for read in read_day(written, today) or ():
            days.setdefault(read.date, read)
    return tuple(Day(read.date, Kind.DATE, len(days) == 1, read.rolled) for read in days.values())


def _form(
    pattern: str, read: Callable[[re.Match[str], date], Days]
) -> tuple[re.Pattern[str], Callable[..., Days]]:
    return re.compile(pattern), read


_BEFORE, _AFTER = rf"((?P<wd>{_WEEKDAY})\.? )?", r"( (?P<y>\d{4}))?"
_FORMS = (
    _form(r"today", _relative(0)),
    _form(r"tomorrow|tmrw|tmr|tomorow|tommorow|tommorrow", _relative(1)),
    _form(r"(the )?day after tomorrow", _relative(2)),
    _form(r"in (?P<n>a|one|\d{1,4}) (?P<unit>days?|weeks?)", _in_days),
    _form(rf"((?P<which>next|this|coming|this coming) )?(?P<wd>{_WEEKDAY})\.?", _weekday),
    _form(rf"next week (on )?(?P<wd>{_WEEKDAY})", _next_week),
    _form(rf"(?P<wd>{_WEEKDAY}) (of )?next week", _next_week),
    _form(rf"{_BEFORE}(the )?{_D}(st|nd|rd|th|\.)? ?(of )?{_M}{_AFTER}", _named_month),
    _form(rf"{_BEFORE}{_M} ?(the )?{_D}(st|nd|rd|th)?{_AFTER}", _named_month),
    _form(rf"{_D}(st|nd|rd|th)? ?{_M}( {_Y})? (?P<wd>{_WEEKDAY})", _named_month),
    _form(rf"{_BEFORE}{_Y}(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep){_D}\.?", _numbered),
    _form(rf"{_BEFORE}{_D}\. ?(?P<m>\d{{1,2}})\.( ?(?P<y>\d{{4}}|\d{{2}})\.?)?", _numbered),
    _form(rf"{_BEFORE}{_D}\.(?P<m>0?[1-9]|1[0-2])", _numbered),  # 9.30 is no date, so it can only be an hour
    _form(r"(?P<one>\d{1,2})(?P<sep>[/-])(?P<two>\d{1,2})((?P=sep)(?P<three>\d{4}|\d{2}))?", _slashed),
)
