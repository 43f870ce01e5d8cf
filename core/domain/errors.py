"""What can go wrong for a person, as a family of exceptions without words: a code, and the facts of its sentence.

    BookingError            the person can act; core/screens/errors.py words it
      NotFound              unknown, or not yours to see: one answer for both
      NotYours              you are part of it, but this act belongs to the other side
      TooLate / TooEarly    the time for it has passed, or has not come
      AlreadyDone           it has ended, or somebody decided before you
      Clash                 the time is taken, for the mentor or for the student
      NotAvailable          the person cannot be booked, or a limit is reached
        NotKnownNow         a platform could not say now whether it may be
      Stale                 what you pressed shows an older state
      BadInput              fields of a form, or options of a command, are wrong: a Problem for each

A code is stable and is the name used by the table of moves; the words may change. ``str(error)`` is for the log:
it holds codes alone, because a fact may be a name, or words that somebody typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Unpack

from core.times.weekly_hours import HoursFacts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

TAKEN = frozenset({"time_taken", "time_yours_taken", "time_mentor_busy"})
"""The codes of a wished time that is not free."""
CROWDED = frozenset(
    {"time_taken", "time_mentor_busy", "time_week_full", "time_too_close", "time_outside_hours"}
)
"""The codes of a wished time for which a mentor has no room."""
UNFIT = TAKEN | {
    "time_past",
    "time_too_far",
    "time_beyond_horizon",
    "time_too_soon",
    "time_day_off",
    "time_outside_hours",
    "time_week_full",
    "time_too_close",
    "time_close_to_yours",
}
"""The codes of every time that may not be taken while another one may; the times that are open are named too."""
UNREAD = frozenset(
    {
        "time_missing",
        "time_empty",
        "time_not_understood",
        "time_no_hour",
        "time_impossible_date",
        "time_gap",
        "time_too_long",
        "not_both",
        "slot_unknown",
    }
)
"""The codes of what is filled in where no single time can be read in it."""


class Facts(HoursFacts, total=False):
    """What a sentence may have to know; each code has its own few. Texts are somebody's, so they stay inert."""

    name: str
    """Whom it is about."""
    ref: str
    """A booking's short name."""
    host: str
    example: str
    count: int
    least: int
    most: int
    days: int
    hours: float
    choices: tuple[str, ...]
    """What may have been meant, in our own writing."""
    starts: tuple[datetime, ...]
    """Open times, in UTC."""
    until: datetime
    """In UTC."""
    zone: str
    """The IANA name of the reader's zone, in which ``starts`` are written."""


@dataclass(frozen=True, slots=True, init=False)
class Problem:
    """What is wrong with one field."""

    code: str
    facts: Facts

    def __init__(self, code: str, **facts: Unpack[Facts]) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "facts", facts)

    def knowing(self, **more: Unpack[Facts]) -> Problem:
        """Return the same problem with more facts."""
        facts: Facts = {**self.facts, **more}
        return Problem(self.code, **facts)


class BookingError(Exception):
    """Something is not done, for a reason that the person can act upon."""

    code = "refused"

    def __init__(self, code: str | None = None, **facts: Unpack[Facts]) -> None:
        self.code = code or type(self).code
        self.facts = facts
        super().__init__(self.code)


class NotFound(BookingError):
    """There is no such thing, or it is not this person's to see."""

    code = "not_found"


class NotYours(BookingError):
    """The act belongs to the other person of the session."""

    code = "not_allowed"


class TooLate(BookingError):
    """The time for it has passed."""

    code = "too_late"


class TooEarly(BookingError):
    """The time for it has not come."""

    code = "too_early"


class AlreadyDone(BookingError):
    """It has been decided before."""

    code = "already_done"


class Clash(BookingError):
    """The time is no longer free."""

    code = "conflict"


class NotAvailable(BookingError):
    """It cannot be had at the moment."""

    code = "not_available"


class NotKnownNow(NotAvailable):
    """What it depends on could not be asked for at this moment: the same may be sent once more."""


class Stale(BookingError):
    """The booking has changed since the card was sent."""

    code = "stale"


class BadInput(BookingError):
    """Fields are wrong: ``fields`` has the problem of each, by its key."""

    code = "bad_input"

    def __init__(self, fields: Mapping[str, Problem]) -> None:
        super().__init__()
        self.fields: Mapping[str, Problem] = MappingProxyType(dict(fields))

    def __str__(self) -> str:
        """Return the codes of the fields, for the log."""
        return ", ".join(f"{key}: {problem.code}" for key, problem in self.fields.items())
