"""What a judge has once found good is good the next time: a bot sends the same blocks over and over."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")

_IDS = re.compile(r"[0-9a-f]{32}|\d{10,}")
"""Ids and instants: which one it is changes no verdict, but how long it is may."""
_good: set[tuple[Hashable, str]] = set()


def unless_good(judge: Hashable, value: Any, problems: Iterator[T]) -> Iterator[T]:
    """Yield the problems of ``value``, which are only looked for when ``judge`` has not yet seen it without any.

    ``judge`` names everything but the value on which the verdict depends; ``problems`` must be lazy.
    """
    key = (judge, _IDS.sub(lambda found: "0" * len(found[0]), json.dumps(value)))
    if key in _good:
        return
    is_good = True
    for problem in problems:
        is_good = False
        yield problem
    if is_good:
        _good.add(key)
