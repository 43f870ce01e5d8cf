"""How long a test may take, and what becomes of one that does not end: the run goes on and names it."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

LAST = 240.0
"""Seconds for a test with all of its fixtures. pytest-timeout speaks up after half of them, but only once: what
then refuses to stop would hold up the whole run."""


@contextmanager
def watched(item: pytest.Item, seconds: float = LAST) -> Iterator[None]:
    """End this process if what is inside does not end; pytest-xdist then names the test and starts another process."""
    watchdog = threading.Timer(seconds, _end, [item])
    watchdog.daemon = True
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()


def _end(item: pytest.Item) -> None:
    if capture := item.config.pluginmanager.getplugin("capturemanager"):
        capture.suspend_global_capture()
    sys.stderr.write(f"\n{item.nodeid} neither ends nor can be stopped, so its process ends.\n")
    faulthandler.dump_traceback(sys.stderr)
    os._exit(1)
