"""Lists: what the overview of somebody's sessions says, beside what the database says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground.pilots.seen import moment
from core.domain.agenda import Section
from core.domain.booking import Booking, Status
from core.screens.agenda import IN_OVERVIEW, SECTIONS
from tests.promises.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from bot.playground.stage import Stage
    from tests.promises.hands import Sight

TOPIC = re.compile(r"Walk \d+")
_NAMED = {name: section for section, name in SECTIONS.items()}
_HEADING = re.compile(rf"^({'|'.join(_NAMED)}) \((\d+)\)$", re.MULTILINE)


async def of_lists(stage: Stage, name: str, shown: Sight) -> list[str]:
    """Return what is wrong with the overview that somebody opened just now."""
    persona = next(one for one in stage.people if one.name == name)
    me = await stage.bot.store.read(lambda tx: tx.person_at(stage.address(persona)))
    ledger = await open_ledger(stage.bot.store)
    mine = [one for one in ledger.bookings.values() if me and one.role_of(me.id)]
    return list(of_overview(shown.card.text, mine, stage.pilot(persona.key).zone, stage.now()))


def section_of(booking: Booking, now: datetime) -> Section:
    """Return where a session belongs: it is to come until it is over."""
    if booking.status is Status.PENDING:
        return Section.PENDING
    is_to_come = booking.status is Status.ACCEPTED and (booking.ends_at is None or booking.ends_at > now)
    return Section.UPCOMING if is_to_come else Section.PAST


def of_overview(text: str, mine: Collection[Booking], zone: str, now: datetime) -> Iterator[str]:
    """Yield what an overview, opened just now by the person of these sessions, says or leaves out and is not so."""
    parts = _HEADING.split(text)[1:]
    said = {
        _NAMED[name]: (int(count), lines)
        for name, count, lines in zip(*(parts[at::3] for at in range(3)), strict=True)
    }
    for section in Section:
        there = [one for one in mine if section_of(one, now) is section]
        count, lines = said.get(section, (0, ""))
        if count != len(there):
            yield f"counts {count} sessions as {section}, and there are {len(there)}"
        yield from _of_lines(section, lines, there, zone)


def _of_lines(section: Section, lines: str, there: list[Booking], zone: str) -> Iterator[str]:
    known = {one.topic: one for one in there}
    shown = TOPIC.findall(lines)
    if others := set(shown) - set(known):
        yield f"lists {others} as {section}"
        return
    if not min(1, len(there)) <= len(shown) <= IN_OVERVIEW:
        yield f"lists {len(shown)} of {len(there)} as {section}"
    for topic in shown:
        slot = known[topic].slot
        start = moment(int(slot.starts_at.timestamp()), zone) if slot else "no time set"
        if start not in _line(lines, topic):
            yield f"does not say {start} of {topic}"
    if section is Section.UPCOMING and shown:
        yield from _of_next(known[shown[0]], there)


def _of_next(first: Booking, there: Iterable[Booking]) -> Iterator[str]:
    starts = sorted(one.slot.starts_at for one in there if one.slot)
    if starts and (first.slot is None or first.slot.starts_at != starts[0]):
        yield f"lists {first.topic} before the session that comes next"


def _line(lines: str, topic: str) -> str:
    return next(line for line in lines.splitlines() if topic in TOPIC.findall(line))
