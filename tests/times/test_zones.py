"""Zones: a closed list, the rules of the installed tzdata, and names as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.times.zones import UnknownZone, clock, country_zones, current, names, zone, zone_label


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
        with pytest.raises(ValueError, match="is not an IANA time zone"):
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
    ("name", "label"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("Etc/GMT-1", "UTC+1"),
        ("Etc/GMT+11", "UTC-11"),
        ("Etc/GMT-14", "UTC+14"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT", "UTC"),
        ("Etc/GMT+0", "UTC"),
        ("Zulu", "UTC"),
        ("a name of another time", "a name of another time"),
    ],
)
def test_a_fixed_offset_is_named_with_the_sign_that_people_use(name: str, label: str) -> None:
    assert zone_label(name) == label


def test_no_label_names_the_zones_whose_sign_is_turned_round() -> None:
    for name in names():
        label = zone_label(name)
        assert not label.startswith("Etc/")
        if label.startswith("UTC") and label != "UTC":
            ahead = datetime(2027, 1, 1, tzinfo=zone(name)).utcoffset()
            assert ahead == timedelta(hours=int(label.removeprefix("UTC")))


def test_old_names_have_a_name_of_today() -> None:
    assert current("Asia/Calcutta") == "Asia/Kolkata"
    assert current("US/Pacific") == "America/Los_Angeles"
    assert current("Etc/Zulu") == current("GMT") == "UTC"
    listed = {name for zones in country_zones().values() for name in zones}
    assert all(current(name) == name for name in listed), "a zone in which somebody lives keeps its name"
    assert {current(name) for name in names()} <= names()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Europe/Berlin", "Europe/Paris", True),
        ("Europe/Berlin", "Europe/Busingen", True),
        ("America/New_York", "America/Detroit", True),
        ("Asia/Kolkata", "Asia/Colombo", True),
        ("Europe/Berlin", "Africa/Algiers", False),
        ("Europe/Lisbon", "Europe/London", True),
        ("America/Denver", "America/Phoenix", False),
        ("Europe/Chisinau", "Europe/Bucharest", False),  # an hour apart for one hour, twice a year
        ("Pacific/Auckland", "Pacific/Chatham", False),
    ],
)
def test_one_clock_is_the_same_second_for_second(one: str, other: str, same: bool) -> None:
    assert (clock(one) == clock(other)) is same


def test_the_clocks_of_a_zone_are_those_of_its_rules() -> None:
    for name in (
        "Europe/Berlin",
        "Africa/Casablanca",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Asia/Gaza",
    ):
        changes, place = clock(name), zone(name)
        for (began, offset), (ended, _) in pairwise(changes):
            assert began.astimezone(place).utcoffset() == offset
            assert (ended - timedelta(seconds=1)).astimezone(place).utcoffset() == offset
            assert ended.astimezone(place).utcoffset() != offset
