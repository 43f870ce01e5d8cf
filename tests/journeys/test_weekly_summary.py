"""On Monday morning the organisers' channel reads how the week before was, once, however many processes run."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.compose import new_id
from bot.services import services_of
from core.domain.policy import Policy
from core.ports.platform import Declined, TryLater, Unknown
from core.services.current_policy import CurrentPolicy
from core.store.store import Store
from tests.journeys.steps import ask
from tests.journeys.test_organising import channel_of, opens
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.stage import Stage
    from core.handlers.router import Services
    from core.ports.cards import Card

MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


class Board:
    """A channel that keeps what was posted; ``trouble`` is what the next posts meet."""

    name = "slack"

    def __init__(self) -> None:
        self.posted: list[tuple[str, Card, str]] = []
        self.trouble: list[Exception] = []
        self.now = MONDAY

    async def announce(self, channel: str, card: Card, *, key: str) -> None:
        await asyncio.sleep(0)
        if self.trouble:
            raise self.trouble.pop(0)
        self.posted.append((channel, card, key))


async def processes(board: Board, *stores: Store, zone: str = "UTC") -> list[Services]:
    """Several processes of one program, each with what it calls its store."""
    policy = Policy(organisers_channel={"slack": "C0ORGANISE"}, zone=zone)
    return [
        services_of(
            store,
            {"slack": board},  # type: ignore[dict-item]  # nothing else of it is used here
            lambda: board.now,
            new_id,
            CurrentPolicy(policy),
            public_url="",
            calendars=None,
        )
        for store in stores
    ]


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    return await Store.open(f"sqlite:///{tmp_path / 'weekly.db'}", program="test", new_id=new_id)


async def looks(several: list[Services]) -> None:
    """Let all of them look at the same moment."""
    await asyncio.gather(*(one.weekly_summary.look() for one in several))


async def test_of_four_processes_one_posts_and_none_posts_again(store: Store) -> None:
    board = Board()
    several = await processes(board, *[store] * 4)
    for minutes in range(-2, 800, 7):
        board.now = MONDAY + timedelta(minutes=minutes)
        await looks(several)
    ((channel, card, key),) = board.posted
    assert (channel, key) == ("C0ORGANISE", "weekly:2026-11-30:slack")
    assert card.title == "The week from 23 Nov 2026"
    board.now = MONDAY + WEEK
    await looks(several)
    assert [key for _, _, key in board.posted] == ["weekly:2026-11-30:slack", "weekly:2026-12-07:slack"]
    await store.close()


@pytest.mark.long
async def test_of_four_connections_that_ask_at_the_same_moment_one_posts() -> None:
    """On PostgreSQL they do not wait for one another, neither for the first summary nor for the next ones."""
    address, board = fresh_database(), Board()
    stores = [await Store.open(address, program="test", new_id=new_id) for _ in range(4)]
    several = await processes(board, *stores)
    for week in range(12):
        board.now = MONDAY + week * WEEK
        await looks(several)
        assert len(board.posted) == week + 1
    for store in stores:
        await store.close()


@pytest.mark.parametrize(
    ("zone", "first"),
    [("UTC", MONDAY), ("Asia/Tokyo", MONDAY - 9 * HOUR), ("America/New_York", MONDAY + 5 * HOUR)],
)
async def test_it_comes_in_the_morning_of_the_programs_own_monday(
    store: Store, zone: str, first: datetime
) -> None:
    board = Board()
    several = await processes(board, store, zone=zone)
    for moment, count in ((first - timedelta(seconds=1), 0), (first, 1), (first + DAY, 1)):
        board.now = moment
        await looks(several)
        assert len(board.posted) == count, moment
    await store.close()


async def test_where_nothing_ran_on_monday_it_waits_for_the_next(store: Store) -> None:
    board = Board()
    board.now = MONDAY + DAY
    await looks(await processes(board, store, store))
    assert not board.posted
    await store.close()


@pytest.mark.parametrize(
    ("trouble", "posted"), [(TryLater(1), 1), (Declined("not_in_channel"), 1), (Unknown("lost"), 0)]
)
async def test_what_was_surely_not_sent_is_sent_later_and_what_may_have_been_is_not(
    store: Store, trouble: Exception, posted: int
) -> None:
    board = Board()
    board.trouble = [trouble]
    several = await processes(board, *[store] * 3)
    for minutes in range(0, 60, 3):
        board.now = MONDAY + timedelta(minutes=minutes)
        await looks(several)
    assert len(board.posted) == posted
    await store.close()


@pytest.mark.parametrize(
    ("key", "reader"), [("ana", "sam"), pytest.param("ken", "mia", marks=pytest.mark.long)]
)
async def test_the_channel_reads_how_the_week_was(stage: Stage, key: str, reader: str) -> None:
    await ask(stage, stage.pilot("sam"), "Ana", "A portfolio", when="2026-12-03 16:00")
    await stage.pilot("ana").presses("Accept", on="would like a session")
    await stage.settle()
    admin = await opens(stage, key, "Channels…")
    await admin.fills(organisers_channel=channel_of(stage, key))
    await stage.settle()
    await stage.sleep(6 * DAY + 23 * HOUR)
    await stage.bot.bookings.sweep()
    for look in stage.bot.jobs._looks:
        await look()
    text = stage.pilot(reader).sees("The week from 30 Nov 2026").text
    assert "1 took place" in text and "Ana" in text
