"""Lock-outs: platforms that refuse the app itself, and not a message; everything there waits until that is mended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from core.domain.accounts import AWAY_AFTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.ports.platform import Clock

FORGOTTEN = timedelta(minutes=10)
"""After how long without a failure another one is the first again."""
log = structlog.get_logger(__name__)


class LockOuts:
    """Which platforms refuse the app, why, and when it is tried again, with one message at a time.

    It lives no longer than the process: whoever has mended it may well restart, and need not wait again.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}
        self._reasons: dict[str, str] = {}
        self._troubles: dict[str, tuple[datetime, datetime]] = {}

    @property
    def reasons(self) -> Mapping[str, str]:
        """Each platform that refuses the app, with its own word for it."""
        return self._reasons

    def begin(self, platform: str, reason: str, seconds: float) -> None:
        """Note a refusal: nothing is tried there for so long."""
        if platform not in self._reasons:
            log.error("platform_refuses_the_app", platform=platform, reason=reason, again_in=seconds)
        self._reasons[platform] = reason
        self._until[platform] = self._clock() + timedelta(seconds=seconds)

    def failed(self, platform: str) -> None:
        """Note that the platform has not taken something, or gave no answer."""
        now = self._clock()
        since, last = self._troubles.get(platform, (now, now))
        self._troubles[platform] = (since if now - last < FORGOTTEN else now, now)

    def in_trouble(self, platform: str) -> bool:
        """Whether the platform has taken nothing since it failed."""
        return platform in self._troubles

    def away(self) -> list[str]:
        """Return the platforms that have taken nothing for long, and were tried just now."""
        now = self._clock()
        return [
            name
            for name, (since, last) in self._troubles.items()
            if now - since >= AWAY_AFTER and now - last < AWAY_AFTER
        ]

    def end(self, platform: str) -> None:
        """Note that the platform has taken something."""
        self._troubles.pop(platform, None)
        if self._reasons.pop(platform, None) is not None:
            log.info("platform_takes_messages_again", platform=platform)
        self._until.pop(platform, None)

    def most(self, platform: str, usual: int) -> int:
        """Return how many may be tried there at the same time."""
        if platform not in self._reasons:
            return usual
        return 0 if self._clock() < self._until[platform] else 1

    def not_before(self, platform: str, due: datetime) -> datetime:
        """Return when something that is due there can be tried."""
        return max(due, self._until.get(platform, due))
