"""A busy calendar: a mentor's own calendar, whose times are kept free, and how it stands with reading it."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit
from zlib import crc32

from core.domain.errors import BadInput, Problem
from core.domain.links import BadLink, MeetingLink

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import PersonId

ADDRESS_LENGTH = 512
"""Characters; Google's and Outlook's secret addresses take up to two hundred."""
READ_EVERY = timedelta(minutes=15)
TIMES_STAND = timedelta(hours=24)
"""How long the last known times are kept free while the calendar can't be read."""
WHOLE_EVERY = timedelta(days=1)
"""After how long it is read whole, even if it has not changed: what recurs goes on into the days ahead."""
READING_TAKES = timedelta(minutes=5)
"""How long whoever reads a calendar has it alone; longer than reading can take."""
_WEBCAL = re.compile(r"\bwebcals?://", re.IGNORECASE)


class Trouble(enum.StrEnum):
    """Why a calendar can't be read; the value is what is stored."""

    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    FAILING = "failing"
    """Its server answers with an error of its own."""
    INSECURE = "insecure"
    """The certificate of its server is not good."""
    PRIVATE = "private"
    """The address leads into a private network."""
    REDIRECTS = "redirects"
    FORBIDDEN = "forbidden"
    GONE = "gone"
    TOO_LARGE = "too_large"
    NO_CALENDAR = "no_calendar"
    BROKEN = "broken"
    """It holds an event of which nobody can tell when it is."""
    TOO_MUCH = "too_much"
    """It holds, or repeats, more than can be worked out."""


PASSING = frozenset({Trouble.UNREACHABLE, Trouble.TOO_SLOW, Trouble.FAILING})
"""What may be over by the next try: it is told when it happens twice in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyCalendar:
    """The calendar of one mentor. The address is a secret: whoever knows it can read everything in there."""

    person: PersonId
    address: str
    due_at: datetime
    """When it is to be read next, in UTC."""
    read_at: datetime | None = None
    """When it could be read last; None before the first time."""
    whole_at: datetime | None = None
    """When it was last read whole, and not only found unchanged."""
    etag: str | None = None
    modified: str | None = None
    """What its server said of the version that was read whole (RFC 9110, 8.8)."""
    trouble: Trouble | None = None
    trouble_since: datetime | None = None
    """Since when it can't be read, or None while it can."""
    failures: int = 0
    """How often in a row it could not be read."""
    dropped: bool = False
    """Whether the last known times are not kept free any more."""

    @property
    def host(self) -> str:
        """All that is shown of the address."""
        return urlsplit(self.address).hostname or ""

    def is_fresh(self, now: datetime) -> bool:
        """Whether it is enough to learn that nothing has changed."""
        return self.whole_at is not None and not self.dropped and now - self.whole_at < WHOLE_EVERY

    def taken(self, now: datetime) -> BusyCalendar:
        """Return it in the hands of whoever reads it now."""
        return replace(self, due_at=now + READING_TAKES)

    def read(self, now: datetime) -> BusyCalendar:
        """Return it after it was found unchanged."""
        return replace(
            self,
            due_at=self._next(now),
            read_at=now,
            trouble=None,
            trouble_since=None,
            failures=0,
            dropped=False,
        )

    def read_whole(self, now: datetime, etag: str | None, modified: str | None) -> BusyCalendar:
        """Return it after it was read whole."""
        return replace(self.read(now), whole_at=now, etag=etag, modified=modified)

    def unread(self, now: datetime, trouble: Trouble) -> BusyCalendar:
        """Return it after it could not be read."""
        return replace(
            self,
            due_at=self._next(now),
            trouble=trouble,
            trouble_since=self.trouble_since or now,
            failures=self.failures + 1,
            dropped=self.dropped or self._is_outdated(now),
        )

    @property
    def breaks_now(self) -> bool:
        """Whether it is this failure of which its owner is told: the first, or the second of what may pass."""
        passing = self.read_at is not None and self.trouble in PASSING
        return self.failures == 1 + passing

    def _is_outdated(self, now: datetime) -> bool:
        return self.read_at is not None and now - self.read_at >= TIMES_STAND

    def _next(self, now: datetime) -> datetime:
        """Return when to read it again: up to a fifth sooner or later, so that not all are read at once."""
        dice = crc32(self.person.bytes + now.isoformat().encode()) % 401 - 200
        return now + READ_EVERY * (1 + dice / 1000)


def calendar_address(typed: str) -> str:
    """Return a pasted address as it is read: https, with a public host; raises BadInput for the field ``address``.

    ``webcal`` is what calendars call the same address for other programs.
    """
    bare = _WEBCAL.sub("https://", typed, count=1)
    if not bare.strip():
        raise BadInput({"address": Problem("calendar_missing")})
    try:
        return urldefrag(MeetingLink.parse(bare).url).url
    except BadLink as bad:
        raise BadInput({"address": _problem(bad)}) from None


def _problem(bad: BadLink) -> Problem:
    """Return what is wrong with an address that is no link."""
    match bad.code:
        case "link_not_https":
            return Problem("calendar_not_https")
        case "link_with_password":
            return Problem("calendar_with_password")
        case "link_port":
            return Problem("calendar_port")
        case "link_private_host":
            return Problem("calendar_private_host", host=bad.host)
        case _:
            return Problem("calendar_unreadable")
