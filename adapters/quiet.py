"""What libraries log while they try again: their sentence, without the traceback of every attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging


def without_traceback(record: logging.LogRecord) -> bool:
    """Let a record through with one line: an attempt that failed is no fault of the program."""
    record.exc_info = record.exc_text = None
    return True
