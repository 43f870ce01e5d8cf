"""Digests: one message for several notices of one person, worded for how things stand when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Inline, Line, Part, Row, Tone, UserText
from core.screens.grammar import counted, filled
from core.screens.notices import PINGS
from core.screens.session import when, who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.domain.booking_view import BookingView
    from core.domain.notices import Kind

SHOWN = 7
"""How many sessions one digest names; the list behind its button has them all."""


def requests_digest(waiting: Sequence[BookingView]) -> Card:
    """Return every request that waits for a mentor, the most urgent first."""
    pressing = sorted(waiting, key=lambda view: (view.booking.lapses_at, view.booking.id))
    number = len(pressing)
    rows = [
        _row(view, (who(view.other), ", until ", when(view.booking.lapses_at, view.me))) for view in pressing
    ]
    return Card(
        title="Still waiting for you",
        tone=Tone.WAITING,
        summary=f"{counted(number, 'request')} are waiting for you",
        parts=(
            Line(
                filled(
                    "{number:request} are waiting for you. Without an answer a request expires by itself.",
                    number=number,
                )
            ),
            *_listed(rows, Button("All pending", "agenda", ("pending", "-"))),
        ),
    )


def news_digest(news: Sequence[tuple[BookingView, Kind]]) -> Card:
    """Return what a person was not told in time: for each session its state and the last thing that happened."""
    rows = [Row(_sentence(kind, view), _open(view)) for view, kind in news]
    return Card(
        title="What you have missed",
        summary=f"News about {len(rows)} of your sessions",
        parts=(
            Line(("I could not tell you this in time. Open shows how each of them stands now.",)),
            *_listed(rows, Button("All my sessions", "agenda", ("all", "-"))),
        ),
    )


def _row(view: BookingView, said: tuple[Inline, ...]) -> Row:
    topic = UserText(cut(view.booking.topic, 60), strong=True)
    return Row((topic, " · ", *said), _open(view))


def _open(view: BookingView) -> Button:
    return Button("Open", "show", (view.booking.id.hex,))


def _sentence(kind: Kind, view: BookingView) -> tuple[Inline, ...]:
    said = PINGS[kind].said(view)
    slot = view.booking.slot
    return (*said, ", ", when(slot.starts_at, view.me)) if slot else said


def _listed(rows: Sequence[Row], everything: Button) -> tuple[Part, ...]:
    more = len(rows) - SHOWN
    rest = (Line((f"And {more} more.",), small=True),) if more > 0 else ()
    return (*rows[:SHOWN], *rest, Actions((everything,)))
