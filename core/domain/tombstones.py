"""A tombstone: what is kept of who was erased, so that nobody can read it and a restored backup heeds it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.domain.people import Address

SALT_DIGITS, HASH_DIGITS = 32, 64
"""Hexadecimal digits of the key, which is one for a whole program as a rule, and of the hash."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One erased address, as HMAC-SHA-256 (RFC 2104) of it under ``salt``, and the day, in UTC.

    Whoever has the tombstones and guesses an address can tell whether it is among them; they name nobody by themselves.
    """

    salt: str
    digest: str
    at: datetime = field(compare=False)

    @staticmethod
    def digest_of(address: Address, salt: str) -> str:
        """Return the hash of an address under a key."""
        said = f"{address.platform}\0{address.space}\0{address.user}"
        return hmac.new(bytes.fromhex(salt), said.encode(), sha256).hexdigest()

    @classmethod
    def of(cls, address: Address, salt: str, now: datetime) -> Tombstone:
        """Return the tombstone of an address; of the instant only the day is kept."""
        day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(salt, cls.digest_of(address, salt), day)

    @classmethod
    def read(cls, line: str) -> Tombstone | None:
        """Read what ``line`` wrote; None for anything else."""
        day, salt, digest = (*line.split(), "", "", "")[:3]
        try:
            if len(bytes.fromhex(salt)) * 2 != SALT_DIGITS or len(bytes.fromhex(digest)) * 2 != HASH_DIGITS:
                return None
            return cls(salt, digest, datetime.fromisoformat(day).replace(tzinfo=UTC))
        except ValueError:
            return None

    @property
    def line(self) -> str:
        """How it stands in a file: a line of the day, the key and the hash."""
        return f"{self.at:%Y-%m-%d} {self.salt} {self.digest}"
