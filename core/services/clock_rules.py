"""Clock rules: when a new version of tzdata moves the shown hour of an agreed session, both hear of it once."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.asked_notices import clocks_changed
from core.times.clock_rules import clock_rules, is_newer, offset_by, offset_now, rules_version
from core.times.zones import names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from core.domain.notices import Notice
    from core.ports.platform import Clock
    from core.store.statements.clocks import AgreedTime
    from core.store.store import Store
    from core.times.clock_rules import Rules

KEPT_RULES = "clock_rules"
"""Under which name the rules stand by which everything was agreed so far."""
REACH = timedelta(days=400)
"""How far ahead rules are kept; more than a session can be booked ahead."""
ANEW = timedelta(days=30)
"""After which time rules of the same version are kept anew, so that they reach as far again."""
AT_ONCE = 200
"""How many notices are stored in one transaction."""


class ClockRules:
    """Keeps the rules of the version that runs, and compares them with those of the next one."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._again: datetime | None = None
        """Until when there is nothing to look at: the rules of a process never change."""

    async def look(self) -> int:
        """Compare, if the rules are new; return how many notices were stored, for which somebody has to ring."""
        now = self._clock()
        if self._again is not None and now < self._again:
            return 0
        text = await self._store.read(lambda tx: tx.fact(KEPT_RULES))
        kept: Mapping[str, Any] = json.loads(text) if text else {}
        if kept and _is_enough(kept, now):
            self._again = now + ANEW
            return 0
        is_changed = bool(kept) and kept["version"] != rules_version()
        notices = await self._compare(kept["rules"], now) if is_changed else []
        for at in range(0, len(notices), AT_ONCE):
            part = notices[at : at + AT_ONCE]
            await self._store.write(lambda tx, part=part: tx.enqueue(*part))  # type: ignore[misc]
        await self._keep(now)
        self._again = now + ANEW
        return len(notices)

    async def _keep(self, now: datetime) -> None:
        until = now + REACH
        rules = await asyncio.to_thread(clock_rules, now, until)
        fresh = {"version": rules_version(), "until": until.timestamp(), "rules": rules}
        said = json.dumps(fresh, separators=(",", ":"))
        await self._store.write(lambda tx: tx.set_fact(KEPT_RULES, said))

    async def _compare(self, rules: Rules, now: datetime) -> list[Notice]:
        agreed = await self._store.read(lambda tx: tx.agreed_times(now))
        return [notice for one in agreed for notice in _told(one, rules, now)]


def _is_enough(kept: Mapping[str, Any], now: datetime) -> bool:
    """Whether rules of this version reach far enough, or those of a newer process are there, which stay."""
    if kept["version"] == rules_version():
        return bool(kept["until"] >= (now + REACH - ANEW).timestamp())
    return not is_newer(rules_version(), kept["version"])


def _told(one: AgreedTime, rules: Rules, now: datetime) -> tuple[Notice, ...]:
    """Return the notices of one session: for both its people, where the hour of either has moved."""
    moved = {
        person: offset_now(name, one.starts_at)
        for person, name in ((one.student, one.student_zone), (one.mentor, one.mentor_zone))
        if name in names()
        and (before := offset_by(rules, name, one.starts_at)) is not None
        and before != offset_now(name, one.starts_at)
    }
    if not moved:
        return ()
    both = (one.student, one.mentor)
    return tuple(
        clocks_changed(one.booking, one.starts_at, who, now, own=who in moved, offsets=tuple(moved.values()))
        for who in both
    )
