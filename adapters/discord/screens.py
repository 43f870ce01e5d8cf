"""Cards that only this platform needs: a refusal, a question before an act, a form that came too late."""

from __future__ import annotations

from collections.abc import Mapping

from core.ports.cards import Actions, Button, Card, Fact, Line, Part, Tone
from core.ports.forms import FIELDS
from core.ports.replies import Refuse

OUT_OF_DATE = "That is out of date. Type /my-sessions to see how things stand."
YES = "Yes"


def refusal(refuse: Refuse, labels: Mapping[str, str]) -> Card:
    """Return why something was not done, and errors of fields beside their labels: the modal is closed."""
    parts: list[Part] = []
    if refuse.why:
        parts.append(Line(refuse.why))
    for key, sentence in list(refuse.fields.items())[:FIELDS]:
        label = labels.get(key) or key.replace("_", " ").capitalize()
        parts.append(Fact(f"{label}:", sentence))
    if refuse.edit is not None:
        parts.append(Actions((refuse.edit,)))
    return Card(title="That did not work", tone=Tone.BAD, summary="That did not work", parts=tuple(parts))


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


def too_late(again: Button | None) -> Card:
    """Say that a form could not be opened: Discord takes one only as the first answer, within seconds."""
    parts: list[Part] = [Line(("I was too slow to open the form. Please try again.",))]
    if again is not None:
        parts.append(Actions((again,)))
    return Card(
        title="That took too long", summary="That took too long", tone=Tone.WAITING, parts=tuple(parts)
    )
