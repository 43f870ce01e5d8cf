"""Transactions that wait together are committed together, and each ends as if it had been alone."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from core.store.connections import SingleConnection
from core.store.errors import Unavailable
from core.store.group_commit import MOST
from core.store.store import Store
from tests.store.world import Ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from core.store.transaction import Transaction

BIG = "x" * 3_000_000


class Refused(Exception):
    """What a transaction answers that finds a reason not to happen."""


async def _opened(file: Path | str) -> tuple[Store, SingleConnection]:
    store = await Store.open(f"sqlite:///{file}" if file else "sqlite://", program="p", new_id=Ids())
    single = store._writes
    assert isinstance(single, SingleConnection)
    return store, single


class Gate:
    """A transaction that keeps the connection busy until it is let go."""

    def __init__(self, store: Store) -> None:
        self._began, self._open = threading.Event(), threading.Event()
        self._task = asyncio.create_task(store.write(self._work))

    def _work(self, _: Transaction) -> None:
        self._began.set()
        self._open.wait()

    async def __aenter__(self) -> None:
        await asyncio.to_thread(self._began.wait)

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)  # whoever asks has asked
        self._open.set()
        await self._task


async def _behind_one_that_waits(
    store: Store, *works: Callable[[Transaction], object]
) -> list[object | BaseException]:
    """Let ``works`` be asked for while the connection is busy, so that all of them wait when it is free."""
    async with Gate(store):
        tasks = [asyncio.create_task(store.write(work)) for work in works]
    return await asyncio.gather(*tasks, return_exceptions=True)


def _say(name: str, value: str = "said") -> Callable[[Transaction], None]:
    return lambda tx: tx.set_fact(name, value)


def _say_and_fail(name: str) -> Callable[[Transaction], None]:
    def work(tx: Transaction) -> None:
        tx.set_fact(name, "said")
        raise Refused(name)

    return work


async def _said(store: Store, name: str) -> str | None:
    return await store.read(lambda tx: tx.fact(name))


async def test_those_that_wait_share_one_commit(tmp_path: Path) -> None:
    store, single = await _opened(tmp_path / "bot.db")
    commits: list[sa.Connection] = []
    sa.event.listen(single._connection, "commit", commits.append)
    await _behind_one_that_waits(store, *(_say(f"{n}") for n in range(MOST)))
    assert len(commits) == 2
    assert [await _said(store, f"{n}") for n in range(MOST)] == ["said"] * MOST
    await store.close()


async def test_one_that_fails_takes_back_its_own_work_alone(tmp_path: Path) -> None:
    store, _ = await _opened(tmp_path / "bot.db")
    ends = await _behind_one_that_waits(store, _say("one"), _say_and_fail("two"), _say("three"))
    assert [type(end) for end in ends] == [type(None), Refused, type(None)]
    assert [await _said(store, name) for name in ("one", "two", "three")] == ["said", None, "said"]
    await store.close()


async def test_each_sees_what_those_before_it_have_done(tmp_path: Path) -> None:
    store, _ = await _opened(tmp_path / "bot.db")
    ends = await _behind_one_that_waits(
        store, _say("one"), lambda tx: tx.fact("one"), _say("one", "again"), lambda tx: tx.fact("one")
    )
    assert ends == [None, "said", None, "again"]
    await store.close()


async def test_nobody_is_answered_before_the_commit(tmp_path: Path) -> None:
    store, single = await _opened(tmp_path / "bot.db")
    seen: list[bool] = []
    async with Gate(store):
        tasks = [asyncio.create_task(store.write(_say(f"{n}"))) for n in range(3)]
        sa.event.listen(
            single._connection, "commit", lambda _: seen.append(any(task.done() for task in tasks))
        )
    await asyncio.gather(*tasks)
    assert seen == [False, False]
    await store.close()


async def test_a_disk_that_is_full_for_one_is_not_full_for_the_others(tmp_path: Path) -> None:
    """SQLite takes the whole transaction back when the disk is full: the others are then done alone."""
    store, single = await _opened(tmp_path / "bot.db")
    await single.pragma("max_page_count = 300")
    ends = await _behind_one_that_waits(store, _say("one"), _say("big", BIG), _say("three"))
    assert [type(end) for end in ends] == [type(None), Unavailable, type(None)]
    assert [await _said(store, name) for name in ("one", "big", "three")] == ["said", None, "said"]
    await store.close()


async def test_who_goes_away_holds_nobody_up(tmp_path: Path) -> None:
    store, _ = await _opened(tmp_path / "bot.db")
    async with Gate(store):
        leaving = asyncio.create_task(store.write(_say("leaving")))
        staying = asyncio.create_task(store.write(_say("staying")))
        await asyncio.sleep(0)
        leaving.cancel()
    await staying
    with suppress(asyncio.CancelledError):
        await leaving
    assert [await _said(store, name) for name in ("leaving", "staying")] == ["said", "said"]
    await store.close()


@pytest.mark.parametrize("n", [MOST + 1, 3 * MOST])
async def test_more_than_one_commit_may_hold_are_all_answered(n: int) -> None:
    store, _ = await _opened("")
    ends = await _behind_one_that_waits(store, *(_say(f"{at}") for at in range(n)))
    assert ends == [None] * n
    await store.close()


@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["write", "fail", "read"])), min_size=1, max_size=12
    )
)
@pytest.mark.wide
def test_together_they_end_as_one_after_the_other(steps: list[tuple[str, str]]) -> None:
    async def run() -> None:
        store, _ = await _opened("")
        facts: dict[str, str] = {}
        works: list[Callable[[Transaction], object]] = []
        expected: list[object] = []
        for at, (name, what) in enumerate(steps):
            if what == "read":
                works.append(lambda tx, name=name: tx.fact(name))  # type: ignore[misc]
                expected.append(facts.get(name))
            elif what == "fail":
                works.append(_say_and_fail(name))
                expected.append(Refused)
            else:
                works.append(_say(name, f"{at}"))
                facts[name] = f"{at}"
                expected.append(None)
        ends = await _behind_one_that_waits(store, *works)
        assert [type(end) if isinstance(end, Refused) else end for end in ends] == expected
        assert {name: await _said(store, name) for name in facts} == facts
        await store.close()

    asyncio.run(run())
