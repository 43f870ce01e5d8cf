"""The store's promises on an SQLite file and in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.store_contract import StoreContract
from tests.store.booking_promises import SqliteBookingPromises

if TYPE_CHECKING:
    from pathlib import Path


class TestOnFile(SqliteBookingPromises, StoreContract):
    def address(self, folder: Path) -> str:
        return f"sqlite:///{folder}/data/bot.db"


class TestInMemory(SqliteBookingPromises, StoreContract):
    def address(self, folder: Path) -> str:
        return "sqlite://"
