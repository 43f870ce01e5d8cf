"""The program in numbers for its organisers: on a card, as a file, and as a picture."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from core.domain.asked_notices import report_asked
from core.domain.exports import MOST_EXPORTED, Exported, Format
from core.domain.notices import Kind
from core.domain.numbers import (
    ANSWERS_SINCE,
    WEEKS_DRAWN,
    ProgramNumbers,
    mentors_in_numbers,
    month_of,
    week_of,
)
from core.screens.exports import export, export_card
from core.screens.numbers import chart_of, picture_card
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.feedback import AllowedWords
    from core.domain.notices import Notice
    from core.domain.numbers import WeekNumbers
    from core.domain.people import Person
    from core.ports.cards import Card
    from core.ports.charts import Draws
    from core.ports.platform import Clock
    from core.services.current_policy import CurrentPolicy
    from core.store.store import Store
    from core.store.transaction import Transaction

FORMATS = {Kind.EXPORT_CSV: Format.CSV, Kind.EXPORT_JSON: Format.JSON}


class NumbersService:
    """Counts. ``charts`` draws, where it can."""

    def __init__(self, store: Store, clock: Clock, policy: CurrentPolicy, charts: Draws) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._charts = charts

    @property
    def draws(self) -> bool:
        """Whether there are pictures."""
        return self._charts.is_there

    async def numbers(self, weeks: int = 0) -> ProgramNumbers:
        """Return the numbers of the present week and month, or of the week so many ``weeks`` later."""
        return await self._store.read(lambda tx: counted(tx, self._clock(), self._policy().zone, weeks))

    async def weeks(self) -> tuple[WeekNumbers, ...]:
        """Return how the sessions of the last weeks stand, of the present one last."""
        now, place = self._clock(), zone_or_utc(self._policy().zone)
        spans = [week_of(now, place, at - WEEKS_DRAWN + 1) for at in range(WEEKS_DRAWN)]
        return await self._store.read(lambda tx: tx.endings_by_week(spans))

    async def words(self, limit: int) -> list[AllowedWords]:
        """Return the newest words of feedback that their writers let organisers read."""
        return await self._store.read(lambda tx: tx.allowed_words(limit))

    async def order(self, kind: Kind, by: Person, *, key: str) -> None:
        """Have a report brought to an organiser as a message of their own; a repeated press brings no second one."""
        await self._store.write(lambda tx: tx.enqueue(report_asked(kind, by.id, self._clock(), key=key)))

    async def report(self, notice: Notice) -> tuple[Person, Card] | None:
        """Return a report that was asked for, and who gets it, as things stand now; None where there is none."""
        person = await self._store.read(lambda tx: tx.person(notice.recipient))
        card = await self._picture() if notice.kind is Kind.PICTURE else await self._export(notice)
        return None if person is None or card is None else (person, card)

    async def _export(self, notice: Notice) -> Card:
        rows = await self._store.read(lambda tx: tx.newest_sessions(MOST_EXPORTED + 1))
        exported = [Exported(**row) for row in rows]
        made = await asyncio.to_thread(export, exported, FORMATS[notice.kind])
        return export_card(made, notice.start or self._clock())

    async def _picture(self) -> Card | None:
        weeks = await self.weeks()
        drawn = await self._charts.draw(chart_of(weeks))
        return None if drawn is None else picture_card(weeks, drawn, self._clock())


def counted(tx: Transaction, now: datetime, zone: str, weeks: int = 0) -> ProgramNumbers:
    """Return the program in numbers, as of ``now``, with each number from one statement."""
    place = zone_or_utc(zone)
    week, month = week_of(now, place, weeks), month_of(now, place)
    by_week, by_month, waiting = (
        tx.sessions_by_mentor(week),
        tx.sessions_by_mentor(month),
        tx.waiting_by_mentor(),
    )
    answers = tx.answer_times(now - ANSWERS_SINCE)
    people = tx.people({*by_week, *by_month, *waiting, *answers})
    return ProgramNumbers(
        now=now,
        zone=zone,
        week=week,
        month=month,
        of_week=tx.endings(week),
        of_month=tx.endings(month),
        felt=tx.felt(month),
        mentors=mentors_in_numbers(people, week=by_week, month=by_month, waiting=waiting, answers=answers),
        waiting=sum(waiting.values()),
    )
