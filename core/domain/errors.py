"""What can go wrong for a person, as a family of exceptions.

    BookingError            the person can act; ``str(error)`` is shown as it is
      NotFound              unknown, or not yours to see: one answer for both
      NotYours              you are part of it, but this act belongs to the other side
      TooLate / TooEarly    the time for it has passed, or has not come
      AlreadyDone           it has ended, or somebody decided before you
      Clash                 the time is taken, for the mentor or for the student
      NotAvailable          the person cannot be booked, or a limit is reached
      Stale                 what you pressed shows an older state
      BadInput              a field of a form, or an option of a command, is wrong

``code`` is stable and is the name used by the table of moves; the words may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class BookingError(Exception):
    """That did not work. Please try again."""

    code = "refused"

    def __init__(self, sentence: str | None = None, *, code: str | None = None) -> None:
        self.code = code or type(self).code
        super().__init__(sentence or type(self).__doc__)


class NotFound(BookingError):
    """I can't find that session. Type /my-sessions to see yours."""

    code = "not_found"


class NotYours(BookingError):
    """Only the other person of this session can do that."""

    code = "not_allowed"


class TooLate(BookingError):
    """It is too late for that."""

    code = "too_late"


class TooEarly(BookingError):
    """It is too early for that."""

    code = "too_early"


class AlreadyDone(BookingError):
    """This session has already been decided."""

    code = "already_done"


class Clash(BookingError):
    """That time is no longer free. Please choose another one."""

    code = "conflict"


class NotAvailable(BookingError):
    """This mentor can't be booked at the moment."""

    code = "not_available"


class Stale(BookingError):
    """This session has changed since that card was sent. Here is how it stands now."""

    code = "stale"


class BadInput(BookingError):
    """Please check the marked fields."""

    code = "bad_input"

    def __init__(self, fields: Mapping[str, str], *, code: str | None = None) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()) or None, code=code)
