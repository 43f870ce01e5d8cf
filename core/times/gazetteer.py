"""The world's cities over 15,000 people, their states and countries: what each is called, and its zones.

The data are GeoNames' (geonames.org, CC BY 4.0), put together by ``bot/gazetteer.py``: a line of zone names;
a line for each place (name, people, what it lies in, zones, code of an area); an empty line; and a line for
each folded name, sorted by its bytes (the places that are chiefly called so, those that are also called so; with a
question mark where a village elsewhere is chiefly called so). A place is referred to by where its line begins,
written to the base 36. It is read on first use, in a few hundredths of a second, and searched as it is: five
megabytes, where a dict of the same names would take fifty.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from importlib import resources

TABLE = "gazetteer.gz"
LIKE_ENOUGH = 80.0
"""Per cent of letters that a misspelt name shares with the right one."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TAB, _LINE = b"\t", b"\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A city, or an area: a state, a province or a country.

    ``within`` is the area in which it lies, None for a country. ``zones`` are IANA names, most people first;
    a city has one. ``code`` is the ISO 3166 code of a country, that and GeoNames' for a state, empty for a city.
    """

    name: str
    people: int
    within: Place | None
    zones: tuple[str, ...]
    code: str

    @property
    def areas(self) -> Iterator[Place]:
        """The areas in which it lies, itself if it is one, from the smallest to the country."""
        if self.code:
            yield self
        if self.within:
            yield from self.within.areas

    @property
    def label(self) -> str:
        """What it is called in full: ``London, Ontario, Canada``."""
        inside = self.within.label if self.within else ""
        return ", ".join(dict.fromkeys((self.name, *filter(None, inside.split(", ")))))


@dataclass(frozen=True, slots=True)
class Called:
    """Who has a name: chiefly, and beside another one. ``contested``: a village elsewhere has it chiefly."""

    chiefly: tuple[Place, ...] = ()
    also: tuple[Place, ...] = ()
    contested: bool = False


def called(key: str) -> Called:
    """Return the places of a folded name, most people first."""
    line = next(_lines(key.encode()), b"").split(_TAB)
    if line[0] != key.encode():
        return Called()
    chiefly, also = (*line[1:], b"", b"")[:2]
    return Called(_places(chiefly), _places(also.lstrip(b"?")), also.startswith(b"?"))


def coded(code: str) -> tuple[Place, ...]:
    """Return the areas that a code means: ``ca`` is California and Canada."""
    return called(f",{code.casefold()}").chiefly


def beginning(key: str, limit: int) -> list[Place]:
    """Return the places one of whose names begins with a folded text, most people first."""
    begins, found = key.encode(), dict[Place, None]()
    for line in _lines(begins):
        if not line.startswith(begins):
            break
        found |= dict.fromkeys(_places(line.split(_TAB)[1]))
    return sorted(found, key=_by_people)[:limit]


def spelled_like(key: str, limit: int) -> list[Place]:
    """Return the places whose own names look most like a folded text."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only needed for what nothing else understands

    alike = ((fuzz.ratio(key, name, score_cutoff=LIKE_ENOUGH), -begins) for begins, name in _own_names())
    return [_place(-begins) for _, begins in nlargest(limit, (one for one in alike if one[0]))]


def _own_names() -> Iterator[tuple[int, str]]:
    """Where the line of each place begins, and its name."""
    table, ends = _table(), _first_name() - 1
    begins = table.index(_LINE) + 1
    while begins < ends:
        yield begins, table[begins : table.index(_TAB, begins)].decode().casefold()
        begins = table.index(_LINE, begins) + 1


def written(number: int) -> str:
    """Return a number to the base 36."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits


@cache
def _table() -> bytes:
    return gzip.decompress(resources.files(__package__).joinpath(TABLE).read_bytes())


@cache
def _first_name() -> int:
    return _table().index(b"\n\n") + 2


@cache
def _zones() -> list[str]:
    return _table()[: _table().index(_LINE)].decode().split()


def _lines(key: bytes) -> Iterator[bytes]:
    """The lines of the names from the first that is not before ``key``."""
    table, low, high = _table(), _first_name(), len(_table())
    while low < high:
        begins = table.rfind(_LINE, low, (low + high) // 2) + 1 or low
        ends = table.index(_LINE, begins)
        if table[begins:ends].split(_TAB, 1)[0] < key:
            low = ends + 1
        else:
            high = begins
    while low < len(table):
        ends = table.index(_LINE, low)
        yield table[low:ends]
        low = ends + 1


def _places(references: bytes) -> tuple[Place, ...]:
    return tuple(sorted((_place(int(one, 36)) for one in references.split()), key=_by_people))


def _by_people(place: Place) -> int:
    return -place.people


@lru_cache(maxsize=512)
def _place(begins: int) -> Place:
    table = _table()
    name, people, within, zones, code = table[begins : table.index(_LINE, begins)].decode().split("\t")
    return Place(
        name,
        int(people),
        _place(int(within, 36)) if within else None,
        tuple(_zones()[int(number)] for number in zones.split()),
        code,
    )
