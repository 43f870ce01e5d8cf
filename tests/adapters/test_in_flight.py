"""Acts in flight: acknowledged once when they are late, finished behind it, ended with the program; in both apps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass

import pytest

from adapters import in_flight as module
from adapters.discord import app as discord_app
from adapters.in_flight import InFlight
from adapters.slack import app as slack_app
from core.ports.call import Call, Trigger
from core.ports.replies import Reply
from tests.adapters.discord_bench import ANA, bench, done
from tests.adapters.slack_bench import scene

LATE = 0.0
"""Seconds: whatever waits at all is late."""
SOON = 5.0


class Acknowledged:
    """Counts how often something was acknowledged."""

    def __init__(self) -> None:
        self.times = 0
        self.happened = asyncio.Event()

    async def __call__(self) -> None:
        self.times += 1
        self.happened.set()


async def test_what_is_done_in_time_is_not_acknowledged() -> None:
    acknowledge, in_flight = Acknowledged(), InFlight()

    async def work() -> str:
        return "done"

    assert await in_flight.answer(work(), within=SOON, acknowledge=acknowledge) == "done"
    assert (acknowledge.times, in_flight.busy) == (0, False)


async def test_what_is_late_is_acknowledged_once_and_finished_behind_it() -> None:
    acknowledge, in_flight, gate = Acknowledged(), InFlight(), asyncio.Event()

    async def work() -> str:
        await gate.wait()
        return "done"

    answering = asyncio.create_task(in_flight.answer(work(), within=LATE, acknowledge=acknowledge))
    await acknowledge.happened.wait()
    assert not answering.done()
    assert in_flight.busy
    gate.set()
    assert await answering == "done"
    assert acknowledge.times == 1


@pytest.mark.parametrize("within", [LATE, SOON])
async def test_a_failure_reaches_whoever_waits_for_the_answer(within: float) -> None:
    async def work() -> None:
        await asyncio.sleep(0)
        raise LookupError

    with pytest.raises(LookupError):
        await InFlight().answer(work(), within=within, acknowledge=Acknowledged())


async def test_the_end_waits_for_what_runs_and_for_what_begins_meanwhile() -> None:
    in_flight, ended = InFlight(), list[str]()

    async def second() -> None:
        await asyncio.sleep(0)
        ended.append("second")

    async def first() -> None:
        await asyncio.sleep(0)
        in_flight.start(second())
        ended.append("first")

    in_flight.start(first())
    await in_flight.drain(SOON)
    assert ended == ["first", "second"]


async def test_what_outlasts_the_end_is_cancelled() -> None:
    in_flight = InFlight()
    task = in_flight.start(asyncio.Event().wait())
    await in_flight.drain(0)
    assert task.cancelled()
    assert not in_flight.busy


async def test_what_will_not_be_cancelled_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CANCEL_SECONDS", 0.0)
    in_flight, gate = InFlight(), asyncio.Event()

    async def stubborn() -> None:
        with suppress(asyncio.CancelledError):
            await gate.wait()
        await gate.wait()

    task = in_flight.start(stubborn())
    await asyncio.sleep(0)
    await in_flight.drain(0)
    assert not task.done()
    gate.set()
    await task


async def test_a_failure_does_not_disturb_the_others() -> None:
    in_flight, ended = InFlight(), list[str]()

    async def fails() -> None:
        raise LookupError

    async def goes_on() -> None:
        await asyncio.sleep(0)
        ended.append("it")

    failing = in_flight.start(fails())
    in_flight.start(goes_on())
    await in_flight.settle()
    await in_flight.drain(SOON)
    assert ended == ["it"]
    assert isinstance(failing.exception(), LookupError)


def test_outside_of_a_task_nothing_can_be_held() -> None:
    with pytest.raises(RuntimeError):
        InFlight().hold()


# --- the same promises, kept by both apps ---------------------------------------------------------------------


@dataclass
class Running:
    """An app on its platform, with somebody who types a command."""

    answer: Callable[[Callable[[Call], Awaitable[Reply]]], None]
    types: Callable[[], Awaitable[object]]
    idle: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]
    answers: Callable[[], int]
    """How many answers stand on the person's screen."""


@asynccontextmanager
async def on_slack() -> AsyncIterator[Running]:
    async with scene(acknowledge_within=LATE) as it:
        yield Running(
            answer=lambda answer: it.on(Trigger.COMMAND, "my-sessions", answer),
            types=lambda: it.ana.command("/my-sessions"),
            idle=it.app.idle,
            stop=it.app.stop,
            answers=lambda: len(it.ana.messages()),
        )


@asynccontextmanager
async def on_discord() -> AsyncIterator[Running]:
    async with bench() as it:
        await it.restart(acknowledge_within=LATE)

        def answers() -> int:
            client = it.emulator.client(ANA)
            return len(client.messages(client.open_dm()))

        yield Running(
            answer=lambda answer: it.script.answers.update({"my-sessions": answer}),
            types=lambda: it.emulator.client(ANA).command("my-sessions", dm=True),
            idle=it.app.idle,
            stop=it.app.stop,
            answers=answers,
        )


Opened = Callable[[], AbstractAsyncContextManager[Running]]
BOTH = pytest.mark.parametrize("opened", [on_slack, on_discord])


@BOTH
async def test_an_app_acknowledges_late_work_once_and_finishes_it_behind(opened: Opened) -> None:
    gate = asyncio.Event()

    async def answer(_call: Call) -> Reply:
        await gate.wait()
        return done("My sessions")

    async with opened() as app:
        app.answer(answer)
        await app.types()  # returns with the acknowledgement, which the platform takes only once
        assert not gate.is_set()
        gate.set()
        await app.idle()
        assert app.answers() == 1


@BOTH
async def test_an_app_that_stops_cancels_what_outlasts_the_drain(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    for app_module in (slack_app, discord_app):
        monkeypatch.setattr(app_module, "DRAIN_SECONDS", 0.0)
    ended: list[str] = []
    begun = asyncio.Event()

    async def answer(_call: Call) -> Reply:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")
        raise AssertionError

    async with opened() as app:
        app.answer(answer)
        await app.types()
        await begun.wait()
        await app.stop()
        assert ended == ["cancelled"]
