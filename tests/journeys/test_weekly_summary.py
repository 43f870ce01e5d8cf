"""On Monday morning the organisers' channel reads how the week before was, once, however many processes run."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.compose import new_id
from bot.services import services_of
from core.domain.policy import Policy
from core.ports.platform import Declined, Posted, TryLater, Unknown
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
    """A channel that keeps what was posted; ``trouble`` is what the next posts meet, ``search`` what looking meets."""

    name = "slack"

    def __init__(self) -> None:
        self.posted: list[tuple[str, Card, str]] = []
        self.trouble: list[Exception] = []
        self.arrives = False
        self.search: list[Exception] = []
        self.now = MONDAY

    async def announce(self, channel: str, card: Card, *, key: str) -> None:
        await asyncio.sleep(0)
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble is None or self.arrives:
            self.posted.append((channel, card, key))
        if trouble is not None:
            raise trouble

    async def announced(self, channel: str, key: str, since: datetime) -> Posted | None:
        assert (since - MONDAY) % WEEK == timedelta(0)
        if self.search:
            raise self.search.pop(0)
        return next(
            (Posted(channel, "1") for where, _, one in self.posted if (where, one) == (channel, key)), None
        )


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


LOST, SLOW, UNREAD = Unknown("lost"), TryLater(1), Declined("missing_scope")
TROUBLE: tuple[tuple[Exception, bool, Exception | None, int], ...] = (
    (TryLater(1), False, None, 1),
    (Declined("not_in_channel"), False, None, 1),
    (LOST, False, None, 1),
    (LOST, True, None, 1),
    (LOST, False, SLOW, 1),
    (LOST, True, SLOW, 1),
    (LOST, False, UNREAD, 0),
    (LOST, True, UNREAD, 1),
)
"""What the post meets, whether it arrives all the same, what looking for it meets, and how often it stands there."""


async def test_what_may_have_been_sent_is_looked_for_and_comes_once(store: Store) -> None:
    """Found it is done, not there it is sent again; where the channel can't be read it is never sent twice."""
    board = Board()
    several = await processes(board, *[store] * 3)
    for week, (trouble, arrives, search, posted) in enumerate(TROUBLE):
        board.posted, board.trouble, board.arrives = [], [trouble], arrives
        board.search = [] if search is None else [search]
        for minutes in range(0, 30, 3):
            board.now = MONDAY + week * WEEK + timedelta(minutes=minutes)
            await looks(several)
        assert len(board.posted) == posted, (trouble, arrives, search)
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
