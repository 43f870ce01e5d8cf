"""What was heard from Slack: a call of one of our routes, and the ways back to the person."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from adapters.slack.memo import Memo
from adapters.slack.payload import Json, text
from core.chat.routes import Call
from core.domain.people import Address
from core.ports import Profile


class Surface(enum.Enum):
    """Where somebody acted, which decides how an answer can be shown."""

    COMMAND = "command"
    SHORTCUT = "shortcut"
    MESSAGE = "message"
    """A message that everybody in its conversation sees, and that can be edited."""
    EPHEMERAL = "ephemeral"
    HOME = "home"
    """A button in the Home tab."""
    OPENED = "opened"
    """The Home tab itself was opened."""
    DIALOG = "dialog"
    """A button in a modal that shows a card."""
    CHANGE = "change"
    FORM = "form"
    SEARCH = "search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One act. ``url`` is a response_url; ``view`` is the modal in which it happened, as Slack sent it."""

    call: Call
    surface: Surface
    trigger: str = ""
    url: str = ""
    view: Json = field(default_factory=dict)
    memo: Memo | None = None


def caller(body: Json) -> tuple[Address, Profile] | None:
    """Return who acted, keyed on the person's own workspace, with the name the payload tells.

    In a conversation shared between two workspaces ``team`` may be the other one: only ``user.team_id``
    belongs to the person (docs.slack.dev, Slack Connect).
    """
    user = text(body, "user", "id") or text(body, "user_id")
    team = text(body, "user", "team_id") or text(body, "team", "id") or text(body, "team_id")
    if not user or not team:
        return None
    name = text(body, "user", "name") or text(body, "user", "username") or text(body, "user_name") or user
    return Address("slack", team, user), Profile(name=name)
