"""What people type for their zone: a whole name is taken, everything else is asked, and nothing is guessed."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from string import ascii_lowercase

import pytest
from tzlocal.windows_tz import win_tz

from core.times.places import ABBREVIATIONS, COUNTRIES, OFFSETS, REGIONS, TIMES
from core.times.zone_names import Candidates, Known, Unknown, find_zone, whole_name
from core.times.zones import country_names, current, names, zone_label
from tests.times.zone_examples import ASKED, LIKE, NOTHING, TAKEN, examples, offsets


def test_a_whole_name_of_one_clock_is_taken() -> None:
    for words, zones in examples(TAKEN):
        assert (words, [find_zone(words)]) == (words, [Known(name) for name in zones])


@pytest.mark.parametrize(("words", "zones"), examples(ASKED))
def test_a_name_of_several_clocks_is_asked(words: str, zones: list[str]) -> None:
    found = find_zone(words)
    assert isinstance(found, Candidates)
    assert found.whole
    assert set(zones) <= {current(one.zone) for one in found.choices}
    assert found.choices[0].zone == zones[0] or words == "San Juan", "most people first"


@pytest.mark.parametrize(("words", "zones"), examples(LIKE))
def test_what_is_no_whole_name_is_asked_even_if_only_one_is_like_it(words: str, zones: list[str]) -> None:
    found = find_zone(words)
    assert isinstance(found, Candidates)
    assert not found.whole
    assert set(zones) <= {one.zone for one in found.choices}
    assert whole_name(words) is None


def test_another_name_of_a_city_is_asked_where_a_village_is_chiefly_called_so() -> None:
    """There is a Londres in Argentina, and no Kiew."""
    assert find_zone("Kiew") == Known("Europe/Kyiv")
    (london,) = (choice for choice in _asked("London").choices if choice.zone == "Europe/London")
    assert find_zone("Londres") == Candidates((london,), whole=False)


def _asked(words: str) -> Candidates:
    found = find_zone(words)
    assert isinstance(found, Candidates)
    return found


@pytest.mark.parametrize("words", NOTHING)
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert find_zone(words) == Unknown()


@pytest.mark.parametrize(
    "words", ["Mon-Fri", "MWF", "Sa-Su", "Mo Fr", "weekdays", "9-5", "tomorrow", "asap", "n/a"]
)
def test_words_about_time_are_no_zone(words: str) -> None:
    assert not isinstance(find_zone(words), Known)


def test_one_or_two_letters_are_a_zone_only_if_they_are_an_abbreviation() -> None:
    known = {
        name.replace(".", "").casefold()
        for table in (COUNTRIES, REGIONS)
        for name in ",".join(table).split(",")
    }
    for letters in (*ascii_lowercase, *map("".join, product(ascii_lowercase, repeat=2))):
        if isinstance(find_zone(letters), Known):
            assert letters in known | ABBREVIATIONS.keys()


def test_every_name_of_tz_is_understood_as_it_is_shown() -> None:
    for name in names():
        if "/" in name or name == "UTC":
            assert find_zone(zone_label(name)) == find_zone(name) == Known(current(name))


@pytest.mark.parametrize("hours", range(-12, 15))
def test_a_whole_offset_is_itself(hours: int) -> None:
    found = find_zone(f"UTC{hours:+}")
    assert isinstance(found, Known)
    assert set(offsets(found.zone)) == {timedelta(hours=hours)}
    assert zone_label(found.zone) == (f"UTC{hours:+}" if hours else "UTC")


@pytest.mark.parametrize(("offset", "zones"), OFFSETS.items())
def test_other_offsets_name_places_that_keep_them(offset: str, zones: str) -> None:
    sign, hours, minutes = offset[0], int(offset[1:3]), int(offset[4:])
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    assert all(ahead in offsets(one) for one in zones.split())


def test_a_name_of_windows_is_its_zone_or_asked() -> None:
    for name, its in win_tz.items():
        match find_zone(name) if its in names() else None:
            case Known(found):
                assert offsets(found) == offsets(its), name
            case Candidates(choices, whole=True):
                assert offsets(its) in {offsets(one.zone) for one in choices}, name
            case other:
                assert other is None, name


def test_the_tables_name_only_zones_and_countries() -> None:
    tables = (REGIONS, TIMES, OFFSETS)
    assert {one for table in tables for zones in table.values() for one in zones.split()} <= names()
    assert {one for zones in ABBREVIATIONS.values() for one in zones} <= names()
    assert set(COUNTRIES.values()) <= {*country_names(), "XK"}
