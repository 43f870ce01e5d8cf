"""Replies: everything that a handler may answer, so that a form's handler cannot answer with a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from core.ports.cards import Button, Card, Sentence
from core.ports.forms import Form


class FormTooLate(Exception):
    """Raised by an adapter when a form could not be opened in time: one more answer may be said in its place."""


@dataclass(frozen=True, slots=True)
class Show:
    """Answer with a card that only the person who acted sees; on a page of their own it fills the page."""

    card: Card


@dataclass(frozen=True, slots=True)
class Swap:
    """Replace the card whose button was pressed (or from which a form was opened).

    Where nothing was pressed it is shown like Show. ``note`` is told to the person beside it.
    """

    card: Card
    note: Card | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Open a form. In answer to a watched field's change it replaces the open form and keeps what is typed."""

    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Say why not: ``why`` is empty where the errors of the fields say it all.

    ``fields`` are errors by field key; ``edit`` reopens the form with everything typed; ``card`` shows the truth
    in place of the card that was pressed. ``again`` says that the same words may be sent once more, so they are
    kept where the form itself cannot keep them.
    """

    why: Sentence
    fields: Mapping[str, Sentence] = field(default_factory=dict)
    edit: Button | None = None
    card: Card | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Answer with nothing to read: what was asked for comes as a message of its own."""


Reply: TypeAlias = Show | Swap | Ask | Refuse | Acknowledge
FormReply: TypeAlias = Show | Swap | Refuse | Acknowledge
"""A form handler cannot answer with a form: Discord has no dialog after a dialog."""
