"""The port of a meeting provider: who makes, finds, moves and removes the video call of one session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.ports.platform import DeliveryError

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import Address


class Unsuited(DeliveryError):
    """Nothing was made, and nothing is wrong: the provider has no place for these two people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlan:
    """What a meeting is to be. It holds no word that a person typed: a provider's own lists may be read by others."""

    key: str
    """34 digits and letters from a to f: what the meeting is recognised by, and nobody else's is."""
    title: str
    starts_at: datetime
    """In UTC; never in the past."""
    minutes: int
    people: tuple[Address, Address]


@dataclass(frozen=True, slots=True)
class MadeMeeting:
    """A meeting that is there: what its provider calls it, and the address that opens it, once that is there too."""

    handle: str
    url: str


class MeetingProvider(Protocol):
    """One provider, as the core uses it.

    Every method may raise TryLater (nothing was changed), Unknown (it may have been), or Declined (it was not, and
    will not be).
    """

    name: str

    async def make(self, plan: MeetingPlan) -> MadeMeeting:
        """Make a meeting; raises Unsuited as well."""
        ...

    async def find(self, plan: MeetingPlan) -> MadeMeeting | None:
        """Look for a meeting that may have been made: the answer to an Unknown outcome. It changes nothing."""
        ...

    async def move(self, handle: str, plan: MeetingPlan) -> None:
        """Give a meeting another time; its address stays. Raises Gone where it is no longer there."""
        ...

    async def remove(self, handle: str) -> None:
        """Remove a meeting; one that is no longer there is removed. It may be repeated."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...
