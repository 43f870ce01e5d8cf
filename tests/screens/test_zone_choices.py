"""The zones to choose from: each city has the clock of its zone, and the likely zone comes first."""

from __future__ import annotations

from uuid import UUID

import pytest

from core.ports.cards import OPTIONS
from core.screens.zones import CITIES, OPEN, SPOKEN_IN, which_zone, zone_first, zone_options
from core.times.zone_names import Candidates, Known, find_zone
from core.times.zones import clock
from tests.factories import NOON
from tests.screens.test_screens import on_both


@pytest.mark.parametrize("name", CITIES)
def test_every_city_has_the_clock_under_which_it_stands(name: str) -> None:
    for city in CITIES[name].split(", "):
        match find_zone(city):
            case Known(found):
                assert clock(found) == clock(name), city
            case Candidates(choices):
                assert clock(name) in [clock(one.zone) for one in choices], city
            case _:
                pytest.fail(f"{city} is no known place")


def test_one_menu_holds_them_and_every_language_has_its_own_first() -> None:
    assert len(CITIES) <= OPTIONS
    assert set(SPOKEN_IN.values()) <= set(CITIES)
    for locale, name in SPOKEN_IN.items():
        options = zone_options(locale, NOON)
        assert options[0].value == name
        assert {one.value for one in options} == set(CITIES)
    assert zone_options("de-AT", NOON)[0].value == "Europe/Berlin"
    assert [one.value for one in zone_options("xx", NOON)] == list(CITIES)


@pytest.mark.parametrize("typed", ["San Juan", "Springfield", "IST", "UTC+5:30"])
def test_places_to_choose_from_are_shown_on_both_platforms(typed: str) -> None:
    found = find_zone(typed)
    assert isinstance(found, Candidates)
    on_both(which_zone(found.choices, ("-",)))


def test_the_question_is_shown_on_both_platforms() -> None:
    on_both(zone_first(UUID(int=1), OPEN, locale="ja", now=NOON))
