"""Typed text made plain, and the English names of days and months that the readers of times share."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DAYS = (
    "mo mon monday mondays",
    "tu tue tues tuesday tuesdays",
    "we wed weds wednesday wednesdays",
    "th thu thur thurs thursday thursdays",
    "fr fri friday fridays",
    "sa sat saturday saturdays",
    "su sun sunday sundays",
)
_MONTHS = (
    "jan january",
    "feb february",
    "mar march",
    "apr april",
    "may",
    "jun june",
    "jul july",
    "aug august",
    "sep sept september",
    "oct october",
    "nov november",
    "dec december",
)

WEEKDAYS: dict[str, int] = {name: number for number, names in enumerate(_DAYS) for name in names.split()}
"""Lower-case name → 0 for Monday … 6 for Sunday. Two-letter names are for weekly hours only."""

MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE63), "-")
_QUOTES = dict.fromkeys((0x2018, 0x2019, 0x02BC), "'")
_UNTYPED = frozenset({"Cc", "Cs", "Cn", "Co"})


def plain(text: str) -> str | None:
    """Return ``text`` in lower case with ASCII digits, hyphens and single spaces, or None if it is no text.

    No text is what holds a NUL, another control character or a lone surrogate. Digits of every script count
    (Unicode category Nd); invisible format characters, such as direction marks, are dropped.
    """
    kept: list[str] = []
    for char in unicodedata.normalize("NFKC", text):
        kind = unicodedata.category(char)
        if char in "\t\n\r" or kind.startswith("Z"):
            kept.append(" ")
        elif kind in _UNTYPED:
            return None
        elif kind == "Nd":
            kept.append(str(unicodedata.decimal(char)))
        elif kind != "Cf":
            kept.append(char)
    folded = "".join(kept).translate(_DASHES).translate(_QUOTES).casefold()
    return re.sub(r" +", " ", folded).strip()


def real_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def print_date(day: date) -> str:
    """Return a date as people write it: ``1 Dec 2026``."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def print_minute(minute: int) -> str:
    """Return a minute of the day, 0 … 1440, as ``09:00``."""
    return f"{minute // 60:02}:{minute % 60:02}"
