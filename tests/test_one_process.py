"""One process serves an SQLite file: the second says so and ends; what only looks at the file works beside it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.database import DatabaseUnusable
from bot.one_process import OneProcess
from core.store import backup, schema
from core.store.store import Store
from tests.store.world import Ids

if TYPE_CHECKING:
    from pathlib import Path

HOLDS = """
import sys
from bot.one_process import OneProcess
held = OneProcess.of(sys.argv[1])
print("held", flush=True)
input()
"""


def test_a_second_process_is_refused_until_the_first_is_gone_however_it_ends(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/bot.db"
    words = [sys.executable, "-c", HOLDS, url]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(DatabaseUnusable, match="Another process already serves") as refused:
            OneProcess.of(url)
        assert refused.value.code == 1
        assert str(refused.value).count(". ") == 0, "one sentence"
        first.kill()
    OneProcess.of(url).release()


async def test_who_looks_needs_no_permission(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    held = OneProcess.of(url)
    store = await Store.open(url, program="p", new_id=Ids())
    await store.close()
    assert await schema.check(url)
    await backup.back_up(url, tmp_path / "copy.db")
    held.release()
    held.release()


def test_any_number_of_processes_may_serve_postgresql() -> None:
    held = [OneProcess.of("postgresql://host/bookings") for _ in range(2)]
    for one in held:
        one.release()
