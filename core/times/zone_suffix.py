"""The part of a typed time that says in which zone it is meant."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache

from core.times.places import ABBREVIATIONS
from core.times.zones import names, zone

_OFFSET = re.compile(
    r"(?:(?<=[\d ()])|(?<=pm)|(?<=am))(utc|gmt|z|zulu)"
    r"(?P<by>(?P<sign>[+-])(?P<h>\d{1,2})(:?(?P<m>\d{2}))?)?\)?$"
)
_MOST_HOURS = 14


def split_zone(text: str) -> tuple[str, tuple[tzinfo, ...], bool]:
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


def _fixed(found: re.Match[str]) -> tzinfo | None:
    if not found["by"]:
        return UTC
    hours, minutes = int(found["h"]), int(found["m"] or 0)
    if hours > _MOST_HOURS or minutes > 59:  # noqa: PLR2004 - minutes of an hour
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if found["sign"] == "+" else -ahead)


@cache
def _by_lower_case() -> dict[str, str]:
    return {name.casefold(): name for name in names() if "/" in name}
