"""Another machine, another database: people find the same cards, and what they press on them is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.stage import Stage
from core.store import backup, soundness
from core.store.checksums import checksums
from core.store.store import Store
from tests.bench.crowd import crowded
from tests.journeys.steps import ask, both_see
from tests.store.postgres import fresh_database
from tests.store.world import Ids

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.long
async def test_a_hundred_thousand_sessions_move_to_postgresql_and_back(tmp_path: Path) -> None:
    """Equal by export: the backup of either database has the same rows in every table."""
    store, _ = await crowded(tmp_path / "old.db", 100_000)
    await store.close()
    address = fresh_database(migrated=False)
    held = await backup.copy(f"sqlite:///{tmp_path}/old.db", address)
    assert next(one.rows for one in held if one.table == "booking") == 100_000
    assert await soundness.findings(address) == []
    assert await backup.copy(address, f"sqlite:///{tmp_path}/back.db") == held
    store = await Store.open(f"sqlite:///{tmp_path}/back.db", program="bench", new_id=Ids())
    assert await store.read(lambda tx: checksums(tx._connection)) == held
    await store.close()
