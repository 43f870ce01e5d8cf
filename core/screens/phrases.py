"""What the adapters have to say by themselves: too slow, out of date, is that meant."""

from __future__ import annotations

from core.ports.cards import Actions, Button, Card, Line, Part, Tone
from core.ports.phrases import Phrases
from core.screens.errors import OUT_OF_DATE

NAMELESS = "Somebody"
"""What a person is called whose platform tells no name."""


def too_late(again: Button | None) -> Card:
    """Say that a form could not be opened: a platform takes one only as the first answer, within seconds."""
    parts: list[Part] = [Line(("I was too slow to open the form. Please try again.",))]
    if again is not None:
        parts.append(Actions((again,)))
    return Card(
        title="That took too long", summary="That took too long", tone=Tone.WAITING, parts=tuple(parts)
    )


def question(label: str, sentence: str, meant: Button) -> Card:
    """Ask whether a press of ``label`` is meant; only the button of this card does it."""
    return Card(
        title=f"{label}?",
        summary=f"{label}?",
        tone=Tone.WAITING,
        parts=(
            Line((sentence or "Nothing has happened yet.",)),
            Line((f"Press {meant.label} to confirm, or dismiss this message.",), small=True),
            Actions((meant,)),
        ),
    )


PHRASES = Phrases(
    refused="That did not work",
    failed=("Something went wrong on our side. Please try again.",),
    out_of_date=OUT_OF_DATE,
    working=Card(
        title="Still working",
        summary="Still working on it. The answer comes here in a moment.",
        parts=(Line(("Still working on it. The answer comes here in a moment.",)),),
    ),
    too_late=too_late,
    question=question,
    yes="Yes",
    no="Go back",
    close="Close",
    search="Type to search",
    deleted="Deleted account",
)
