"""Every other way to a booking: shortcuts, context menus, the list of mentors, the Home tab, prefixed commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.playground.seed import small_talk
from bot.playground.stage import Stage
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.steps import ask, chooses, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot


def values(pilot: Pilot) -> dict[str, str]:
    """Return what the open form holds."""
    assert pilot.form is not None, pilot.last_error
    return {field.key: field.value for field in pilot.form.fields}


async def test_the_shortcut_beside_the_composer(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await sam.uses("Book a mentor session")
    await sam.fills(mentor="Ken", topic="By shortcut")
    await stage.settle()
    ken.sees("would like a session", "By shortcut")


@pytest.mark.parametrize(
    ("student", "words", "mentor"), [("sam", "40 comments", "Ken"), ("mia", "flame graph", "Ana")]
)
async def test_a_message_becomes_the_question(stage: Stage, student: str, words: str, mentor: str) -> None:
    await small_talk(stage.slack, stage.discord)
    asker = stage.pilot(student)
    if student == "mia":
        await zoned(stage, asker, "London")
    await asker.uses("Ask a mentor about this", on=words)
    if student == "mia":
        await chooses(asker, mentor)
    assert words in values(asker)["message"]
    assert words in values(asker)["topic"]
    await asker.fills(**({"mentor": mentor} if student == "sam" else {}))
    await stage.settle()
    assert words in stage.pilot(mentor.lower()).sees("would like a session").text


@pytest.mark.parametrize(("student", "mentor"), [("sam", "Ken"), ("mia", "Ana")])
async def test_the_question_names_its_author_and_whom_it_mentions_and_where_it_stands(
    stage: Stage, student: str, mentor: str
) -> None:
    asker = stage.pilot(student)
    words = "Slow query, see my notes\nDoes {} know more?"
    if student == "sam":
        lea = stage.slack.client(stage.pilot("lea").user)
        channel = next(one["id"] for one in lea.channels if one.get("name") == "mentoring")
        await lea.say(channel, words.format(f"<@{stage.pilot('ana').user}>"))
        author, named, link = "Lea", "@Ana", "https://playground.slack.com/archives/"
    else:
        noor = stage.discord.client(stage.pilot("noor").user)
        await noor.say(stage.discord.general, words.format(f"<@{stage.pilot('ken').user}>"))
        author, named, link = "Noor", "@Ken", "https://discord.com/channels/"
    await asker.uses("Ask a mentor about this", on="Slow query")
    if student == "mia":
        await asker.picks("Choose your time zone", "London")
        await chooses(asker, mentor)
    assert values(asker)["topic"] == "Slow query, see my notes"
    message = values(asker)["message"]
    assert message.startswith(
        f"{author} wrote:\n> Slow query, see my notes\n> Does {named} know more?\n{link}"
    )
    await asker.fills(**({} if student == "mia" else {"mentor": mentor}))
    await stage.settle()
    assert named in stage.pilot(mentor.lower()).sees("would like a session", f"{author} wrote:").text


async def test_a_message_that_was_only_forwarded_is_asked_about_on_slack(stage: Stage) -> None:
    await small_talk(stage.slack, stage.discord)
    sam, lea = (stage.slack.client(stage.pilot(key).user) for key in ("sam", "lea"))
    here = next(one["id"] for one in lea.channels if one.get("name") == "mentoring")
    channel = stage.slack.add_channel("help", [lea.user_id, sam.user_id])
    ts = await lea.forward(here, lea.messages(here)[-1]["ts"], channel)
    await sam.message_shortcut("ask-about", channel, ts)
    await stage.settle()
    held = values(stage.pilot("sam"))
    assert held["topic"] == "My first pull request has 40 comments. Where do I even start?"
    assert held["message"].startswith(
        f"Lea wrote:\n> {held['topic']}\nhttps://playground.slack.com/archives/{here}/p"
    )


async def test_a_message_that_was_only_forwarded_is_asked_about_on_discord(stage: Stage) -> None:
    await small_talk(stage.slack, stage.discord)
    noor, mia = (stage.discord.client(stage.pilot(key).user) for key in ("noor", "mia"))
    general = stage.discord.general
    copy = await noor.forward(general, noor.messages(general)[-1]["id"], general)
    assert copy["content"] == ""
    await mia.message_command("Ask a mentor about this", general, copy["id"])
    await stage.pilot("mia").picks("Choose your time zone", "London")
    await chooses(stage.pilot("mia"), "Ken")
    held = values(stage.pilot("mia"))
    assert held["topic"] == "Does anybody know how to read a flame graph?"
    assert held["message"].startswith(f"> {held['topic']}\nhttps://discord.com/channels/")
    assert "Noor" not in held["message"], "she forwarded it, and who wrote it is not told"


async def test_a_person_is_asked_from_their_own_menu(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    await mia.uses("Book a session", on="Ken")
    await mia.fills(topic="From your menu")
    await stage.settle()
    ken.sees("would like a session", "From your menu")


async def test_a_person_who_is_no_mentor_has_the_same_menu(stage: Stage) -> None:
    ken = stage.pilot("ken")
    await ken.uses("Book a session", on="Mia")
    ken.sees("not a mentor here", "Please choose one")
    assert "Mia" not in ken.cards[-1].menus["Choose a mentor"]


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_a_mentor_is_found_by_a_skill_and_booked_from_the_list(stage: Stage, student: str) -> None:
    asker = stage.pilot(student)
    if student == "mia":
        await zoned(stage, asker, "London")
    await asker.types("/find-mentor", search="databases")
    await stage.settle()
    found = asker.sees("Mentors")
    assert "Ken" in found.text
    assert "Ana" not in found.text
    await asker.presses("Book…", on="Ken")
    await asker.fills(topic="Indexes")
    await stage.settle()
    stage.pilot("ken").sees("would like a session", "Indexes")


async def test_words_that_fit_nobody_are_answered_kindly(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/find-mentor basket weaving")
    await stage.settle()
    sam.sees("No mentor fits these words")


async def test_the_home_tab_books_and_shows_what_my_sessions_shows(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await sam.opens_home()
    await stage.settle()
    await sam.presses("Book a session…")
    await sam.fills(mentor="Ken", topic="From home", when="2026-12-02 10:00")
    await stage.settle()
    await home_agrees(stage, sam, "Pending requests (1)")
    await ken.presses("Accept")
    await stage.settle()
    await home_agrees(stage, sam, "Upcoming sessions (1)")
    await ken.presses("Cancel session…")
    await ken.fills(reason="Ill")
    await stage.settle()
    await home_agrees(stage, sam, "Past sessions (1)")


async def home_agrees(stage: Stage, pilot: Pilot, *words: str) -> None:
    """The Home tab, which nobody opened again, says the same as the list."""
    assert pilot.home is not None
    for word in words:
        assert word in pilot.home.text
    await pilot.types("/my-sessions")
    await stage.settle()
    assert pilot.sees("My sessions").text.splitlines()[1:] == pilot.home.text.splitlines()[1:]


async def test_commands_with_a_prefix() -> None:
    stage = await Stage.open(start=MONDAY, standing=True, extra={"COMMAND_PREFIX": "school-"})
    sam, mia = stage.pilot("sam"), stage.pilot("mia")
    for pilot in (sam, mia):
        await pilot.types("/school-find-mentor")
        await stage.settle()
        pilot.sees("Mentors", "Ken")
    await sam.types("/school-book-session @Ana Prefixed")
    await sam.fills(when="2026-12-02 10:00")
    await stage.settle()
    stage.pilot("ana").sees("would like a session", "Prefixed")
    await stage.close()
    assert refused_by_the_specs(stage.slack, stage.discord) == []


@pytest.mark.parametrize(("student", "mentor"), [("sam", "ana"), ("mia", "ken")])
async def test_the_two_can_chat_on_one_platform(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Talk first")
    links = set()
    for pilot in (answerer, asker):
        await pilot.presses("Chat", on="Talk first")
        await stage.settle()
        links.add(pilot.sees("Here you can talk with").links["Open chat"])
    if student == "sam":
        assert len(links) == 1, "it is one conversation, however often it is asked for"
        assert any(channel.get("is_mpim") for channel in stage.slack.client(asker.user).channels)
    else:
        assert all(link.startswith("https://discord.com/users/") for link in links)


async def test_the_two_chat_in_a_private_thread_where_there_is_a_channel_for_it() -> None:
    stage = await Stage.open(start=MONDAY, standing=True)
    channel = stage.discord.general
    await stage.close()
    assert refused_by_the_specs(stage.slack, stage.discord) == []
    stage = await Stage.open(start=MONDAY, standing=True, extra={"DISCORD_CHAT_CHANNEL": channel})
    assert stage.discord.general == channel
    mia, ken, noor = stage.pilot("mia"), stage.pilot("ken"), stage.pilot("noor")
    await ask(stage, mia, "Ken", "Secret words")
    await ken.presses("Chat", on="Secret words")
    await stage.settle()
    assert "/channels/" in ken.sees("Here you can talk with").links["Open chat"]
    mia.sees("Mentoring chat")
    assert "Secret words" not in mia.sees("Mentoring chat").text
    assert not any("Mentoring chat" in card.text for card in noor.cards)
    await stage.close()
    assert refused_by_the_specs(stage.slack, stage.discord) == []


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_the_booking_has_the_length_of_the_session_type(stage: Stage, mentor: str) -> None:
    sam, answerer = stage.pilot("sam"), stage.pilot(mentor)
    await answerer.types("/mentor-panel")
    await stage.settle()
    await answerer.presses("Add session type…")
    await answerer.fills(title="Deep dive", minutes="90", description="For hard problems")
    await stage.settle()
    answerer.sees("Mentor panel", "Deep dive (90 min)")
    await sam.types("/book-session")
    await sam.fills(
        mentor=answerer.name, **{"session-type": "Deep dive"}, topic="Hard", when="2026-12-02 10:00"
    )
    await stage.settle()
    span = {"Ana": "09:00–10:30", "Ken": "18:00–19:30"}[answerer.name]
    answerer.sees("would like a session", "Hard", span)
    await answerer.types("/mentor-panel")
    await stage.settle()
    await answerer.picks("Remove a session type", "Deep dive")
    await stage.settle()
    assert "Deep dive" not in answerer.sees("Mentor panel").text
    answerer.sees("would like a session", span)


@pytest.mark.parametrize("who", ["lea", "mia"])
async def test_somebody_becomes_a_mentor_rests_and_comes_back(stage: Stage, who: str) -> None:
    mentor, student = stage.pilot(who), stage.pilot("sam")
    await mentor.types("/mentor-panel")
    assert mentor.form is not None
    assert mentor.form.title == "Become a mentor"
    await mentor.fills(headline="Juggler", skills="juggling", zone="Berlin", hours="Mon 17-19, Wed 9-10:30")
    await stage.settle()
    mentor.sees("Mentor panel", "Taking requests", "Juggler", "Europe/Berlin", "Mon 17:00-19:00")
    await student.types("/find-mentor juggling")
    await stage.settle()
    assert mentor.name in student.sees("Mentors").text

    await mentor.presses("Pause")
    await stage.settle()
    mentor.sees("Mentor panel", "Paused")
    await student.types("/find-mentor juggling")
    await stage.settle()
    student.sees("No mentor fits these words")

    await mentor.presses("Take requests again")
    await stage.settle()
    await student.types("/book-session")
    await student.fills(mentor=mentor.name, topic="Three balls")
    await stage.settle()
    mentor.sees("would like a session", "Three balls")


async def test_a_long_list_is_paged(stage: Stage) -> None:
    for number in range(1, 13):
        key = f"U0MENTOR{number:03}"
        stage.slack.add_user(
            key, name=f"Mentor{number:02}", real_name=f"Mentor{number:02}", tz="Europe/Berlin"
        )
        await _become(stage, key, number)
    sam = stage.pilot("sam")
    seen: set[str] = set()
    await sam.types("/find-mentor")
    await stage.settle()
    for _ in range(3):
        card = sam.cards[-1]
        seen |= set(re.findall(r"U0MENTOR\d+", card.text))
        if "More" not in card.buttons:
            break
        await sam.presses("More", on="Mentors")
        await stage.settle()
    assert len(seen) == 12


async def _become(stage: Stage, user: str, number: int) -> None:
    client = stage.slack.client(user)
    await client.command("/mentor-panel", "")
    view = client.view
    assert view is not None
    block = next(one["block_id"] for one in view["blocks"] if one["block_id"].startswith("headline"))
    await client.submit({block: f"Number {number}"})
    await stage.settle()


async def test_settings_are_shown_and_kept(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    await mia.types("/booking-settings")
    await stage.settle()
    mia.sees("Mentoring settings", "Europe/London")
    await mia.presses("Help")
    await stage.settle()
    mia.sees("How Mentoring works", "/book-session")
