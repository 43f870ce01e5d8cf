"""The store's promises on a real PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.store_contract import StoreContract
from tests.store.postgres import shared_database

if TYPE_CHECKING:
    from pathlib import Path


class TestOnPostgres(StoreContract):
    def address(self, folder: Path) -> str:
        return shared_database()
