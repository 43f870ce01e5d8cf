"""Another machine, another database: people find the same cards, and what they press on them is done."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.slack import SlackPilot
from bot.playground.seed import LEA
from bot.playground.stage import Stage
from core.store import backup, soundness
from core.store.checksums import checksums
from core.store.store import Store
from tests.bench.crowd import crowded
from tests.journeys.process import Outside, outside
from tests.journeys.steps import ask, both_see
from tests.store.filling import fill_what_is_empty
from tests.store.postgres import fresh_database
from tests.store.world import Ids

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.people import Pilot


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_backup_that_is_restored_elsewhere_serves_the_same_cards(kind: str, tmp_path: Path) -> None:
    old, new = f"sqlite:///{tmp_path}/old.db", f"sqlite:///{tmp_path}/new.db"
    new = fresh_database(migrated=False) if kind == "postgres" else new
    stage = await Stage.open(standing=True, database_url=old)
    try:
        sam, ken = stage.pilot("sam"), stage.pilot("ken")
        await ask(stage, sam, "Ken", "Moving house", message="With everything in it.")
        await backup.back_up(old, tmp_path / "copy.db")
        await stage.stop_bot()
        (tmp_path / "old.db").unlink()
        await backup.restore(new, tmp_path / "copy.db")
        stage._extra["DATABASE_URL"] = new
        await stage.start_bot()
        await ken.presses("Accept")
        await stage.settle()
        assert sam.sees("Moving house", "Confirmed").colour == "green"
        assert (
            len([one for one in sam.cards if "With everything in it." in one.text and not one.private]) == 1
        )
        await both_see(stage, (sam, ken), "Upcoming sessions (1)", "Moving house")
    finally:
        await stage.close()


async def asks_and_waits(world: Outside, student: Pilot, topic: str, days: int) -> None:
    await world.opens(student, lambda: student.types("/book-session"))
    await student.fills(mentor="Ken", topic=topic, when=world.when(days))
    assert not student.errors
    await student.closes()
    await world.until(lambda: any(card.has((topic,)) for card in world.ken.pings))
    await world.until(lambda: any(card.has(("You asked", topic)) for card in student.cards))


def shown(pilot: Pilot, *words: str) -> int:
    """Return on how many messages of somebody's all of the words stand."""
    return sum(card.has(words) for card in pilot.cards if not card.private)


@pytest.mark.long
async def test_the_drill_of_the_operators_page_on_another_machine(tmp_path: Path) -> None:
    """Its own commands, in another folder, after the first machine is gone: cards, buttons and tombstones go on."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    async with outside(old) as world:
        sam, ken = world.sam, world.ken
        lea = SlackPilot(LEA.name, world.slack.client(LEA.user_id), LEA.zone, world.clock)
        await world.start()
        await world.opens(ken, lambda: ken.types("/mentor-panel"))
        await ken.fills(headline="Reads every diff twice", skills="python", zone="Tokyo")
        await asks_and_waits(world, sam, "Agreed", 1)
        await ken.presses("Accept", on="Agreed")
        await world.until(lambda: shown(sam, "Agreed", "Confirmed"))
        await asks_and_waits(world, sam, "Asked", 2)
        await asks_and_waits(world, lea, "canary", 3)
        assert "Saved to" in await world.command("db", "backup", str(tmp_path / "copy.db"))
        await lea.types("/booking-settings")
        await world.until(lambda: any("Privacy…" in card.buttons for card in lea.cards))
        await lea.presses("Privacy…")
        await world.until(lambda: any("Erase me…" in card.buttons for card in lea.cards))
        await world.opens(lea, lambda: lea.presses("Erase me…"))
        await lea.fills(word="ERASE")
        await world.until(lambda: not shown(ken, "canary"))
        await world.kill()
        shutil.move(old / "bookings.db-erased", new)
        shutil.move(old / "sitecustomize.py", new)
        shutil.rmtree(old)
        world.folder, world.address = new, f"sqlite:///{new}/bookings.db"
        assert "Restored from" in await world.command("db", "restore", str(tmp_path / "copy.db"))
        await world.start()
        assert "no sessions overlap" in await world.command("db", "check")
        before = shown(sam, "Asked"), shown(ken, "Agreed")
        await ken.presses("Accept", on="Asked")
        await world.until(lambda: shown(sam, "Asked", "Confirmed"))
        await world.opens(sam, lambda: sam.presses("Cancel session…", on="Agreed"))
        await sam.fills(reason="We have moved.")
        await world.until(lambda: shown(ken, "Agreed", "Cancelled"))
        told = before[0] + 1, before[1] + 1
        await world.until(
            lambda: (shown(sam, "Asked"), shown(ken, "Agreed")) == told
        )  # the card, and one ping
        await lea.types("/my-sessions")
        await world.until(lambda: any(card.has(("My sessions",)) for card in lea.cards))
        assert not shown(ken, "canary")
        with closing(sqlite3.connect(world.database)) as file:
            assert not any("canary" in line for line in file.iterdump())


@pytest.mark.long
async def test_a_hundred_thousand_sessions_move_to_postgresql_and_back(tmp_path: Path) -> None:
    """Equal by export: the backup of either database has the same rows in every table."""
    store, _ = await crowded(tmp_path / "old.db", 100_000)
    await store.write(lambda tx: fill_what_is_empty(tx._connection, 10_000))
    await store.close()
    address = fresh_database(migrated=False)
    held = await backup.copy(f"sqlite:///{tmp_path}/old.db", address)
    assert next(one.rows for one in held if one.table == "booking") == 100_000
    assert [one.table for one in held if not one.rows] == []
    assert await soundness.findings(address) == []
    assert await backup.copy(address, f"sqlite:///{tmp_path}/back.db") == held
    store = await Store.open(f"sqlite:///{tmp_path}/back.db", program="bench", new_id=Ids())
    assert await store.read(lambda tx: checksums(tx._connection)) == held
    await store.close()
