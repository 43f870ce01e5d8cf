"""Organising a program: the panel, from which everything else of the organisers opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.ports.cards import Actions, Button, Card, Fact, Look, UserText
from core.screens.grammar import counted

if TYPE_CHECKING:
    from core.domain.policy import Policy

VISIBLE = 3
"""How many buttons of the panel are seen at once; the others wait behind one more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A button of the panel."""

    label: str
    route: str


PANEL: tuple[Entry, ...] = (Entry("Who waits…", "admin-unanswered"), Entry("Numbers", "admin-numbers"))
"""The buttons of the panel, the most likely one first. Their routes begin with ``admin``."""


def panel(policy: Policy) -> Card:
    """Return how the program is set up, and the buttons of the organisers."""
    buttons = tuple(
        Button(one.label, one.route, (), Look.PLAIN if at else Look.PRIMARY) for at, one in enumerate(PANEL)
    )
    hours = int(policy.answer_within.total_seconds() // 3600)
    return Card(
        title="Organising",
        summary="How the program is set up",
        parts=(
            Fact("Program", (UserText(policy.program),)),
            Fact("Mentors answer within", (counted(hours, "hour"),)),
            *((Actions(buttons[:VISIBLE], buttons[VISIBLE:]),) if buttons else ()),
        ),
    )
