"""What the store can say beside the errors of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.domain.booking import BookingId


class Repeated(Exception):
    """The same act was delivered before, and done: the caller shows ``booking`` as it now stands."""

    def __init__(self, booking: BookingId) -> None:
        self.booking = booking
        super().__init__(f"already done to booking {booking}")


class Unavailable(Exception):
    """Nothing was stored: the database is locked, full, read-only or away; trying again is safe."""


class Doubtful(Unavailable):
    """The answer to a commit was lost: it may have been stored. Trying again with the same key is safe."""


class Damaged(Unavailable):
    """The file is damaged: nothing in it can be relied on until a backup has taken its place."""


class SchemaAhead(Exception):
    """The database was made by a newer version of this program, which alone may write to it."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(
            f"The database has schema {revision}, which is newer than this program knows. "
            "Install the newer version again, or restore a backup made before the upgrade."
        )
