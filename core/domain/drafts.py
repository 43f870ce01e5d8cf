"""Drafts: forms that were refused, kept as they were typed, so that nothing has to be typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """One form as it was typed: the ``route`` and ``args`` that open it, and its ``values`` by field key."""

    route: str
    args: tuple[str, ...]
    values: Mapping[str, str]
