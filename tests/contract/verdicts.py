"""What a judge has once found good is good the next time: a bot sends the same blocks over and over."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Key: TypeAlias = tuple[Hashable, Hashable]

_IDS = re.compile(r"[0-9a-f]{32}|\d{10,}")
"""Ids and instants: which one it is changes no verdict, but how long it is may."""
_WORD = re.compile(r"[a-z_]*|[A-Z]+|#\w+")
"""What may stand on a list of allowed values: such a string counts as it is."""
_STAMP = re.compile(r"[\d:.TZ+-]+")
"""A number, a date or an instant: its digits are all alike."""
_PATH = re.compile(r"\d{10,}|[\w-]{60,}")
"""The ids and the tokens in the path of a request."""
_SCHEME = re.compile(r"[a-z]+://")
_LIMITS = (
    *(
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        10,
        12,
        15,
        18,
        20,
        24,
        25,
        30,
        32,
        40,
        45,
        50,
        60,
        64,
        75,
        76,
        80,
        100,
        120,
        130,
    ),
    *(
        140,
        150,
        151,
        160,
        190,
        200,
        250,
        255,
        256,
        260,
        300,
        400,
        500,
        512,
        1_000,
        1_024,
        2_000,
        2_048,
        3_000,
    ),
    *(3_001, 4_000, 4_096, 6_000, 10_000, 10_240, 16_384, 40_000, 100_000, 152_133, 250_000),
)
"""Every length that either platform names anywhere: between two of them one more character changes nothing."""
_good: set[Key] = set()


def unless_good(judge: Hashable, value: Any, problems: Iterator[T]) -> Iterator[T]:
    """Yield the problems of ``value``, which are only looked for when ``judge`` has seen none of its shape good.

    ``judge`` names everything but the value on which the verdict depends; ``problems`` must be lazy.
    """
    written = json.dumps(value)
    exact: Key = (judge, _IDS.sub(lambda found: "0" * len(found[0]), written))
    if exact in _good:
        return
    alike: Key = (judge, shape(value, size=len(written)))
    is_good = True
    if alike not in _good:
        for problem in problems:
            is_good = False
            yield problem
    if is_good:
        _good.update((exact, alike))


def shape(value: Any, *, size: int = 0) -> Hashable:
    """Return all of ``value`` on which a verdict may depend: two of one shape get the same one.

    That is its fields, its words of one piece, which of its strings are the same, and of each, as of all together,
    between which two limits its length lies; not what people wrote.
    """
    seen: dict[str, int] = {}
    drawn = _drawn(value, seen)
    return drawn, _between(sum(map(_units, seen))), _between(size)


def _drawn(value: Any, seen: dict[str, int]) -> Hashable:
    if isinstance(value, str):
        return _string(value, seen)
    if isinstance(value, dict):
        return tuple((_IDS.sub("0", key), _drawn(inside, seen)) for key, inside in value.items())
    if isinstance(value, list | tuple):
        return tuple(_drawn(inside, seen) for inside in value)
    if isinstance(value, int) and abs(value) > _LIMITS[-1]:
        return len(str(value))
    return type(value), value


def _string(value: str, seen: dict[str, int]) -> Hashable:
    if _WORD.fullmatch(value):
        return value
    if value[0] == "/":
        return _PATH.sub("0", value)
    if value[0] in "{[" and (inside := _read(value)) is not None:
        return "json", _between(len(value)), _drawn(inside, seen)
    which = seen.setdefault(value, len(seen))
    if _STAMP.fullmatch(value):
        return re.sub(r"\d", "0", value), which
    scheme = _SCHEME.match(value)
    return scheme and scheme[0], value.isspace(), _between(len(value)), _between(_units(value)), which


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _between(length: int) -> int:
    return bisect_left(_LIMITS, length)
