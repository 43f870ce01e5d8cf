"""What an adapter has to say by itself, worded by the core: an adapter has no words of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.ports.cards import Button, Card, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The words of moments that only a platform knows of; given to each adapter when it is made."""

    refused: str
    """The title of a refusal."""
    failed: Sentence
    """The answer to a press whose answer was lost on our side."""
    out_of_date: Sentence
    """The answer to a button that this program never offered."""
    working: Card
    """Shown while the answer to a form takes longer than the platform waits."""
    too_late: Callable[[Button | None], Card]
    """A form could not be opened in time; the button, where there is one, tries again."""
    question: Callable[[str, str, Button], Card]
    """Asks whether the press of a label is meant: the label, what follows from it, the button that does it."""
    yes: str
    no: str
    close: str
    search: str
    """What stands in an empty search field."""
    deleted: str
    """The name of an account that no longer exists."""
