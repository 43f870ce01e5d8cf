"""The store's promises on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from core.store.store import Store
from tests.contract.store_contract import StoreContract
from tests.store.postgres import fresh_database, shared_database
from tests.store.world import Ids

if TYPE_CHECKING:
    from pathlib import Path

    from core.store.transaction import Transaction

END_THE_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE pid <> pg_backend_pid() AND datname = current_database()"""


@pytest.mark.wide  # what differs between the two is in the quick run: claims, commits in doubt, races, plans
class TestOnPostgres(StoreContract):
    def address(self, folder: Path) -> str:
        return shared_database()


async def test_connections_that_the_server_has_ended_are_replaced_unseen() -> None:
    store = await Store.open(fresh_database(), program="test", new_id=Ids(1))
    begun = asyncio.Barrier(3)

    async def used(number: int) -> None:
        await begun.wait()
        await store.write(lambda tx: tx.set_fact(f"before {number}", "stored"))

    await asyncio.gather(*(used(number) for number in range(3)))

    def ends_the_others(tx: Transaction) -> None:
        tx._connection.exec_driver_sql(END_THE_OTHERS)

    await store.write(ends_the_others)
    await asyncio.gather(*(store.write(lambda tx: tx.set_fact("after", "stored")) for _ in range(3)))
    assert await store.read(lambda tx: tx.fact("after")) == "stored"
    await store.close()
