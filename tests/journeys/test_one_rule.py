"""Whether a time may be taken is one rule, asked at every door: request, change, suggestion, yes, the same again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ask, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


async def rules(stage: Stage, mentor: Pilot, **typed: str) -> None:
    """Let a mentor set rules of their open times."""
    await mentor.types("/mentor-panel")
    await stage.settle()
    await mentor.presses("Open times…", on="Mentor panel")
    await mentor.fills(**typed)
    assert not mentor.errors, mentor.errors
    await stage.settle()


async def offers(stage: Stage, mentor: Pilot, **typed: str) -> None:
    """Let a mentor offer a session type."""
    await mentor.types("/mentor-panel")
    await stage.settle()
    await mentor.presses("Add session type…", on="Mentor panel")
    await mentor.fills(**typed)
    assert not mentor.errors, mentor.errors
    await stage.settle()


async def withdraws(stage: Stage, mentor: Pilot, title: str) -> None:
    """Let a mentor take a session type away."""
    await mentor.types("/mentor-panel")
    await stage.settle()
    await mentor.picks("Remove a session type", title, on="Mentor panel")
    await stage.settle()


def slots(pilot: Pilot) -> tuple[str, ...]:
    """Return the open times that the open form offers."""
    assert pilot.form is not None
    return pilot.form.field("slot").options


def is_refused(pilot: Pilot, field: str, topic: str, mentor: Pilot) -> str:
    """Nothing was sent, and the reason is said; return it, with what can be pressed instead."""
    assert not any(topic in card.text for card in mentor.cards), "the mentor was asked"
    if pilot.errors:
        assert set(pilot.errors) == {field}
        return pilot.errors[field]
    refused = pilot.sees("That did not work")
    return " ".join((refused.text, *refused.buttons))


async def test_a_full_week_is_full_for_the_second_form_too(stage: Stage) -> None:
    sam, lea, ana = stage.pilot("sam"), stage.pilot("lea"), stage.pilot("ana")
    await rules(stage, ana, weekly_cap="1")
    await sam.types("/book-session @Ana First")
    await lea.types("/book-session @Ana Second")
    await sam.fills(slot=slots(sam)[0])
    await stage.settle()
    await lea.fills(slot=next(one for one in slots(lea) if one.startswith("Tue 1 Dec")))
    await stage.settle()
    assert "7 Dec" in is_refused(lea, "slot", "Second", ana), "what is open is said: the week after"


async def test_the_buffer_holds_for_the_second_form_too(stage: Stage) -> None:
    sam, lea, ana = stage.pilot("sam"), stage.pilot("lea"), stage.pilot("ana")
    await rules(stage, ana, buffer="60")
    await sam.types("/book-session @Ana First")
    await lea.types("/book-session @Ana Second")
    await sam.fills(slot=slots(sam)[0])
    await stage.settle()
    await lea.fills(slot=slots(lea)[1])
    await stage.settle()
    is_refused(lea, "slot", "Second", ana)


@pytest.mark.parametrize("who", ["sam", "mia"])
async def test_a_day_that_was_made_off_meanwhile_is_off(stage: Stage, who: str) -> None:
    pilot, ana = stage.pilot(who), stage.pilot("ana")
    if who == "mia":
        await zoned(stage, pilot, "London")
        await pilot.types("/book-session", mentor="Ana")
    else:
        await pilot.types("/book-session @Ana")
    first = slots(pilot)[0]
    assert first.startswith("Mon 30 Nov")
    await rules(stage, ana, exceptions="off 30 Nov")
    await pilot.fills(topic="Too late", slot=first)
    await stage.settle()
    assert "1 Dec" in is_refused(pilot, "slot", "Too late", ana)


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_a_change_keeps_the_notice_that_a_request_keeps(stage: Stage, mentor: str) -> None:
    sam, answerer = stage.pilot("sam"), stage.pilot(mentor)
    await rules(stage, answerer, notice="48")
    await ask(stage, sam, answerer.name, "Slowly", when="2026-12-10 10:00")
    await sam.presses("Change…", on="Slowly")
    await sam.fills(when="2026-11-30 12:00")
    await stage.settle()
    assert "48 hours" in sam.errors["when"]
    assert "10 Dec" in sam.sees("Slowly", "Pending").text


async def test_a_student_reschedules_within_the_rules_only(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Agreed", when="2026-12-10 10:00")
    await ana.presses("Accept", on="Agreed")
    await stage.settle()
    await rules(stage, ana, exceptions="off 11 Dec", notice="48")
    for when, words in (("2026-12-11 10:30", "11 Dec"), ("2026-11-30 12:00", "48 hours")):
        await sam.presses("Reschedule…", on="Agreed")
        await sam.fills(when=when)
        await stage.settle()
        assert words in sam.errors["when"], when
        await sam.closes()


async def test_a_mentor_may_overrule_their_own_rules_and_is_told_so(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "At night", when="2026-12-09 23:00")
    assert "outside" in ana.sees("At night", "Pending").text.casefold()
    await ana.presses("Accept", on="At night")
    await stage.settle()
    assert "outside" in ana.sees("At night", "Confirmed").text.casefold()


async def test_the_buffer_of_a_session_type_counts_for_its_neighbours(stage: Stage) -> None:
    sam, lea, ana = stage.pilot("sam"), stage.pilot("lea"), stage.pilot("ana")
    await offers(stage, ana, title="Deep dive", minutes="60", buffer="60")
    await offers(stage, ana, title="Short talk", minutes="30")
    await sam.types("/book-session @Ana Deep")
    await sam.fills(**{"session-type": "Deep dive"}, slot="Mon 30 Nov, 10:30")
    await stage.settle()
    ana.sees("Deep", "09:30–10:30")
    await lea.types("/book-session @Ana Quickly")
    await lea.fills(**{"session-type": "Short talk"}, when="2026-11-30 05:45")
    await stage.settle()
    is_refused(lea, "when", "Quickly", ana)


async def test_a_mentor_who_learns_keeps_their_own_weeks_open(stage: Stage) -> None:
    ana, ken, sam = stage.pilot("ana"), stage.pilot("ken"), stage.pilot("sam")
    await rules(stage, ana, weekly_cap="1")
    await ask(stage, ana, ken.name, "Ana learns", when="2026-12-01 20:00")
    await ken.presses("Accept", on="Ana learns")
    await stage.settle()
    await sam.types("/book-session @Ana Still open")
    assert slots(sam)[0].startswith("Mon 30 Nov")


@pytest.mark.parametrize("who", ["sam", "mia"])
async def test_a_session_type_that_was_removed_is_refused(stage: Stage, who: str) -> None:
    pilot, ana = stage.pilot(who), stage.pilot("ana")
    await offers(stage, ana, title="Deep dive", minutes="90")
    if who == "mia":
        await zoned(stage, pilot, "London")
        await pilot.types("/book-session", mentor="Ana")
    else:
        await pilot.types("/book-session @Ana")
    await withdraws(stage, ana, "Deep dive")
    await pilot.fills(**{"session-type": "Deep dive"}, topic="Gone", when="2026-12-02 10:00")
    await stage.settle()
    is_refused(pilot, "session-type", "Gone", ana)


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_the_only_session_type_is_the_one_that_is_meant(stage: Stage, mentor: str) -> None:
    sam, answerer = stage.pilot("sam"), stage.pilot(mentor)
    await offers(stage, answerer, title="Long talk", minutes="60")
    await ask(stage, sam, answerer.name, "One kind", when="2026-12-03 10:00")
    answerer.sees("One kind", {"ana": "09:00–10:00", "ken": "18:00–19:00"}[mentor])


async def test_the_same_again_asks_whether_the_type_is_still_there(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await offers(stage, ana, title="Deep dive", minutes="90")
    await sam.types("/book-session @Ana Again")
    await sam.fills(**{"session-type": "Deep dive"}, when="2026-11-30 12:00")
    await stage.settle()
    await sam.closes()
    await ana.presses("Accept", on="Again")
    await stage.advance(timedelta(hours=6))
    await withdraws(stage, ana, "Deep dive")
    await sam.presses("Book next…", on="Again")
    assert sam.form is not None
    assert "Deep dive" not in str(sam.form)


async def test_an_open_time_that_passed_while_the_form_was_open_has_passed(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await sam.types("/book-session @Ana Slow")
    first = slots(sam)[0]
    await stage.advance(timedelta(days=1))
    await sam.fills(slot=first)
    await stage.settle()
    said = is_refused(sam, "slot", "Slow", ana)
    assert "already passed" in said
    assert "1 Dec" in said


async def test_one_of_several_types_is_named_where_none_has_the_usual_length(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await offers(stage, ana, title="Deep dive", minutes="90")
    await offers(stage, ana, title="Review", minutes="60")
    await sam.types("/book-session @Ana Which")
    await sam.fills(when="2026-12-02 10:00")
    await stage.settle()
    assert "Deep dive" in is_refused(sam, "session-type", "Which", ana)


async def test_a_mentor_suggests_no_time_that_is_theirs_already(stage: Stage) -> None:
    sam, lea, ana = stage.pilot("sam"), stage.pilot("lea"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Held", when="2026-12-03 10:00")
    await ask(stage, lea, ana.name, "Moving", when="2026-12-04 10:00")
    await ana.presses("Suggest another time…", on="Moving")
    await ana.fills(when="2026-12-05 12:00", when2="2026-12-03 09:15")
    await stage.settle()
    assert set(ana.errors) == {"when2"}, "Saturday noon is theirs to give"
    assert "You already have a session then" in ana.errors["when2"]


async def test_a_session_type_that_is_typed_is_read_or_refused(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await offers(stage, ken, title="Pairing", minutes="60")
    await zoned(stage, mia, "London")
    given = {"mentor": "Ken", "when": "2026-12-03 10:00"}
    await mia.types("/book-session", exact=True, topic="Banana", **given, **{"session-type": "banana"})
    await stage.settle()
    is_refused(mia, "session-type", "Banana", ken)
    await mia.types("/book-session", exact=True, topic="Typed", **given, **{"session-type": "pairing"})
    await mia.presses("Thu 3 Dec 10:00 GMT")
    await stage.settle()
    ken.sees("Typed", "19:00–20:00")
