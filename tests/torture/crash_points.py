"""Crash points: every write, commit and send of a program can be counted, and the program ended at the N-th."""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|WITH)\b", re.IGNORECASE)


_LOOKING: ContextVar[bool] = ContextVar("_LOOKING", default=False)
"""Whether it is the sweep that reads here, and not the program."""


class Killed(BaseException):
    """The program has ended here: none of its handlers catches it, and nothing that it still does has an effect."""


@dataclass(slots=True)
class CrashPoints:
    """Counts the points that are passed while it is armed; at ``last`` everything ends, and goes on ending."""

    last: int | None = None
    passed: int = 0
    armed: bool = False
    names: list[str] = field(default_factory=list)

    @property
    def dead(self) -> bool:
        """Whether the program has ended."""
        return self.last is not None and self.passed >= self.last

    def reach(self, name: str) -> None:
        """Pass a point, or end there; raises Killed."""
        if not self.armed or _LOOKING.get():
            return
        if not self.dead:
            self.passed += 1
            self.names.append(name)
        if self.dead:
            raise Killed(name)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count every statement that writes, and every commit, of every connection that is used meanwhile."""

        def before(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if WRITES.match(statement):
                self.reach(" ".join(statement.split()[:3]))

        def commit(_connection: object) -> None:
            self.reach("commit")

        sa.event.listen(sa.Engine, "before_cursor_execute", before)
        sa.event.listen(sa.Engine, "commit", commit)
        self.armed = True
        try:
            yield
        finally:
            self.armed = False
            sa.event.remove(sa.Engine, "before_cursor_execute", before)
            sa.event.remove(sa.Engine, "commit", commit)


@contextmanager
def looking() -> Iterator[None]:
    """Look into the database without passing any point."""
    before = _LOOKING.set(True)
    try:
        yield
    finally:
        _LOOKING.reset(before)
