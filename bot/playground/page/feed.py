"""The stream to the browsers: the whole picture after every change, and the time once a second."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.page.picture import clock, picture

if TYPE_CHECKING:
    from bot.playground.page.played_stage import PlayedStage

GATHER = 0.02
"""Seconds in which changes are gathered into one picture: a single press causes several."""
TICK = 1.0
"""Seconds between two looks at the clock."""


class Feed:
    """Watches both platforms and tells every open page what there is to see (server-sent events)."""

    def __init__(self, stage: PlayedStage) -> None:
        self._stage = stage
        self._changed = asyncio.Event()
        self._listeners: set[asyncio.Queue[str]] = set()
        self._leave: list[Callable[[], None]] = []
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Watch from now on."""
        self.watch()
        self._task = asyncio.create_task(self._run())

    def watch(self) -> None:
        """Watch the platforms of the stage; those that it had before are left."""
        for leave in self._leave:
            leave()
        emulators = (self._stage.slack, self._stage.discord)
        self._leave = [emulator.watch(lambda _: self.touch()) for emulator in emulators]

    async def stop(self) -> None:
        """Stop watching and end every stream."""
        for leave in self._leave:
            leave()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        for listener in self._listeners:
            listener.put_nowait("")

    async def show(self) -> None:
        """Tell every page at once what there is to see."""
        self._tell("picture", await picture(self._stage))

    def announce(self, user: str | None, words: str) -> None:
        """Say on every page what happens now, and on whose screen."""
        self._tell("caption", {"user": user, "words": words})

    def touch(self) -> None:
        """Say that something has changed."""
        self._changed.set()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Serve one page until it goes away."""
        response = web.StreamResponse(headers={"Cache-Control": "no-store"})
        response.content_type = "text/event-stream"
        await response.prepare(request)
        queue: asyncio.Queue[str] = asyncio.Queue()
        queue.put_nowait(_event("picture", await picture(self._stage)))
        self._listeners.add(queue)
        try:
            while text := await queue.get():
                await response.write(text.encode())
        except ConnectionError:
            pass
        finally:
            self._listeners.discard(queue)
        return response

    async def _run(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self._changed.wait(), TICK)
            except TimeoutError:
                self._tell("clock", clock(self._stage))
                continue
            await asyncio.sleep(GATHER)
            self._changed.clear()
            if self._listeners:
                await self.show()

    def _tell(self, name: str, data: object) -> None:
        text = _event(name, data)
        for listener in self._listeners:
            listener.put_nowait(text)


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
