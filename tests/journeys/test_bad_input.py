"""Bad input gets one clear sentence at its field, changes nothing, loses nothing typed, and pings nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ask, chooses, opens, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

HOSTILE = (
    "*b* _i_ `c` ~s~ ||x|| # h <@U0ANA000001> <!channel> @everyone <#C1> </x:1> "
    "<t:1:F> [a](https://evil.example) https://evil.example"
)


async def untouched(stage: Stage) -> None:
    """Nobody was told anything, and nothing is stored."""
    for key in ("sam", "ana", "ken", "mia"):
        assert not stage.pilot(key).pings
    for persona in stage.people:
        person = await stage.bot.people.at(stage.address(persona))
        if person is not None:
            assert not any((await stage.bot.bookings.agenda(person, {})).counts.values())


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"topic": "   "}, "topic"),
        ({"topic": "\u200b\u2060"}, "topic"),
        ({"when": "2026-11-29 10:00"}, "when"),
        ({"when": "2028-01-01 10:00"}, "when"),
    ],
)
async def test_on_slack_the_sentence_stands_at_the_field(
    stage: Stage, fields: dict[str, str], wrong: str
) -> None:
    sam = stage.pilot("sam")
    given = {"mentor": "Ana", "topic": "Fine", "message": "Long words", "when": "2026-12-02 10:00"} | fields
    await sam.types("/book-session")
    await sam.fills(**given)
    await stage.settle()
    assert set(sam.errors) == {wrong}
    assert sam.errors[wrong].endswith((".", "request"))
    assert sam.form is not None, "the form stays open, with everything typed"
    await untouched(stage)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"topic": "\u200b"}, "Say in a few words what it is about"),
        ({"when": "yesterday 10:00"}, "time"),
        ({"when": "2026-11-29 10:00"}, "already passed"),
        ({"when": "2028-01-01 10:00"}, "too far ahead"),
        ({"when": "2026-02-30 10:00"}, "does not exist"),
        ({"when": "gibberish"}, "I can't read that time"),
    ],
)
@pytest.mark.sampled(2)
async def test_on_discord_the_form_opens_again_with_everything_typed(
    stage: Stage, fields: dict[str, str], words: str
) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    given = {"mentor": "Ken", "topic": "Fine", "message": "Long words", "when": "2026-12-02 10:00"} | fields
    await opens(mia, given.pop("mentor"))
    await mia.fills(**given)
    await stage.settle()
    assert words in mia.cards[-1].text
    await untouched(stage)
    await mia.presses("Edit…")
    assert mia.form is not None
    values = {field.key: field.value for field in mia.form.fields}
    assert values["message"] == "Long words"
    assert "Ken" in mia.form.title
    assert values["when"] == given["when"]
    await mia.fills(topic="Better", when="2026-12-02 10:00")
    await stage.settle()
    assert mia.sees("You asked", "Better", "Long words").colour == "yellow"


@pytest.mark.parametrize("student", ["sam", "mia"])
@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://meet.example.org/x",
        "https://127.0.0.1/x",
        "https://user:pw@meet.example.org/",
        "meet.example.org",
    ],
)
@pytest.mark.sampled(2)
async def test_a_bad_link_is_refused_and_the_note_is_kept(stage: Stage, student: str, link: str) -> None:
    asker, ana = stage.pilot(student), stage.pilot("ana" if student == "sam" else "ken")
    await ask(stage, asker, ana.name, "Links")
    pings_before = len(asker.pings)
    await ana.presses("Accept with a note…")
    await ana.fills(reply="See you", link=link)
    await stage.settle()
    if student == "sam":
        assert "link" in ana.errors
    else:
        assert "link" in ana.cards[-1].text.casefold()
        await ana.presses("Edit…")
        assert ana.form is not None
        assert {field.key: field.value for field in ana.form.fields}["reply"] == "See you"
    assert len(asker.pings) == pings_before
    await ana.fills(reply="See you", link="https://meet.example.org/ok")
    await stage.settle()
    asker.sees("Links", "Confirmed", "See you")


@pytest.mark.parametrize(
    ("student", "mentor"), [("sam", "ana"), ("mia", "ken"), ("sam", "ken"), ("mia", "ana")]
)
async def test_hostile_words_stay_words(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, HOSTILE[:120], message=HOSTILE)
    answerer.sees("would like a session", "@everyone")
    for pilot in (asker, answerer):
        assert not any("evil.example" in url for card in pilot.cards for url in card.links.values())
    others = [stage.pilot(key) for key in ("lea", "noor")]
    assert not any(pilot.pings for pilot in others)
    await answerer.presses("Decline…")
    await answerer.fills(reply=HOSTILE)
    await stage.settle()
    assert "@everyone" in asker.pings[-1].text
    assert not any(pilot.pings for pilot in others)


async def test_nobody_books_themselves(stage: Stage) -> None:
    ana = stage.pilot("ana")
    await ana.types("/book-session @Ana Myself")
    assert ana.form is not None
    await ana.fills(topic="Myself")
    await stage.settle()
    assert "can't book yourself" in ana.errors["mentor"]
    await untouched(stage)


async def test_a_person_who_is_no_mentor_is_said_to_be_none(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/book-session @Lea Code review")
    assert sam.form is not None
    assert "not a mentor here" in sam.form.text
    assert {field.key: field.value for field in sam.form.fields}["topic"] == "Code review"
    await untouched(stage)


async def test_words_that_fit_no_mentor_or_several(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", exact=True, mentor="zzz", topic="Anything")
    await stage.settle()
    assert "No mentor fits" in mia.cards[-1].text
    await chooses(mia, "Ken")
    assert mia.form is not None
    assert {field.key: field.value for field in mia.form.fields}["topic"] == "Anything"


async def test_an_unknown_zone_is_asked_again(stage: Stage) -> None:
    mia = stage.pilot("mia")
    for typed in ("Middle-earth", "localtime", "../../etc/passwd", "M-F"):
        await mia.types("/booking-settings")
        await mia.presses("Set time zone…")
        await mia.fills(zone=typed)
        await stage.settle()
        assert "That did not work" in mia.cards[-1].text
        await mia.types("/booking-settings")
        assert "Time zone  not set" in mia.cards[-1].text


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("London", {"London, England, United Kingdom", "London, Ontario, Canada"}),
        ("Kano", {"Kano, Kano State, Nigeria"}),
        ("Berln", {"Berlin, State of Berlin, Germany"}),
        ("Berlin, France", {"Berlin, State of Berlin, Germany"}),
        ("UTC+5:30", {"Asia/Kolkata", "Asia/Colombo"}),
        ("IST", set()),
        ("San Juan", set()),
    ],
)
@pytest.mark.sampled(3)
async def test_a_place_that_may_be_another_is_asked_with_a_choice(
    stage: Stage, typed: str, named: set[str]
) -> None:
    mia = stage.pilot("mia")
    await mia.types("/booking-settings")
    await mia.presses("Set time zone…")
    await mia.fills(zone=typed)
    await stage.settle()
    places = mia.sees("Which one do you mean?").menus["Choose a place"]
    assert named <= set(places)
    await mia.types("/booking-settings")
    assert "Time zone  not set" in mia.cards[-1].text, "nothing is taken unasked"
    await mia.picks("Choose a place", places[0])
    await stage.settle()
    assert any("where it is now" in card.text for card in mia.cards)
    assert not any("Which one do you mean?" in card.text for card in mia.cards), "the answer took its place"


async def test_a_zone_is_shown_as_it_was_meant(stage: Stage) -> None:
    mia = stage.pilot("mia")
    for typed, shown in (
        ("London, Ontario", "America/Toronto"),
        ("Lublin", "Europe/Warsaw"),
        ("UTC+1", "UTC+1"),
    ):
        await zoned(stage, mia, typed)
        mia.sees("Mentoring settings", shown)
        assert "Etc/GMT" not in mia.cards[-1].text
    await mia.presses("Set time zone…")
    assert mia.form is not None
    assert {field.key: field.value for field in mia.form.fields}["zone"] == "UTC+1"


async def test_a_typed_time_waits_for_the_zone_and_nothing_is_lost(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await mia.types("/book-session", mentor="Ken", topic="Zones", when="2026-12-02 10:00")
    await stage.settle()
    mia.sees("Which time zone are you in?")
    assert not ken.pings
    await mia.presses("Another time zone…")
    await mia.fills(zone="London, UK")
    await stage.settle()
    assert not ken.pings, "what was typed behind the command is said back first"
    await mia.presses("Wed 2 Dec 10:00 GMT")
    await stage.settle()
    mia.sees("You asked", "Zones", "2 Dec 2026 10:00")
    ken.sees("would like a session", "Zones", "2 Dec 2026 19:00")


async def _a_pending(stage: Stage, asker: Pilot, answerer: Pilot) -> None:
    await ask(stage, asker, answerer.name, "Twice")


async def test_a_second_request_for_the_same_mentor_names_the_first(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await _a_pending(stage, sam, ana)
    await sam.types("/book-session @Ana Again")
    await sam.fills(topic="Again")
    await stage.settle()
    assert "already have a request waiting for Ana (S-" in sam.errors["mentor"]


async def test_a_taken_time_is_said_to_be_taken(stage: Stage) -> None:
    sam, lea, ana = stage.pilot("sam"), stage.pilot("lea"), stage.pilot("ana")
    await _a_pending(stage, sam, ana)
    await lea.types("/book-session @Ana Also")
    await lea.fills(topic="Also", when="2026-12-02 09:15")
    await stage.settle()
    assert "no longer free" in lea.errors["when"]
    await lea.fills(topic="Also", when="2026-12-02 09:30")
    await stage.settle()
    assert not lea.errors, "back-to-back is allowed"
