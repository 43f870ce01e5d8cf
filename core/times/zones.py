"""Time zones: the closed list of IANA names, their rules, and which of them keep one clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

_NO_PLACE = frozenset({"Factory", "localtime", "posixrules"})
_SINCE, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
_FORTNIGHT, _SECOND = timedelta(days=14), timedelta(seconds=1)


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
        raise UnknownZone(f"{name[:60]!r} is not an IANA time zone")
    return _zone(name)


def zone_label(name: str) -> str:
    """Return the name of a zone as people read it: ``UTC+1`` for ``Etc/GMT-1``, whose sign is turned round."""
    if current(name) == "UTC":
        return "UTC"
    hours = name.removeprefix("Etc/GMT")
    return name if hours == name else f"UTC{'+' if hours[0] == '-' else '-'}{hours[1:]}"


@cache
def clock(name: str) -> tuple[tuple[datetime, timedelta], ...]:
    """Return every offset that a zone has had since 2020 and has until 2037, and the second it began.

    Two zones with the same clock have moved together for years, so that who is in one may be told the other.
    """
    place = zone(name)
    found = [(_SINCE, _offset(place, _SINCE))]
    at = _SINCE
    while at < _UNTIL:
        if (offset := _offset(place, at + _FORTNIGHT)) != found[-1][1]:
            found.append((_changed(place, at, at + _FORTNIGHT), offset))
        at += _FORTNIGHT
    return tuple(found)


def _changed(place: tzinfo, before: datetime, after: datetime) -> datetime:
    offset = _offset(place, after)
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        before, after = (before, middle) if _offset(place, middle) == offset else (middle, after)
    return after


def _offset(place: tzinfo, at: datetime) -> timedelta:
    return at.astimezone(place).utcoffset() or timedelta()


def current(name: str) -> str:
    """Return today's name of a zone: ``Asia/Kolkata`` for ``Asia/Calcutta``, and ``UTC`` for all its names."""
    return _links().get(name, name)


@cache
def country_names() -> dict[str, str]:
    """Return the ISO 3166 code of each country → its name in tzdata."""
    return {code: name for code, name, *_ in _table("iso3166.tab")}


@cache
def country_zones() -> dict[str, tuple[str, ...]]:
    """Return the ISO 3166 code of each country → its zones."""
    zones: dict[str, list[str]] = {}
    for code, _, name, *_ in _table("zone.tab"):
        zones.setdefault(code, []).append(name)
    return {code: tuple(found) for code, found in zones.items()}


def _table(name: str) -> Iterator[list[str]]:
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _links() -> dict[str, str]:
    """Old name → today's name, for names that no country's list holds."""
    today = {name for zones in country_zones().values() for name in zones}
    rules = resources.files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text("utf-8")
    links = {new: old for _, old, new in (line.split() for line in rules.splitlines() if line[:2] == "L ")}
    no_offset = {new: "UTC" for new, old in links.items() if old in {"Etc/UTC", "Etc/GMT"}}
    no_offset |= dict.fromkeys(("Etc/UTC", "Etc/GMT"), "UTC")
    return no_offset | {new: old for new, old in links.items() if new not in today and old in today}
