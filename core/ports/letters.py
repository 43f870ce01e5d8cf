"""Session chats and their letters: what is said in one, with the messages that show it on either side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.booking import BookingId, Role
from core.domain.chats import Sort
from core.domain.people import PersonId
from core.ports.platform import Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A session chat: who talks, since when, and where each side's card of it stands."""

    booking: BookingId
    student: PersonId
    mentor: PersonId
    opened_at: datetime
    closed_at: datetime | None
    closed_by: Role | None
    """Who closed it; None while it is open, and where its time was over."""
    muted: frozenset[Role]
    headers: Mapping[Role, Posted]

    def role_of(self, person: PersonId) -> Role | None:
        """Return which side somebody is; None for a stranger."""
        return {self.student: Role.STUDENT, self.mentor: Role.MENTOR}.get(person)

    def party(self, role: Role) -> PersonId:
        """Return the person of a side."""
        return self.student if role is Role.STUDENT else self.mentor


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One thing that happened in a chat, for one reader.

    ``words`` are kept until they are delivered, ``excerpt`` until the chat is closed.
    """

    booking: BookingId
    number: int = 0
    sort: Sort
    author: PersonId | None = None
    recipient: PersonId
    about: int | None = None
    """Of a message: the one it replies to. Of an edit and of a deletion: the message."""
    source: Posted | None = None
    """Where the author wrote it."""
    stamp: str = ""
    """The newest edit that is known, as the platform numbers them, or ``WITHDRAWN_STAMP``."""
    said_at: datetime
    words: str = ""
    excerpt: str = ""
    more: Mapping[str, Any] | None = None
    """What goes with the words: ``files``, ``missing`` and ``length``; with a line of ours ``doubtful``."""
    stands: Posted | None = None
    """Where its reader has it."""
    done: bool = False
