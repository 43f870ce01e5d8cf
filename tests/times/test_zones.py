"""Zones: a closed list, and a search that never picks one of several."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.times.places import ABBREVIATIONS, PLACES
from core.times.zones import UnknownZone, names, search, zone


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe",
        "europe/berlin",
        "Europe/Berlin ",
        "Europe/Berlin\x00",
        "../Europe/Berlin",
        "/etc/localtime",
        "localtime",
        "Factory",
        "posixrules",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "Mars/Olympus",
        "\udc80",
        "x" * 5000,
    ],
)
def test_only_names_on_the_list_are_zones(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


@given(st.text())
def test_any_other_text_is_refused_in_one_way(text: str) -> None:
    if text not in names():
        with pytest.raises(ValueError, match="zone_unknown"):
            zone(text)


def test_every_listed_zone_loads_and_keeps_its_name() -> None:
    for name in names():
        place = zone(name)
        assert place.key == name
        assert abs(datetime(2027, 1, 1, tzinfo=place).utcoffset() or timedelta()) <= timedelta(hours=14)
    assert len(names()) > 500


def test_a_zone_is_read_once() -> None:
    assert zone("Europe/Berlin") is zone("Europe/Berlin")
    assert datetime(2027, 7, 1, 12, tzinfo=UTC).astimezone(zone("Europe/Berlin")).hour == 14


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Munich", "Europe/Berlin"),
        ("München", "Europe/Berlin"),
        ("munchen", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("EUROPE/BERLIN", "Europe/Berlin"),
        ("europe berlin", "Europe/Berlin"),
        ("Berlin time", "Europe/Berlin"),
        ("Munich, Germany", "Europe/Berlin"),
        ("germany", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("los angeles", "America/Los_Angeles"),
        ("Los_Angeles", "America/Los_Angeles"),
        ("US/Pacific", "America/Los_Angeles"),
        ("NYC", "America/New_York"),
        ("new york", "America/New_York"),
        ("India", "Asia/Kolkata"),
        ("Mumbai", "Asia/Kolkata"),
        ("Delhi", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"),
        ("Beijing", "Asia/Shanghai"),
        ("Kiev", "Europe/Kyiv"),
        ("Saigon", "Asia/Ho_Chi_Minh"),
        ("zürich", "Europe/Zurich"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("japan", "Asia/Tokyo"),
        ("Vietnam", "Asia/Ho_Chi_Minh"),
        ("cote d'ivoire", "Africa/Abidjan"),
        ("Cambridge, United Kingdom", "Europe/London"),
        ("UTC", "UTC"),
        ("zulu", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("UTC+1", "Etc/GMT-1"),
        ("gmt -3", "Etc/GMT+3"),
        ("UTC\u22125", "Etc/GMT+5"),
        ("+5", "Etc/GMT-5"),
        ("UTC+0", "UTC"),
        ("UTC+05:30", "Asia/Kolkata"),
        ("utc+545", "Asia/Kathmandu"),
    ],
)
def test_what_people_type_finds_one_zone(words: str, found: str) -> None:
    assert search(words, 5) == (found,)


@pytest.mark.parametrize(
    ("words", "several"),
    [
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
        ("cst", {"America/Chicago", "Asia/Shanghai", "America/Havana"}),
        ("EST", {"America/New_York", "America/Panama"}),
        ("BST", {"Europe/London", "Asia/Dhaka"}),
        ("PST", {"America/Los_Angeles", "Asia/Manila"}),
        ("GMT", {"UTC", "Europe/London"}),
        ("Georgia", {"Asia/Tbilisi", "America/New_York"}),
        ("Cambridge", {"Europe/London", "America/New_York"}),
        ("USA", {"America/New_York", "America/Los_Angeles"}),
        ("Brazil", {"America/Sao_Paulo", "America/Manaus"}),
    ],
)
def test_what_has_several_meanings_is_never_one_guess(words: str, several: set[str]) -> None:
    assert several <= set(search(words, 25))


def test_a_beginning_comes_before_a_middle() -> None:
    found = search("port", 25)
    assert found.index("Europe/Lisbon") < len(found)  # Porto, Portugal
    assert search("lond", 1) == ("Europe/London",)
    assert "America/New_York" in search("york", 5)


def test_a_misspelt_city_is_still_found() -> None:
    assert "Europe/Berlin" in search("Berln", 3)
    assert "Europe/Vienna" in search("Viena", 3)


@pytest.mark.parametrize(
    "words", ["", "   ", "???", "xyzzyqk", "UTC+15", "UTC-13", "UTC+1:07", "\x00", "\udc80"]
)
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert search(words, 5) == ()


@settings(max_examples=60)
@given(st.text(max_size=120), st.integers(0, 10))
def test_a_search_gives_known_zones_and_no_more_than_asked(words: str, limit: int) -> None:
    found = search(words, limit)
    assert len(found) <= limit
    assert set(found) <= names()


def test_the_tables_name_only_zones() -> None:
    assert {one for places in PLACES.values() for one in places.split()} <= names()
    assert {one for places in ABBREVIATIONS.values() for one in places} <= names()
