"""Calls: what a person did, as any platform reports it, and how the answer reaches them."""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from core.domain.people import Address
from core.ports.capabilities import Capabilities
from core.ports.cards import Option
from core.ports.platform import Posted, Profile
from core.ports.replies import Reply
from core.ports.said import Hearing, Said, Talk

ADMIN_COMMAND = "booking-admin"
"""The command of the organisers, which is also its route."""


class Trigger(enum.Enum):
    """How somebody came to a route."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    CHANGE = "change"
    SEARCH = "search"
    PAGE = "page"
    WORDS = "words"
    """Something was written to the bot that is no command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One thing a person did, as any platform reports it.

    ``actor`` comes from the platform's signed envelope and alone decides what is allowed; ``args`` and
    ``values`` are only pointers and words. ``key`` is the same when the platform delivers the same act twice.
    """

    trigger: Trigger
    route: str
    actor: Address
    profile: Profile
    key: str
    capabilities: Capabilities
    """What the platform can do on which it was done."""
    args: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """Command options, form fields or the words of a search (``words``), by key; absent when not given."""
    mentioned: Address | None = None
    """The person that a command, a context menu or a shortcut points at."""
    origin: Posted | None = None
    """The message that was pressed, when it can be edited later."""
    channel: str = ""
    """The channel in which a command was typed or a button pressed; empty in direct messages and on pages."""
    manages: bool | None = False
    """Whether the platform says that this person administers the workspace or server, at this very act.

    It is asked for routes that ``for_organisers`` names, wherever it is pressed; None where the platform could not
    answer.
    """


def for_organisers(route: str) -> bool:
    """Whether a route is for organisers alone: its name begins so, and the command's has its own."""
    return route.startswith("admin") or route == ADMIN_COMMAND


Say: TypeAlias = Callable[[Reply], Awaitable[None]]
"""How an adapter brings the answer to the person.

It raises FormTooLate when a command's form could not be opened any more, and then takes another answer.
"""


class Dispatcher(Protocol):
    """What an adapter knows of the core: it hands over a call, and is given the answer."""

    async def dispatch(self, call: Call, say: Say) -> None:
        """Answer ``call`` through ``say``, which takes exactly one answer; never raises."""
        ...

    async def hear(self, said: Said, say: Say) -> Hearing:
        """Take what somebody wrote for the chat that it belongs to; never raises.

        ``say`` takes at most one answer, and none if the result is ``Hearing.NOBODYS``.
        """
        ...

    async def talks(self, platform: str) -> tuple[Talk, ...]:
        """Return the open chats of the people of a platform; empty on any error, never raises."""
        ...

    async def membership(self, who: Address, *, here: bool) -> None:
        """Take note that somebody has left the platform, or is there; never raises."""
        ...

    async def search(self, call: Call) -> tuple[Option, ...]:
        """Return what can be chosen for the words of a search, best first; empty on any error, never raises."""
        ...
