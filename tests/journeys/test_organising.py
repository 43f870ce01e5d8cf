"""Organising: who may open the panel, and who is told why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.discord import DiscordPilot
from tests.journeys.steps import zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


@pytest.mark.long
@pytest.mark.parametrize("key", ["ana", "ken"])
async def test_who_administers_the_workspace_or_server_organises(stage: Stage, key: str) -> None:
    pilot = stage.pilot(key)
    await pilot.types("/booking-admin")
    await stage.settle()
    pilot.sees("Organising", "Mentoring")


@pytest.mark.long
async def test_nobody_else_does(stage: Stage) -> None:
    sam, noor = stage.pilot("sam"), stage.pilot("noor")
    await sam.types("/booking-admin")
    await stage.settle()
    sam.sees("Only an organiser can do that.", "/booking-admin")
    await noor.types("/booking-admin")
    assert "Unknown command" in noor.last_error, "Discord does not even offer it"


async def opens(stage: Stage, key: str, button: str) -> Pilot:
    """Open the panel and press one of its buttons."""
    pilot = stage.pilot(key)
    await pilot.types("/booking-admin")
    await stage.settle()
    await pilot.presses(button)
    await stage.settle()
    return pilot


@pytest.mark.parametrize("key", [pytest.param("ana", marks=pytest.mark.long), "ken"])
async def test_the_rules_are_asked_for_and_hold_at_once(stage: Stage, key: str) -> None:
    pilot = await opens(stage, key, "Name and limits…")
    await pilot.fills(name="Acme Mentors", answer_hours="no", open_requests="0")
    await stage.settle()
    if isinstance(pilot, DiscordPilot):
        pilot.sees("Give a whole number from 1 to 336.", "Give a whole number from 1 to 100.")
        await pilot.presses("Edit…")
        await stage.settle()
        assert pilot.form is not None
        assert pilot.form.field("name").value == "Acme Mentors"
    else:
        assert set(pilot.errors) == {"answer_hours", "open_requests"}
    await pilot.fills(answer_hours="24", open_requests="2")
    await stage.settle()
    seen = pilot.sees("Organising", "Acme Mentors", "24 hours", "2 open requests").text
    assert "✓ The program has a name" in seen
    assert "○ It is decided who may book" in seen
    assert stage.bot.bookings.policy().open_requests == 2
    await stage.restart()
    assert stage.bot.bookings.policy().program == "Acme Mentors"


def channel_of(stage: Stage, key: str, name: str = "mentoring") -> str:
    """Return the id of a channel in which somebody is."""
    if isinstance(stage.pilot(key), DiscordPilot):
        return stage.discord.general
    ana = stage.slack.client(stage.pilot(key).user)
    return next(str(one["id"]) for one in ana.channels if one.get("name") == name)


async def announces(stage: Stage, key: str, channel: str, words: str = "") -> Pilot:
    """Fill the form of the announcement."""
    pilot = await opens(stage, key, "Announce…")
    await pilot.fills(channel=channel, words=words)
    await stage.settle()
    return pilot


@pytest.mark.parametrize(
    ("key", "student"), [("ana", "sam"), pytest.param("ken", "mia", marks=pytest.mark.long)]
)
async def test_an_announcement_lets_everybody_in_the_channel_book(
    stage: Stage, key: str, student: str
) -> None:
    pilot = await announces(stage, key, channel_of(stage, key), "Our mentors have time for you.")
    pilot.sees("Posted", "stands in the channel")
    assert "✓ People know of it" in pilot.sees("Organising").text
    reader = stage.pilot(student)
    if isinstance(reader, DiscordPilot):
        await zoned(stage, reader, "London")
    posted = reader.sees("Our mentors have time for you.", "press the button")
    await reader.presses("Book a session", on="Our mentors have time for you.")
    await stage.settle()
    if student == "sam":
        assert reader.form is not None
        await reader.fills(mentor="Ana", topic="Portfolio", when="2026-12-02 15:00")
        await reader.closes()
    else:
        await reader.picks("Choose a mentor", "Ken")
        await stage.settle()
        await reader.presses("Suggest a time…")
        await stage.settle()
        await reader.fills(topic="Thesis", when="2026-12-02 15:00")
    await stage.settle()
    reader.sees("for a session", "Pending")
    still = reader.sees("Our mentors have time for you.", "press the button")
    assert still.text == posted.text, "what everybody sees stays as it is"


@pytest.mark.long
@pytest.mark.parametrize("key", ["ana", "ken"])
async def test_the_panel_that_is_opened_in_a_channel_means_that_channel(stage: Stage, key: str) -> None:
    pilot, channel = stage.pilot(key), channel_of(stage, key)
    if isinstance(pilot, DiscordPilot):
        await stage.discord.client(pilot.user).command("booking-admin", channel=channel)
    else:
        await stage.slack.client(pilot.user).command("/booking-admin", "", channel=channel)
    await stage.settle()
    await pilot.presses("Announce…")
    await stage.settle()
    assert pilot.form is not None
    assert pilot.form.field("channel").value == channel


@pytest.mark.long
async def test_a_channel_that_takes_nothing_is_answered_with_what_to_do(stage: Stage) -> None:
    outside = stage.slack.add_channel("elsewhere", [stage.pilot("ana").user], with_bot=False)
    old = stage.slack.add_channel("old", [stage.pilot("ana").user])
    stage.slack.archive(old)
    ana = stage.pilot("ana")
    said = {
        "nowhere": "That is no id of Slack.",
        "C0NOWHERE00": "I can't find that channel.",
        old: "That channel is archived.",
        outside: "Type /invite in it and choose me",
    }
    await opens(stage, "ana", "Announce…")
    for typed, why in said.items():
        await ana.fills(channel=typed, words="Come!")
        assert why in ana.errors["channel"], typed
    read_only = stage.discord.add_channel("rules", permissions=1 << 10)
    ken = await announces(stage, "ken", f"https://discord.com/channels/1/{read_only}", "Come!")
    ken.sees("Give me the permissions View Channel and Send Messages")
    await ken.presses("Edit…")
    await ken.fills(channel=stage.discord.general)
    await stage.settle()
    stage.pilot("mia").sees("Come!", "press the button")


async def mentions(stage: Stage, key: str, other: str) -> Pilot:
    """Type the command of the organisers with somebody mentioned."""
    pilot, whom = stage.pilot(key), stage.pilot(other)
    if isinstance(pilot, DiscordPilot):
        await pilot.types("/booking-admin", organiser=f"<@{whom.user}>", exact=True)
    else:
        await pilot.types(f"/booking-admin @{whom.name}")
    await stage.settle()
    return pilot


@pytest.mark.parametrize(
    ("key", "other"), [("ana", "lea"), pytest.param("ken", "mia", marks=pytest.mark.long)]
)
async def test_an_organiser_is_added_told_and_removed(stage: Stage, key: str, other: str) -> None:
    pilot, added = await mentions(stage, key, other), stage.pilot(other)
    pilot.sees("A new organiser?", added.name)
    await pilot.presses("Make an organiser")
    await stage.settle()
    pilot.sees("Organisers", added.name)
    added.sees(f"{pilot.name} has made you an organiser")
    await added.presses("Organise…")
    await stage.settle()
    added.sees("Organising", "Mentoring")
    await added.types("/booking-settings")
    await stage.settle()
    assert "Organise…" in added.sees("Mentoring settings").buttons
    await opens(stage, key, "Organisers…")
    await pilot.presses("Remove")
    await stage.settle()
    pilot.sees("Organisers", "Nobody else does yet.")
    added.sees("You are no organiser of the program any more")
    await added.presses("Organise…", on="made you an organiser")
    await stage.settle()
    added.sees("Only an organiser can do that.")
    acts = await stage.bot.store.read(lambda tx: tx.admin_acts(9))
    assert [one.act for one in acts] == ["remove-organiser", "add-organiser"]


@pytest.mark.parametrize("key", ["ana", "ken"])
async def test_a_field_that_is_emptied_ends_its_rule_or_is_asked_for(stage: Stage, key: str) -> None:
    channel = "C0ORGANISE" if key == "ana" else stage.discord.general
    for typed, stands in ((channel, [channel]), ("", [])):
        pilot = await opens(stage, key, "Channels…")
        await pilot.fills(organisers_channel=typed)
        await stage.settle()
        assert list(stage.bot.bookings.policy().organisers_channel.values()) == stands
    pilot = await opens(stage, key, "Name and limits…")
    await pilot.fills(name=" ", answer_hours="")
    await stage.settle()
    asked = {
        "Give the program a name. Example: Mentoring at Acme.",
        "Give a whole number from 1 to 336. Example: 48.",
    }
    if isinstance(pilot, DiscordPilot):
        pilot.sees(*asked)
    else:
        assert set(pilot.errors.values()) == asked


async def keeps_for_a_group(stage: Stage, key: str, group: str) -> None:
    """Let the members of one group alone be mentors, and book."""
    pilot = await opens(stage, key, "Who may take part…")
    chosen = {"mentors": "Members of a group", "students": "Members of a group"}
    await pilot.fills(**chosen)
    await stage.settle()
    if isinstance(pilot, DiscordPilot):
        pilot.sees("Choose the group, or let anyone take part.")
        await pilot.presses("Edit…")
        await stage.settle()
    else:
        assert set(pilot.errors) == {"mentor_groups", "student_groups"}
    await pilot.fills(mentor_groups=group, student_groups=group)
    await stage.settle()
    pilot.sees("Organising", "✓ It is decided who may book")


@pytest.mark.long
@pytest.mark.parametrize(("key", "student"), [("ana", "sam"), ("ken", "mia")])
async def test_only_the_members_of_a_group_may_book_and_be_mentors(
    stage: Stage, key: str, student: str
) -> None:
    pilot = stage.pilot(student)
    if isinstance(pilot, DiscordPilot):
        await zoned(stage, pilot, "London")
        group = stage.discord.add_role("Cohort 7", [])
    else:
        group = stage.slack.add_group("Cohort 7", [])
    await keeps_for_a_group(stage, key, "Cohort 7")
    for command, why in (("/book-session", "Booking is for"), ("/mentor-panel", "Being a mentor is for")):
        await pilot.types(command)
        await stage.settle()
        assert pilot.form is None
        pilot.sees(why, "Ask an organiser to add you to it.")
    if isinstance(pilot, DiscordPilot):
        stage.discord.give_role(group, pilot.user)
    else:
        stage.slack.join_group(group, pilot.user)
    await pilot.types("/mentor-panel")
    await stage.settle()
    assert pilot.form is not None
    await pilot.fills(headline="Careers")
    await stage.settle()
    pilot.sees("Mentor panel")


async def test_a_platform_that_cannot_say_who_belongs_is_not_guessed_at(stage: Stage) -> None:
    stage.discord.add_role("Cohort 7", [stage.pilot("mia").user])
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    await keeps_for_a_group(stage, "ken", "Cohort 7")
    await mia.types("/mentor-panel")
    await stage.settle()
    stage.discord.faults.refuse("GET", "/guilds/*/members/*", 50013)
    await mia.fills(headline="Careers in the arts")
    await stage.settle()
    mia.sees("I can't ask right now whether you belong to that group.")
    await mia.presses("Edit…")
    await stage.settle()
    assert mia.form is not None
    assert mia.form.field("headline").value == "Careers in the arts"
    await mia.fills()
    await stage.settle()
    mia.sees("Mentor panel", "Careers in the arts")


@pytest.mark.parametrize("key", ["ana", pytest.param("ken", marks=pytest.mark.long)])
async def test_who_may_no_longer_is_refused_at_the_next_press(stage: Stage, key: str) -> None:
    """The panel stays on the screen, and the form that is open as well: the right is asked anew each time."""
    pilot = await opens(stage, key, "Name and limits…")
    stage.slack.set_admin("U0ANA000001", is_admin=False)
    stage.discord.set_manager(stage.pilot("ken").user, manages=False)
    await pilot.fills(name="Mine")
    await stage.settle()
    assert stage.bot.bookings.policy().program == "Mentoring"
    if isinstance(pilot, DiscordPilot):
        pilot.sees("Only an organiser can do that.")
    else:
        assert pilot.form is not None
        assert "Only an organiser can do that." in str(pilot.form.alert)
        await pilot.closes()
    await pilot.presses("Announce…")
    await stage.settle()
    assert pilot.form is None
    pilot.sees("Only an organiser can do that.")


@pytest.mark.long
async def test_what_slack_does_not_say_is_not_guessed(stage: Stage) -> None:
    ana = stage.pilot("ana")
    stage.slack.faults.fail("users.info", times=2)
    await ana.types("/booking-admin")
    await stage.settle()
    ana.sees("I can't ask right now whether you administer this workspace.")


@pytest.mark.long
async def test_quiet_hours_and_reminders_of_the_program(stage: Stage) -> None:
    ana = await opens(stage, "ana", "Times and calls…")
    await ana.fills(reminders="3h", quiet_hours="8-21", meeting_template="http://x.example.org/{room}")
    assert set(ana.errors) == {"reminders", "quiet_hours", "meeting_template"}
    await ana.fills(reminders="1h", quiet_hours="off", meeting_template="https://x.example.org/{room}")
    await stage.settle()
    assert "1 hour before" in ana.sees("Organising", "https://x.example.org/{room}").text
    sam = stage.pilot("sam")
    await sam.types("/booking-settings")
    await stage.settle()
    assert "1 hour before" in sam.sees("settings", "Reminders").text, "it counts for who has not chosen"
