"""How the presses of a storm were answered: how soon, and how many not at all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable


class Told(Protocol):
    """What both platforms' apps make of an act."""

    @property
    def ok(self) -> bool:
        """Whether there was an answer in time."""
        ...


R = TypeVar("R", bound=Told)


@dataclass(frozen=True, slots=True)
class Press:
    """One act: on which platform, when (of the event loop's clock), how long it took, whether it was answered."""

    platform: str
    began: float
    seconds: float
    ok: bool


@dataclass
class Presses:
    """All of them."""

    done: list[Press] = field(default_factory=list)
    dark: list[tuple[float, float]] = field(default_factory=list)
    """When no program was there, or no connection to it."""

    async def timed(self, platform: str, act: Awaitable[R]) -> R:
        """Do something and note how it was answered. LookupError for what is gone counts as nothing."""
        began = time.monotonic()
        told = await act
        self.done.append(Press(platform, began, time.monotonic() - began, told.ok))
        return told

    def in_light(self) -> list[Press]:
        """Return those that were made, and could be answered, while the program was there."""
        return [
            one
            for one in self.done
            if not any(one.began < end and one.began + one.seconds > begin for begin, end in self.dark)
        ]


def percentile(values: Iterable[float], part: float) -> float:
    """Return the value below which ``part`` of them lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0
