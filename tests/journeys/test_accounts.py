"""One person on two platforms: linked by a code and a yes, told things once, and two people again."""

from __future__ import annotations

import asyncio
import re
import shutil
from typing import TYPE_CHECKING, cast

import pytest

from bot.playground.slack_emulator.faults import Fault
from bot.playground.stage import Stage
from core.ports.call import Trigger
from core.ports.replies import Refuse
from core.screens.grammar import text
from core.services.auditor import Auditor
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.steps import ask, pressed
from tests.journeys.test_choices import reminders
from tests.journeys.test_time import HOUR, MINUTE, START, agreed, pings_with, until
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from bot.playground.people import Pilot
    from core.domain.people import Address
    from core.ports.platform import Platform

WRONG = "This code is not good here."
CODE = re.compile(r"[A-Z0-9]{5}-[A-Z0-9]{5}")
OTHER = {
    "sam": "Discord",
    "lea": "Discord",
    "ana": "Discord",
    "mia": "Slack",
    "ken": "Slack",
    "noor": "Slack",
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
async def stage(request: pytest.FixtureRequest, community: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The community, on either database."""
    if request.param == "sqlite":
        copied = shutil.copy(community, tmp_path / "bookings.db")
        url, seeded = f"sqlite:///{copied}", False
    else:
        url, seeded = fresh_database(), True
    opened = await Stage.open(start=MONDAY, standing=True, database_url=url, seeded=seeded)
    yield opened
    await opened.close()
    assert refused_by_the_specs(opened.slack, opened.discord) == []


async def accounts(stage: Stage, pilot: Pilot) -> None:
    """Open the screen of linked accounts."""
    await pilot.types("/booking-settings")
    await stage.settle()
    await pilot.presses("Link accounts…")
    await stage.settle()


async def code_of(stage: Stage, who: str) -> str:
    """Make a code, and read it from the screen."""
    pilot = stage.pilot(who)
    await accounts(stage, pilot)
    await pilot.presses(f"Code for {OTHER[who]}")
    await stage.settle()
    found = CODE.search(pilot.sees("Your code").text)
    assert found is not None
    return found[0]


async def typed(stage: Stage, pilot: Pilot, code: str) -> str:
    """Type a code; return what is said to it."""
    await accounts(stage, pilot)
    await pilot.presses("Type a code…")
    await pilot.fills(code=code)
    await stage.settle()
    said = pilot.errors.get("code") or pilot.cards[-1].text
    if pilot.form is not None:
        await pilot.closes()
    return said


async def asked(stage: Stage, first: str, second: str) -> Pilot:
    """Let the second one type the code of the first one, in small letters and with spaces."""
    code = (await code_of(stage, first)).lower().replace("-", "  ")
    assert "Nothing is linked before" in await typed(stage, stage.pilot(second), code)
    return stage.pilot(first)


async def link(stage: Stage, first: str, second: str) -> tuple[Pilot, Pilot]:
    """Make two accounts one person."""
    pilot = await asked(stage, first, second)
    await pilot.presses("Yes, link us")
    await stage.settle()
    pilot.sees("Link accounts", "linked", "Messages come")
    return pilot, stage.pilot(second)


async def unlink(stage: Stage, pilot: Pilot) -> None:
    """Make them two people again."""
    await accounts(stage, pilot)
    await pilot.presses("Unlink…")
    await stage.settle()


async def listed(stage: Stage, pilot: Pilot) -> str:
    """What somebody's own list says."""
    await pilot.types("/my-sessions")
    await stage.settle()
    return pilot.sees("My sessions").text


def pings_of(*pilots: Pilot) -> list[int]:
    """How often each was told anything."""
    return [len(one.pings) for one in pilots]


async def test_two_accounts_are_one_person_and_two_again(stage: Stage) -> None:
    mine, ana = await agreed(stage, "sam", "ana", "Brought by Slack")
    theirs = stage.pilot("mia")
    await ask(stage, theirs, "Ken", "Brought by Discord")
    await link(stage, "sam", "mia")
    assert "linked" in theirs.pings[-1].text
    for pilot in (mine, theirs):
        said = await listed(stage, pilot)
        assert "Brought by Slack" in said and "Brought by Discord" in said
    before = pings_of(mine, theirs)
    await stage.pilot("ken").presses("Accept", on="Brought by Discord")
    await stage.settle()
    assert pings_of(mine, theirs) == [before[0] + 1, before[1]], (
        "one message, on the platform that is preferred"
    )
    theirs.sees("Session with", "Brought by Discord", "Confirmed")
    await ask(stage, theirs, "Ken", "Made on Discord", when="2026-12-03 15:00")
    assert "Made on Discord" in await listed(stage, mine)
    await unlink(stage, mine)
    assert "not linked any more" in theirs.pings[-1].text
    said = await listed(stage, mine)
    assert "Brought by Slack" in said and "Discord" not in said
    said = await listed(stage, theirs)
    assert "Brought by Discord" in said and "Made on Discord" in said and "by Slack" not in said
    await link(stage, "mia", "sam")
    assert "Brought by Slack" in await listed(stage, theirs)
    assert await broken(stage) == set()
    ana.sees("Session with Sam", "Brought by Slack")


async def broken(stage: Stage) -> set[str]:
    """What the auditor finds, two rounds later."""
    await stage.advance(5 * MINUTE)
    here = cast("Mapping[str, Platform]", dict.fromkeys(stage.bot.connections))
    auditor = Auditor(stage.bot.store, here, stage.clock)
    await auditor.look()
    await auditor.look()
    return {one.value for one in auditor.found}


def times_told(word: str, *pilots: Pilot) -> list[int]:
    """How often each was told of something."""
    return [pings_with(one, word) for one in pilots]


async def test_what_is_urgent_goes_to_the_other_account_once_where_messages_are_closed(stage: Stage) -> None:
    await link(stage, "ken", "lea")
    ken, lea = stage.pilot("ken"), stage.pilot("lea")
    stage.discord.faults.dms_closed.add(ken.user)
    sam = stage.pilot("sam")
    await ask(stage, sam, "Ken", "Closed door")
    assert times_told("Closed door", ken, lea) == [0, 1]
    await lea.presses("Accept", on="Closed door")
    await stage.settle()
    assert pings_with(sam, "accepted", "Closed door") == 1
    assert "could not be reached" not in sam.pings[-1].text
    stage.discord.faults.dms_closed.clear()
    lea.sees("Session with Sam", "Closed door", "Confirmed")
    assert await broken(stage) == set()


async def test_what_is_urgent_goes_to_the_other_account_once_while_a_platform_is_away(stage: Stage) -> None:
    sam, mia = await link(stage, "sam", "mia")
    await ask(stage, mia, "Ken", "Storm")
    sam.sees("You asked Ken", "Storm", "Pending")
    stage.slack.faults.weather = lambda _method: Fault(kind="status", status=503)
    await stage.pilot("ken").presses("Decline…", on="Storm")
    await stage.pilot("ken").fills(reply="Another week")
    await stage.settle()
    await ask(stage, mia, "Ken", "Thunder", when="2026-12-03 15:00")
    await stage.pilot("ken").presses("Accept", on="Thunder")
    await stage.settle()
    assert times_told("Thunder", mia) == [0]
    await stage.advance(4 * MINUTE)
    assert times_told("Thunder", mia) == [1]
    stage.slack.faults.weather = None
    await stage.advance(10 * MINUTE)
    assert [pings_with(one, "accepted", "Thunder") for one in (sam, mia)] == [0, 1]
    assert pings_with(sam, "can't take this session", "Storm") == 1, "what is not urgent has waited"
    assert await broken(stage) == set()


@pytest.mark.wide
async def test_what_stands_in_the_way_is_decided_by_the_person(stage: Stage) -> None:
    """Two profiles, a session with oneself, and two sessions at the same time: one question after another."""
    ken, ana = stage.pilot("ken"), stage.pilot("ana")
    await ask(stage, ana, "Ken", "With myself", when="2026-12-04 15:00")
    await ask(stage, stage.pilot("sam"), "Ken", "On Discord", when="2026-12-02 16:00")
    await ask(stage, stage.pilot("lea"), "Ana", "On Slack", when="2026-12-02 10:15")
    for pilot, topic in ((ken, "On Discord"), (ana, "On Slack")):
        await pilot.presses("Accept", on=topic)
        await stage.settle()
    await asked(stage, "ken", "ana")
    await ken.presses("Yes, link us")
    await stage.settle()
    await ken.presses("Keep the one on Slack", on="Which one shall students see?")
    await stage.settle()
    card = ken.sees("Link accounts", "nobody meets themselves", "With myself")
    await ken.presses(card.buttons[0])
    await stage.settle()
    ana.sees("With myself", "Declined", "I have another session at that time.")
    card = ken.sees("Link accounts", "at the same time", "On Discord", "On Slack")
    await ken.presses(next(one for one in card.buttons if "(on Slack)" in one))
    await stage.settle()
    assert "On Slack" in stage.pilot("lea").pings[-1].text, "the other side is told"
    stage.pilot("lea").sees("On Slack", "Cancelled", "I have another session at that time.")
    ken.sees("Link accounts", "linked", "Messages come  on Discord")
    assert {one.person.name for one in await stage.bot.people.mentors("", limit=9)} == {"Ana", "Noor"}
    assert "On Discord" in await listed(stage, ana)
    await unlink(stage, ana)
    assert {one.person.name for one in await stage.bot.people.mentors("", limit=9)} == {"Ana", "Ken", "Noor"}
    assert "On Discord" not in await listed(stage, ana)
    assert "On Discord" in await listed(stage, ken)
    assert await broken(stage) == set()


async def test_one_code_links_one_account_and_no_other_answer_is_given(stage: Stage) -> None:
    code = await code_of(stage, "sam")
    assert WRONG in await typing(stage, "lea", code), "it is good on the other platform alone"
    replies = await asyncio.gather(*(typing(stage, who, code) for who in ("mia", "noor")))
    assert sorted(WRONG in one for one in replies) == [False, True], "two race, and one comes first"
    assert WRONG in await typing(stage, "ken", code), "it is used up"
    old = await code_of(stage, "lea")
    await stage.advance(11 * MINUTE)
    for typed_there in (old, *["ACDEF-GHJKM"] * 3):
        assert WRONG in await typing(stage, "ken", typed_there)
    fresh = await code_of(stage, "lea")
    assert "Too many wrong codes. Please try again in 15 minutes." in await typing(stage, "ken", fresh)
    assert WRONG in await typed(stage, stage.pilot("noor"), old)
    sam = await stage.bot.people.at(address_of(stage, "sam"))
    asked_for = await stage.bot.store.read(lambda tx: tx.request_of(sam.id) if sam else None)
    for who in ("mia", "noor", "lea"):
        stolen = (asked_for.id.hex if asked_for else "",)
        reply = await pressed(stage, address_of(stage, who), "link-yes", stolen)
        assert "nothing to answer" in str(reply), "whoever has a code, or typed it, links nothing alone"
    await stage.pilot("sam").presses("No", on="wants to be linked with you")
    await stage.settle()
    stage.pilot("sam").sees("Nothing was linked")


def address_of(stage: Stage, who: str) -> Address:
    """Where somebody is known."""
    return stage.address(next(one for one in stage.people if one.key == who))


async def typing(stage: Stage, who: str, code: str) -> str:
    """Type a code in the form, without a platform in between; return the answer."""
    reply = await pressed(
        stage, address_of(stage, who), "link-type", (), trigger=Trigger.FORM, values={"code": code}
    )
    if isinstance(reply, Refuse):
        return "".join(text(one) for one in reply.fields.values())
    return str(reply)


@pytest.mark.wide
async def test_messages_come_where_they_are_wanted_and_cards_of_before_stay_true(stage: Stage) -> None:
    sam, ana = await agreed(stage, "sam", "ana", "Moving house")
    _, mia = await link(stage, "sam", "mia")
    await accounts(stage, mia)
    await mia.presses("Messages on Discord")
    await stage.settle()
    mia.sees("Link accounts", "Messages come  on Discord")
    before = pings_of(sam, mia)
    await ana.presses("Cancel session…", on="Moving house")
    await ana.fills(reason="I am ill")
    await stage.settle()
    assert pings_of(sam, mia) == [before[0], before[1] + 1]
    sam.sees("Session with Ana", "Moving house", "Cancelled")
    await sam.opens_home()
    await ask(stage, sam, "Ana", "Seen at home", when="2026-12-03 15:00")
    assert sam.home is not None and "Seen at home" in sam.home.text
    await mia.presses("Open", on="Moving house")
    await stage.settle()
    mia.sees("Session with Ana", "Moving house", "Cancelled", "I am ill")
    assert await broken(stage) == set()


@pytest.mark.wide
async def test_cards_of_another_account_say_so_after_the_link_has_ended(stage: Stage) -> None:
    sam, mia = await link(stage, "sam", "mia")
    await ask(stage, mia, "Ken", "Booked on Discord")
    sam.sees("You asked Ken", "Booked on Discord")
    await unlink(stage, mia)
    assert "on the other one" in sam.cards[-2].text or "on the other one" in sam.cards[-1].text
    await stage.pilot("ken").presses("Accept", on="Booked on Discord")
    await stage.settle()
    assert [pings_with(one, "accepted", "Booked on Discord") for one in (sam, mia)] == [0, 1]
    assert await broken(stage) == set()


@pytest.mark.long
async def test_who_leaves_one_platform_is_reached_on_the_other(stage: Stage) -> None:
    await stage.advance(MINUTE)
    sam, mia = await link(stage, "sam", "mia")
    await ask(stage, mia, "Ken", "Still here")
    await stage.slack.change_user(sam.user, deleted=True)
    await stage.settle()
    ken = stage.pilot("ken")
    await ken.presses("Accept", on="Still here")
    await stage.settle()
    assert pings_with(mia, "accepted", "Still here") == 1
    await stage.discord.leave_guild(mia.user)
    await stage.advance(25 * HOUR)
    ken.sees("Session with", "Still here", "Cancelled")


@pytest.mark.long
async def test_a_chat_goes_on_where_messages_are_wanted(stage: Stage) -> None:
    sam, ken = await agreed(stage, "sam", "ken", "Talking")
    await sam.presses("Chat", on="Talking")
    await stage.settle()
    await ken.writes("Hello on Slack", below="Chat with Sam")
    await stage.settle()
    sam.sees("Hello on Slack")
    _, mia = await link(stage, "sam", "mia")
    await accounts(stage, mia)
    await mia.presses("Messages on Discord")
    await stage.settle()
    await ken.writes("Hello on Discord", below="Chat with Sam")
    await stage.settle()
    mia.sees("Hello on Discord")
    await mia.writes("Hello Ken")
    await stage.settle()
    ken.sees("Hello Ken")
    await unlink(stage, mia)
    await ken.writes("Back on Slack", below="Chat with Sam")
    await stage.settle()
    sam.sees("Back on Slack")
    assert await broken(stage) == set()


@pytest.mark.long
async def test_reminders_are_those_of_the_person(stage: Stage) -> None:
    await agreed(stage, "mia", "ken", "Reminded")
    sam, mia, start = stage.pilot("sam"), stage.pilot("mia"), START["mia"]
    await reminders(stage, sam, "✓ 24 hours", "✓ 10 minutes", "1 hour")
    await link(stage, "sam", "mia")
    await until(stage, start - HOUR)
    assert [pings_with(one, "Reminder", "Reminded") for one in (sam, mia)] == [1, 0]
    await unlink(stage, sam)
    await until(stage, start)
    assert pings_with(mia, "Reminder", "Reminded") == 1
    assert "on your other account" in sam.pings[-1].text, "what was told of it there is no more"
    assert await broken(stage) == set()
