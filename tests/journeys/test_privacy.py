"""Privacy: somebody who has used everything sees what is kept, gets it as files, and is erased to the last word."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.playground.stage import Stage
from core.store import backup
from core.store.tables import every as tables
from tests.calendars.shelf import Shelf
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.steps import ask
from tests.journeys.test_calendar import fetched
from tests.journeys.test_notes import writes
from tests.journeys.test_series import planned
from tests.journeys.test_waiting import only_one_time, wants
from tests.promises.personal import in_the_files, rows_as_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.people import Pilot
    from core.store.transaction import Transaction

ADDRESS = "https://canary.example.org/private/basic.ics"
MINUTE = timedelta(minutes=1)
USES = [
    ("sam", "ken", False),
    pytest.param("sam", "ken", True, marks=pytest.mark.long),
    pytest.param("mia", "ana", True, marks=pytest.mark.long),
]
"""Who is erased, who is the other side, and whether everything is used that takes days to use."""


@pytest.fixture
async def stage(community: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The community, with calendars from a shelf, and addresses for those of others."""
    shutil.copy(community, tmp_path / "bookings.db")
    shelf = Shelf()
    shelf.put(ADDRESS, ("20261203T130000Z", "20261203T170000Z"))
    opened = await Stage.open(
        start=MONDAY,
        standing=True,
        database_url=f"sqlite:///{tmp_path / 'bookings.db'}",
        seeded=False,
        extra={"PUBLIC_URL": "https://bookings.example.org"},
        calendars=shelf,
    )
    yield opened
    await opened.close()
    assert refused_by_the_specs(opened.slack, opened.discord) == []


async def uses_days(stage: Stage, me: Pilot, other: Pilot) -> None:
    """A session that is over, with words about it, a series, and a waiting list."""
    await planned(stage, me, other)
    await me.presses("Send 4 requests")
    await stage.settle()
    await other.presses("Accept all 4")
    await stage.settle()
    await me.presses("Good", on="is completed")
    await me.presses("Add words…", on="is completed")
    await me.fills(words="canary feedback")
    await stage.settle()


async def uses_most(stage: Stage, me: Pilot, other: Pilot) -> None:
    """An agreed session with a note and a chat, both calendars, and a profile of one's own."""
    await ask(stage, me, other.name, "canary topic", when="2026-12-10 17:00", message="canary message")
    await other.presses("Accept", on="canary topic")
    await stage.settle()
    await writes(stage, me, "canary topic", "canary note", f"You and {other.name}")
    await me.presses("Chat", on="canary topic")
    await stage.settle()
    await me.writes("canary words", below=f"Chat with {other.name}")
    await stage.settle()
    await me.types("/booking-settings")
    await me.presses("Calendar subscription…")
    await me.presses("Make an address")
    await mentors_too(stage, me)
    await stage.settle()


async def waits(stage: Stage, me: Pilot, other: Pilot) -> None:
    await only_one_time(stage, other)
    await other.presses("Open times…", on="Mentor panel")
    await other.fills(horizon="1")
    await stage.settle()
    await wants(stage, me, other.name)
    await me.presses("Wait for a time…")
    await me.fills(topic="canary waiting")
    await stage.settle()


async def mentors_too(stage: Stage, me: Pilot) -> None:
    await me.types("/mentor-panel")
    await me.fills(headline="canary headline", skills="canary skills", link="https://canary.example.org/room")
    await stage.settle()
    await me.types("/mentor-panel")
    await me.presses("Busy calendar…", on="Mentor panel")
    await me.presses("Add address…")
    await me.fills(address=ADDRESS)
    await stage.advance(MINUTE)


async def opens_privacy(stage: Stage, me: Pilot) -> None:
    await me.types("/booking-settings")
    await me.presses("Privacy…")
    await stage.settle()


@pytest.mark.parametrize(("student", "mentor", "everything"), USES)
async def test_somebody_takes_everything_along_and_nothing_stays(
    stage: Stage, student: str, mentor: str, everything: bool, tmp_path: Path
) -> None:
    me, other = stage.pilot(student), stage.pilot(mentor)
    if everything:
        await uses_days(stage, me, other)
    await uses_most(stage, me, other)
    if everything:
        await waits(stage, me, other)
    await opens_privacy(stage, me)
    answers = ", 1 answer about a session" if everything else ""
    how_many = 6 if everything else 1
    card = me.sees("Privacy", f"{how_many} session", f"1 note{answers}", "kept 24 months")
    assert "your profile" in card.text and "private address of your own calendar" in card.text
    assert card.buttons == ("Export my data", "Erase me…")
    typed = ["canary topic", "canary message", "canary note"] + [
        "canary feedback",
        "canary waiting",
    ] * everything
    await takes_along(stage, me, typed, how_many)

    await opens_privacy(stage, me)
    await me.presses("Erase me…")
    await me.fills(word="please")
    await stage.settle()
    if me.errors:
        assert "nothing was erased" in str(me.errors)
        await me.closes()
    else:
        me.sees("That did not work", "nothing was erased")
    pings, theirs = len(other.pings), await conversations(stage, me)
    await opens_privacy(stage, me)
    await me.presses("Erase me…")
    with capture_logs() as logs:
        await me.fills(word="erase")
        await stage.settle()
        await stage.advance(2 * MINUTE)
    me.sees("You are erased")
    assert "a former member has left" in other.pings[-1].text and len(other.pings) > pings
    left = [one.text for one in (*other.cards, *me.cards) if "canary" in one.text and not one.private]
    assert not left, "\n\n".join(left)
    await nothing_left(stage, me, tmp_path, *theirs)
    assert "canary" not in str(logs) and me.name not in str(logs)


async def takes_along(stage: Stage, me: Pilot, typed: list[str], how_many: int) -> None:
    """Ask for the files, and read what is in them."""
    await me.presses("Export my data")
    await stage.settle()
    me.sees("Your data is on its way", "two files as direct messages")
    files = {name: one for one in me.pings for name in one.files}
    (data,) = await fetched(files["my-data.json"])
    again = json.loads(data)
    assert len(again["sessions"]) == how_many and again["mentor"][0]["headline"] == "canary headline"
    assert again["busy_calendar"][0]["address"] == ADDRESS
    assert [words for words in typed if words.encode() not in data] == []
    (calendar,) = await fetched(files["my-sessions.ics"])
    assert b"canary topic" in calendar and calendar.count(b"BEGIN:VEVENT") == how_many


async def conversations(stage: Stage, me: Pilot) -> list[str]:
    """Return the ids of the conversations in which somebody has cards."""
    persona = next(one for one in stage.people if one.name == me.name)

    def read(tx: Transaction) -> list[str]:
        person, card = tx.person_at(stage.address(persona)), tables.placement.c
        assert person is not None
        return list(tx._connection.execute(sa.select(card.channel).where(card.person == person.id)).scalars())

    found = await stage.bot.store.read(read)
    assert found
    return found


async def nothing_left(stage: Stage, me: Pilot, folder: Path, *more: str) -> None:
    persona = next(one for one in stage.people if one.name == me.name)
    await backup.back_up(f"sqlite:///{folder / 'bookings.db'}", folder / "later.db")
    rows = await rows_as_text(stage.bot.store)
    raw = in_the_files(folder)
    for words in ("canary", persona.name, persona.user_id, *more):
        assert words not in rows, words
        assert words.encode() not in raw, words


async def test_a_backup_put_in_the_place_of_the_database_brings_nobody_back(
    stage: Stage, tmp_path: Path
) -> None:
    mia, ana = stage.pilot("mia"), stage.pilot("ana")
    await ask(stage, mia, ana.name, "canary topic")
    await backup.back_up(f"sqlite:///{tmp_path / 'bookings.db'}", tmp_path / "older.db")
    await opens_privacy(stage, mia)
    mia.sees("Privacy", "1 session")
    await mia.presses("Erase me…")
    await mia.fills(word="ERASE")
    await stage.settle()
    mia.sees("You are erased")
    ana.sees("a former member has left")
    await stage.stop_bot()
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"bookings.db{ending}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "older.db", tmp_path / "bookings.db")
    await stage.start_bot()
    (tmp_path / "older.db").unlink()
    await stage.advance(MINUTE)
    await nothing_left(stage, mia, tmp_path)
    await mia.types("/my-sessions")
    mia.sees("My sessions")
    assert not any("canary" in card.text for card in mia.cards if not card.private)
