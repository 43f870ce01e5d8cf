"""Closed direct messages, rate limits and outages: nothing is lost, and the other side is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.discord.app import DiscordApp
from adapters.slack.app import SlackApp
from bot.playground.stage import Stage
from core.domain.agenda import Section
from core.domain.people import Address
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.steps import ask, pressed, zoned


async def test_closed_direct_messages_on_discord_are_told_once(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    stage.discord.faults.dms_closed.add(ken.user)
    await ask(stage, sam, ken.name, "Can you hear me?")
    assert not ken.pings
    assert sum("could not be reached by direct message;" in ping.text for ping in sam.pings) == 1
    assert "could not be reached" in sam.sees("You asked", "Can you hear me?").text
    await ken.types("/my-sessions")
    await stage.settle()
    ken.sees("My sessions", "Can you hear me?")


async def test_the_message_arrives_when_direct_messages_open_again(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    stage.discord.faults.dms_closed.add(ken.user)
    await ask(stage, sam, ken.name, "Later")
    stage.discord.faults.dms_closed.discard(ken.user)
    await ken.types("/my-sessions")
    await stage.settle()
    assert any("Later" in ping.text for ping in ken.pings)
    await ken.presses("Accept", on="Later")
    await stage.settle()
    sam.sees("Later", "Confirmed")


async def test_closed_direct_messages_on_slack_are_told_once(stage: Stage) -> None:
    mia, ana = stage.pilot("mia"), stage.pilot("ana")
    stage.slack.faults.user(ana.user, "messages_tab_disabled")
    await ask(stage, mia, ana.name, "Hello?")
    assert sum("could not be reached by direct message;" in ping.text for ping in mia.pings) == 1


async def test_a_rate_limit_is_waited_for_and_nothing_is_sent_twice(stage: Stage) -> None:
    mia, ana = stage.pilot("mia"), stage.pilot("ana")
    stage.slack.faults.rate_limit("chat.postMessage", seconds=30, times=1)
    await ask(stage, mia, ana.name, "Patience")
    assert not ana.pings
    await stage.advance(timedelta(seconds=29))
    assert not ana.pings
    await stage.advance(timedelta(seconds=2))
    assert sum("Patience" in ping.text for ping in ana.pings) == 1


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_a_message_whose_answer_was_lost_is_not_sent_again(stage: Stage, mentor: str) -> None:
    student = "mia" if mentor == "ana" else "sam"
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    if mentor == "ana":
        stage.slack.faults.drop("chat.postMessage")
    else:
        stage.discord.faults.drop("POST", "/channels/*/messages")
    await ask(stage, asker, answerer.name, "Lost answer")
    await stage.advance(timedelta(minutes=1))
    assert sum("Lost answer" in ping.text for ping in answerer.pings) == 1
    await answerer.presses("Accept")
    await stage.settle()
    asker.sees("Lost answer", "Confirmed")


async def test_a_deleted_card_is_posted_anew(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Deleted")
    stage.slack.faults.refuse("chat.update", "message_not_found", times=2)
    await ana.presses("Accept")
    await stage.settle()
    sam.sees("Deleted", "Session with", "Confirmed")


async def test_strangers_and_unknown_ids_get_the_same_answer(stage: Stage) -> None:
    sam, ana, lea = stage.pilot("sam"), stage.pilot("ana"), stage.pilot("lea")
    await ask(stage, sam, ana.name, "Private")
    lea_at = stage.address(next(one for one in stage.people if one.key == "lea"))
    ana_at = stage.address(next(one for one in stage.people if one.key == "ana"))
    person = await stage.bot.people.at(ana_at)
    assert person is not None
    (side,) = (await stage.bot.bookings.agenda(person, {Section.PENDING: 2})).views[Section.PENDING]
    answers = [
        await pressed(stage, lea_at, "show", (key, "1"))
        for key in (side.booking.id.hex, "0" * 32, "nonsense", "")
    ]
    assert len({str(answer) for answer in answers}) == 1
    assert "can't find that session" in str(answers[0])
    for route in ("accept", "decline", "withdraw", "complete", "chat", "propose", "accept-time", "edit-link"):
        assert "can't find" in str(await pressed(stage, lea_at, route, (side.booking.id.hex, "1", "0")))
    assert not lea.pings


async def test_a_dead_token_on_one_platform_does_not_stop_the_other() -> None:
    stage = await Stage.open(start=MONDAY, standing=True)
    await stage.stop_bot()
    stage.slack.faults.refuse("auth.test", "invalid_auth", times=9)
    await stage.start_bot()
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await ask(stage, mia, ken.name, "Still here")
    ken.sees("would like a session", "Still here")
    assert not stage.bot.connections["slack"].ready
    await stage.close()
    assert refused_by_the_specs(stage.slack, stage.discord) == []


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_words_typed_into_an_outdated_form_are_kept(stage: Stage, student: str) -> None:
    asker, ken = stage.pilot(student), stage.pilot("ken")
    await ask(stage, asker, ken.name, "Outdated")
    await ken.presses("Accept with a note…")
    await asker.presses("Change…", on="Outdated")
    await asker.fills(topic="Outdated, and changed")
    await stage.settle()
    await ken.fills(reply="A long answer that took an hour")
    await stage.settle()
    assert "has changed in the meantime" in ken.cards[-1].text
    await ken.presses("Edit…")
    assert ken.form is not None
    assert ken.form.field("reply").value == "A long answer that took an hour"
    await ken.fills()
    await stage.settle()
    asker.sees("Outdated, and changed", "Confirmed", "A long answer")


async def test_a_name_that_the_platform_does_not_tell_stays_as_it_was(stage: Stage) -> None:
    stage.slack.add_user("U0KIM000001", name="kim.handle", real_name="Kim", display_name="Kim")
    client, kim = stage.slack.client("U0KIM000001"), Address("slack", stage.slack.team_id, "U0KIM000001")
    await client.command("/my-sessions")
    await stage.sleep(timedelta(hours=2))
    stage.slack.faults.fail("users.info", times=9)
    await client.command("/my-sessions")
    await stage.settle()
    person = await stage.bot.people.at(kim)
    assert person is not None and person.name == "Kim"


async def test_a_command_whose_form_came_too_late_on_slack_goes_on_with_one_button(stage: Stage) -> None:
    sam = stage.pilot("sam")
    stage.slack.faults.refuse("views.open", "expired_trigger_id")
    await sam.types("/book-session @Ana Read my plan")
    await stage.settle()
    sam.sees("That took too long", "Nothing is lost")
    await sam.presses("Go on…")
    await stage.settle()
    assert sam.form is not None
    assert sam.form.field("topic").value == "Read my plan"
    assert "Ana" in sam.form.field("mentor").value


async def test_a_command_whose_form_came_too_late_on_discord_goes_on_with_one_button(stage: Stage) -> None:
    mia, discord = stage.pilot("mia"), stage.bot.connections["discord"]
    assert isinstance(discord, DiscordApp)
    await zoned(stage, mia, "London")
    discord._acknowledge_within = 0.0
    await mia.types("/book-session", mentor="Ken")
    await stage.settle()
    discord._acknowledge_within = 2.0
    mia.sees("That took too long", "Nothing is lost")
    await mia.presses("Go on…")
    await stage.settle()
    assert mia.form is not None
    assert "Ken" in str(mia.form)


async def test_a_slow_form_is_acknowledged_with_words_and_answered_after(stage: Stage) -> None:
    sam, ana, slack = stage.pilot("sam"), stage.pilot("ana"), stage.bot.connections["slack"]
    assert isinstance(slack, SlackApp)
    await ask(stage, sam, ana.name, "Slowly")
    await ana.presses("Accept with a note…", on="Slowly")
    slack._acknowledge_within = 0.0
    await ana.fills(reply="Gladly")
    waiting = next(one.payload for one in reversed(stage.slack.acknowledgements) if one.payload)
    assert waiting["response_action"] == "update"
    assert waiting["view"]["blocks"]
    await stage.settle()
    assert "Still working" not in str(stage.slack.client(ana.user).view)
    sam.sees("Slowly", "Confirmed", "Gladly")
