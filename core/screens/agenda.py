"""Lists of sessions: what ``/my-sessions`` shows, and the person's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.agenda import Section
from core.domain.booking import Role, Status
from core.domain.text import cut
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Divider,
    Heading,
    Inline,
    Line,
    Look,
    Part,
    Row,
    Strong,
    UserText,
)
from core.screens.session import badge_of, when, who
from core.screens.unreachable import banner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.domain.booking_view import BookingView
    from core.domain.people import Person

SECTIONS = {
    Section.PENDING: "Pending requests",
    Section.UPCOMING: "Upcoming sessions",
    Section.PAST: "Past sessions",
}
EMPTY = {
    Section.PENDING: "Nothing is waiting for an answer.",
    Section.UPCOMING: "No session is planned.",
    Section.PAST: "No past sessions yet.",
}
IN_OVERVIEW = 2
"""How many sessions of each section the overview shows; the section's own list shows more."""
IN_LIST = 6


def overview(
    me: Person, sections: Mapping[Section, Sequence[BookingView]], counts: Mapping[Section, int]
) -> Card:
    """Return the three sections, each with its first sessions and a way to the rest."""
    parts: list[Part] = []
    for name, title in SECTIONS.items():
        parts += [Heading(f"{title} ({counts[name]})"), *_entries(sections[name], name)]
    parts += [Divider(), Actions(_doors(counts))]
    return Card(title="My sessions", summary=_summary(counts), parts=(*_banner(me), *parts))


def listing(me: Person, section: Section, views: Sequence[BookingView], *, more: bool, total: int) -> Card:
    """Return one section, ``IN_LIST`` sessions at a time."""
    parts: list[Part] = [Heading(f"{SECTIONS[section]} ({total})"), *_entries(views, section)]
    steps = [Button("Overview", "agenda", ("all", "-"))]
    if more:
        steps.insert(0, Button("More", "agenda", (section, views[-1].booking.id.hex)))
    parts.append(Actions(tuple(steps)))
    return Card(title="My sessions", summary=f"{SECTIONS[section]}: {total}", parts=(*_banner(me), *parts))


def _entries(views: Sequence[BookingView], section: Section) -> list[Part]:
    if not views:
        return [Line((EMPTY[section],), small=True)]
    return [Row(_entry(view), Button("Show", "show", (view.booking.id.hex,))) for view in views]


def _entry(view: BookingView) -> tuple[Inline, ...]:
    booking = view.booking
    time: tuple[Inline, ...] = (when(booking.slot.starts_at, view.me),) if booking.slot else ("no time set",)
    mine = (
        "waits for you"
        if booking.status is Status.PENDING and view.role is Role.MENTOR
        else badge_of(booking)[0]
    )
    return (
        Strong(mine),
        " · ",
        UserText(cut(booking.topic, 60)),
        " · ",
        "with " if view.role is Role.STUDENT else "for ",
        who(view.other),
        " · ",
        *time,
    )


def _doors(counts: Mapping[Section, int]) -> tuple[Button, ...]:
    more = [Button(f"All {name}", "agenda", (name, "-")) for name in SECTIONS if counts[name] > IN_OVERVIEW]
    return (
        Button("Book a session…", "book", ("-",), Look.PRIMARY),
        Button("Find a mentor", "find-mentor", ("0",)),
        *more,
    )


def _banner(me: Person) -> tuple[Part, ...]:
    if me.unreachable is None:
        return ()
    return (Line((Strong("I could not send you direct messages."), f" {banner(me.unreachable)}")),)


def _summary(counts: Mapping[Section, int]) -> str:
    pending, upcoming, past = (counts[section] for section in Section)
    return f"{pending} pending, {upcoming} upcoming, {past} past"
