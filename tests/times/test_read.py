"""A typed time is understood, asked or refused, and never silently wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.times.read import HORIZON, Ambiguous, Read, Refused, Understood, Why, read_time, show
from core.times.suggest import suggest_time
from core.times.wall import instants
from core.times.zones import zone
from tests.times.typed_times import ENGLISH, UNUSUAL
from tests.times.typed_times_abroad import ABROAD
from tests.times.typed_times_spoken import SPOKEN

BERLIN = zone("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, 7, 23, tzinfo=BERLIN)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/Havana",
    "Africa/Casablanca",
    "UTC",
)
WORDS = sorted({word for text, _ in (*ENGLISH, *SPOKEN) for word in text.split()})


def said(read: Read, name: str = "Europe/Berlin") -> str:
    """A reading as the tables write it."""
    place = zone(name)
    if isinstance(read, Understood):
        return f"= {read.instant.astimezone(place):%Y-%m-%d %H:%M}"
    times = ", ".join(f"{one.astimezone(place):%Y-%m-%d %H:%M}" for one in read.candidates)
    sign = "?" if isinstance(read, Ambiguous) else "!"
    return f"{sign} {read.why} {times}".strip()


def test_typed_times() -> None:
    for text, outcome in (*ENGLISH, *SPOKEN, *UNUSUAL):
        assert (text, said(read_time(text, zone=BERLIN, now=NOW))) == (text, outcome)


@pytest.mark.parametrize(
    ("ahead", "why"),
    [
        (timedelta(0), Why.PAST),
        (timedelta(seconds=1), None),
        (HORIZON, None),
        (HORIZON + timedelta(seconds=1), Why.TOO_FAR),
    ],
)
def test_what_is_bookable_begins_after_now_and_ends_with_the_horizon(
    ahead: timedelta, why: Why | None
) -> None:
    instant = NOW.astimezone(UTC) + ahead
    found = read_time(instant.isoformat(), zone=BERLIN, now=NOW)
    assert found == (Refused(why) if why else Understood(instant))


def test_a_time_that_happens_twice_is_asked_also_when_the_first_has_passed() -> None:
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    found = read_time("2026-10-25 02:30", zone=BERLIN, now=between)
    assert found == Ambiguous((second,), Why.TWICE)


def test_there_are_enough_of_them() -> None:
    english = [text for text, _ in (*ENGLISH, *SPOKEN, *UNUSUAL)]
    assert len(set(english)) >= 250
    assert len(set(ABROAD)) >= 150
    assert len({language for language, _, _ in ABROAD}) >= 10


@pytest.mark.parametrize("language", sorted({language for language, _, _ in ABROAD}))
@pytest.mark.sampled(3)
def test_other_languages_are_suggested_and_never_understood(language: str) -> None:
    for text, outcome in [(text, outcome) for its, text, outcome in ABROAD if its == language]:
        assert not isinstance(read_time(text, zone=BERLIN, now=NOW), Understood), text
        found = suggest_time(text, zone=BERLIN, now=NOW, languages=(language, "en"))
        shown = ", ".join(f"{one.astimezone(BERLIN):%Y-%m-%d %H:%M}" for one in found) or "nothing"
        assert (text, shown) == (text, outcome)


NOT_WHOLE = """
en: 2026-03-29T01:30 + 60 min
en: 2026-12-01T15:00 + 60 min
en: 2026-12-01 15:00 + 1h
en: 2026-12-01 15:00 (60 min)
en: 2026-W49-2 15:00
en: 2026-W49-2T15:00
en: W49 Tue 15:00
en: 2026-335T15:00
en: 2026-12-01T15:00/PT1H
en: 2026-12-01T15:00/2026-12-01T16:00
en: P1DT2H
en: PT2H
en: 60 min
en: 2 hours 30 minutes
en: tomorrow 15:00 for an hour
en: tomorrow 15:00 banana
en: tomorrow 15:00 or 16:00
en: after 15:00 tomorrow
en: until 15:00 tomorrow
en: not tomorrow 15:00
en: in 2 hours or so
en: every 2 hours
en: in 2 hours + 30 min
en: in 2 hours +30 min
en: in 2 hours (30 min)
en: in 2 hours / 30 min
en: in 1 hour - 10 min
de: in 2 Stunden +30 Minuten
de: in 2 Stunden (30 Minuten)
en: tomorrow 15:00 every week
de: 2026-03-29T01:30 + 60 min
de: morgen um 15 Uhr Banane
de: morgen um 15 Uhr 60 Minuten
de: vor morgen um 15 Uhr
de: nicht morgen um 15 Uhr
de: morgen oder Freitag 15 Uhr
de: 2 Stunden
de: Dienstag KW 49 15 Uhr
de: Freitag 1. Dezember 15 Uhr
fr: demain à 15h banane
fr: demain à 15h pendant une heure
fr: sauf demain à 15h
es: no mañana a las 15:00
es: mañana a las 15:00 durante una hora
it: domani alle 15 banana
pl: jutro o 15:00 banan
ru: завтра в 15:00 банан
ja: 12月1日15時 x
ja: バナナ 12月1日15時
ja: 明日の午後3時バナナ
""".strip().splitlines()
"""Behind, before or between what is understood stands something else: a length, a week, a limit, any word."""


def test_what_is_not_understood_whole_is_not_half_taken() -> None:
    for row in NOT_WHOLE:
        language, _, text = row.partition(": ")
        assert isinstance(read_time(text, zone=BERLIN, now=NOW), Refused), row
        assert suggest_time(text, zone=BERLIN, now=NOW, languages=(language, "en")) == (), row


@settings(max_examples=60)
@given(
    st.sampled_from([row for row in ABROAD if row[2] != "nothing"]),
    st.sampled_from(["qwrtz", "+ 60 min", "2026-W49", "PT1H", "# 42", "xyzzy 7", "[a]"]),
    st.booleans(),
)
def test_a_suggestion_covers_the_whole_text(row: tuple[str, str, str], more: str, before: bool) -> None:
    language, text, _ = row
    said = f"{more} {text}" if before else f"{text} {more}"
    assert not isinstance(read_time(said, zone=BERLIN, now=NOW), Understood)
    assert suggest_time(said, zone=BERLIN, now=NOW, languages=(language, "en")) == ()


@pytest.mark.parametrize(
    ("name", "now", "text", "outcome"),
    [
        ("Europe/Berlin", "2026-10-20", "2026-10-25 02:30", "? twice 2026-10-25 02:30, 2026-10-25 02:30"),
        ("Europe/Berlin", "2026-10-20", "25 oct 02:30", "? twice 2026-10-25 02:30, 2026-10-25 02:30"),
        ("Europe/Berlin", "2026-10-20", "sun 02:59", "? twice 2026-10-25 02:59, 2026-10-25 02:59"),
        ("Europe/Berlin", "2026-10-20", "sun 03:00", "= 2026-10-25 03:00"),
        (
            "Europe/Berlin",
            "2026-10-20",
            "sun 2:59",
            "? which_hour 2026-10-25 02:59, 2026-10-25 02:59, 2026-10-25 14:59",
        ),
        ("Europe/Berlin", "2026-10-25", "in 2 hours", "= 2026-10-25 03:00"),
        ("Europe/Berlin", "2026-10-24", "in 1 day at 02:30", "? twice 2026-10-25 02:30, 2026-10-25 02:30"),
        ("America/New_York", "2026-10-30", "2026-11-01 01:30", "? twice 2026-11-01 01:30, 2026-11-01 01:30"),
        ("America/New_York", "2027-03-10", "sun 2:30am", "! gap 2027-03-14 01:30, 2027-03-14 03:30"),
        ("Australia/Lord_Howe", "2026-10-01", "4 oct 02:15", "! gap 2026-10-04 01:45, 2026-10-04 02:45"),
        ("Australia/Lord_Howe", "2027-04-01", "4 apr 01:45", "? twice 2027-04-04 01:45, 2027-04-04 01:45"),
        ("Africa/Cairo", "2027-04-28", "2027-04-30 00:00", "! gap 2027-04-29 23:00, 2027-04-30 01:00"),
        ("Asia/Kathmandu", "2026-11-25", "tomorrow 15:00 UTC", "= 2026-11-26 20:45"),
        (
            "Pacific/Kiritimati",
            "2026-11-25T12:00",
            "tomorrow 12:00 UTC",
            "? which_day 2026-11-27 02:00, 2026-11-28 02:00",
        ),
        ("America/Los_Angeles", "2026-11-25", "tonight 8", "= 2026-11-24 20:00"),
        ("UTC", "2026-12-30", "2 jan 15:00", "= 2027-01-02 15:00"),
        ("UTC", "2028-02-01", "29 feb 10:00", "= 2028-02-29 10:00"),
    ],
)
def test_around_changes_of_the_clocks_and_of_the_day(name: str, now: str, text: str, outcome: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert said(read_time(text, zone=zone(name), now=at), name) == outcome


def test_both_readings_of_a_time_that_happens_twice_are_an_hour_apart() -> None:
    read = read_time("2026-10-25 02:30", zone=BERLIN, now=datetime(2026, 10, 20, tzinfo=UTC))
    assert isinstance(read, Ambiguous)
    assert read.candidates[1] - read.candidates[0] == timedelta(hours=1)


@pytest.mark.parametrize("days", [179, 180])
def test_the_horizon_is_inclusive_and_can_be_changed(days: int) -> None:
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    last = now + timedelta(days=days)
    assert read_time(f"{last:%Y-%m-%d %H:%M}", zone=zone("UTC"), now=now) == Understood(last)
    narrow = read_time(f"{last:%Y-%m-%d %H:%M}", zone=zone("UTC"), now=now, horizon=timedelta(days=7))
    assert narrow == Refused(Why.TOO_FAR)


typed = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.text(max_size=40),
    st.from_regex(r"[0-9/.: apmthnd-]{0,20}"),
    st.sampled_from([text for text, _ in ENGLISH]),
)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@settings(max_examples=400)
@given(typed, st.sampled_from(ZONES), moments)
def test_any_text_is_read_without_an_error_and_every_offer_is_bookable(
    text: str, name: str, now: datetime
) -> None:
    read = read_time(text, zone=zone(name), now=now)
    offered = (read.instant,) if isinstance(read, Understood) else read.candidates
    assert all(one.tzinfo is UTC and now < one <= now + HORIZON for one in offered)
    assert list(offered) == sorted(set(offered))
    assert offered or isinstance(read, Refused)


@settings(max_examples=60)
@given(typed, st.sampled_from(ZONES), moments, st.sampled_from(["de", "fr", "ja", "ar", "xx"]))
@example(
    "9999;12;31,20:00", "America/New_York", datetime(2025, 1, 1, tzinfo=UTC), "de"
)  # no instant of a calendar
def test_suggestions_are_bookable_too(text: str, name: str, now: datetime, language: str) -> None:
    found = suggest_time(text, zone=zone(name), now=now, languages=(language, "en"))
    assert all(one.tzinfo is UTC and now < one <= now + HORIZON for one in found)
    assert len(found) <= 4


@settings(max_examples=300)
@given(st.sampled_from(ZONES), st.integers(1, 180 * 1440), moments)
def test_what_is_shown_is_read_back(name: str, minutes: int, now: datetime) -> None:
    place = zone(name)
    now = now.replace(second=0, microsecond=0)
    instant = now + timedelta(minutes=minutes)
    local = instant.astimezone(place).replace(tzinfo=None, fold=0)
    assert read_time(show(instant, place), zone=BERLIN, now=now) == Understood(instant)
    iso = read_time(f"{local:%Y-%m-%d %H:%M}", zone=place, now=now)
    if len(instants(local, place)) == 1:
        assert iso == Understood(instant)
    else:
        assert isinstance(iso, Ambiguous)
        assert instant in iso.candidates


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Europe/Berlin", "Tue 1 Dec 2026, 15:00 (Europe/Berlin, UTC+1)"),
        ("Asia/Kolkata", "Tue 1 Dec 2026, 19:30 (Asia/Kolkata, UTC+5:30)"),
        ("America/St_Johns", "Tue 1 Dec 2026, 10:30 (America/St_Johns, UTC-3:30)"),
        ("Europe/London", "Tue 1 Dec 2026, 14:00 (Europe/London, UTC+0)"),
        ("UTC", "Tue 1 Dec 2026, 14:00 (UTC)"),
        ("Etc/GMT-1", "Tue 1 Dec 2026, 15:00 (UTC+1)"),
        ("Etc/GMT+3", "Tue 1 Dec 2026, 11:00 (UTC-3)"),
    ],
)
def test_show(name: str, shown: str) -> None:
    assert show(datetime(2026, 12, 1, 14, tzinfo=UTC), zone(name)) == shown


FRIDAY_AT_NINE = {
    "bg": "петък 09:30", "zh": "星期五 09:30", "hr": "petak 09:30", "cs": "pátek 09:30", "id": "jumat 09:30",
    "da": "fredag 09:30", "nl": "vrijdag 09:30", "fi": "perjantai 09:30", "fr": "vendredi 09:30",
    "de": "freitag 09:30", "el": "Παρασκευή 09:30", "hi": "शुक्रवार 09:30", "hu": "péntek 09:30",
    "it": "venerdì 09:30", "ja": "金曜日 09:30", "ko": "금요일 09:30", "es": "viernes 09:30",
    "lt": "penktadienis 09:30", "no": "fredag 09:30", "pl": "piątek 09:30", "pt": "sexta-feira 09:30",
    "ro": "vineri 09:30", "ru": "пятница 09:30", "sv": "fredag 09:30", "th": "วันศุกร์ 09:30",
    "tr": "cuma 09:30", "uk": "п'ятниця 09:30", "vi": "thứ sáu 09:30", "en": "friday 09:30",
}  # fmt: skip
"""The word in every language that Discord's client speaks (Reference, Locales)."""


@pytest.mark.parametrize("locale", [one.value for one in discord.Locale])
def test_every_language_of_discord_has_suggestions(locale: str) -> None:
    typed = FRIDAY_AT_NINE[locale.split("-", maxsplit=1)[0]]
    found = suggest_time(typed, zone=BERLIN, now=NOW, languages=(locale,))
    assert any(one.astimezone(BERLIN).strftime("%a %H:%M") == "Fri 09:30" for one in found)
