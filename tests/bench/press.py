"""From the press of a person to the bot's answer on the wire, one press at a time."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.bots import Wires, start_bare, start_product
from tests.bench.process import Process
from tests.bench.rounds import by_turns, median, percentile
from tests.bench.row import Row
from tests.bench.screen import button_in, walk

ROUNDS, PRESSES = 5, 100
ROUNDS_SAID = (
    f"{ROUNDS} rounds by turns, {PRESSES} presses of each kind in each; the emulators are in this process"
)
CPU_READING, CPU_WRITING = 3.0, 4.0
"""How many times the bare library's CPU a press may take."""
SLACK_READING, SLACK_WRITING, ON_DISCORD = 0.5, 1.0, 3.0
"""How many times the bare library's time half of all presses may take; on Discord a commit comes on top."""
LABELS = ("Pause", "Take requests again")
SLACK, DISCORD = "bare slack-bolt (AsyncApp, Socket Mode)", "bare discord.py"


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of each press, and CPU seconds of the bot for one."""

    presses: list[float]
    cpu: float


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of press, its goals, and which of the bare bots stands beside it (0 for Slack's, 1 for Discord's).

    ``times`` bounds the time, ``cpu`` the CPU; with ``commit`` the time of one commit is allowed on top.
    """

    name: str
    against: str
    bare: int
    press: Callable[[Wires], Awaitable[float]]
    times: float
    cpu: float
    commit: bool = False


def run() -> list[Row]:
    """Start the product and both bare bots in a temporary folder, and press."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Row]:
    async with Wires() as ours, Wires() as theirs, AsyncExitStack() as stack:
        product, _ = await start_product(folder, ours, stack)
        bare, _ = await start_bare(folder, theirs, stack)
        await _become_mentors(ours)
        await _open_panels(ours)
        await _open_panels(theirs)
        rows: list[Row] = []
        for kind in KINDS:
            runners = (
                partial(_round, kind, ours, product),
                partial(_round, kind, theirs, bare[kind.bare]),
                partial(_commits, folder / "commits.db"),
            )
            for warm_up in runners:
                await warm_up()
            rows += _rows(kind, *(await by_turns(ROUNDS, *runners)))
        return rows


async def _round(kind: Kind, emulators: Wires, bot: Process) -> Round:
    spent = bot.cpu
    presses = [await kind.press(emulators) for _ in range(PRESSES)]
    bot.check()
    return Round(presses, (bot.cpu - spent) / PRESSES)


async def _commits(file: Path) -> Round:
    """Commit a row at a time, as durably as the product does."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE IF NOT EXISTS press (at REAL)")
        return Round([_committed(connection) for _ in range(PRESSES)], 0.0)


def _committed(connection: sqlite3.Connection) -> float:
    began = time.perf_counter()
    connection.execute("INSERT INTO press VALUES (?)", (began,))
    return time.perf_counter() - began


def _rows(kind: Kind, product: list[Round], bare: list[Round], commits: list[Round]) -> Iterator[Row]:
    half, most = (partial(_milliseconds, part=part) for part in (0.5, 0.99))
    name, against = f"{kind.name}, p50", kind.against
    if kind.commit:
        most_ms = kind.times * half(bare) + half(commits)
        against = f"{against}; the goal is {kind.times:g}x and a commit of {half(commits):.2g} ms"
        yield Row(name, half(product), half(bare), "ms", against, at_most=round(most_ms, 1))
    else:
        yield Row(name, half(product), half(bare), "ms", against, ratio_at_most=kind.times)
    yield Row(f"{kind.name}, p99", most(product), most(bare), "ms", kind.against)
    yield Row(f"{kind.name}, CPU", _cpu(product), _cpu(bare), "ms", kind.against, ratio_at_most=kind.cpu)


def _milliseconds(rounds: list[Round], part: float) -> float:
    return percentile([press for one in rounds for press in one.presses], part) * 1000


def _cpu(rounds: list[Round]) -> float:
    return median([one.cpu for one in rounds]) * 1000


async def _become_mentors(emulators: Wires) -> None:
    """Fill in the product's form of a mentor, on both platforms."""
    slack, discord = emulators.calm
    await slack.command("/mentor-panel")
    await emulators.slack.until(lambda: slack.view)
    block = next(
        one["block_id"]
        for one in walk(slack.view)
        if "block_id" in one and "Headline" in str(one.get("label"))
    )
    _succeeded(await slack.submit({block: "Reads every diff twice"}))
    _succeeded(await discord.command("mentor-panel"))
    form = discord.modal
    field = next(
        one["component"]["custom_id"]
        for one in walk(form and form.as_json())
        if one.get("label") == "Headline"
    )
    _succeeded(await discord.submit({field: "Reads every diff twice"}))


async def _open_panels(emulators: Wires) -> None:
    slack, discord = emulators.calm
    _succeeded(await slack.command("/mentor-panel"))
    await emulators.slack.until(lambda: button_in(slack.messages(), LABELS[0]))
    _succeeded(await discord.command("mentor-panel"))


async def _slack_command(emulators: Wires) -> float:
    began = time.perf_counter()
    outcome = await emulators.busy[0].command("/booking-settings")
    took = time.perf_counter() - began
    _succeeded(outcome)
    return took


async def _discord_command(emulators: Wires) -> float:
    began = time.perf_counter()
    outcome = await emulators.busy[1].command("booking-settings")
    took = time.perf_counter() - began
    _succeeded(outcome)
    return took


async def _slack_button(emulators: Wires) -> float:
    """Press the button of the panel and wait until it has changed; what counts is the acknowledgement."""
    client = emulators.calm[0]
    label, message, button = _panel(client.messages())
    began = time.perf_counter()
    outcome = await client.press(client.dm, message["ts"], button["action_id"])
    took = time.perf_counter() - began
    _succeeded(outcome)
    other = LABELS[1 - LABELS.index(label)]
    await emulators.slack.until(lambda: button_in(client.messages()[-1], other))
    return took


async def _discord_button(emulators: Wires) -> float:
    client = emulators.calm[1]
    channel = emulators.discord.general
    _, message, button = _panel(client.messages(channel))
    began = time.perf_counter()
    outcome = await client.press(channel, message["id"], button["custom_id"])
    took = time.perf_counter() - began
    _succeeded(outcome)
    return took


def _succeeded(outcome: Any) -> None:
    if not outcome.ok:
        raise RuntimeError(f"a press failed: {outcome}")


def _panel(messages: list[dict[str, Any]]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the newest panel: the label of its button, the message, and the button."""
    for message in reversed(messages):
        for label in LABELS:
            if (button := button_in(message, label)) is not None:
                return label, message, button
    raise RuntimeError("there is no mentor panel on the screen")


KINDS = (
    Kind("Slack, /booking-settings", SLACK, 0, _slack_command, SLACK_READING, CPU_READING),
    Kind("Slack, Pause and resume", SLACK, 0, _slack_button, SLACK_WRITING, CPU_WRITING),
    Kind("Discord, /booking-settings", DISCORD, 1, _discord_command, ON_DISCORD, CPU_READING),
    Kind("Discord, Pause and resume", DISCORD, 1, _discord_button, ON_DISCORD, CPU_WRITING, commit=True),
)
