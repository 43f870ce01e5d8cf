"""Routes: which function answers a command, a button or a form, and how its answer reaches the person."""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from core.domain.people import Address
from core.ports.platform import Posted, Profile
from core.ports.replies import Reply


class Trigger(enum.Enum):
    """How somebody came to a route."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    CHANGE = "change"
    SEARCH = "search"
    PAGE = "page"


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
    args: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """Command options, form fields or the words of a search (``words``), by key; absent when not given."""
    mentioned: Address | None = None
    """The person that a command, a context menu or a shortcut points at."""
    origin: Posted | None = None
    """The message that was pressed, when it can be edited later."""
    shows_fields: bool = True
    """Whether errors of single fields can be shown in the open form."""
    searches: bool = True
    """Whether forms can search (``SearchField.source``)."""
    knows_zone: bool = True
    """Whether the platform tells a person's time zone."""


Say: TypeAlias = Callable[[Reply], Awaitable[None]]
"""How an adapter brings the answer to the person."""


class Dispatcher(Protocol):
    """What an adapter knows of the core: it hands over a call and a way to answer, and nothing else."""

    async def dispatch(self, call: Call, say: Say) -> None:
        """Answer ``call`` through ``say``, which is called exactly once; never raises."""
        ...
