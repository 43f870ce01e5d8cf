"""The question whether a press is meant: only the button of its card does what was asked for."""

from __future__ import annotations

from core.ports.cards import Actions, Button, Card, Line, Tone

YES = "Yes"


def confirm_card(label: str, sentence: str, meant: Button) -> Card:
    """Ask whether a press of ``label`` is meant."""
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
