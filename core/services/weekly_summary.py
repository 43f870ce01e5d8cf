"""The weekly summary: on Monday morning the organisers' channel reads how the week before was, once.

Several processes look every minute. Who turns the fact of this week from "due" into "sending" posts; a send that was
proved to have failed makes it due again. One whose end nobody knows, or in which a process ended, is looked for in the
channel: found it is done, not there it is sent again, and where the channel can't be read it is left, because two
summaries are worse than one that may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog

from core.domain.numbers import instant_of, week_of
from core.ports.platform import DeliveryError, TryLater, Unknown
from core.screens.numbers import summary_card
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.ports.cards import Card
    from core.ports.platform import Clock, Platform
    from core.services.numbers import NumbersService
    from core.services.organising import OrganiserService
    from core.services.program import ProgramService
    from core.store.store import Store
    from core.store.transaction import Transaction

log = structlog.get_logger(__name__)

MORNING_AT = time(8)
"""When it comes, on the Monday of the program's zone."""
AT_THE_LATEST = timedelta(hours=12)
"""How long after that it still comes: where nothing ran, or the channel was chosen later, it waits for next week."""
TRY_AGAIN = timedelta(minutes=10)
LOOK_AFTER = timedelta(minutes=2)
"""How long after a send that has not ended it is looked for: longer than one can last."""
TO_SEND, UNDER_WAY, POSTED, UNKNOWN = "due", "sending", "sent", "unknown"


class WeeklySummary:
    """Posts it into the organisers' channel of each platform."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        clock: Clock,
        program: ProgramService,
        *,
        numbers: NumbersService,
        organising: OrganiserService,
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._program = program
        self._numbers = numbers
        self._organising = organising

    async def look(self) -> int:
        """Post what is due; returns 0, because nothing is left for the outbox to tell."""
        now, policy = self._clock(), self._program.policy
        place = zone_or_utc(policy.zone)
        monday = week_of(now, place).first
        begins = instant_of(monday, MORNING_AT, place)
        if not begins <= now < begins + AT_THE_LATEST:
            return 0
        for name, channel in policy.organisers_channel.items():
            platform = self._platforms.get(name)
            before = await self._claimed(name, monday, now) if platform is not None else None
            if platform is None or before is None:
                continue
            if before != UNDER_WAY or await self._is_missing(platform, channel, monday, begins):
                await self._post(platform, channel, monday)
        return 0

    async def _is_missing(self, platform: Platform, channel: str, monday: date, since: datetime) -> bool:
        """Whether what may have been posted since an instant is surely not there; what is known is noted."""
        name = platform.name
        try:
            found = await platform.announced(channel, _key(name, monday), since)
        except (TryLater, Unknown) as error:
            log.warning("summary_not_looked_for", platform=name, reason=str(error))
            await self._note(name, _State(monday, UNDER_WAY, self._clock() + TRY_AGAIN))
            return False
        except DeliveryError as error:
            log.warning("summary_stays_in_doubt", platform=name, reason=f"{type(error).__name__}({error})")
            await self._note(name, _State(monday, UNKNOWN, self._clock()))
            return False
        if found is not None:
            await self._note(name, _State(monday, POSTED, self._clock()))
        return found is None

    async def _post(self, platform: Platform, channel: str, monday: date) -> None:
        card, name = await self._card(), platform.name
        try:
            await platform.announce(channel, card, key=_key(name, monday))
        except Unknown as error:
            log.warning("summary_in_doubt", platform=name, reason=str(error))
        except DeliveryError as error:
            pause = timedelta(seconds=error.seconds) if isinstance(error, TryLater) else TRY_AGAIN
            log.warning("summary_not_sent", platform=name, reason=f"{type(error).__name__}({error})")
            await self._note(name, _State(monday, TO_SEND, self._clock() + max(pause, TRY_AGAIN)))
        else:
            await self._note(name, _State(monday, POSTED, self._clock()))

    async def _card(self) -> Card:
        page = await self._organising.unanswered(0)
        return summary_card(await self._numbers.numbers(-1), sum(page.counts.values()))

    async def _claimed(self, platform: str, monday: date, now: datetime) -> str | None:
        """Return as what this process takes it on; None where it is not open, or another one has taken it.

        What is still under way may have been posted.
        """
        fact, fresh = _fact(platform), _State(monday, UNDER_WAY, now).text
        known = await self._store.read(lambda tx: tx.fact(fact))
        before = _open_as(known, monday, now)

        def work(tx: Transaction) -> bool:
            if tx.in_doubt and tx.fact(fact) == fresh:
                return True
            return tx.first_fact(fact, fresh) if known is None else tx.swap_fact(fact, known, fresh)

        return before if before is not None and await self._store.write(work) else None

    async def _note(self, platform: str, state: _State) -> None:
        await self._store.write(lambda tx: tx.set_fact(_fact(platform), state.text))


@dataclass(frozen=True, slots=True)
class _State:
    """How far the summary of a week is; ``at`` is since when, or from when it is due again."""

    monday: date
    word: str
    at: datetime

    @classmethod
    def read(cls, text: str | None) -> _State | None:
        """Read what ``text`` wrote; None for anything else."""
        try:
            monday, word, at = (text or "").split()
            return cls(date.fromisoformat(monday), word, datetime.fromisoformat(at))
        except ValueError:
            return None

    @property
    def text(self) -> str:
        """How it is remembered."""
        return f"{self.monday.isoformat()} {self.word} {self.at.isoformat()}"


def _open_as(said: str | None, monday: date, now: datetime) -> str | None:
    """Return whether the summary of this week is to be sent, or looked for; None where nothing is to be done now."""
    state = _State.read(said)
    if state is None or state.monday < monday:
        return TO_SEND
    waits = {TO_SEND: timedelta(0), UNDER_WAY: LOOK_AFTER}.get(state.word)
    is_due = waits is not None and state.monday == monday and now >= state.at + waits
    return state.word if is_due else None


def _key(platform: str, monday: date) -> str:
    return f"weekly:{monday.isoformat()}:{platform}"


def _fact(platform: str) -> str:
    return f"weekly_summary.{platform}"
