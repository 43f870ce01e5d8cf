"""Pilots find everything by what is written on it, and tell what a person would be told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.playground.people import NotSeen
from tests.playground.little_bot import LittleStage, a_little_stage


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[LittleStage]:
    async with a_little_stage() as one:
        yield one


async def test_a_booking_crosses_from_slack_to_discord_and_back(stage: LittleStage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await sam.types("/book-session")
    await sam.fills(mentor="Ken", topic="Loops & <tags>", message="See *this*", when="2026-12-02 10:00")
    assert sam.last_error == ""
    assert sam.form is None

    receipt = sam.sees("Session request", "Pending")
    assert receipt.private
    assert receipt.buttons == ("Change…", "Withdraw")
    request = ken.sees("Loops & <tags>", "See *this*", "Wed 2 Dec 2026 18:00")
    assert not request.private
    assert request.colour == "yellow"
    assert [card.text for card in ken.pings] == [request.text]

    await ken.presses("Accept", on="Loops")
    assert ken.sees("Confirmed").colour == "green"
    assert ken.sees("Confirmed").edited
    answer = sam.sees("Confirmed", "Wed 2 Dec 2026 10:00")
    assert answer.links == {"Start video call": "https://meet.example.org/ken"}
    assert sam.pings[-1].text == answer.text


async def test_a_booking_crosses_from_discord_to_slack(stage: LittleStage) -> None:
    mia, ana = stage.pilot("mia"), stage.pilot("ana")
    await mia.types("/book-session", mentor="portfolio", topic="Portfolio")
    assert mia.sees("Pending").private
    await ana.presses("Accept", on="Portfolio")
    assert ana.sees("Confirmed").colour == "green"
    assert mia.sees("Confirmed", "Portfolio").colour == "green"


async def test_a_mention_points_at_the_person_however_it_is_written(stage: LittleStage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/book-session @ana Portfolio @nobody")
    assert [(call.mentioned or sam).user for call in stage.bot.calls] == ["U0ANA000001"]
    assert stage.bot.calls[0].values == {"topic": "Portfolio @nobody"}


async def test_a_form_is_read_and_filled_by_what_it_says(stage: LittleStage) -> None:
    for key, kind in (("sam", "search"), ("mia", "choice")):
        pilot = stage.pilot(key)
        await pilot.types("/book-session")
        assert pilot.form is not None
        assert pilot.form.title == "Book a mentor session"
        mentor = pilot.form.field("mentor")
        assert (mentor.label, mentor.hint, mentor.kind, mentor.required) == (
            "Mentor",
            "Search by name or skill.",
            kind,
            True,
        )
        await pilot.closes()
        assert pilot.form is None


async def test_a_watched_field_changes_the_form_and_keeps_what_was_typed(stage: LittleStage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/book-session")
    assert sam.form is not None
    assert "length" not in [field.key for field in sam.form.fields]
    await sam.fills(topic="nothing", mentor="Noor", length="One hour")
    assert sam.form is not None
    assert sam.form.field("length").value == "One hour"
    assert sam.form.field("topic").value == "nothing"


async def test_errors_stand_below_the_field_on_slack_and_on_a_card_on_discord(stage: LittleStage) -> None:
    sam, mia = stage.pilot("sam"), stage.pilot("mia")
    for pilot in (sam, mia):
        await pilot.types("/book-session")
        await pilot.fills(mentor="Ken", topic="nothing")
    assert sam.errors == {"topic": "Say a little more."}
    assert sam.last_error == ""
    assert mia.errors == {}
    assert "Say a little more." in mia.sees("That did not work").text

    await sam.fills(topic="something")
    assert sam.errors == {}
    assert sam.form is None


async def test_what_the_platform_itself_refuses_is_told(stage: LittleStage) -> None:
    sam, mia = stage.pilot("sam"), stage.pilot("mia")
    for pilot in (sam, mia):
        await pilot.types("/book-session")
        await pilot.fills(mentor="Ken")
    assert sam.errors == {"topic": "Please complete this required field."}
    assert mia.errors == {"topic": "This field is required"}
    assert sam.last_error == mia.last_error == ""


async def test_a_question_before_an_act_is_answered_with_yes(stage: LittleStage) -> None:
    sam, mia = stage.pilot("sam"), stage.pilot("mia")
    for pilot in (sam, mia):
        await pilot.types("/book-session")
        await pilot.fills(mentor="Ken", topic="Doubts")
        await pilot.presses("Withdraw")
        assert pilot.sees("Withdrawn", "Doubts").private


async def test_rows_with_the_same_button_are_told_apart_by_their_words(stage: LittleStage) -> None:
    for key in ("sam", "mia"):
        pilot = stage.pilot(key)
        await pilot.types("/my-sessions")
        assert pilot.sees("Your sessions").buttons == ("Open",) * 3
        await pilot.presses("Open", on="Session 1")
        assert "Nothing does open" in pilot.sees("That did not work").text


async def test_an_option_of_a_menu_is_picked_by_its_label(stage: LittleStage) -> None:
    for key in ("sam", "mia"):
        pilot = stage.pilot(key)
        await pilot.types("/my-sessions")
        assert pilot.sees("Your sessions").menus == {"Show other sessions": ("Upcoming", "Past")}
        await pilot.picks("Show other sessions", "Past")
        assert pilot.last_error == ""
        assert len([card for card in pilot.cards if "Your sessions" in card.text]) == 2


async def test_the_home_tab_is_slacks_alone(stage: LittleStage) -> None:
    sam, mia = stage.pilot("sam"), stage.pilot("mia")
    await sam.opens_home()
    await stage.settle()
    assert sam.home is not None
    assert "Past sessions" in sam.home.text
    await sam.presses("Open", on="Session 0")
    assert mia.home is None
    with pytest.raises(NotSeen):
        await mia.opens_home()


async def test_shortcuts_are_picked_by_label(stage: LittleStage) -> None:
    sam, mia = stage.pilot("sam"), stage.pilot("mia")
    await sam.uses("Book a mentor session")
    assert sam.form is not None
    await mia.uses("Book a session", on="Ken")
    assert mia.form is not None
    with pytest.raises(NotSeen, match="Book a mentor session"):
        await sam.uses("Order a pizza")


async def test_silence_is_told_in_the_platforms_own_words() -> None:
    async with a_little_stage(deadline=0.1) as stage:
        stage.bot.silent = True
        mia = stage.pilot("mia")
        await mia.types("/my-sessions")
        assert mia.last_error == "The application did not respond"


async def test_who_does_not_find_something_says_what_is_there_instead(stage: LittleStage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    with pytest.raises(NotSeen, match="Ken sees nothing at all"):
        ken.sees("Session request")
    await sam.types("/book-session")
    await sam.fills(mentor="Ken", topic="Loops")
    with pytest.raises(NotSeen) as missed:
        await ken.presses("Reschedule…")
    assert "Topic  Loops" in str(missed.value)
    assert "[Accept] [Accept with a note…] [Decline…]" in str(missed.value)
    with pytest.raises(NotSeen, match="no form open"):
        await ken.fills(topic="Loops")
