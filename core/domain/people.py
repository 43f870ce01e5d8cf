"""Who takes part: people, where they are reached, and what a mentor offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.links import MeetingLink
    from core.domain.reminders import Chosen

PersonId = NewType("PersonId", UUID)
ProgramId = NewType("ProgramId", UUID)
OfferingId = NewType("OfferingId", UUID)

DEFAULT_MINUTES = 30
HORIZON_DAYS = 28
NAME_LENGTH = 80
"""UTF-16 units of a person's name: it stands in titles and one-line summaries."""
ZONE_LENGTH = 64
"""Characters; the longest IANA name has 32, and a place may be typed instead."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is known: a platform, the space that gives the user id its meaning, the user id.

    ``space`` is the workspace on a platform whose user ids belong to one workspace, and ``-`` on a platform
    whose user ids are global.
    """

    platform: str
    space: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who asked for, or gives, a session. ``zone`` is an IANA name, or None while it is unknown."""

    id: PersonId
    program: ProgramId
    name: str
    address: Address
    zone: str | None = None
    locale: str | None = None
    unreachable: str | None = None
    """Why direct messages do not arrive, or None while they do."""
    left_at: datetime | None = None
    """When they were noticed to have left the workspace or server, or None while they are there."""
    reminders: Chosen = None
    """How long before a session they are reminded; None while they have not chosen (``core/domain/reminders.py``)."""
    blocked: bool = False
    """Whether an organiser lets them neither book nor mentor (``core/domain/standing.py``)."""
    account: PersonId | None = None
    """The joined account on which they act, where they act on it (``core/domain/accounts.py``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """What a mentor says about themselves. ``link`` None means a fresh room for each session."""

    person: Person
    headline: str
    skills: str = ""
    languages: str = ""
    """What a session may be held in, as the mentor wrote it."""
    link: MeetingLink | None = None
    zone: str | None = None
    """The IANA zone of the weekly hours: where the mentor works, wherever they travel."""
    hours: str = ""
    """Weekly hours as canonical text in the mentor's zone; empty while none are given."""
    exceptions: str = ""
    """Days off and extra hours as canonical text."""
    buffer: int = 0
    """Minutes kept free before and after a session."""
    notice: int = 0
    """Minutes between a request and the earliest start."""
    change_notice: int | None = None
    """Minutes before the start until which a student may move or cancel; None for the program's rule."""
    horizon: int = HORIZON_DAYS
    """For how many days ahead open slots are shown."""
    weekly_cap: int | None = None
    """How many sessions a week, from Monday in the mentor's zone; None for any number."""
    paused: bool = False
    paused_until: datetime | None = None
    """When a pause ends by itself; None while it lasts until it is ended."""
    offered: bool = True
    """Whether students are shown them at all (``core/domain/standing.py``)."""
    since: datetime
    unreadable: frozenset[str] = frozenset()
    """Which of ``link``, ``zone``, ``hours`` and ``exceptions`` are stored in a form that can't be read any more."""

    def takes_requests(self, now: datetime) -> bool:
        """Whether a student may ask at this moment."""
        is_over = self.paused_until is not None and self.paused_until <= now
        return self.offered and (not self.paused or is_over)

    @property
    def has_readable_times(self) -> bool:
        """Whether open times can be told from what is stored: a guess might offer a day that is off."""
        return not self.unreadable & {"zone", "hours", "exceptions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """A kind of session that a mentor gives."""

    id: OfferingId
    mentor: PersonId
    title: str
    minutes: int = DEFAULT_MINUTES
    description: str = ""
    buffer: int | None = None
    """Minutes kept free around this kind of session; None for the mentor's own rule."""
    notice: int | None = None
    """Minutes of notice for this kind of session; None for the mentor's own rule."""
