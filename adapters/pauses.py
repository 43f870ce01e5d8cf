"""Pauses: what a platform says there was too much of waits, for every caller, and also after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from core.ports.platform import TryLater

log = structlog.get_logger(__name__)

EVERYTHING = "*"
"""The bucket of a limit that holds for all calls."""
LONGEST_LIMIT = timedelta(hours=1)
"""The longest pause that is believed."""


class Pauses:
    """Until when each bucket of a platform waits, and no other. ``load`` and ``save`` keep it over a restart.

    A memory that fails stops no call: the pause then lives as long as the process.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        load: Callable[[], Awaitable[Mapping[str, datetime]]],
        save: Callable[[str, datetime], Awaitable[None]],
    ) -> None:
        self._now = now
        self._load = load
        self._save = save
        self._until: dict[str, datetime] = {}
        self._loaded = False

    async def check(self, *buckets: str) -> None:
        """Return at once where a call may go out now; raises TryLater with what is left of a pause."""
        if not self._loaded:
            await self._read()
        now = self._now()
        until = max((self._until.get(bucket, now) for bucket in (EVERYTHING, *buckets)), default=now)
        if until > now:
            raise TryLater((until - now).total_seconds(), "rate limited")

    async def pause(self, bucket: str, seconds: float) -> None:
        """Let a bucket wait; a pause that is longer already stays."""
        now = self._now()
        until = now + min(timedelta(seconds=max(seconds, 0.0)), LONGEST_LIMIT)
        self._until = {name: end for name, end in self._until.items() if end > now}
        if until <= self._until.get(bucket, now):
            return
        self._until[bucket] = until
        log.warning("rate_limited", bucket=bucket, seconds=(until - now).total_seconds())
        try:
            await self._save(bucket, until)
        except Exception as error:  # noqa: BLE001 - the edge: the pause is kept here, and the call is answered
            log.warning("pause_not_stored", reason=type(error).__name__)

    async def _read(self) -> None:
        try:
            known = await self._load()
        except Exception as error:  # noqa: BLE001 - the edge: what was asked for goes on without
            log.warning("pauses_not_read", reason=type(error).__name__)
            return
        self._loaded = True
        self._until = {**known, **self._until}
