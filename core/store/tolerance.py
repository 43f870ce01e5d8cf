"""What a row says as far as it can be read: a value that breaks a rule is cut or left out, and logged once.

Rows outlive the rules by which they were checked: limits change, zones leave tzdata, somebody repairs a table by
hand. One such row must not stop a list, a search or a message in which it is only one of many.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import structlog

from core.domain.booking import aware
from core.domain.links import BadLink, MeetingLink
from core.domain.text import cut
from core.store.columns import EPOCH, SOMEDAY
from core.times.day_exceptions import parse_exceptions
from core.times.weekly_hours import BadHours, parse_hours
from core.times.zones import names

if TYPE_CHECKING:
    from uuid import UUID

log = structlog.get_logger(__name__)

NOTHING = "…"
"""Stands where words are needed and a row has none."""
LONG_AGO = date(2000, 1, 1)
"""Stored exceptions carry their years, so the day against which they are read does not matter."""


@dataclass(slots=True)
class RowReader:
    """Reads the values of one row and remembers the names of those that could not be read."""

    row: UUID
    unreadable: set[str] = field(default_factory=set)

    def words(self, name: str, text: str, longest: int, *, needed: bool = False) -> str:
        """Return words within ``longest`` UTF-16 units; those that are ``needed`` are never blank."""
        kept = cut(text, longest)
        if needed and not kept.strip():
            kept = NOTHING
        if kept != text:
            _log_once(self.row, name)
        return kept

    def number(self, name: str, value: int, least: int, most: int) -> int:
        """Return the nearest number from ``least`` to ``most``."""
        kept = min(max(value, least), most)
        if kept != value:
            _log_once(self.row, name)
        return kept

    def instant(self, name: str, text: object) -> datetime | None:
        """Return a moment written as ISO 8601 with its offset, in UTC, or None."""
        try:
            moment = aware(datetime.fromisoformat(text)) if isinstance(text, str) else None
        except (ValueError, OverflowError):
            moment = None
        if moment is None or not EPOCH <= moment < SOMEDAY:
            self.not_read(name)
            return None
        return moment

    def zone(self, name: str, zone: str | None) -> str | None:
        """Return the name of a zone that the installed tzdata knows, or None."""
        if zone and zone not in names():
            self.not_read(name)
            return None
        return zone

    def link(self, url: str | None) -> MeetingLink | None:
        """Return a link that can be a button, or None."""
        link = _link(url) if url else None
        if url and link is None:
            self.not_read("link")
        return link

    def hours(self, text: str) -> str:
        """Return weekly hours that can be read, or none."""
        if text and not _has_hours(text):
            self.not_read("hours")
            return ""
        return text

    def exceptions(self, text: str) -> str:
        """Return days off and extra hours that can be read, or none."""
        if text and not _has_exceptions(text):
            self.not_read("exceptions")
            return ""
        return text

    def not_read(self, name: str) -> None:
        """Note that a value could not be read."""
        self.unreadable.add(name)
        _log_once(self.row, name)


@lru_cache(maxsize=4096)
def _log_once(row: UUID, name: str) -> None:
    """The row is named and never what it holds: that is somebody's."""
    log.warning("row_breaks_a_rule", row=row.hex, field=name)


@lru_cache(maxsize=1024)
def _link(url: str) -> MeetingLink | None:
    try:
        return MeetingLink.parse(url)
    except BadLink:
        return None


@lru_cache(maxsize=1024)
def _has_hours(text: str) -> bool:
    try:
        parse_hours(text)
    except BadHours:
        return False
    return True


@lru_cache(maxsize=1024)
def _has_exceptions(text: str) -> bool:
    try:
        parse_exceptions(text, today=LONG_AGO)
    except BadHours:
        return False
    return True
