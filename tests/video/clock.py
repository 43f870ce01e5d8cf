"""A clock that stands where it is put."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class StandingClock:
    """The present instant, which moves only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
