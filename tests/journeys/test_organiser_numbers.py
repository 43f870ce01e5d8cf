"""The program in numbers: on a card, as files that come as a message, and as a picture with its words."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.charts import PillowCharts
from bot.playground.seed import NOOR, SAM
from core.ports.replies import Refuse
from core.screens.grammar import text
from tests.journeys.steps import ask, pressed
from tests.journeys.test_calendar import fetched

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

THURSDAY = "2026-12-03 16:00"
HOSTILE = '=HYPERLINK("https://evil.example", "Prize")'
PNG = b"\x89PNG\r\n\x1a\n"
BOTH = ["ana", pytest.param("noor", marks=pytest.mark.long)]


@pytest.fixture(autouse=True)
def noor_manages(stage: Stage) -> None:
    """Let Noor manage the server, so that the organiser is not the mentor who is asked."""
    stage.discord.set_manager(NOOR.user_id, manages=True)


async def asks_for(stage: Stage, organiser: Pilot, label: str) -> None:
    """Press a button of the numbers, which open from the panel."""
    await organiser.types("/booking-admin")
    await organiser.presses("Numbers", on="Organising")
    await stage.settle()
    organiser.sees("The program in numbers")
    if label:
        await organiser.presses(label, on="The program in numbers")
        await stage.settle()


async def newest_file(organiser: Pilot) -> tuple[str, bytes]:
    """Return the name and the content of the file of an organiser's newest direct message."""
    card = organiser.pings[-1]
    (name,) = card.files
    (content,) = await fetched(card)
    return name, content


@pytest.mark.parametrize("organiser", BOTH)
async def test_the_numbers_follow_what_happened(stage: Stage, organiser: str) -> None:
    sam, ana, admin = stage.pilot("sam"), stage.pilot("ana"), stage.pilot(organiser)
    await asks_for(stage, admin, "")
    assert "This week  none" in admin.cards[-1].text.replace("**", "")
    await ask(stage, sam, "Ana", HOSTILE, when=THURSDAY)
    await stage.sleep(timedelta(hours=3))
    await ana.presses("Accept", on="would like a session")
    await stage.settle()
    await stage.sleep(timedelta(days=4))
    await stage.bot.bookings.sweep()
    await ask(stage, sam, "Ken", "A second one", when="2026-12-17 09:00")
    await asks_for(stage, admin, "")
    card = admin.sees("The program in numbers", "Ana")
    assert "1 took place" in card.text
    assert "Requests that wait" in card.text
    assert "answers in ~3 h" in card.text


@pytest.mark.parametrize("organiser", BOTH)
async def test_the_sessions_come_as_a_file_that_runs_nothing(stage: Stage, organiser: str) -> None:
    sam, admin = stage.pilot("sam"), stage.pilot(organiser)
    await ask(stage, sam, "Ken", HOSTILE, when=THURSDAY)
    await asks_for(stage, admin, "Export CSV")
    admin.sees("It comes to you as a direct message")
    name, content = await newest_file(admin)
    assert name == "sessions-2026-11-30.csv"
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["Topic"] == f"'{HOSTILE}"
    assert (row["Student"], row["Mentor"], row["Status"]) == ("Sam", "Ken", "pending")
    assert row["Starts (UTC)"] == "2026-12-03T15:00:00Z"
    stage.slack.faults.refuse("files.getUploadURLExternal", "missing_scope")
    stage.discord.faults.refuse("POST", "/channels/*/messages", 40005)
    await asks_for(stage, admin, "Export JSON")
    assert "I could not send the file" in admin.pings[-1].text and not admin.pings[-1].files
    await admin.presses("Ask again")
    await stage.settle()
    name, content = await newest_file(admin)
    told = json.loads(content)
    assert told["zone"] == "UTC"
    assert [(one["topic"], one["starts_at"]) for one in told["sessions"]] == [
        (HOSTILE, "2026-12-03T15:00:00Z")
    ]


@pytest.mark.parametrize("organiser", BOTH)
@pytest.mark.wide
async def test_the_picture_says_the_same_in_words(stage: Stage, organiser: str) -> None:
    pytest.importorskip("PIL")
    admin = stage.pilot(organiser)
    await ask(stage, stage.pilot("sam"), "Ana", "A portfolio", when=THURSDAY)
    await stage.pilot("ana").presses("Accept", on="would like a session")
    await stage.settle()
    await asks_for(stage, admin, "Picture")
    name, content = await newest_file(admin)
    assert name == "sessions-2026-11-30.png" and content.startswith(PNG)
    words = {one.alt_text for one in stage.slack.files} | {
        json.dumps(one.body) for one in stage.discord.requests if one.body
    }
    assert any("30 Nov: 1 to come." in one for one in words)
    admin.sees("The last 12 weeks: 0 took place, 1 to come")


async def test_without_the_extra_the_numbers_are_said_in_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PillowCharts, "is_there", False)
    ana = stage.pilot("ana")
    await asks_for(stage, ana, "Picture")
    ana.sees("Pictures need the extra charts", "30 Nov: none.")
    assert not ana.pings


async def test_who_is_no_organiser_gets_nothing(stage: Stage) -> None:
    """A button that was never shown to them is refused, whatever it asks for."""
    for route, args in (("admin-numbers", ()), ("admin-export", ("csv",)), ("admin-picture", ())):
        reply = await pressed(stage, stage.address(SAM), route, args)
        assert isinstance(reply, Refuse) and "organiser" in text(reply.why)
    await stage.settle()
    assert not stage.pilot("sam").pings


@pytest.mark.parametrize("organiser", BOTH)
async def test_organisers_read_words_that_were_written_for_them_and_no_others(
    stage: Stage, organiser: str
) -> None:
    sam, ana, admin = stage.pilot("sam"), stage.pilot("ana"), stage.pilot(organiser)
    await ask(stage, sam, "Ana", "A portfolio", when=THURSDAY)
    await ana.presses("Accept", on="would like a session")
    await stage.settle()
    await stage.sleep(timedelta(days=4))
    await stage.bot.bookings.sweep()
    await stage.settle()
    for words, readers in (
        ("For Ana alone", None),
        ("For everybody", "Organisers may read them, with our names"),
    ):
        await sam.presses("Add words…" if readers is None else "Change words…")
        await sam.fills(**({"words": words} | ({"readers": readers} if readers else {})))
        await stage.settle()
        await asks_for(stage, admin, "Words about sessions")
        assert ("For everybody" in admin.cards[-1].text) is (readers is not None)
        assert "For Ana alone" not in admin.cards[-1].text
    assert "Sam, of a session with Ana" in admin.cards[-1].text
