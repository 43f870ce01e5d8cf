"""Every place of the gazetteer, typed alone, beginnings of names and slips: no other place is taken for it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tzlocal.windows_tz import win_tz

from core.times.places import ABBREVIATIONS, COUNTRIES, REGIONS, TIMES
from core.times.zone_names import Candidates, Known, Unknown, find_zone, whole_name
from core.times.zones import names
from tests.times.zone_examples import offsets


@cache
def table() -> list[str]:
    packed = resources.files("core.times").joinpath("gazetteer.gz").read_bytes()
    return gzip.decompress(packed).decode().split("\n")


def rows() -> Iterator[tuple[str, list[str], bool]]:
    """Every place: its name, its zones, and whether it is a city."""
    listed = table()[0].split(" ")
    for line in table()[1 : table().index("")]:
        name, _, _, zones, code = line.split("\t")
        yield name, [listed[int(number)] for number in zones.split()], not code


@pytest.mark.parametrize("largest", [7300, pytest.param(None, marks=pytest.mark.long)])
def test_no_city_is_taken_for_another(largest: int | None) -> None:
    """Cities of over 15,000 people, typed alone: none wrong without a question, nine of ten known."""
    cities = [(name, zones[0]) for name, zones, is_city in rows() if is_city]
    assert len(cities) > 30_000
    known, wrong = 0, []
    for city, its in cities[:largest]:
        if isinstance(read := whole_name(city), Known):
            known += 1
            if offsets(read.zone) != offsets(its):
                wrong.append((city, its, read.zone))
    assert wrong == []
    assert known > 0.9 * len(cities[:largest])


@pytest.mark.wide
def test_countries_and_states_are_taken_only_if_all_of_them_keep_one_clock() -> None:
    for name, zones, is_city in rows():
        read = None if is_city else whole_name(name)
        if isinstance(read, Known):
            assert {offsets(one) for one in zones} == {offsets(read.zone)}, name


@pytest.mark.parametrize("largest", [5000, pytest.param(None, marks=pytest.mark.long)])
@pytest.mark.wide
def test_every_choice_is_another_zone_and_is_understood_when_it_is_typed(largest: int | None) -> None:
    """Or asked again, when a country or a state has the name of a city; then the zone, shown beside it, is typed."""
    asked = {
        name: read
        for name, _, _ in list(rows())[:largest]
        if isinstance(read := whole_name(name), Candidates)
    }
    assert len(asked) > 200
    for choices in (read.choices for read in asked.values()):
        assert len({choice.zone for choice in choices}) == len(choices) < 30
    for choice in {choice for read in asked.values() for choice in read.choices if ", " in choice.label}:
        match whole_name(choice.label):
            case Known(found):
                assert offsets(found) == offsets(choice.zone), choice
            case Candidates(namesakes, whole=True):  # a state, and a city elsewhere in the country
                assert choice in namesakes
            case other:
                pytest.fail(f"{choice}: {other}")


def test_the_table_is_sorted_and_names_only_zones() -> None:
    lines = table()
    keys = [line.split("\t")[0].encode() for line in lines[lines.index("") + 1 : -1]]
    assert keys == sorted(set(keys))
    assert set(lines[0].split(" ")) <= names()


def is_whole(key: str) -> bool:
    """Whether a name is written somewhere in the tables as it is, or is one with an area behind it."""
    words = key.split()
    cuts = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    return is_written(key) or any(
        is_written(left) and {right, "," + right} & whole_keys() for left, right in cuts
    )


def is_written(key: str) -> bool:
    ours = {
        *ABBREVIATIONS,
        *(name.casefold() for name in ",".join((*COUNTRIES, *REGIONS, *TIMES)).split(",")),
    }
    return key in whole_keys() or key in ours or key in {name.casefold() for name in win_tz}


@cache
def whole_keys() -> frozenset[str]:
    lines = table()
    listed = {name.rsplit("/", 1)[-1].replace("_", " ").replace("-", " ").casefold() for name in names()}
    return frozenset(line.split("\t")[0] for line in lines[lines.index("") + 1 :]) | listed


CITIES = sorted(
    {name.rsplit("/", 1)[-1].replace("_", " ") for name in names() if "/" in name and name[:4] != "Etc/"}
)


def slips(city: str) -> Iterator[str]:
    """Beginnings, and the word with one letter missing or another one in its place."""
    for at in range(1, len(city)):
        yield city[:at]
    for at in range(len(city)):
        yield city[:at] + city[at + 1 :]
        yield city[:at] + ("x" if at % 2 else "e") + city[at + 1 :]


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
def test_a_slip_is_never_taken_unless_it_is_a_name_itself(every: int) -> None:
    for city in CITIES[::every]:
        for typed in slips(city):
            if isinstance(whole_name(typed), Known):
                key = " ".join(typed.replace("-", " ").replace("'", "").casefold().split())
                key = " ".join({"st": "saint", "mt": "mount"}.get(word, word) for word in key.split())
                assert is_whole(key) or is_whole(key.removesuffix(" time")), typed


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(CITIES).flatmap(lambda city: st.sampled_from(list(slips(city)))))
def test_what_is_proposed_is_never_taken(typed: str) -> None:
    found = find_zone(typed)
    if whole_name(typed) is None:
        assert not isinstance(found, Known)
    else:
        assert found == whole_name(typed)


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=120) | st.lists(st.sampled_from([*CITIES, "Texas", ",", "(", "UTC", "+5"])).map(" ".join)
)
def test_any_text_is_read_and_gives_only_names_of_the_list(typed: str) -> None:
    match find_zone(typed):
        case Known(name):
            assert name in names()
        case Candidates(choices):
            assert choices
            assert {one.zone for one in choices} <= names()
        case Unknown():
            pass
