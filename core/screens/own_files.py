"""The files of what is stored about a person: everything as JSON, and their sessions as a calendar."""

from __future__ import annotations

import enum
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.ports.files import FILE_BYTES, File
from core.screens.calendar_feed import calendar_feed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.domain.calendar_feed import FeedEntry

_CALENDAR_NAME = "My sessions"
"""What a calendar calls the file."""
_LEFT_OUT = "history"
"""What every session goes without where all of it is too long for a message."""


def json_bytes(data: Mapping[str, Any]) -> bytes:
    """Return everything that is stored about a person as JSON (RFC 8259), in UTF-8 and readable by people."""
    return (json.dumps(data, indent=1, ensure_ascii=False, default=_plain) + "\n").encode()


def data_file(data: dict[str, Any], mark: str) -> File:
    """Return the JSON as a file for a message; what is too long for one goes without what ``left_out`` then names."""
    content = json_bytes(data)
    if len(content) > FILE_BYTES:
        sessions = [
            {name: value for name, value in one.items() if name != _LEFT_OUT} for one in data["sessions"]
        ]
        content = json_bytes(data | {"left_out": [_LEFT_OUT], "sessions": sessions})
    if len(content) > FILE_BYTES:
        content = json_bytes(data | {"left_out": ["sessions"], "sessions": []})
    return File(name="my-data.json", media="application/json", mark=mark, write=lambda: content)


def sessions_bytes(entries: Iterable[FeedEntry]) -> bytes:
    """Return somebody's agreed sessions as a calendar (RFC 5545)."""
    return calendar_feed(entries, _CALENDAR_NAME)


def sessions_file(entries: Iterable[FeedEntry], mark: str) -> File:
    """Return the calendar as a file for a message."""
    content = sessions_bytes(entries)
    media = "text/calendar; charset=utf-8; method=PUBLISH"
    return File(name="my-sessions.ics", media=media, mark=mark, write=lambda: content)


def _plain(value: object) -> object:
    match value:
        case enum.Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case UUID():
            return value.hex
        case _:
            return str(value)
