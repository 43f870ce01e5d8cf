"""Playing on a terminal: the page on a free port, in the browser, until Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from bot import log
from bot.playground.page.server import serve
from bot.playground.page.shown_tour import PACE, play_for
from bot.playground.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
NEIGHBOURS = 20
"""How many ports after the wanted one are tried before any free one is taken."""
INTERRUPTED = 130
"""What a shell calls the end by SIGINT."""


async def serve_page(
    port: int, *, program: str = "Mentoring", show: Callable[[str], object] | None = None
) -> int:
    """Serve the playground on 127.0.0.1 until SIGINT or SIGTERM; the result is the exit code.

    A port in use is passed over for the next free one. ``show`` is told the address once the page is there;
    it may take its time. 2 when the port may not be used at all.
    """
    log.configure("ERROR")
    try:
        listening = listen(port)
    except OSError as error:
        reason = os.strerror(error.errno or errno.EACCES)
        print(f"The page cannot use port {port} ({reason}): choose another with --port.", file=sys.stderr)
        return 2
    with listening, suppress(asyncio.CancelledError):
        _end_when_told()
        stage = await Stage.open(extra={"PROGRAM_NAME": program})
        try:
            await _keep_open(stage, listening, port, show)
        finally:
            await stage.close()
    print("\rThe playground is closed." if sys.stdout.isatty() else "The playground is closed.")
    return 0


def open_in_browser(url: str, browser: webbrowser.BaseBrowser | None = None) -> bool:
    """Open the page in ``browser``, or in this person's own; say whether that was tried.

    A browser that runs in the terminal is left alone: it would take the terminal away.
    """
    try:
        chosen = browser or webbrowser.get()
    except webbrowser.Error:
        return False
    return type(chosen) is not webbrowser.GenericBrowser and chosen.open(url)


def listen(port: int) -> socket.socket:
    """Listen on this port, else on one of its neighbours, else anywhere; 0 is anywhere.

    Raises OSError for a port that this person may not use.
    """
    for candidate in range(port, min(port + NEIGHBOURS, 65535) + 1):
        try:
            return socket.create_server((HOST, candidate))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    return socket.create_server((HOST, 0))


def _end_when_told() -> None:
    """Cancel the task that asks at the first SIGINT or SIGTERM; a second one does not wait for the end."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def end() -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, os._exit, INTERRUPTED)
        if task is not None:
            task.cancel()

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, end)


async def _keep_open(
    stage: Stage, listening: socket.socket, port: int, show: Callable[[str], object] | None
) -> None:
    """Serve the page of a stage until this task is cancelled, which is how it is meant to end."""
    server = await serve(stage, listening=listening, tour=partial(play_for, stage, pace=PACE))
    try:
        taken = listening.getsockname()[1]
        if port not in (0, taken):
            print(f"Port {port} is in use, so the page is on port {taken}.")
        print(
            f"The playground is open: {server.url}\n"
            "Slack is on the left, Discord on the right. Ctrl-C ends it.",
            flush=True,
        )
        if show is not None:
            threading.Thread(target=show, args=(server.url,), daemon=True).start()
        await asyncio.Event().wait()
    finally:
        await server.close()
