"""Draws charts with Pillow, where the extra ``charts`` is installed.

The library is loaded when the first picture is asked for, and every picture is drawn in a thread: neither the start nor
an answer waits for it.
"""

from __future__ import annotations

import asyncio
import importlib.util
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageDraw import ImageDraw

    from core.ports.charts import Chart

_LIBRARY = "PIL"
_WIDTH, _HEIGHT = 960, 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 90, 50
"""What is left free around the bars, in pixels."""
_TEXT, _SMALL = 20, 15
_INK, _PALE, _PAPER = "#1F2328", "#D0D7DE", "#FFFFFF"
_SHARE = 0.65
"""How much of its place a bar fills."""
_TICKS = 4
"""How many lines there are at most above the lowest one."""


class PillowCharts:
    """Draws with Pillow."""

    @property
    def is_there(self) -> bool:
        """Whether Pillow is installed; it is not loaded for that."""
        return importlib.util.find_spec(_LIBRARY) is not None

    async def draw(self, chart: Chart) -> bytes | None:
        """Return a chart as a PNG picture, or None without the library."""
        return await asyncio.to_thread(drawn, chart) if self.is_there else None


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a number stands: ``top`` is what the highest line means."""

    top: int
    step: int

    def y(self, number: int) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * number / self.top


def drawn(chart: Chart) -> bytes:
    """Return a chart as a PNG picture."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - an extra, and only here

    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.font = ImageFont.load_default(_SMALL)
    pen.text((_LEFT, 16), chart.title, _INK, ImageFont.load_default(_TEXT))
    scale = _scale(max(sum(column) for column in _columns(chart)))
    for number in range(0, scale.top + 1, scale.step):
        pen.line((_LEFT, scale.y(number), _WIDTH - _RIGHT, scale.y(number)), _PALE)
        pen.text((_LEFT - 10, scale.y(number)), str(number), _INK, anchor="rm")
    _draw_bars(pen, chart, scale)
    _draw_legend(pen, chart)
    written = io.BytesIO()
    picture.quantize(32).save(written, "PNG", optimize=True)
    return written.getvalue()


def _columns(chart: Chart) -> Iterator[tuple[int, ...]]:
    return zip(*(one.values for one in chart.bars), strict=True)


def _scale(most: int) -> _Scale:
    """Return lines at 1, 2 or 5 times a power of ten, the highest at or above the highest bar."""
    steps = (base * 10**power for power in range(12) for base in (1, 2, 5))
    step = next(one for one in steps if one * _TICKS >= most)
    return _Scale(max(step, -(-most // step) * step), step)


def _draw_bars(pen: ImageDraw, chart: Chart, scale: _Scale) -> None:
    place = (_WIDTH - _LEFT - _RIGHT) / len(chart.labels)
    for at, (label, column) in enumerate(zip(chart.labels, _columns(chart), strict=True)):
        middle, below = _LEFT + place * (at + 0.5), 0
        for bars, number in zip(chart.bars, column, strict=True):
            if number:
                half = place * _SHARE / 2
                box = (middle - half, scale.y(below + number), middle + half, scale.y(below))
                pen.rectangle(box, bars.colour)
            below += number
        if below:
            pen.text((middle, scale.y(below) - 4), str(below), _INK, anchor="mb")
        pen.text((middle, _HEIGHT - _BOTTOM + 10), label, _INK, anchor="mt")


def _draw_legend(pen: ImageDraw, chart: Chart) -> None:
    at: float = _LEFT
    for bars in chart.bars:
        pen.rectangle((at, 54, at + 14, 68), bars.colour)
        pen.text((at + 20, 61), bars.name, _INK, anchor="lm")
        at += 44 + pen.textlength(bars.name)
