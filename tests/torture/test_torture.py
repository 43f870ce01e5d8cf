"""A short form of the crash sweep, with different points in each flow; the whole one is ``python3 dev torture``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.postgres import shared_server
from tests.torture.databases import Databases, Files, OnServer
from tests.torture.startup import kill_starts, sweep_starts
from tests.torture.stories import MANY_PEOPLE, ONE_SESSION
from tests.torture.sweep import sweep

if TYPE_CHECKING:
    from pathlib import Path

EVERY = {"sqlite": 37, "postgres": 29}
"""Between two points at which a short sweep ends: it has a few seconds."""
SHORT = {"sqlite": tuple(ONE_SESSION), "postgres": ("request",)}
"""The flows of a short sweep; a database of PostgreSQL takes longer to make."""


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def databases(kind: str, tmp_path: Path) -> Databases:
    return Files(tmp_path) if kind == "sqlite" else OnServer(shared_server())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the dead close nothing
@pytest.mark.wide
async def test_whatever_it_dies_of_nothing_is_lost_or_made_up_or_told_twice(
    kind: str, databases: Databases
) -> None:
    tallies = [one async for one in sweep(databases, every=EVERY[kind], flows=SHORT[kind])]
    assert [line for one in tallies for line in (*one.lost, *one.phantom, *one.twice)] == []
    assert sum(one.crashes for one in tallies) >= len(tallies)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the dead close nothing
async def test_nor_of_what_organisers_do_and_what_concerns_people(kind: str, databases: Databases) -> None:
    tallies = [one async for one in sweep(databases, every=EVERY[kind], flows=MANY_PEOPLE)]
    assert [line for one in tallies for line in (*one.lost, *one.phantom, *one.twice)] == []
    assert sum(one.crashes for one in tallies) >= len(tallies)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the dead close nothing
@pytest.mark.wide
async def test_a_start_that_dies_is_finished_by_the_next(kind: str, databases: Databases) -> None:
    tallies = [one async for one in sweep_starts(databases, every=EVERY[kind])]
    if kind == "sqlite":
        tallies += [one async for one in kill_starts(databases, fractions=(0.6,))]
    assert [line for one in tallies for line in (*one.lost, *one.phantom, *one.twice)] == []
    assert all(one.crashes for one in tallies)
