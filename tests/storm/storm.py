"""The storm itself: a crowd at work in the worst of weathers, the program killed again and again, then the verdict."""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.journeys.process import GUARD, Outside
from tests.storm.calls import Calls
from tests.storm.crowd import ASKS, Crowd
from tests.storm.presses import Presses
from tests.storm.verdict import Judge, Verdict, engine_of, waiting
from tests.storm.weather import Weather
from tests.storm.witness import Witness

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PER_STUDENT = 6
"""Requests of one student at most: the program allows ten an hour."""
CALM = 60.0
"""Seconds in which everything must have been told after the storm has ended."""
OUTAGE = (2.0, 6.0)
"""Between how many seconds one platform is away at a time."""
AFTERWARDS = timedelta(hours=1)
"""What is put off for longer than this after the end belongs to the sessions, and not to the storm."""


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What kind of storm."""

    seconds: float
    rate: float
    """Acts a second."""
    kills: int
    seed: int
    share: float = 0.05
    """Of the calls to the platforms that fail."""


@dataclass
class Report:
    """How it went."""

    verdict: Verdict
    presses: Presses
    weather: Weather
    acts: int = 0
    idle: int = 0
    seconds: float = 0.0
    starts: list[float] = field(default_factory=list)
    """How many seconds each start took until presses arrived on both platforms."""
    emptied: float | None = None
    """Seconds after the end until nothing waited any more; None for never."""
    left: list[str] = field(default_factory=list)
    """What still waited then."""
    memory: list[list[float]] = field(default_factory=list)
    """MB, sampled, for each life of the program."""
    processor: list[float] = field(default_factory=list)
    """Seconds of one core that each life of the program took."""
    broken_rules: list[str] = field(default_factory=list)
    """What the platforms' own specifications have against the calls."""
    errors: Counter[str] = field(default_factory=Counter)
    """What the program's log calls an error."""


class Storm:
    """One storm over one world."""

    def __init__(self, world: Outside, forecast: Forecast) -> None:
        self._world, self._forecast = world, forecast
        self._random = random.Random(f"storm {forecast.seed}")
        self._presses = Presses()
        self._crowd = Crowd(world, self._presses, forecast.seed)
        self._witness = Witness(world.slack, world.discord)
        self._running: set[asyncio.Task[None]] = set()
        self._crashed: list[BaseException] = []
        self._starts: list[float] = []
        self._memory: list[list[float]] = []
        self._processor: list[float] = []
        self._calls = Calls(world.slack, world.discord, seed=forecast.seed)
        self._left: list[str] = []

    async def rage(self) -> Report:
        """Go through all of it."""
        asked = self._forecast
        requests = asked.rate * asked.seconds * ASKS
        students = max(6, round(requests / PER_STUDENT))
        await self._crowd.gather(students, max(4, students // 4))
        await self._start()
        weather = Weather(self._world.slack, self._world.discord, seed=asked.seed, share=asked.share)
        began = time.monotonic()
        trouble = [
            asyncio.create_task(one) for one in (self._kill(), self._worsen(weather), self._look_after())
        ]
        try:
            return await self._through(weather, trouble, began)
        finally:
            for task in trouble:
                task.cancel()
            await asyncio.gather(*trouble, return_exceptions=True)

    async def _through(self, weather: Weather, trouble: list[asyncio.Task[None]], began: float) -> Report:
        acts = await self._work()
        await asyncio.gather(*self._running)
        await trouble[0]
        took = time.monotonic() - began
        weather.clear_up()
        trouble[1].cancel()
        emptied = await self._rest()
        trouble[2].cancel()
        self._sample()
        await self._world.terminate()
        if self._crashed:
            raise self._crashed[0]
        until = self._world.clock() + AFTERWARDS
        judge = Judge(engine_of(self._world.address), self._crowd, self._witness, until)
        return Report(
            verdict=judge.verdict(),
            presses=self._presses,
            weather=weather,
            acts=acts,
            idle=self._crowd.idle,
            seconds=took,
            starts=self._starts,
            emptied=emptied,
            left=self._left,
            memory=self._memory,
            processor=self._processor,
            broken_rules=self._calls.problems(),
            errors=self._log(),
        )

    async def _work(self) -> int:
        """Begin acts at their rate, whatever has become of those before."""
        begin, number = time.monotonic(), 0
        while (now := time.monotonic() - begin) < self._forecast.seconds:
            while number < now * self._forecast.rate:
                number += 1
                task = asyncio.create_task(self._crowd.act())
                self._running.add(task)
                task.add_done_callback(self._ended)
            await asyncio.sleep(0.02)
        return number

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if error := task.exception():
            self._crashed.append(error)

    async def _kill(self) -> None:
        """Kill the program at moments that nobody expects, and start it again at once."""
        part = self._forecast.seconds / max(1, self._forecast.kills)
        begin = time.monotonic()
        for number in range(self._forecast.kills):
            moment = begin + part * (number + self._random.uniform(0.1, 0.9))
            await asyncio.sleep(max(0.0, moment - time.monotonic()))
            dark = time.monotonic()
            self._sample()
            await self._world.cut_power()
            await self._start()
            self._presses.dark.append((dark, time.monotonic()))

    async def _start(self) -> None:
        began = time.monotonic()
        await self._world.start()
        self._starts.append(time.monotonic() - began)
        self._memory.append([])
        self._processor.append(0.0)

    async def _worsen(self, weather: Weather) -> None:
        """Break connections and let platforms go away."""
        part = self._forecast.seconds / 60
        while True:
            await asyncio.sleep(min(10.0, max(2.0, part * 5)) * self._random.uniform(0.5, 1.5))
            if self._random.random() < 0.5:
                began = time.monotonic()
                await weather.break_connections()
                self._presses.dark.append((began, began + 1.0))
            else:
                await weather.outage(min(part * 3, self._random.uniform(*OUTAGE)))

    async def _look_after(self) -> None:
        """Sample the memory, and take note of the calls."""
        while True:
            await asyncio.sleep(2.0)
            self._sample()
            self._calls.gather()

    def _sample(self) -> None:
        process = self._world.process
        if process is not None and process.returncode is None:
            pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
            self._memory[-1].append(pages * 4096 / 1e6)
            spent = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            self._processor[-1] = sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")

    async def _rest(self) -> float | None:
        """Wait until everything has been told; return how long that took, or None when it never was."""
        began, engine = time.monotonic(), engine_of(self._world.address)
        while time.monotonic() - began < CALM * 2:
            self._left = await asyncio.to_thread(waiting, engine, self._world.clock() + AFTERWARDS)
            if not self._left:
                return time.monotonic() - began
            await asyncio.sleep(0.25)
        return None

    def _log(self) -> Counter[str]:
        lines = (self._world.folder / "program.log").read_text(errors="replace").splitlines()
        said = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return Counter(one["event"] for one in said if one["level"] in {"error", "critical"})


@asynccontextmanager
async def world(folder: Path, address: str = "") -> AsyncIterator[Outside]:
    """Start both platforms, with nobody on them; the program is ended with them."""
    (folder / "sitecustomize.py").write_text(GUARD)
    opened = Outside(folder, address)
    await opened.slack.start()
    await opened.discord.start()
    try:
        yield opened
    finally:
        if opened.process is not None:
            await opened.cut_power()
        await opened.slack.stop()
        await opened.discord.stop()
