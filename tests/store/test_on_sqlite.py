"""The store's promises on an SQLite file and in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.store_contract import StoreContract
from tests.store.booking_promises import SqliteBookingPromises

if TYPE_CHECKING:
    from pathlib import Path


class TestOnFile(SqliteBookingPromises, StoreContract):
    def address(self, folder: Path) -> str:
        return f"sqlite:///{folder}/data/bot.db"


@pytest.mark.long  # the same statements by the same driver as on a file, which the playground alone leaves out
class TestInMemory(SqliteBookingPromises, StoreContract):
    def address(self, folder: Path) -> str:
        return "sqlite://"
