"""The one door for everything Slack sends: which reader is right for which payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.slack.parse.actions import press
from adapters.slack.parse.commands import command, shortcut
from adapters.slack.parse.event import Event
from adapters.slack.parse.happenings import happened
from adapters.slack.parse.views import submission, suggestion
from adapters.slack.payload import Json, text
from core.ports.commands import CommandTable


def event_of(body: Json, table: CommandTable) -> Event | None:
    """Return what a payload means, or None when it is nothing of ours; it never raises."""
    reader = _READERS.get(kind(body))
    return reader(body, table) if reader else None


def kind(body: Json) -> str:
    """Return the kind of a payload, for reading and for logs."""
    return "command" if text(body, "command") else text(body, "type")


_READERS: Mapping[str, Callable[[Json, CommandTable], Event | None]] = {
    "command": command,
    "shortcut": shortcut,
    "message_action": shortcut,
    "block_actions": press,
    "view_submission": submission,
    "block_suggestion": suggestion,
    "event_callback": happened,
}
