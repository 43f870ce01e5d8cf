"""A database is rewritten after an erasure: a small one at once, a large one when a pause disturbs least, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.compose import new_id
from core.domain.policy import Policy
from core.services import rewriting
from core.services.rewriting import Rewriting, let_rewrite
from core.store.store import Store

if TYPE_CHECKING:
    import pytest

ERASED = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WHEN = {
    "UTC": [(0, False), (16, False), (17, True), (19, True), (20, False), (23, False), (24, True)],
    "Asia/Tokyo": [(7, False), (8, True), (10, True), (11, False)],
}
"""Hours after the erasure, and whether a large file is rewritten then, by the zone of the program."""


async def test_a_large_file_is_rewritten_at_night_or_a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be written meanwhile, and by day that may take a second at most."""
    store = await Store.open("sqlite://", program="test", new_id=new_id)
    now, policy = ERASED, Policy()
    service = Rewriting(store, lambda: now, lambda: policy)

    async def is_done_at(hours: int) -> bool:
        nonlocal now
        now = ERASED + hours * HOUR
        await service.look()
        return not await service.is_due()

    assert await is_done_at(0), "nothing was erased"
    await store.write(lambda tx: let_rewrite(tx, ERASED))
    assert await is_done_at(0), "a small one is rewritten at once"
    monkeypatch.setattr(rewriting, "AT_ONCE_BYTES", -1)
    for zone, moments in WHEN.items():
        policy = replace(policy, zone=zone)
        for hours, expected in moments:
            for since in (ERASED, ERASED + HOUR):
                await store.write(lambda tx, since=since: let_rewrite(tx, since))  # type: ignore[misc]
            assert await is_done_at(hours) is expected, (zone, hours)
    await store.close()
