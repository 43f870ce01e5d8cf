"""On the way to the form: a mentor among all, a day among all, a time of that day; on Slack days are headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.seed import small_talk
from core.domain.people import Address
from core.domain.profiles import ProfileForm
from core.ports.platform import Profile
from tests.journeys.steps import ANYBODY, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

MENU, TIMES, DAYS = "Choose a mentor", "Choose a time", "Or choose a day"
MANY, FIRST = 60, 2001000000000000000
"""How many mentors there are beside the three, and the user id of the first one."""


async def many_mentors(stage: Stage) -> list[str]:
    """Let sixty people become mentors beside the three; return what they are called."""
    names = [f"Guide {number:02}" for number in range(MANY)]
    for number, name in enumerate(names):
        who = Address("discord", "-", str(FIRST + number))
        person = await stage.bot.people.greet(who, Profile(name=name, zone="Europe/Berlin"))
        await stage.bot.people.save_profile(
            person, ProfileForm(headline="Guides", skills="guiding", zone="Europe/Berlin", hours="Mon 9-10")
        )
    return names


def offered(pilot: Pilot, menu: str) -> tuple[str, ...]:
    """Return what the newest message offers to choose from."""
    return pilot.cards[-1].menus[menu]


async def leafed(stage: Stage, pilot: Pilot, menu: str, more: str) -> list[str]:
    """Return every entry of a menu, in the order in which somebody leafs through it; it ends where it began."""
    seen: list[str] = []
    for _ in range(9):
        page = offered(pilot, menu)
        assert len(page) <= 25
        seen += [one for one in page if not one.endswith("…")]
        if more not in page:
            break
        await pilot.picks(menu, more)
        await stage.settle()
    return seen


@pytest.mark.parametrize("way", ["command", "message"])
@pytest.mark.sampled(2)
async def test_on_discord_everybody_can_be_asked(stage: Stage, way: str) -> None:
    names, mia = await many_mentors(stage), stage.pilot("mia")
    await small_talk(stage.slack, stage.discord)
    await zoned(stage, mia, "London")
    if way == "command":
        await mia.types("/book-session")
    else:
        await mia.uses("Ask a mentor about this", on="flame graph")
    before = len(mia.cards)
    assert sorted(await leafed(stage, mia, MENU, "More mentors…")) == sorted(
        [*names, ANYBODY, "Ana", "Ken", "Noor"]
    )
    assert len(mia.cards) == before, "one message, edited"
    await mia.picks(MENU, "Back to the first…")
    assert offered(mia, MENU)[:2] == (ANYBODY, "Ana")
    await mia.picks(MENU, "More mentors…")
    await mia.picks(MENU, "More mentors…")
    await mia.picks(MENU, names[-1])
    assert DAYS not in mia.cards[-1].menus, "one menu holds all of the times"
    await mia.picks(TIMES, "Mon 7 Dec, 08:00")
    assert mia.form is not None
    assert mia.form.field("slot").value == "Mon 7 Dec, 08:00"
    assert mia.form.title == f"Session with {names[-1]}"
    if way == "message":
        assert "flame graph" in mia.form.field("message").value


@pytest.mark.parametrize("who", ["sam", "mia"])
@pytest.mark.parametrize("words", ["", "guiding"])
async def test_find_a_mentor_reaches_everybody(stage: Stage, who: str, words: str) -> None:
    names, pilot = await many_mentors(stage), stage.pilot(who)
    if who == "mia":
        names = [str(FIRST + number) for number in range(MANY)]  # their own platform shows them as mentions
    if words:
        await pilot.types("/find-mentor", search=words)
    else:
        await pilot.types("/find-mentor")
    await stage.settle()
    before, seen = len(pilot.cards), set[str]()
    for _ in range(9):
        card = pilot.cards[-1]
        seen |= {name for name in names if name in card.text}
        if "More" not in card.buttons:
            break
        await pilot.presses("More")
        await stage.settle()
    assert seen == set(names)
    assert len(pilot.cards) == before, "one message, edited"
    await pilot.presses("Back to the first")
    await stage.settle()
    assert ("Ana" in pilot.cards[-1].text) is not bool(words)


async def test_on_slack_a_search_reaches_everybody(stage: Stage) -> None:
    names, sam = await many_mentors(stage), stage.pilot("sam")
    await small_talk(stage.slack, stage.discord)
    await sam.uses("Ask a mentor about this", on="40 comments")
    client = stage.slack.client(sam.user)
    assert client.view is not None
    (block,) = [one for one in client.view["blocks"] if one["block_id"].startswith("mentor")]
    for words in ("", "guid"):
        found = {one["text"]["text"] for one in await client.suggest(block["element"]["action_id"], words)}
        assert set(names) <= found
    await sam.fills(mentor=names[-1])
    await stage.settle()
    assert not sam.errors
    sam.sees(names[-1], "40 comments")


async def test_on_discord_every_day_and_every_time_can_be_reached(stage: Stage) -> None:
    mia, ana = stage.pilot("mia"), stage.pilot("ana")
    await ana.types("/mentor-panel")
    await ana.presses("Edit profile…")
    await ana.fills(hours="Mon-Sun 0-24")
    await ana.presses("Open times…")
    await ana.fills(horizon="40")
    await stage.settle()
    await zoned(stage, mia, "London")
    await mia.types("/book-session")
    await mia.picks(MENU, "Ana")
    days = await leafed(stage, mia, DAYS, "Later days…")
    assert {"Tue 1 Dec", "Tue 1 Dec, from 12:30", "Fri 1 Jan"} <= set(days)
    await mia.picks(DAYS, "Fri 8 Jan, from 12:30")
    assert mia.form is not None
    times = mia.form.field("slot").options
    assert times[0] == "Fri 8 Jan, 12:30"
    assert times[-1] == "Fri 8 Jan, 23:30"
    await mia.fills(topic="Far ahead", slot=times[-1])
    await stage.settle()
    ana.sees("Far ahead", "8 Jan 2027 23:30")
    assert not any(card.menus for card in mia.cards), "the question became the receipt"


async def test_a_time_of_a_later_day_stays_chosen_when_the_form_opens_again(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    await mia.types("/book-session")
    await mia.picks(MENU, "Ana")
    await mia.picks(DAYS, offered(mia, DAYS)[-1])
    assert mia.form is not None
    chosen = mia.form.field("slot").options[0]
    await mia.fills(topic="\u200b", message="A lot of words", slot=chosen)
    await stage.settle()
    await mia.presses("Edit…")
    assert mia.form is not None
    held = {field.key: field.value for field in mia.form.fields}
    assert (held["message"], held["slot"]) == ("A lot of words", chosen)


async def test_on_slack_open_times_stand_under_their_days_with_their_length(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/book-session @Ana Days")
    view = stage.slack.client(sam.user).view
    assert view is not None
    (block,) = [one for one in view["blocks"] if one["block_id"].startswith("slot")]
    groups = block["element"]["option_groups"]
    assert [one["label"]["text"] for one in groups][:2] == ["Monday 30 November", "Tuesday 1 December"]
    assert sum(len(one["options"]) for one in groups) <= 100
    assert block["hint"]["text"] == ("30 minutes each, in your time zone, Europe/Berlin. Later ones: below.")


async def test_nothing_says_that_a_menu_can_search(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    await mia.types("/book-session")
    await mia.picks(MENU, "Ken")
    await mia.presses("Suggest a time…")
    assert mia.form is not None
    said = [mia.cards[-1].text, *(f"{field.label} {field.hint}" for field in mia.form.fields)]
    assert not any("search" in one.casefold() for one in said)
