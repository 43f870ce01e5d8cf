"""How fast a full outbox empties, beside the HTTP client alone that posts the same messages from memory."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sqlite3
import tempfile
import time
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.compose import PROGRAM, compose, new_id
from bot.settings import load
from core.store.store import Store
from core.store.transaction import Transaction
from tests.bench.pairs import Pairs, settled
from tests.bench.process import Process
from tests.bench.rounds import by_turns, median
from tests.bench.row import Row
from tests.bench.sink import COUNTS, LAST
from tests.store.world import MINUTE, NOW, Ids, asked, booking_of

ROUNDS = 5
SOME, MANY = 2_000, 20_000
"""Messages of a round; all of its rounds together are 10,000 or (--long) 100,000."""
PAIRS = 100
AT_ONCE = 16
"""As many calls in flight as the product has on one platform."""
ROUNDS_SAID = (
    f"{ROUNDS} rounds by turns, of {SOME:,} messages each (--long: {MANY:,}); the server is another process"
)
OF_CLIENT = 0.8
AGAINST = f"slack_sdk's AsyncWebClient, {AT_ONCE} calls at once, the product's own last message"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_APP_TOKEN": "xapp-bench"}


@dataclass(frozen=True, slots=True)
class Round:
    """Messages a second, and CPU seconds for one."""

    per_second: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Server:
    """Where the messages go."""

    url: str
    session: aiohttp.ClientSession

    async def told(self, path: str) -> dict[str, Any]:
        """Return what the server says of itself."""
        async with self.session.get(self.url + path) as answer:
            said: dict[str, Any] = await answer.json()
            return said


def run(messages: int = SOME) -> list[Row]:
    """Fill a file in a temporary folder and let the worker empty a copy of it in each round."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder), messages))


def run_long() -> list[Row]:
    """The same with ten times as many messages."""
    return run(MANY)


async def _measure(folder: Path, messages: int) -> list[Row]:
    await _filled(folder / "full.db", messages)
    async with AsyncExitStack() as stack:
        server = await _server(folder, stack)
        runners = (partial(_product, folder, server, messages), partial(_client, server, messages))
        for warm_up in runners:
            await warm_up()
        product, client = await by_turns(ROUNDS, *runners)
    name = f"{messages:,} messages"
    ours, theirs = (median([one.per_second for one in rounds]) for rounds in (product, client))
    spent, least = (median([one.cpu for one in rounds]) * 1000 for rounds in (product, client))
    return [
        Row(name, ours, theirs, "messages/s", AGAINST, ratio_at_least=OF_CLIENT),
        Row(f"{name}, CPU of one", spent, least, "ms", AGAINST),
    ]


async def _server(folder: Path, stack: AsyncExitStack) -> Server:
    process = await Process.start(folder, "tests.bench.sink")
    stack.push_async_callback(process.stop)
    while not (port := process.log.read_text()):
        process.check()
        await asyncio.sleep(0.01)
    session = await stack.enter_async_context(aiohttp.ClientSession())
    return Server(f"http://127.0.0.1:{port.strip()}/", session)


async def _filled(file: Path, messages: int) -> None:
    """Make requests without a time; the receipt of each student and the mentor's card are still to be sent."""
    store = await Store.open(f"sqlite:///{file}", program=PROGRAM, new_id=new_id)
    pairs = await settled(store, PAIRS)
    await store.write(partial(_ask, store, pairs, messages // 2))
    await store.close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM outbox WHERE kind NOT IN ('receipt', 'requested')")


def _ask(store: Store, pairs: Pairs, count: int, tx: Transaction) -> None:
    ids = Ids(5)
    for number in range(count):
        student, mentor = pairs.of(number)
        tx.record(asked(booking_of(store, ids, student, mentor)), key=None, who=student)


async def _product(folder: Path, server: Server, messages: int) -> Round:
    fresh = folder / new_id().hex
    fresh.mkdir()
    file = shutil.copy(folder / "full.db", fresh)
    given = {**TOKENS, "SLACK_API_URL": server.url, "DATABASE_URL": f"sqlite:///{file}", "HEALTH_PORT": "0"}
    bot = await compose(load(given), clock=lambda: NOW + MINUTE)
    try:
        before = (await server.told(COUNTS)).get("chat.postMessage", 0)
        began, spent = time.perf_counter(), time.process_time()
        await bot.worker.deliver_due()
        took, spent = time.perf_counter() - began, time.process_time() - spent
        arrived = (await server.told(COUNTS))["chat.postMessage"] - before
    finally:
        await bot.connections["slack"].stop()
        await bot.store.close()
        shutil.rmtree(fresh)
    if arrived != messages:
        raise AssertionError(f"{arrived} messages of {messages} arrived")
    return Round(messages / took, spent / messages)


async def _client(server: Server, messages: int) -> Round:
    content = await server.told(LAST)
    numbers = iter(range(messages))
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-bench", base_url=server.url, session=session, retry_handlers=[])

        async def sender() -> None:
            for _ in numbers:
                await client.chat_postMessage(**content)

        began, spent = time.perf_counter(), time.process_time()
        await asyncio.gather(*itertools.starmap(sender, [()] * AT_ONCE))
        took = time.perf_counter() - began
        return Round(messages / took, (time.process_time() - spent) / messages)
