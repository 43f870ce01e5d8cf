"""Time zones by name: the closed list of IANA names, and the search that finds one from what people type."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from core.times.places import ABBREVIATIONS, PLACES

_NO_PLACE = frozenset({"Factory", "localtime", "posixrules"})
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "\u0131": "i", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_SHORTEST_TYPO = 4
_LIKE_ENOUGH = 80.0
_OFFSET = re.compile(r"(?:utc|gmt)? ?(?P<sign>[+-]) ?(?P<h>\d{1,2})(?::?(?P<m>[0-5]\d))?")
_UNEVEN = {
    "+0330": "Asia/Tehran",
    "+0430": "Asia/Kabul",
    "+0530": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu",
    "+0630": "Asia/Yangon",
    "+0845": "Australia/Eucla",
    "+0930": "Australia/Darwin",
    "-0930": "Pacific/Marquesas",
}
"""Offsets that are no whole hours → a zone that keeps them all year."""


class UnknownZone(ValueError):
    """The name is not in the list of IANA time zones."""


@cache
def names() -> frozenset[str]:
    """Return every name that may be stored: the list shipped by tzdata, without names that mean no place.

    ``ZoneInfo`` itself raises four unrelated types for unknown names and accepts ``localtime`` and
    ``right/Europe/Berlin``, so membership here is the only test.
    """
    listed = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(
        one for one in listed if one not in _NO_PLACE and not one.startswith(("posix/", "right/"))
    )


@cache
def _zone(name: str) -> ZoneInfo:
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


def zone(name: str) -> ZoneInfo:
    """Return the zone of exactly this IANA name; raises UnknownZone for anything else.

    The rules are those of the installed tzdata package, never of the machine, so that two hosts agree.
    """
    if name not in names():
        raise UnknownZone("zone_unknown")
    return _zone(name)


def search(words: str, limit: int) -> tuple[str, ...]:
    """Return at most ``limit`` zone names that ``words`` may mean, best first.

    Understood are zone names, cities, countries and abbreviations, whatever their case and accents. What
    matches exactly hides what matches in part; an abbreviation such as IST gives every zone that uses it. A
    misspelt name gives what looks like it, and ``UTC+1`` a zone that keeps this offset. Empty when nothing does.
    """
    typed = fold(words[:100])
    if not typed:
        return ()
    if offset := _OFFSET.fullmatch(
        unicodedata.normalize("NFKC", words).strip().casefold().replace("\u2212", "-")
    ):
        return _fixed(offset)[:limit]
    bare = typed.removesuffix(" time")
    found = _exact(typed) or _exact(bare) or _in_two_parts(words) or _partly(bare) or _misspelt(bare, limit)
    return tuple(dict.fromkeys(found))[:limit]


def _fixed(offset: re.Match[str]) -> tuple[str, ...]:
    """The zone of a fixed offset; the names of tz count the other way round: ``Etc/GMT-1`` is UTC+1."""
    hours, minutes, ahead = int(offset["h"]), offset["m"] or "00", offset["sign"] == "+"
    if minutes != "00":
        found = _UNEVEN.get(f"{offset['sign']}{hours:02}{minutes}", "")
    else:
        found = f"Etc/GMT{'-' if ahead else '+'}{hours}" if hours else "UTC"
    return (found,) if found in names() else ()


def fold(text: str) -> str:
    """Return ``text`` without case, accents and punctuation, as ``search`` compares it."""
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold().translate(_LETTERS)
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[^\w+\-]|_|(?<=\D)[-/](?=\D)", " ", bare.replace("/", " ").replace("'", "")).strip()


@cache
def _exact(typed: str) -> tuple[str, ...]:
    typed = re.sub(r" +", " ", typed)
    return ABBREVIATIONS.get(typed) or _phrases().get(typed, ())


def _in_two_parts(words: str) -> tuple[str, ...]:
    city, comma, country = words.partition(",")
    found, within = _exact(fold(city)), _exact(fold(country))
    return tuple(name for name in found if name in within) or found if comma else ()


def _partly(typed: str) -> tuple[str, ...]:
    parts = typed.split()
    tiers: tuple[list[str], ...] = ([], [], [])
    for phrase, zones in _phrases().items():
        words = phrase.split()
        if words[0] == "etc":  # Etc/GMT+5 is five hours *behind*: only who types it in full means it
            continue
        if phrase.startswith(typed):
            tiers[0].extend(zones)
        elif all(any(word.startswith(part) for word in words) for part in parts):
            tiers[1].extend(zones)
        elif typed in phrase:
            tiers[2].extend(zones)
    return (*tiers[0], *tiers[1], *tiers[2])


def _misspelt(typed: str, limit: int) -> tuple[str, ...]:
    if len(typed) < _SHORTEST_TYPO:
        return ()
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only needed for what nothing else understands

    close = process.extract(
        typed, list(_phrases()), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=limit
    )
    return tuple(name for phrase, _, _ in close for name in _phrases()[phrase])


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    """What may be typed → the zones it means; sorted, shorter phrases first."""
    gathered: dict[str, list[str]] = {}
    for words, places in PLACES.items():
        for word in words.split(","):
            gathered.setdefault(fold(word), []).extend(places.split())
    for country, zones in _countries():
        gathered.setdefault(fold(country), list(zones))
    links = _links()
    for name in names():
        place = links.get(name, name)
        for phrase in (
            {fold(name)} if name.startswith("Etc/") else {fold(name), fold(name.rsplit("/", 1)[-1])}
        ):
            gathered.setdefault(phrase, []).append(place)
    gathered = {
        re.sub(r" +", " ", phrase): sorted(set(found), key=found.index) for phrase, found in gathered.items()
    }
    return {
        phrase: tuple(gathered[phrase]) for phrase in sorted(gathered, key=lambda text: (len(text), text))
    }


def _table(name: str) -> list[list[str]]:
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _countries() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Country name → its zones, most people first: tzdata's zone.tab and iso3166.tab."""
    zones: dict[str, list[str]] = {}
    for code, _, name, *_ in _table("zone.tab"):
        zones.setdefault(code, []).append(name)
    return tuple((name, tuple(zones[code])) for code, name in _table("iso3166.tab") if code in zones)


@cache
def _links() -> dict[str, str]:
    """Old name → today's name, for names that no country's list holds (Asia/Calcutta → Asia/Kolkata)."""
    current = {name for _, zones in _countries() for name in zones}
    rules = resources.files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text("utf-8")
    links = {new: old for _, old, new in (line.split() for line in rules.splitlines() if line[:2] == "L ")}
    no_offset = {
        new: "UTC" for new, old in links.items() if old in {"Etc/UTC", "Etc/GMT"} and new[:4] != "Etc/"
    }
    return no_offset | {new: old for new, old in links.items() if new not in current and old in current}
