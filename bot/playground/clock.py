"""A clock that can be moved: every part of the playground reads its time here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class MovableClock:
    """Says what time it is. It runs on by itself unless ``standing``; it never goes back."""

    def __init__(self, start: datetime | None = None, *, standing: bool = False) -> None:
        real = datetime.now(UTC)
        self._offset = (start - real) if start else timedelta(0)
        self._standing: datetime | None = (start or real) if standing else None

    def __call__(self) -> datetime:
        """Return the present instant of the playground, in UTC."""
        return self._standing if self._standing is not None else datetime.now(UTC) + self._offset

    def move(self, by: timedelta) -> None:
        """Let ``by`` pass at once."""
        if by < timedelta(0):
            raise ValueError("time does not go back")
        self._offset += by
        if self._standing is not None:
            self._standing += by
