"""What an adapter has to say by itself, worded by the core: an adapter has no words of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.ports.call import Call
from core.ports.cards import Button, Card, Sentence
from core.ports.replies import Refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The words of moments that only a platform knows of; given to each adapter when it is made."""

    refusal: Callable[[Refuse, Mapping[str, str]], Card]
    """A refusal where no error can stand beside its field; the labels of the fields, by key, where they are known."""
    failed: Sentence
    """The answer to a press whose answer was lost on our side."""
    out_of_date: Sentence
    """The answer to a button that this program never offered."""
    working: Card
    """Shown while the answer to a form takes longer than the platform waits."""
    not_replaced: Card
    """What was pressed is done, and its message could not show it."""
    too_late: Callable[[Call | None], Card]
    """The form for this call could not be opened in time; the card offers to try again where that is possible."""
    question: Callable[[str, str, Button], Card]
    """Asks whether the press of a label is meant: the label, what follows from it, the button that does it."""
    pressed: str
    """Stands for the label of a button whose own label is not known."""
    chat_name: Callable[[str, str], str]
    """The name of a chat of two people."""
    yes: str
    no: str
    close: str
    search: str
    """What stands in an empty search field."""
    deleted: str
    """The name of an account that no longer exists."""
