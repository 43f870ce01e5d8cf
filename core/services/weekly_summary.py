"""The weekly summary: on Monday morning the organisers' channel reads how the week before was, once.

Several processes look every minute. Who turns the fact of this week from "due" into "sending" posts; a send that was
proved to have failed makes it due again. One whose end nobody knows is not repeated: a channel cannot be searched
everywhere, and two summaries are worse than one that may be missing.
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
TO_SEND, UNDER_WAY, POSTED = "due", "sending", "sent"


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
            if platform is not None and await self._claimed(name, monday, now):
                await self._post(platform, channel, monday)
        return 0

    async def _post(self, platform: Platform, channel: str, monday: date) -> None:
        card, name = await self._card(), platform.name
        try:
            await platform.announce(channel, card, key=f"weekly:{monday.isoformat()}:{name}")
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

    async def _claimed(self, platform: str, monday: date, now: datetime) -> bool:
        """Whether this process posts it: of several that look at the same moment one does."""
        fact, fresh = _fact(platform), _State(monday, UNDER_WAY, now).text

        def work(tx: Transaction) -> bool:
            said = tx.fact(fact)
            if said is None:
                return tx.first_fact(fact, fresh)
            if not _is_to_send(said, monday, now):
                return tx.in_doubt and said == fresh
            return tx.swap_fact(fact, said, fresh)

        known = await self._store.read(lambda tx: tx.fact(fact))
        return _is_to_send(known, monday, now) and await self._store.write(work)

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


def _is_to_send(said: str | None, monday: date, now: datetime) -> bool:
    """Whether nobody has sent the summary of this week, or is doing so; where a send failed, it waits a while."""
    state = _State.read(said)
    if state is None or state.monday < monday:
        return True
    return state.monday == monday and state.word == TO_SEND and now >= state.at


def _fact(platform: str) -> str:
    return f"weekly_summary.{platform}"
