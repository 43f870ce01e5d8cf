"""After the session: how it was, the same again, and one message after a long sleep."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ask

if TYPE_CHECKING:
    from bot.playground.stage import Stage

DIRECTIONS = [("sam", "ken"), ("mia", "ana")]


@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_both_say_how_it_was_and_what_is_not_kind_stays_between_each_and_the_bot(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Looking back")
    await answerer.presses("Accept")
    await stage.advance(timedelta(days=2, hours=9))
    assert {"Good", "Not so good", "Add words…", "Book next…"} <= set(asker.pings[-1].buttons)

    await asker.presses("Not so good", on="is completed")
    await asker.presses("Add words…", on="is completed")
    await stage.settle()
    await asker.fills(words="Only between us")
    await stage.settle()
    for where in ("is completed", "Session with"):
        asker.sees(where, "Looking back", "You said: Not so good.", "Only between us")
    assert not any("How was it?" in card.text for card in asker.cards), "what was said is not asked again"
    assert asker.sees("Session with", "Looking back").buttons[:2] == ("Book next…", "Change words…")
    quiet = len(answerer.pings)
    assert "How was it?" in answerer.sees("Session with", "Looking back", "Completed").text
    await stage.advance(timedelta(days=3))
    (again,) = answerer.pings[quiet:]
    assert "You had a session with" in again.text
    assert "You had a session with" not in asker.pings[-1].text
    await answerer.presses("Good", on="You had a session with")
    await stage.settle()
    for where in ("You had a session with", "Session with"):
        answerer.sees(where, "You said: Good.")
    await answerer.presses("Change to Not so good", on="Session with")
    await stage.settle()
    for where in ("You had a session with", "Session with"):
        answerer.sees(where, "You said: Not so good.")
    assert not any("Only between us" in card.text for card in answerer.cards)


@pytest.mark.parametrize(("student", "mentor"), [*DIRECTIONS, ("sam", "ana"), ("mia", "ken")])
async def test_kind_words_reach_the_mentor_and_the_next_card_knows_the_last_topic(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer, noor = stage.pilot(student), stage.pilot(mentor), stage.pilot("noor")
    await ask(stage, asker, answerer.name, "First time")
    await answerer.presses("Accept")
    await stage.advance(timedelta(days=2, hours=9))
    await asker.presses("Good", on="is completed")
    await asker.presses("Add words…", on="is completed")
    await stage.settle()
    assert asker.form is not None
    assert f"{answerer.name} reads them only beside a Good" in asker.form.fields[0].hint
    await asker.fills(words="You opened my eyes")
    await stage.settle()
    assert not any("opened my eyes" in card.text for card in answerer.cards)
    await answerer.presses("Good", on="How was it?")
    await stage.settle()
    answerer.sees("Session with", f"{asker.name} says", "You opened my eyes")

    await ask(stage, asker, answerer.name, "Second time", when="2026-12-09 15:00")
    for pilot in (asker, answerer):
        pilot.sees("session", "Pending", "Second time", "Last time: First time")
    everything = " ".join(card.text for card in noor.cards)
    assert "opened my eyes" not in everything
    assert "First time" not in everything


@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_the_next_session_is_prefilled_a_week_on(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Every week", when="2026-12-02 15:00")
    await answerer.presses("Accept")
    await stage.advance(timedelta(days=2, hours=9))
    await asker.presses("Book next…", on="is completed")
    assert asker.form is not None
    filled = {field.key: field.value for field in asker.form.fields}
    assert filled["topic"] == "Every week"
    await asker.fills()
    await stage.settle()
    assert not asker.errors
    assert "9 Dec 2026 15:00" in asker.sees("You asked", "Pending", "Every week").text


@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_the_next_session_is_at_an_open_time_where_that_is_one(
    stage: Stage, student: str, mentor: str
) -> None:
    """Both platforms fill the same field: the list of open times, and not the one for any other time."""
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Every week", when="2026-12-02 10:00")
    await answerer.presses("Accept")
    await stage.advance(timedelta(days=2, hours=9))
    await asker.presses("Book next…", on="is completed")
    assert asker.form is not None
    filled = {field.key: field.value for field in asker.form.fields}
    assert (filled["slot"], filled["when"]) == ("Wed 9 Dec, 10:00", "")


async def test_after_a_long_sleep_everybody_gets_one_message(stage: Stage) -> None:
    sam, ken, ana = (stage.pilot(key) for key in ("sam", "ken", "ana"))
    for mentor, topic, when in (
        (ana, "First one", "2026-12-02 15:00"),
        (ken, "Second one", "2026-12-02 17:00"),
    ):
        await ask(stage, sam, mentor.name, topic, when=when)
        await mentor.presses("Accept")
        await stage.settle()
    before = {pilot.name: len(pilot.pings) for pilot in (sam, ken, ana)}
    await stage.sleep(timedelta(hours=41))
    await stage.settle()
    (digest,) = sam.pings[before["Sam"] :]
    for words in ("What you have missed", "First one", "Second one", "Reminder"):
        assert words in digest.text
    assert digest.buttons.count("Open") == 2
    assert [len(pilot.pings) - before[pilot.name] for pilot in (ken, ana)] == [1, 1]
