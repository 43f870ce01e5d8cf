"""When a person is reminded of their sessions: the card with a button for each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.reminders import Ahead, reminded
from core.ports.cards import Actions, Button, Card, Fact, Line

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from core.domain.people import Person

LEADS: dict[Ahead, str] = {
    Ahead.TWO_DAYS: "2 days",
    Ahead.DAY: "24 hours",
    Ahead.HOUR: "1 hour",
    Ahead.SOON: "10 minutes",
}
ON, OFF, ALL = "on", "off", "-"
"""What a button asks for; ``ALL`` stands for every reminder at once."""


def reminded_words(me: Person) -> str:
    """Return when a person is reminded, as one line."""
    return spans_words(reminded(me.reminders))


def spans_words(wanted: AbstractSet[Ahead]) -> str:
    """Return some reminders as one line."""
    chosen = [LEADS[ahead] for ahead in Ahead if ahead in wanted]
    if not chosen:
        return "off"
    *others, last = chosen
    return f"{', '.join(others)} and {last} before" if others else f"{last} before"


def reminders_card(me: Person) -> Card:
    """Return when a person is reminded, with a button that turns each of the times on or off."""
    chosen = reminded(me.reminders)
    turns = tuple(
        Button(f"{'✓ ' if ahead in chosen else ''}{label}", "remind", (ahead, OFF if ahead in chosen else ON))
        for ahead, label in LEADS.items()
    )
    off = (Button("None at all", "remind", (ALL, OFF)),) if chosen else ()
    return Card(
        title="Reminders",
        summary="When you are reminded of your sessions",
        parts=(
            Fact("You are reminded", (reminded_words(me),)),
            Actions((*turns, *off)),
            Line(
                (
                    "Press a time to turn it on or off. It counts at once, also for the sessions that you have agreed.",
                ),
                small=True,
            ),
        ),
    )
