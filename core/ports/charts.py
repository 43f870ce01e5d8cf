"""Charts as values, and who draws them: a picture is a help, and its words say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bars:
    """One colour of a chart of stacked bars: its name, its colour as #RRGGBB, and a number for each bar."""

    name: str
    colour: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Stacked bars. All words are plain ASCII: a picture has no other letters."""

    title: str
    labels: tuple[str, ...]
    """What stands below each bar."""
    bars: tuple[Bars, ...]

    def __post_init__(self) -> None:
        words = (self.title, *self.labels, *(one.name for one in self.bars))
        if not all(one.isascii() for one in words):
            raise ValueError("a chart holds plain ASCII words")
        if not self.labels or any(len(one.values) != len(self.labels) for one in self.bars):
            raise ValueError("a chart has a number for each bar")


class Draws(Protocol):
    """Draws charts, where what it needs is installed."""

    @property
    def is_there(self) -> bool:
        """Whether anything can be drawn."""
        ...

    async def draw(self, chart: Chart) -> bytes | None:
        """Return a chart as a PNG picture, or None where nothing can be drawn."""
        ...
