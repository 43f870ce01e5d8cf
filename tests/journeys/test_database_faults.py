"""While nothing can be saved everybody is told so at once, and loses nothing that was typed; then all goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.slack import SlackPilot
from core.store.errors import Unavailable
from tests.journeys.chatting import chat_opened
from tests.journeys.steps import WEDNESDAY, ask, both_see, opens, zoned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.playground.stage import Stage
    from core.store.transaction import Transaction

WORDS = "I can't save right now"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The database of the stage."""
    return tmp_path / "bookings.db"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program holds the database, and does not let go of it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def away(file: Path) -> Iterator[None]:
    """The disk is not there, and comes back as it was."""
    parts = [file.with_name(file.name + end) for end in ("", "-wal", "-shm")]
    for part in parts:
        part.rename(part.with_name(f"{part.name}.away"))
    yield
    for part in parts:
        part.with_name(f"{part.name}.away").rename(part)


async def answered(stage: Stage) -> None:
    """Let the answer arrive; what else is due cannot even be read."""
    with suppress(Unavailable):
        await stage.settle()


FAULTS = [locked, away]


async def impatient(stage: Stage) -> None:
    """Wait for the lock as long as a test can."""

    def work(tx: Transaction) -> None:
        tx._connection.exec_driver_sql("PRAGMA busy_timeout = 50")

    await stage.bot.store.write(work)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("student", "mentor"), [("sam", "ken"), ("mia", "ana")])
async def test_what_was_typed_is_kept_until_it_can_be_saved(
    stage: Stage, file: Path, student: str, mentor: str, fault: type
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    slack = isinstance(asker, SlackPilot)
    if slack:
        await asker.types(f"/book-session @{answerer.name}")
    else:
        await zoned(stage, asker, "London")
        await opens(asker, answerer.name)
    await impatient(stage)
    words = {"topic": "Typed once", "when": WEDNESDAY, "message": "A long message"}
    with fault(file):
        await asker.fills(**words)
        await answered(stage)
        told = "".join(asker.errors.values()) if slack else asker.cards[-1].text
        assert WORDS in told
    if not slack:
        await asker.presses("Edit…")
    assert asker.form is not None
    assert asker.form.field("message").value == "A long message"
    assert not answerer.pings
    await asker.fills()
    if slack:
        await asker.closes()
    await stage.settle()
    assert sum("Typed once" in ping.text for ping in answerer.pings) == 1
    await both_see(stage, (asker, answerer), "Typed once")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("student", "mentor"), [("sam", "ken"), ("mia", "ana")])
async def test_a_press_that_cannot_be_saved_is_never_said_to_be(
    stage: Stage, file: Path, student: str, mentor: str, fault: type
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Pressed")
    await impatient(stage)
    with fault(file):
        await answerer.presses("Accept", on="Pressed")
        await answered(stage)
        answerer.sees(WORDS)
        assert not any("Confirmed" in card.text for card in (*answerer.cards, *asker.cards))
    await answerer.presses("Accept", on="Pressed")
    await stage.settle()
    asker.sees("Pressed", "Session with", "Confirmed")
    assert sum(" accepted: " in ping.text for ping in asker.pings) == 1


async def test_who_only_looks_is_told_as_well(stage: Stage, file: Path) -> None:
    sam, mia = stage.pilot("sam"), stage.pilot("mia")
    with away(file):
        for pilot in (sam, mia):
            await pilot.types("/my-sessions")
            await answered(stage)
            pilot.sees(WORDS)


async def test_what_is_said_in_a_chat_comes_again_or_is_said_not_to_be_saved(
    stage: Stage, file: Path
) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    await impatient(stage)
    stage.slack._sockets.ack_seconds, stage.slack._sockets.retry_delays = 0.5, (0.6, 0.6, 0.6)
    with locked(file):
        await sam.writes("Slack delivers this again", below="Chat with Ken")
        await ken.writes("Discord does not")
        await answered(stage)
    await sam.writes("and nothing goes before it", below="Chat with Ken")
    await stage.slack.until(lambda: len(stage.slack.acknowledgements) > 0)
    await stage.discord.until(lambda: any("Slack delivers" in card.text for card in ken.cards))
    ken.sees(WORDS)
    await stage.settle()
    told = "\n".join(card.text for card in ken.cards)
    assert [told.count(words) for words in ("Slack delivers", "and nothing goes before it")] == [1, 1]
    assert told.index("Slack delivers") < told.index("and nothing goes before it")
    assert not any("Discord does not" in card.text for card in sam.cards)
