"""A time that is refused comes with those that are open, and a doubt with what may be meant, in every form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core.domain.drafts import Draft
from tests.journeys.steps import ask, pressed, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

REFUSED, ASKED = "That did not work", "Which time do you mean?"


async def requested(
    stage: Stage, student: str, mentor: str, *, accepted: bool = False
) -> tuple[Pilot, Pilot]:
    """Let somebody ask for Thursday week, and the mentor say yes if wanted; both have a zone then."""
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Moving", when="2026-12-10 10:00")
    if accepted:
        await answerer.presses("Accept", on="Moving")
        await stage.settle()
    if answerer.name == "Ken":
        await zoned(stage, answerer, "Tokyo")
    return asker, answerer


async def test_a_time_that_was_taken_while_it_was_said_back_is_refused_with_open_ones(stage: Stage) -> None:
    mia, sam, ana = stage.pilot("mia"), stage.pilot("sam"), stage.pilot("ana")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", exact=True, mentor="Ana", topic="Late", when="wed 10:00")
    await ask(stage, sam, "Ana", "First", when="2026-12-02 11:00")
    await mia.presses("Wed 2 Dec 10:00 GMT")
    await stage.settle()
    refused = mia.cards[-1]
    assert "no longer free" in refused.text
    assert refused.private
    assert refused.buttons == (
        "Wed 2 Dec 09:00 GMT",
        "Wed 2 Dec 09:30 GMT",
        "Wed 2 Dec 10:30 GMT",
        "Edit…",
    )
    assert not any(ASKED in card.text for card in mia.cards), "the question became the answer"
    await mia.presses("Wed 2 Dec 10:30 GMT")
    await stage.settle()
    ana.sees("Late", "2 Dec 2026 10:30")
    assert not any(REFUSED in card.text for card in mia.cards)


@pytest.mark.parametrize(
    "typed",
    [
        "gibberish",
        "2026-02-30 10:00",
        "yesterday 10:00",
        "2028-01-01 10:00",
        "thursday",
        "2026-12-02 23:59 xx",
    ],
)
@pytest.mark.parametrize("way", ["form", "options"])
@pytest.mark.sampled(3)
async def test_every_typed_time_that_is_refused_leaves_a_way_on(stage: Stage, typed: str, way: str) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    if way == "form":
        await mia.types("/book-session", mentor="Ken")
        await mia.fills(topic="Way on", message="Typed a lot", when=typed)
    else:
        await mia.types(
            "/book-session", exact=True, mentor="Ken", topic="Way on", message="Typed a lot", when=typed
        )
    await stage.settle()
    refused = mia.sees(REFUSED)
    assert len(refused.buttons) == 4
    assert refused.buttons[-1] == "Edit…"
    await mia.presses(refused.buttons[1])
    await stage.settle()
    ken.sees("Way on", "Typed a lot", "Pending")


async def test_a_changed_time_that_is_refused_comes_with_open_ones(stage: Stage) -> None:
    mia, ken = await requested(stage, "mia", "ken")
    await mia.presses("Change…", on="Moving")
    await mia.fills(topic="Moved", when="2026-11-29 10:00")
    await stage.settle()
    refused = mia.sees(REFUSED, "already passed")
    await mia.presses(refused.buttons[0])
    await stage.settle()
    ken.sees("Moved", "30 Nov 2026 18:30")


@pytest.mark.parametrize(("by", "accepted"), [("mentor", False), ("mentor", True), ("student", True)])
async def test_a_suggestion_that_is_refused_or_unclear_is_answered_with_a_button(
    stage: Stage, by: str, accepted: bool
) -> None:
    mia, ken = await requested(stage, "mia", "ken", accepted=accepted)
    side, other = (mia, ken) if by == "student" else (ken, mia)
    await side.presses("Reschedule…" if accepted else "Suggest another time…", on="Moving")
    await side.fills(when="2026-11-29 10:00", when2="12/1 19:00", note="Better for me")
    await stage.settle()
    refused = side.sees(REFUSED, "already passed")
    await side.presses(refused.buttons[0])
    await stage.settle()
    asked = side.sees(ASKED)
    assert asked.private
    assert len(asked.buttons) == 3, "the first of December, the twelfth of January, and to type it again"
    before = len(other.pings)
    await side.presses(asked.buttons[0])
    await stage.settle()
    assert len(other.pings) == before + 1
    other.sees("Better for me")


@pytest.mark.parametrize("form", ["request", "change", "suggest", "reschedule"])
@pytest.mark.sampled(2)
async def test_on_slack_the_open_times_stand_at_the_field(stage: Stage, form: str) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    who = ana if form == "suggest" else sam
    if form == "request":
        await sam.types("/book-session @Ana Passed")
    else:
        await requested(stage, "sam", "ana", accepted=form == "reschedule")
        label = {"change": "Change…", "suggest": "Suggest another time…", "reschedule": "Reschedule…"}[form]
        await who.presses(label, on="Moving")
    await who.fills(when="2026-11-29 10:00")
    await stage.settle()
    assert "already passed" in who.errors["when"]
    assert "Still open: Mon 30 Nov 2026, " in who.errors["when"]
    assert who.form is not None, "the form stays open"


async def test_a_button_of_an_older_question_still_answers_it(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    address = stage.address(next(one for one in stage.people if one.key == "mia"))
    person, mentor = await stage.bot.people.at(address), (await stage.bot.people.mentors("Ken", limit=1))[0]
    assert person is not None
    kept = Draft("book-session", (), {"mentor": mentor.person.id.hex, "topic": "Older", "when": "wed 10"})
    key = await stage.bot.people.keep(person, kept)
    wednesday = int(datetime(2026, 12, 2, 10, tzinfo=UTC).timestamp())
    await pressed(stage, address, "book-at", (key.hex, str(wednesday)))
    ken.sees("Older", "2 Dec 2026 19:00")


async def test_a_pause_is_asked_like_every_other_time(stage: Stage) -> None:
    ken = stage.pilot("ken")
    await zoned(stage, ken, "Tokyo")
    await ken.types("/mentor-panel")
    await ken.presses("Pause until…")
    await ken.fills(until="thu 19:00")
    await stage.settle()
    await ken.presses(ken.sees(ASKED, "Thu 3 Dec 2026, 19:00 (Asia/Tokyo").buttons[0])
    await stage.settle()
    ken.sees("Mentor panel", "Paused", "3 Dec 2026 19:00")
