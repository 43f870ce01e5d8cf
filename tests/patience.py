"""How long a test may take, and what becomes of one that does not end: the run goes on and names it."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

LAST = 240.0
"""Seconds for a test with all of its fixtures. pytest-timeout speaks up after half of them, but only once: what
then refuses to stop would hold up the whole run."""


class Watchdog:
    """One thread that looks after whichever test is running: a thread of its own for each would cost a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: list[tuple[float, pytest.Item]] = []
        self._thread: threading.Thread | None = None

    def watch(self, item: pytest.Item) -> None:
        with self._lock:
            self._running.append((time.monotonic() + LAST, item))
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
            self._thread.start()

    def ended(self) -> None:
        with self._lock:
            self._running.pop()

    def _look(self) -> None:
        """Sleep until the one that runs has had its time; one that began meanwhile has until later, never sooner."""
        while True:
            with self._lock:
                until, item = self._running[-1] if self._running else (time.monotonic() + LAST, None)
            left = until - time.monotonic()
            if item and left <= 0:
                _end(item)
            time.sleep(left)


_watchdog = Watchdog()


@contextmanager
def watched(item: pytest.Item) -> Iterator[None]:
    """End this process if what is inside does not end; pytest-xdist then names the test and starts another process."""
    _watchdog.watch(item)
    try:
        yield
    finally:
        _watchdog.ended()


def _end(item: pytest.Item) -> None:
    if capture := item.config.pluginmanager.getplugin("capturemanager"):
        capture.suspend_global_capture()
    sys.stderr.write(f"\n{item.nodeid} neither ends nor can be stopped, so its process ends.\n")
    faulthandler.dump_traceback(sys.stderr)
    os._exit(1)
