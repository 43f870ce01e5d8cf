"""An event from Slack: a call of one of our routes, and what is needed to answer the person."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from adapters.slack.payload import Json, text
from adapters.slack.view_state import PrivateMetadata
from core.domain.people import Address
from core.ports.call import Call
from core.ports.platform import Profile


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
    """The submission of a modal with fields."""
    SEARCH = "search"
    WORDS = "words"
    """The conversation with the app, into which somebody wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act; ``view`` is the modal in which it happened, as Slack sent it.

    ``picked`` is the payload of a shortcut on a message: whom it names, the payload tells by their ids alone.
    """

    call: Call
    surface: Surface
    trigger_id: str = ""
    response_url: str = ""
    view: Json = field(default_factory=dict)
    metadata: PrivateMetadata | None = None
    picked: Json = field(default_factory=dict)


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


def channel_of(body: Json) -> str:
    """Return the channel in which somebody acted, or an empty text in direct messages (docs.slack.dev, ids)."""
    found = text(body, "channel_id") or text(body, "container", "channel_id") or text(body, "channel", "id")
    return "" if found.startswith("D") else found
