"""The steps before the booking form where it cannot search: whom to ask, and on which day."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from core.ports.cards import OPTIONS, Actions, Button, Card, Line, Menu, Option
from core.screens.booking import any_option, mentor_option, slot_option
from core.screens.grammar import counted, filled
from core.screens.search import nobody
from core.times.zones import zone_label, zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from core.domain.people import Mentor
    from core.ports.cards import Sentence

TITLE = "Book a mentor session"
PAGE = "+"
"""Begins the value of an entry that leads to other entries of the same menu; the place follows of the first one."""


def whom_to_ask(
    mentors: Sequence[Mentor], draft: UUID, *, start: int, said: Sentence, named: bool = False
) -> Card:
    """Ask which mentor is meant; ``mentors`` reach one menu beyond ``start``, and ``said`` stands above them.

    Where somebody was ``named``, whoever is suitable is no answer.
    """
    if not mentors:
        return Card(title=TITLE, summary=TITLE, parts=nobody())
    anybody = () if named else (any_option(),)
    options = paged([*anybody, *(mentor_option(one) for one in mentors)], start, "More mentors…")
    parts = (
        Line(said or ("Whom would you like to talk to?",)),
        Menu("Choose a mentor", "book-mentor", options, (draft.hex,)),
    )
    return Card(title=TITLE, summary=TITLE, parts=parts)


def when_to_ask(mentor: Mentor, starts: Sequence[datetime], draft: UUID, *, start: int, zone: str) -> Card:
    """Ask when: at one of the next open times, or on which day where one menu does not hold them all.

    ``start`` is the place of the first day that is shown.
    """
    times = tuple(slot_option(one, zone) for one in starts[:OPTIONS])
    menus = [Menu("Choose a time", "book-time", times, (draft.hex,))]
    if len(starts) > OPTIONS:
        days = paged(day_options(starts, zone), start, "Later days…")
        menus.append(Menu("Or choose a day", "book-day", days, (draft.hex,)))
    said = filled("When would you like to talk to {name}?", name=mentor.person.name)
    own = Button("Suggest a time…", "edit-draft", (draft.hex,))
    return Card(
        title=TITLE,
        summary=TITLE,
        parts=(
            Line(said),
            *menus,
            Line((f"Days and times are in your time zone, {zone_label(zone)}.",), small=True),
            Actions((own,)),
        ),
    )


def day_options(starts: Sequence[datetime], zone: str) -> list[Option]:
    """Return the days of open times as choices; one with more times than a menu holds is parted."""
    place, options = zone_or_utc(zone), list[Option]()
    for key, number, part in _parts(starts, zone):
        first, last = part[0].astimezone(place), part[-1].astimezone(place)
        name = f"{first:%a} {first.day} {first:%b}" + (f", from {first:%H:%M}" if number else "")
        options.append(Option(name, key, f"{counted(len(part), 'open time')}, {first:%H:%M} to {last:%H:%M}"))
    return options


def times_of_day(starts: Sequence[datetime], zone: str, day: str) -> Sequence[datetime]:
    """Return the open times behind a choice of ``day_options``; none for anything else."""
    return next((part for key, _, part in _parts(starts, zone) if key == day), ())


def day_of(start: datetime, starts: Sequence[datetime], zone: str) -> str:
    """Return the choice of ``day_options`` behind which an open time stands, or nothing."""
    return next((key for key, _, part in _parts(starts, zone) if start in part), "")


def _parts(starts: Sequence[datetime], zone: str) -> Iterator[tuple[str, int, Sequence[datetime]]]:
    """Yield the choice of each part of a day, its number and its starts.

    They stay in UTC: a local time in the hour that happens twice equals no instant of another zone (PEP 495).
    """
    place = zone_or_utc(zone)
    for date, group in groupby(starts, key=lambda one: one.astimezone(place).date()):
        times = list(group)
        for number, at in enumerate(range(0, len(times), OPTIONS)):
            yield f"{date.isoformat()}.{number}", number, times[at : at + OPTIONS]


def paged(options: Sequence[Option], start: int, more: str) -> tuple[Option, ...]:
    """Return one menu's worth of options from ``start`` on, with the ways to later ones and to the first ones."""
    start = start if start < len(options) else 0
    back = (Option("Back to the first…", f"{PAGE}0"),) if start else ()
    rest, room = options[start:], OPTIONS - len(back)
    if len(rest) <= room:
        return (*back, *rest)
    return (*back, *rest[: room - 1], Option(more, f"{PAGE}{start + room - 1}"))
