"""A time typed in any language, as a suggestion to confirm, for what the strict reader refuses.

The library knows 200 languages and guesses freely, so it is only asked for the day. The hour is found here,
must be written out, and every reading of it is offered; nothing is ever understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.times.calendar import MONTH_NAMES, plain
from core.times.days import read_day
from core.times.hours_any import hour_in
from core.times.read import HORIZON, TYPED_TIME_LENGTH
from core.times.wall import instants

_MOST = 4
_MOST_LANGUAGES = 4
_WEEK = timedelta(days=7)
_EAST_ASIAN = re.compile(r"(?:(?P<y>\d{4}) ?[年년] ?)?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日号號일]")
_ARTICLE = re.compile(r"^(?:am|an|den|der|el|le|la|il|lo|na|no|på|op|w|we|v|ve|vào|το|την|на|в|во|у) ")  # noqa: RUF001 - Cyrillic, as typed
_NEXT = re.compile(
    r"(?<![^\W\d_])(?:nächste[nrs]?|kommende[nrs]?|prochaine?|(?:el |la )?próxim[oa]|que viene|prossim[oa]|volgende|"
    r"nästa|næste|neste|przysz\w+|следующ\w+|наступн\w+|gelecek|επόμεν\w+)(?![^\W\d_])"
)
"""Next Friday is this week's for some and the one after for others: both are offered."""
# fmt: off
_LITTLE = frozenset((
    "a", "am", "an", "at", "au", "d", "da", "das", "de", "del", "dem", "den", "der", "des", "di", "dia",
    "die", "dne", "dnia", "do", "du", "día", "e", "el", "fecha", "giorno", "il", "in", "jour", "l",
    "la", "le", "les", "lo", "na", "ngày", "o", "of", "on", "op", "os", "på", "r", "roku", "tag",
    "tanggal", "the", "te", "to", "u", "v", "ve", "vom", "vào", "w", "we", "в", "во", "г", "года",  # noqa: RUF001 - Cyrillic and Greek, as typed
    "день", "на", "року", "у", "το", "την", "στις",  # noqa: RUF001 - Cyrillic and Greek, as typed
))
# fmt: on
"""Words that say nothing of their own beside a day; every other one has to be understood."""
_NOT_SPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Thai, kana, Chinese characters and Hangul, whose words may stand together."""
_OTHER_CODES = {"no": "nb", "iw": "he", "in": "id"}
"""Codes that platforms still send, and those by which the library knows the language (IANA subtag registry)."""
_SUM = re.compile(r"\+ ")
"""Something is to be added: the library would leave that part out."""
_ASIDE = re.compile(r"[][{}<>|]")
"""What stands in such brackets is left out by the library too."""
_SIGNS = re.compile(r"[-+/()]")
"""Between two lengths of time they may add, part or name how long it takes: the library always adds."""
_ORDERS = ("DMY", "MDY")
_SHIFT = timedelta(minutes=37)


def suggest_time(
    text: str, *, zone: ZoneInfo, now: datetime, languages: Sequence[str]
) -> tuple[datetime, ...]:
    """Return up to four instants (aware, UTC, in order) that ``text`` may mean in ``zone``; often none.

    ``languages`` are codes such as ``de`` or ``pt-BR``, likely ones first; unknown ones are dropped. Every
    instant exists, lies after ``now`` (aware) and within 180 days. A time that happens twice, a bare hour and
    a date such as 3/4 give every reading. Nothing is suggested without a written hour, or for a time that the
    clocks skip.
    """
    said = plain(text) if len(text) <= TYPED_TIME_LENGTH else None
    known = _known(tuple(languages))
    if not said or not known or not re.search(r"\d", said) or _SUM.search(said) or _ASIDE.search(said):
        return ()
    now = now.astimezone(UTC)
    local = now.astimezone(zone).replace(tzinfo=None, fold=0)
    readings = [instants(wall, zone) for wall in _walls(said, local, known)]
    if not all(readings):
        return ()
    found = {one for reading in readings for one in reading} or _counted(said, local, now, known)
    return tuple(sorted(one for one in found if now < one <= now + HORIZON))[:_MOST]


@lru_cache(maxsize=64)
def _known(languages: tuple[str, ...]) -> tuple[str, ...]:
    from dateparser.data import languages_info  # noqa: PLC0415 - the library is slow to load and rarely needed

    bare = (re.split(r"[-_]", one)[0].casefold() for one in languages)
    codes = dict.fromkeys(_OTHER_CODES.get(one, one) for one in bare)
    return tuple(one for one in codes if one in languages_info.language_order)[:_MOST_LANGUAGES]


def _parsed(said: str, base: datetime, languages: tuple[str, ...], order: str) -> datetime | None:
    """What the library makes of ``said``, counted from the naive local ``base``, if an exact day."""
    from dateparser.date import DateDataParser  # noqa: PLC0415 - the library is slow to load and rarely needed

    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": base,
        "DATE_ORDER": order,
        "PREFER_LOCALE_DATE_ORDER": False,
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    parser = DateDataParser(languages=list(languages), settings=settings)
    read = parser.get_date_data(said)
    found: datetime | None = read.date_obj
    return found.replace(tzinfo=None) if found is not None and read.period in {"day", "time"} else None


def _walls(said: str, local: datetime, languages: tuple[str, ...]) -> Iterator[datetime]:
    """The naive local times of every day and hour in ``said``."""
    hour = hour_in(said)
    if hour is None:
        return
    for day in _days(hour.rest, local.date(), languages):
        for minute in hour.minutes:
            yield datetime.combine(day, time()) + timedelta(minutes=minute)
        if hour.evening is not None and day == local.date() and hour.minutes[0] <= _minute(local):
            yield datetime.combine(day, time()) + timedelta(minutes=hour.evening)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _days(rest: str, today: date, languages: tuple[str, ...]) -> set[date]:
    """Every day that the words beside the hour can mean; without any, today and tomorrow."""
    if not rest:
        return {today, today + timedelta(days=1)}
    if rest.startswith("no ") and "pt" not in languages:
        return set()
    if written := _EAST_ASIAN.fullmatch(rest):
        month = int(written["m"])
        rest = f"{written['d']} {MONTH_NAMES[month - 1] if 1 <= month <= 12 else '-'} {written['y'] or ''}"  # noqa: PLR2004 - months
    bare = " ".join(_NEXT.sub(" ", rest).split())
    if bare != rest and not re.search(r"\d", rest):
        near = _days(bare, today, languages) if bare else set()
        weekday = {one for one in near if today < one <= today + _WEEK}
        return (
            {one + ahead for one in weekday for ahead in (timedelta(), _WEEK)} if len(weekday) == 1 else set()
        )
    if own := read_day(rest.strip().casefold(), today):
        return {day.date for day in own}
    midnight = datetime.combine(today, time())
    for text in dict.fromkeys((rest, _ARTICLE.sub("", rest))):
        read = {_whole(text, midnight, languages, order) for order in _ORDERS if text}
        days = {one.date() for one in read if one is not None and one.time() == time()}
        if days:
            return days | ({today} if midnight + _WEEK in read and not re.search(r"\d", text) else set())
    return set()


def _whole(said: str, base: datetime, languages: tuple[str, ...], order: str) -> datetime | None:
    """What the library makes of ``said`` if it understood every word of it; it leaves out many that it does not."""
    found = _parsed(said, base, languages, order)
    words = said.split()
    if found is None or len(words) == 1:
        return found
    for at, word in enumerate(words):
        bare = word.strip(".,()'")
        if bare in _LITTLE or (bare.isdigit() and int(bare) == found.year):
            continue
        if _parsed(" ".join(words[:at] + words[at + 1 :]), base, languages, order) != found:
            continue
        alone = _parsed(bare, base, languages, order) if bare else None
        if alone is None or alone.weekday() != found.weekday():
            return None
    return found


def _counted(said: str, local: datetime, now: datetime, languages: tuple[str, ...]) -> set[datetime]:
    """``in 2 hours`` in any language: what moves with the clock, by hours and not by whole days."""
    numbers = list(re.finditer(r"\d+", said))
    words = re.findall(r"[^\W\d_]+", said)
    if len(words) <= len(numbers) and not _NOT_SPACED.search(said):
        return set()  # "60 min" is how long something takes
    if len(numbers) > 1 and _SIGNS.search(said):
        return set()
    base = local.replace(second=0, microsecond=0)
    first, later = (_parsed(said, one, languages, "DMY") for one in (base, base + _SHIFT))
    if first is None or later is None or later - first != _SHIFT:
        return set()
    more = [f"{said[: one.start()]}{int(one[0]) + 1}{said[one.end() :]}" for one in numbers]
    if first in {_parsed(one, base, languages, "DMY") for one in more}:
        return set()  # a number that changes nothing was not read
    ahead = first - base
    if not timedelta() < ahead < timedelta(days=1):
        return set()
    return {now.replace(second=0, microsecond=0) + ahead}
