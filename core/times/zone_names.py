"""The zone that somebody means: taken only from the whole name of one, asked or unknown otherwise.

A name is taken when every place that is known by it keeps one clock. Beside those that are chiefly called so
(Petersburg, Virginia) count those that are also called so and are larger (Saint Petersburg). Else the people of a
place decide nothing but the order of the choices. Beginnings, misspellings, and a city in a country where it
does not lie, are asked even if only one place comes to mind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from core.times import gazetteer
from core.times.gazetteer import Place
from core.times.places import ABBREVIATIONS, COUNTRIES, OFFSETS, REGIONS, TIMES
from core.times.spelling import fold, too_short
from core.times.zones import clock, country_zones, current, names, zone_label

LONGEST = 100
"""Characters that are read; no name is longer."""
PROPOSED = 4
"""How many are offered for what is nobody's whole name."""
_OFFSET = re.compile(
    r"(?:utc|gmt)? ?(?P<sign>[+-]) ?(?P<h>\d{1,2})(?::?(?P<m>[0-5]\d)|[.,](?P<part>0|25|50?|75))?",
    re.IGNORECASE,
)
_MINUTES = {"0": "00", "25": "15", "5": "30", "50": "30", "75": "45"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A place to choose: what it is called in full, or a spoken name of the zone; and the zone's IANA name."""

    label: str
    zone: str


@dataclass(frozen=True, slots=True)
class Known:
    """One zone is meant. ``zone`` is its IANA name."""

    zone: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """The person chooses among places in different zones, likely ones first; also if there is only one.

    ``whole``: each of them goes by exactly this name; otherwise they only look like it.
    """

    choices: tuple[Choice, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is called so, or nearly so."""


Found = Known | Candidates | Unknown


def find_zone(typed: str) -> Found:
    """Return the zone that ``typed`` means, the places that it may mean, or that it means nothing.

    Understood are IANA names, cities over 15,000 people, states, countries, offsets (``UTC+1``), abbreviations,
    spoken names (``Eastern Time``) and those of Windows. Never raises on any text.
    """
    said = _plain(typed)
    return whole_name(typed) or _refined(said) or _proposed(fold(said))


def whole_name(typed: str) -> Found | None:
    """Return what ``find_zone`` does if ``typed`` is a whole name or an offset, and None otherwise."""
    said = _plain(typed)
    readers: tuple[Callable[[str], Found | None], ...] = (_offset, _listed, _spoken, _called, _within)
    return next((found for read in readers if (found := read(said)) is not None), None)


def _plain(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed[:LONGEST]).replace("\u2212", "-").split())


def _decided(choices: Iterable[Choice], *, certain: bool = True) -> Known | Candidates | None:
    """Take what can only be one clock; ask, once for each zone, what can be several."""
    by_zone: dict[str, Choice] = {}
    for choice in choices:
        by_zone.setdefault(choice.zone, choice)
    asked = tuple(by_zone.values())
    if certain and len({clock(zone) for zone in by_zone}) == 1:
        return Known(asked[0].zone)
    return Candidates(asked, whole=certain or len(asked) > 1) if asked else None


def _spoken(said: str) -> Known | Candidates | None:
    """A spoken name, an abbreviation, or one of Windows' names. An abbreviation is asked if several use it."""
    key = fold(said)
    short = ABBREVIATIONS.get(key) or ABBREVIATIONS.get(key.removesuffix(" time"), ())
    if len(short) > 1:
        return Candidates(tuple(_choices(short)), whole=True)
    if not short and (zones := _times().get(key)):
        namesakes = map(_of_place, gazetteer.called(key).chiefly)
        return _decided(chain(_choices(zones), *namesakes))
    return _decided(_choices(short or _windows().get(key, ())))


def _offset(said: str) -> Found | None:
    """An offset: tz has a zone for each whole hour, and ``Etc/GMT-1`` is UTC+1. For others places are asked."""
    if not (found := _OFFSET.fullmatch(said)):
        return None
    hours, sign = int(found["h"]), found["sign"]
    minutes = found["m"] or _MINUTES[found["part"] or "0"]
    if minutes == "00":
        zone = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"
        return Known(zone) if zone in names() else Unknown()
    places = OFFSETS.get(f"{sign}{hours:02}:{minutes}", "").split()
    return Candidates(tuple(_choices(places)), whole=True) if places else Unknown()


def _listed(said: str) -> Known | None:
    """A name of tz that has a region, in any case and with spaces."""
    zone = _regional().get(said.casefold().replace(" ", "_")) or _regional().get(fold(said))
    return Known(current(zone)) if zone else None


def _called(said: str) -> Known | Candidates | None:
    """Every place that is called so."""
    key = fold(said)
    return _bearers(key) or (_bearers(key.removesuffix(" time")) if key.endswith(" time") else None)


def _bearers(key: str) -> Known | Candidates | None:
    given = tuple(chain(_choices(_regions().get(key, ())), *map(_of_place, _country(key))))
    if not given and too_short(key):
        return None
    held, listed = gazetteer.called(key), _choices(_cities().get(key, ()))
    most = max((place.people for place in held.chiefly), default=0)
    places = (*(place for place in held.also if place.people > most), *held.chiefly)
    certain = bool(given or held.chiefly) or not held.contested
    return _decided((*given, *chain.from_iterable(map(_of_place, places)), *listed), certain=certain)


def _within(said: str) -> Known | Candidates | None:
    """A place and where it lies: ``London, Ontario``, ``Paris Texas``, ``Portland (Oregon, USA)``."""
    for name, areas in _cuts(said):
        if places := _inside(fold(name), areas):
            return _decided(chain.from_iterable(map(_of_place, places)))
    return None


def _cuts(said: str) -> Iterator[tuple[str, list[str]]]:
    for marks in (r",", r"[,;/()]"):
        name, *areas = [part for part in re.split(marks, said) if part.strip()] or [""]
        if areas:
            yield name, areas
    words = said.split()
    for cut in range(len(words) - 1, 0, -1):
        yield " ".join(words[:cut]), [" ".join(words[cut:])]


def _inside(key: str, areas: list[str]) -> list[Place]:
    held = gazetteer.called(key)
    meant = [_areas(fold(area)) for area in areas]
    return [
        place
        for place in (*held.chiefly, *held.also)
        if all(any(area in one for area in place.areas) for one in meant)
    ]


def _areas(key: str) -> tuple[Place, ...]:
    named = tuple(place for place in gazetteer.called(key).chiefly if place.code)
    return (*named, *_country(key), *gazetteer.coded(key))


def _refined(said: str) -> Candidates | None:
    """A known place in an area where it is not, or an unknown place in a known area: asked."""
    name, *areas = (fold(part) for part in said.split(","))
    if not areas:
        return None
    places = gazetteer.called(name).chiefly or gazetteer.called(name).also or _areas(areas[-1])
    return _decided_never(chain.from_iterable(map(_of_place, places)))


def _proposed(key: str) -> Candidates | Unknown:
    """What begins so, and after it what looks like it."""
    if too_short(key, word=True):
        return Unknown()
    others = _cities() | _times() | _windows() | {key: (zone,) for key, zone in _regional().items()}
    begins = chain(
        chain.from_iterable(map(_of_place, gazetteer.beginning(key, 10 * PROPOSED))),
        *(_choices(zones) for name, zones in others.items() if name.startswith(key)),
    )
    found = _decided_never(begins) or _decided_never(_alike(key, others))
    return found or Unknown()


def _alike(key: str, others: Mapping[str, tuple[str, ...]]) -> Iterator[Choice]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only needed for what nothing else understands

    like_enough = gazetteer.LIKE_ENOUGH
    for place in gazetteer.spelled_like(key, PROPOSED):
        yield from _of_place(place)
    for name, _, _ in process.extract(key, others.keys(), scorer=fuzz.ratio, score_cutoff=like_enough):
        yield from _choices(others[name])


def _decided_never(choices: Iterable[Choice]) -> Candidates | None:
    by_zone: dict[str, Choice] = {}
    for choice in choices:
        by_zone.setdefault(choice.zone, choice)
        if len(by_zone) == PROPOSED:
            break
    return Candidates(tuple(by_zone.values()), whole=False) if by_zone else None


def _of_place(place: Place) -> tuple[Choice, ...]:
    """A place with one clock goes by its own name, one with several by a zone for each of them."""
    by_clock: dict[object, str] = {}
    for zone in (*place.zones, *country_zones().get(place.code, ())):
        by_clock.setdefault(clock(zone), zone)
    if len(by_clock) == 1:
        return (Choice(place.label, current(place.zones[0])),)
    return tuple(_choices(by_clock.values()))


def _choices(zones: Iterable[str]) -> Iterator[Choice]:
    for zone in zones:
        yield Choice(zone_label(current(zone)), current(zone))


def _country(key: str) -> tuple[Place, ...]:
    code = _countries().get(key)
    return tuple(place for place in gazetteer.coded(code) if place.code == code) if code else ()


def _keyed(table: Mapping[str, str]) -> dict[str, str]:
    return {fold(name): value for said, value in table.items() for name in said.split(",")}


@cache
def _countries() -> dict[str, str]:
    return _keyed(COUNTRIES)


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    return {key: tuple(zones.split()) for key, zones in _keyed(REGIONS).items()}


@cache
def _times() -> dict[str, tuple[str, ...]]:
    return {key: tuple(zones.split()) for key, zones in _keyed(TIMES).items()}


@cache
def _windows() -> dict[str, tuple[str, ...]]:
    from tzlocal.windows_tz import win_tz  # noqa: PLC0415 - only needed when somebody types a zone

    return {fold(name): (zone,) for name, zone in win_tz.items() if zone in names() and "UTC" not in name}


@cache
def _regional() -> dict[str, str]:
    """The names of tz with a region, as they are and folded; the sign in ``Etc/GMT-1`` must be typed."""
    listed = [name for name in names() if "/" in name]
    folded = {fold(name): name for name in listed if not name.startswith("Etc/")}
    return folded | {name.casefold(): name for name in listed}


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """The cities and countries after which tz names its zones."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names()):
        key = fold(name.rsplit("/", 1)[-1])
        if not name.startswith("Etc/") and current(name) not in found.get(key, ()):
            found[key] = (*found.get(key, ()), current(name))
    return found
