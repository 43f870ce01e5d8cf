"""What a sweep has found: nothing, if all is well."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections import Counter

    from tests.torture.life import Outcome

T = TypeVar("T")


@dataclass
class Tally:
    """What was found in one flow."""

    flow: str
    points: int = 0
    crashes: int = 0
    lost: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether every crash was invisible."""
        return not (self.lost or self.phantom or self.twice)

    def add(self, where: str, whole: Outcome, found: Outcome, broken: list[str]) -> None:
        """Compare how a life ended with how it ends where nothing has died."""
        self._compare(where, whole.sessions, found.sessions)
        self._compare(where, whole.told, found.told)
        self._compare(where, whole.people, found.people)
        self.phantom += [f"{where}: {one}" for one in broken]

    def _compare(self, where: str, should: Counter[T], ours: Counter[T]) -> None:
        self.lost += [f"{where}: {one}" for one in should - ours]
        more = ours - should
        self.twice += [f"{where}: {one}" for one in more if one in should]
        self.phantom += [f"{where}: {one}" for one in more if one not in should]
