"""The part of a typed time that says in which zone it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache

from core.times.calendar import MONTHS, WEEKDAYS
from core.times.places import ABBREVIATIONS
from core.times.zone_names import Candidates, Known, whole_name
from core.times.zones import names, zone

_OFFSET = re.compile(
    r"(?:(?<=[\d ()])|(?<=pm)|(?<=am))(utc|gmt|z|zulu)"
    r"(?P<by>(?P<sign>[+-])(?P<h>\d{1,2})(:?(?P<m>\d{2})|\.(?P<part>25|50?|75))?)?\)?$"
)
_MOST_HOURS = 14
_MINUTES = {"0": 0, "25": 15, "5": 30, "50": 30, "75": 45}
Split = tuple[str, tuple[tzinfo, ...], bool]


def split_zone(text: str) -> Split:
    """Return ``text`` without its zone, the zones that can be meant (none if unnamed), and whether surely.

    ``UTC``, ``UTC+1`` and IANA names are sure; an abbreviation such as IST gives every zone that uses it.
    """
    if found := _OFFSET.search(text):
        rest, _, name = text[: found.start()].strip().rpartition(" ")
        rest = rest if name.strip("()") in _by_lower_case() else text[: found.start()].rstrip(" (")
        offset = _fixed(found)
        return (rest, (offset,), True) if offset is not None else (text, (), True)
    rest, _, last = text.rpartition(" ")
    last = last.strip("()")
    if last in _by_lower_case():
        return rest, (zone(_by_lower_case()[last]),), True
    if rest and last in ABBREVIATIONS:
        return rest, tuple(zone(name) for name in ABBREVIATIONS[last]), False
    return text, (), True


def split_place(text: str) -> Iterator[Split]:
    """Give every way to cut ``text`` before the whole name of a place or of a spoken time, the longest first.

    Many words are also places (Best, Date and Nice), so it is sure only of one place behind ``in``.
    """
    words = text.split(" ")
    for cut in range(1, len(words)):
        within = words[cut] == "in"
        name = words[cut + within :]
        if not name or name[0] in _OF_TIME or any(map(str.isdigit, "".join(name))):
            continue
        match whole_name(" ".join(name).strip("()")):
            case Known(found):
                yield " ".join(words[:cut]), (zone(found),), within
            case Candidates(choices, whole=True):
                yield " ".join(words[:cut]), tuple(zone(one.zone) for one in choices), False
            case _:
                pass


def _fixed(found: re.Match[str]) -> tzinfo | None:
    if not found["by"]:
        return UTC
    hours, minutes = int(found["h"]), int(found["m"] or _MINUTES[found["part"] or "0"])
    if hours > _MOST_HOURS or minutes > 59:  # noqa: PLR2004 - minutes of an hour
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if found["sign"] == "+" else -ahead)


_OF_TIME = {*MONTHS, *WEEKDAYS}
"""March, May, Sun and Sat are also places."""


@cache
def _by_lower_case() -> dict[str, str]:
    return {name.casefold(): name for name in names() if "/" in name}
