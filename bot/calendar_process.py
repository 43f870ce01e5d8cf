"""Works out the times of one calendar file in a process of its own, which can be ended whatever it is doing.

A few lines of a calendar can keep a program busy for hours (a rule that repeats and never comes true), and no thread
can be stopped. What the process says is times, and never a word of the calendar but the names of its events.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from core.domain.busy_calendar import Trouble
from core.ports.busy_calendar import CalendarUnread
from core.times.busy_events import BusyEvent, busy_events
from core.times.event_times import BadCalendar

if TYPE_CHECKING:
    from core.ports.busy_calendar import Wish

WORK_SECONDS = 20.0
"""A calendar of five megabytes takes two seconds, most of them a quarter of one."""
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space; five megabytes of events take sixty megabytes."""


async def worked_out(raw: bytes, wish: Wish, *, seconds: float = WORK_SECONDS) -> tuple[BusyEvent, ...]:
    """Return the occurrences in a file, soonest first; raises CalendarUnread."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.calendar_process"),
        *(wish.zone, wish.since.isoformat(), wish.until.isoformat()),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds):
            told, _ = await process.communicate(raw)
    except TimeoutError:
        raise CalendarUnread(Trouble.TOO_MUCH) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise CalendarUnread(Trouble.TOO_MUCH)
    return _events(json.loads(told))


def _events(told: str | list[tuple[str, str, str]]) -> tuple[BusyEvent, ...]:
    if isinstance(told, str):
        raise CalendarUnread(Trouble(told))
    return tuple(
        BusyEvent(uid, datetime.fromisoformat(start), datetime.fromisoformat(end)) for uid, start, end in told
    )


def answer(raw: bytes, place: str, since: str, until: str) -> str:
    """Return what the process says of a file: its occurrences, or the word for what is wrong with it."""
    try:
        found = busy_events(raw, place, datetime.fromisoformat(since), datetime.fromisoformat(until))
    except BadCalendar as bad:
        return json.dumps(bad.code)
    return json.dumps([[one.uid, one.start.isoformat(), one.end.isoformat()] for one in found])


def _hold_back() -> None:
    """Let the bot go first, and let the system end what takes too much."""
    if sys.platform == "win32":
        return
    import os  # noqa: PLC0415 - not on Windows
    import resource  # noqa: PLC0415 - not on Windows

    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (int(WORK_SECONDS), int(WORK_SECONDS)))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _hold_back()
    sys.stdout.write(answer(sys.stdin.buffer.read(), *sys.argv[1:]))
