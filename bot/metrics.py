"""Metrics: counters and times since the program started, and the page on which a monitor reads them.

The page is in Prometheus' text format 0.0.4 (prometheus.io, Exposition formats): a few lines that need no library.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PREFIX = "mentoring_"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
RANGE_ENDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0)
"""Upper ends, in seconds, of the ranges in which presses are counted; platforms wait for three."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of a family: the ending of its name, its labels, its value."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """What is told under one name; ``kind`` is counter, gauge or histogram."""

    name: str
    kind: str
    told: str
    samples: tuple[Sample, ...]


class Metrics:
    """What is counted in this process."""

    def __init__(self) -> None:
        self.sends: Counter[tuple[str, str, str]] = Counter()
        """By platform, what was sent (message, edit, home) and outcome (sent, not_sent, unknown)."""
        self.suppressed: Counter[tuple[str, str]] = Counter()
        """By platform and what would have happened twice (message, press)."""
        self._presses: dict[str, list[int]] = {}
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def pressed(self, platform: str, seconds: float) -> None:
        """Count one press by how long its answer took."""
        ranges = self._presses.setdefault(platform, [0] * (len(RANGE_ENDS) + 1))
        ranges[bisect_left(RANGE_ENDS, seconds)] += 1
        self._seconds[platform] += seconds

    def families(self) -> Iterator[Family]:
        """Return everything that was counted."""
        yield Family(
            "sends_total",
            "counter",
            "Messages, edits and Home tabs by how they ended.",
            tuple(
                Sample(count, {"platform": platform, "what": what, "outcome": outcome})
                for (platform, what, outcome), count in sorted(self.sends.items())
            ),
        )
        yield Family(
            "duplicates_suppressed_total",
            "counter",
            "Messages found instead of sent again, and presses that were delivered again.",
            tuple(
                Sample(count, {"platform": platform, "what": what})
                for (platform, what), count in sorted(self.suppressed.items())
            ),
        )
        yield Family(
            "press_seconds",
            "histogram",
            "From the arrival of a press to the end of its answer.",
            tuple(self._histogram()),
        )

    def _histogram(self) -> Iterator[Sample]:
        for platform, ranges in sorted(self._presses.items()):
            ends = [*(f"{bound:g}" for bound in RANGE_ENDS), "+Inf"]
            for end, count in zip(ends, accumulate(ranges), strict=True):
                yield Sample(count, {"platform": platform, "le": end}, "_bucket")
            yield Sample(self._seconds[platform], {"platform": platform}, "_sum")
            yield Sample(sum(ranges), {"platform": platform}, "_count")


def page(families: Iterable[Family]) -> str:
    """Write the page."""
    return "".join(f"{line}\n" for family in families for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    name = f"{PREFIX}{family.name}"
    yield f"# HELP {name} {family.told}"
    yield f"# TYPE {name} {family.kind}"
    for sample in family.samples:
        labels = ",".join(f'{key}="{_escaped(value)}"' for key, value in sample.labels.items())
        yield f"{name}{sample.ending}{f'{{{labels}}}' if labels else ''} {sample.value:.12g}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
