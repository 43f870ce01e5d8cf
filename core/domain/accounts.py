"""Accounts: one person on two platforms, and the one-time code by which two accounts become one person.

A code is a secret of 45 random bits that lives for ten minutes. It is kept as the SHA-256 of itself behind a salt of
its own, so that no table of all codes helps with a copy of the database. A slow hash would protect nothing more: the
code is worth nothing after those minutes, and nothing at all without the answer on the first account.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from core.domain.booking_view import BookingView
    from core.domain.people import Mentor, Person, PersonId

ALPHABET = "3479ACDEFGHJKMNPQRTVWXY"
"""No two of these are easily taken for each other, in any case or script of a form: 4.52 bits each."""
CODE_LENGTH = 10
"""Characters: 45 bits."""
IN_A_GROUP = 5
CODE_LASTS = timedelta(minutes=10)
ANSWER_WITHIN = timedelta(hours=1)
"""How long the first account may take to say that it is the same person."""
MOST_WRONG = 5
"""Wrong codes of one person, after which they have to wait."""
WRONG_PAUSE = timedelta(minutes=15)
AWAY_AFTER = timedelta(minutes=2)
"""How long a platform must be away before what is urgent goes to a person's other account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLink:
    """Two accounts that are one person: ``kept`` is that person, and ``joined`` brings what it has."""

    joined: PersonId
    kept: PersonId
    since: datetime
    swapped: bool
    """Whether messages go to where ``joined`` is known, and not to where ``kept`` is."""
    gone: str | None = None
    """The platform that one of the two accounts has left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRequest:
    """A code that was issued, and what has become of it."""

    id: UUID
    issuer: PersonId
    issued_on: str
    """The platform of the issuer; the code is good on ``platform`` alone."""
    platform: str
    until: datetime
    taker: PersonId | None = None
    """Who has typed it."""
    taken_at: datetime | None = None

    def may_be_answered(self, now: datetime) -> bool:
        """Whether the issuer may still say yes."""
        return self.taken_at is not None and now < self.taken_at + ANSWER_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often one person has typed a wrong code of late."""

    wrong: int = 0
    since: datetime | None = None

    def paused_until(self, now: datetime) -> datetime | None:
        """Return until when nothing that this person types is looked at."""
        if self.since is None or self.wrong < MOST_WRONG:
            return None
        until = self.since + WRONG_PAUSE
        return until if now < until else None

    def one_more(self, now: datetime) -> Tries:
        """Count one more; what is older than a pause counts no longer."""
        fresh = self.since is None or now >= self.since + WRONG_PAUSE
        return Tries(wrong=1 if fresh else self.wrong + 1, since=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How it stands with a person's accounts, as its own screen shows it."""

    me: Person
    other: Person | None = None
    """The same person on the other platform."""
    since: datetime | None = None


class Stands(enum.StrEnum):
    """Whose mentor profile counts while two accounts that both have one are linked."""

    ISSUER = "first"
    TAKER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacles:
    """What a person has to decide before two accounts can be theirs."""

    request: LinkRequest
    stands: Stands | None
    mentors: tuple[Mentor, Mentor] | None
    """Both profiles, that of the issuer first, while nobody has said which one counts."""
    pairs: tuple[tuple[BookingView, ...], ...]
    """Sessions of the two that overlap, that of the issuer first; or one that they have with each other."""


def new_code(choose: Callable[[str], str]) -> str:
    """Return a code that nobody can guess, of letters that ``choose`` takes at random."""
    return "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))


def in_groups(code: str) -> str:
    """Return a code as people read it."""
    return "-".join(code[at : at + IN_A_GROUP] for at in range(0, len(code), IN_A_GROUP))


def as_typed(text: str) -> str:
    """Return the code that somebody typed: case, spaces and dashes do not count."""
    return "".join(one for one in text.upper() if one.isalnum())


def digest(code: str, salt: bytes) -> bytes:
    """Return what is kept of a code."""
    return hashlib.sha256(salt + code.encode()).digest()


def is_the_code(typed: str, salt: bytes, kept: bytes) -> bool:
    """Say whether the code that was typed is the one of which ``kept`` was kept, in a time that tells nothing."""
    return hmac.compare_digest(digest(typed, salt), kept)
