"""The part of a typed time that says which hour: what it can mean, and how surely."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

HOUR, HALF_DAY, FULL_DAY = 3600, 43_200, 86_400
_LATEST_SMALL_HOUR = 6
"""``3:30`` is asked: hardly anybody books a session in the small hours."""


class Style(Enum):
    """How an hour was written, which decides how surely it is before or after noon."""

    EXACT = auto()
    """With am or pm, a leading zero, or an hour above twelve."""
    COLON = auto()
    """``9:30``: the 24-hour clock, unless that has passed and the evening has not."""
    BARE = auto()
    """``9`` and ``3:30``: before or after noon."""
    MIDNIGHT = auto()
    """The night before or after the day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One reading: seconds since local midnight, 0 … 86400, where 86400 is the midnight that ends the day."""

    second: int
    style: Style
    sure: bool = True
    at: bool = False
    """The word "at" stood before it, so a bare number cannot be a day of the month."""
    yearlike: bool = False
    """Four digits, such as 2030, that may be a year when a calendar date stands beside them."""
    alone: bool = True
    """It is an hour even with nothing beside it; ``1530`` and ``2h`` are not."""


_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_MERIDIEM = r"(?P<half>am|pm)"
_TAIL = r"( ?(h|hrs?|hours?|o'?clock))?"
_COLON = re.compile(rf"(?P<h>\d{{1,2}})[:.](?P<m>\d{{2}})(:(?P<s>\d{{2}}))?( ?{_MERIDIEM}|{_TAIL})")
_H_FORM = re.compile(r"(?P<h>\d{1,2}) ?h ?(?P<m>\d{2})?")
_HALVED = re.compile(rf"(?P<h>\d{{1,2}}?)(?P<m>\d{{2}})? ?{_MERIDIEM}")
_COMPACT = re.compile(r"(?P<h>\d{2})(?P<m>\d{2})(?P<tail> ?(h|hrs|hours))?")
_SPOKEN = re.compile(
    rf"(?P<m>half|quarter|five|ten|twenty|twenty-five|5|10|20|25)( minutes?)? (?P<which>past|after|to|before) "
    rf"(?P<h>\d{{1,2}}|[a-z]+?)( ?{_MERIDIEM}|( ?o'?clock)?)"
)
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HOURS = {name: hour for hour, name in enumerate(_NUMBERS.split(), 1)}
_BARE = re.compile(r"(?P<h>\d{1,2})( o'?clock)?")
_PARTS = re.compile(r" ?\b(in the |this |at |the )?(?P<part>morning|afternoon|evening|night)\b,? ?")
_NOON, _MIDNIGHT = (
    {"noon", "midday", "12 noon", "12noon"},
    {"midnight", "12 midnight", "24:00", "12am", "12 am"},
)
_DAY_PARTS: dict[str, tuple[int, int]] = {
    "morning": (0, 12 * HOUR),
    "afternoon": (12 * HOUR, 19 * HOUR),
    "evening": (16 * HOUR, FULL_DAY),
    "night": (17 * HOUR, FULL_DAY),
}
"""Part of the day → its first second and the second at which it is over."""


def part_of_day(text: str) -> tuple[str, str | None]:
    """Return ``text`` without its part of the day, and that part: ``fri evening 8`` → ``fri 8``, ``evening``.

    ``tonight`` and ``this evening`` also name the day, so ``today`` takes their place.
    """
    text, nights = re.subn(r"\b(tonight|tonite)\b", "today night", text)
    found = _PARTS.search(text)
    if found is None:
        return text, None
    today = " today " if found[1] == "this " and not nights else " "
    return " ".join((text[: found.start()] + today + text[found.end() :]).split()), found["part"]


def read_clock(text: str, part: str | None) -> tuple[Clock, ...]:
    """Return every hour that ``text`` (plain, lower case) can mean within ``part`` of the day, or none."""
    bare = re.sub(r"^(at|@) ?", "", text)
    at = bare != text or "clock" in bare
    bare = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", bare)
    bare = re.sub(r"(?<=\d)([ap])\.? ?m\b\.?", r"\1m", bare)
    clocks = tuple(replace(clock, at=at) for clock in _plain_clock(bare))
    return tuple(kept for clock in clocks for kept in _within(clock, part)) if part else clocks


def _plain_clock(text: str) -> tuple[Clock, ...]:
    if text in _NOON:
        return (Clock(HALF_DAY, Style.EXACT),)
    if text in _MIDNIGHT:
        return (Clock(0, Style.MIDNIGHT, sure=False), Clock(FULL_DAY, Style.MIDNIGHT, sure=False))
    for pattern in (_COLON, _H_FORM, _HALVED, _COMPACT):
        if found := pattern.fullmatch(text):
            return _written(found.groupdict(), yearlike=pattern is _COMPACT and not found["tail"])
    if found := _SPOKEN.fullmatch(text):
        return _spoken(found)
    return _bare(int(found["h"]), text) if (found := _BARE.fullmatch(text)) else ()


def _written(found: dict[str, str | None], *, yearlike: bool) -> tuple[Clock, ...]:
    written = found["h"] or ""
    hour, minute, second = int(written), int(found["m"] or 0), int(found.get("s") or 0)
    half = found.get("half")
    if minute > 59 or second > 59 or hour > 23 or (half and not 1 <= hour <= 12):  # noqa: PLR2004 - a clock's own numbers
        return ()
    if half:
        return (Clock((hour % 12 + 12 * (half == "pm")) * HOUR + minute * 60 + second, Style.EXACT),)
    exact = hour > 12 or hour == 0 or written[0] == "0" or "half" not in found  # noqa: PLR2004 - a clock's own numbers
    style = Style.EXACT if exact else Style.COLON
    if style is Style.COLON and hour <= _LATEST_SMALL_HOUR:
        return tuple(Clock(at + hour * HOUR + minute * 60, Style.BARE, sure=False) for at in (0, HALF_DAY))
    alone = not yearlike and (style is Style.COLON or found["m"] is not None or hour > 12)  # noqa: PLR2004 - a clock
    return (Clock(hour * HOUR + minute * 60 + second, style, yearlike=yearlike, alone=alone),)


def _spoken(found: re.Match[str]) -> tuple[Clock, ...]:
    """``half past 3``: always either half of the day, unless it is said which."""
    hour = _HOURS.get(found["h"]) or (int(found["h"]) if found["h"].isdigit() else FULL_DAY)
    minutes = _MINUTES.get(found["m"]) or int(found["m"])
    back = found["which"] in {"to", "before"}
    if hour > 23 or (back and minutes == 30) or (found["half"] and not 1 <= hour <= 12):  # noqa: PLR2004 - a clock's own numbers
        return ()
    second = hour % 12 * HOUR + minutes * 60 * (-1 if back else 1)
    if found["half"] or hour > 12 or hour == 0:  # noqa: PLR2004 - a clock's own numbers
        second += HALF_DAY * (found["half"] == "pm" or hour > 12)  # noqa: PLR2004 - a clock's own numbers
        return (Clock(second, Style.EXACT),) if second >= 0 else ()
    return tuple(
        Clock(one, Style.BARE, sure=False)
        for one in sorted((second % HALF_DAY, second % HALF_DAY + HALF_DAY))
    )


def _bare(hour: int, text: str) -> tuple[Clock, ...]:
    if hour > 23:  # noqa: PLR2004 - a clock's own numbers
        return ()
    if hour > 12 or hour == 0 or text[0] == "0":  # noqa: PLR2004 - a clock's own numbers
        return (Clock(hour * HOUR, Style.BARE),)
    early = hour % 12 * HOUR
    return (Clock(early, Style.BARE, sure=False), Clock(early + HALF_DAY, Style.BARE, sure=False))


def _within(clock: Clock, part: str) -> tuple[Clock, ...]:
    """Keep the readings inside the part of the day; a night's small hours are the next day's, and asked."""
    first, over = _DAY_PARTS[part]
    early = clock.second % HALF_DAY
    seconds = (early, early + HALF_DAY) if clock.style is Style.COLON else (clock.second,)
    inside = tuple(
        Clock(one, Style.EXACT, sure=one >= HOUR, at=True) for one in seconds if first <= one < over
    )
    if part == "night" and not inside and clock.second < 6 * HOUR:
        return (Clock(clock.second + FULL_DAY, Style.EXACT, sure=False, at=True),)
    return inside
