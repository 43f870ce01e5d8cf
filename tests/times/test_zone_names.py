"""What people type for their zone: a whole name is taken, everything else is asked, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tzlocal.windows_tz import win_tz

from core.times.places import ABBREVIATIONS, COUNTRIES, OFFSETS, REGIONS, TIMES
from core.times.zone_names import Candidates, Known, Unknown, find_zone, whole_name
from core.times.zones import country_names, current, names, zone, zone_label

TAKEN = """
Lublin -> Europe/Warsaw
Bursa -> Europe/Istanbul
Berlin -> Europe/Berlin
berlin -> Europe/Berlin
Berlin time -> Europe/Berlin
EUROPE/BERLIN -> Europe/Berlin
europe berlin -> Europe/Berlin
Munich -> Europe/Berlin
München -> Europe/Berlin
munchen -> Europe/Berlin
Muenchen -> Europe/Berlin
Munich, Germany -> Europe/Berlin
Munich (Germany) -> Europe/Berlin
München, Deutschland -> Europe/Berlin
zürich -> Europe/Zurich
São Paulo -> America/Sao_Paulo
sao paulo -> America/Sao_Paulo
Kyiv -> Europe/Kyiv
Kiev -> Europe/Kyiv
Київ -> Europe/Kyiv
Lviv -> Europe/Kyiv
東京 -> Asia/Tokyo
서울 -> Asia/Seoul
القاهرة -> Africa/Cairo
मुंबई -> Asia/Kolkata
Αθήνα -> Europe/Athens
New York -> America/New_York
New York City -> America/New_York
new_york -> America/New_York
NYC -> America/New_York
LA -> America/Los_Angeles
Bay Area -> America/Los_Angeles
Washington, DC -> America/New_York
Mumbai -> Asia/Kolkata
Bombay -> Asia/Kolkata
Saigon -> Asia/Ho_Chi_Minh
Xi'an -> Asia/Shanghai
Xi\u2019an -> Asia/Shanghai
London, Ontario -> America/Toronto
London, ON -> America/Toronto
london ontario -> America/Toronto
London, Ontario, Canada -> America/Toronto
London, England -> Europe/London
London, UK -> Europe/London
London, United Kingdom -> Europe/London
London; GB -> Europe/London
Paris, Texas -> America/Chicago
Paris, TX -> America/Chicago
paris texas -> America/Chicago
Paris, France -> Europe/Paris
Portland, Oregon, USA -> America/Los_Angeles
Portland OR -> America/Los_Angeles
St. Petersburg, Russia -> Europe/Moscow
Saint Petersburg, Florida -> America/New_York
St Petersburg FL -> America/New_York
Kano, Nigeria -> Africa/Lagos
Córdoba, Spain -> Europe/Madrid
Cordoba, Argentina -> America/Argentina/Cordoba
Newcastle, Australia -> Australia/Sydney
Germany -> Europe/Berlin
Deutschland -> Europe/Berlin
Czechia -> Europe/Prague
Czech Republic -> Europe/Prague
Ivory Coast -> Africa/Abidjan
Côte d'Ivoire -> Africa/Abidjan
cote d\u2019ivoire -> Africa/Abidjan
Kosovo -> Europe/Belgrade
UK -> Europe/London
UK time -> Europe/London
India -> Asia/Kolkata
日本 -> Asia/Tokyo
California -> America/Los_Angeles
Bavaria -> Europe/Berlin
US/Pacific -> America/Los_Angeles
Asia/Calcutta -> Asia/Kolkata
Central European Time -> Europe/Berlin
India Standard Time -> Asia/Kolkata
Eastern Time -> America/New_York
US Mountain -> America/Denver
British Summer Time -> Europe/London
Japan Standard Time -> Asia/Tokyo
HKT -> Asia/Hong_Kong
SGT -> Asia/Singapore
W. Europe Standard Time -> Europe/Berlin
Romance Standard Time -> Europe/Paris
Eastern Standard Time -> America/New_York
Pacific Standard Time -> America/Los_Angeles
Tokyo Standard Time -> Asia/Tokyo
UTC -> UTC
zulu -> UTC
UTC+0 -> UTC
UTC+1 -> Etc/GMT-1
UTC+01:00 -> Etc/GMT-1
utc + 1 -> Etc/GMT-1
UTC+1.0 -> Etc/GMT-1
GMT-3 -> Etc/GMT+3
gmt -3 -> Etc/GMT+3
UTC\u22125 -> Etc/GMT+5
+5 -> Etc/GMT-5
-0800 -> Etc/GMT+8
Etc/GMT+5 -> Etc/GMT+5
""".strip().splitlines()

ASKED = """
London -> Europe/London America/Toronto
Paris -> Europe/Paris America/Chicago
Kano -> Africa/Lagos Asia/Tokyo
Birmingham -> Europe/London America/Chicago
Portland -> America/Los_Angeles America/New_York
Springfield -> America/Chicago America/New_York
San Jose -> America/Los_Angeles America/Costa_Rica
Valencia -> Europe/Madrid America/Caracas
Córdoba -> America/Argentina/Cordoba Europe/Madrid
Vancouver -> America/Vancouver America/Los_Angeles
Cambridge -> Europe/London America/New_York
Hyderabad -> Asia/Kolkata Asia/Karachi
Москва -> Europe/Moscow America/Los_Angeles
St. Petersburg -> Europe/Moscow America/New_York
Petersburg -> Europe/Moscow America/New_York
Calcutta -> Asia/Kolkata Africa/Johannesburg
San Juan -> America/Puerto_Rico Asia/Manila America/Argentina/San_Juan
Georgia -> America/New_York Asia/Tbilisi
Samoa -> Pacific/Apia Pacific/Pago_Pago
Ontario -> America/Toronto America/Los_Angeles
Texas -> America/Chicago America/Denver
Spain -> Europe/Madrid Atlantic/Canary
Brazil -> America/Sao_Paulo America/Manaus
USA -> America/New_York America/Chicago America/Los_Angeles Pacific/Honolulu
New Zealand -> Pacific/Auckland Pacific/Chatham
Pacific Time -> America/Los_Angeles America/Vancouver
eastern -> America/New_York America/Toronto
Mountain Time -> America/Denver America/Phoenix
IST -> Asia/Kolkata Europe/Dublin Asia/Jerusalem
CST -> America/Chicago Asia/Shanghai America/Havana
EST -> America/New_York America/Panama
BST -> Europe/London Asia/Dhaka
PST -> America/Los_Angeles Asia/Manila
GMT -> UTC Europe/London
UTC+5:30 -> Asia/Kolkata Asia/Colombo
UTC+5.5 -> Asia/Kolkata Asia/Colombo
+0530 -> Asia/Kolkata Asia/Colombo
utc+545 -> Asia/Kathmandu
UTC+5,75 -> Asia/Kathmandu
GMT-3:30 -> America/St_Johns
""".strip().splitlines()

LIKE = """
lond -> Europe/London
Berln -> Europe/Berlin
Lubin, Germany -> Europe/Warsaw
Germny -> Europe/Berlin
Berlin, France -> Europe/Berlin
Paris, Ontario -> Europe/Paris America/Chicago
London, Texas -> Europe/London America/Toronto
Nowhere, Japan -> Asia/Tokyo
Europe/Berl -> Europe/Berlin
central eur -> Europe/Berlin
Cental European Time -> Europe/Berlin
""".strip().splitlines()

NOTHING = [
    *(
        "",
        "   ",
        "???",
        "—",
        "xyzzyqk",
        "UTC+15",
        "UTC-13",
        "UTC+1:07",
        "UTC+1.3",
        "\x00",
        "\udc80",
        "x" * 5000,
    ),
    *("M-F", "m f", "a", "zz", "TX", "Bo"),
]


def examples(lines: list[str]) -> list[tuple[str, list[str]]]:
    pairs = (line.split(" -> ") for line in lines)
    return [(words, zones.split()) for words, zones in pairs]


@pytest.mark.parametrize(("words", "zones"), examples(TAKEN))
def test_a_whole_name_of_one_clock_is_taken(words: str, zones: list[str]) -> None:
    assert [find_zone(words)] == [Known(name) for name in zones]


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


# ---- the whole gazetteer ------------------------------------------------------------------------------------


@cache
def offsets(name: str) -> tuple[timedelta | None, ...]:
    """What a zone keeps on every fifth day of two years: found without what the product compares."""
    days = (datetime(2026, 11, 1, 10, tzinfo=UTC) + timedelta(days=5 * number) for number in range(146))
    return tuple(day.astimezone(zone(name)).utcoffset() for day in days)


@cache
def table() -> list[str]:
    import gzip  # noqa: PLC0415 - the file is read here as anybody could
    from importlib import resources  # noqa: PLC0415

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


def test_countries_and_states_are_taken_only_if_all_of_them_keep_one_clock() -> None:
    for name, zones, is_city in rows():
        read = None if is_city else whole_name(name)
        if isinstance(read, Known):
            assert {offsets(one) for one in zones} == {offsets(read.zone)}, name


@pytest.mark.parametrize("largest", [5000, pytest.param(None, marks=pytest.mark.long)])
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


# ---- beginnings and slips ------------------------------------------------------------------------------------


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


# ---- names that are no places --------------------------------------------------------------------------------


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


@pytest.mark.parametrize("name", [name for name, its in win_tz.items() if its in names()])
def test_a_name_of_windows_is_its_zone_or_asked(name: str) -> None:
    match find_zone(name):
        case Known(found):
            assert offsets(found) == offsets(win_tz[name])
        case Candidates(choices, whole=True):
            assert offsets(win_tz[name]) in {offsets(one.zone) for one in choices}
        case other:
            pytest.fail(f"{other}")


def test_the_tables_name_only_zones_and_countries() -> None:
    tables = (REGIONS, TIMES, OFFSETS)
    assert {one for table in tables for zones in table.values() for one in zones.split()} <= names()
    assert {one for zones in ABBREVIATIONS.values() for one in zones} <= names()
    assert set(COUNTRIES.values()) <= {*country_names(), "XK"}
