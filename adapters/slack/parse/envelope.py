"""The one door for everything Slack sends: which reader is right for which payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.parse.actions import press
from adapters.slack.parse.commands import command, shortcut
from adapters.slack.parse.event import Event, Surface
from adapters.slack.parse.views import submission, suggestion
from adapters.slack.payload import Json, text
from core.domain.people import Address
from core.ports.call import Call, Trigger
from core.ports.commands import CommandTable
from core.ports.platform import Profile

HOME = "home"
"""The route that answers the opening of the Home tab."""


def event_of(body: Json, table: CommandTable) -> Event | None:
    """Return what a payload means, or None when it is nothing of ours; it never raises."""
    reader = _READERS.get(kind(body))
    return reader(body, table) if reader else None


def kind(body: Json) -> str:
    """Return the kind of a payload, for reading and for logs."""
    return "command" if text(body, "command") else text(body, "type")


def opened(body: Json, _table: CommandTable) -> Event | None:
    """Read the opening of the Home tab; every other event is nothing of ours."""
    user, team, key = text(body, "event", "user"), text(body, "team_id"), text(body, "event_id")
    is_home = text(body, "event", "type") == "app_home_opened" and text(body, "event", "tab") == "home"
    if not is_home or not user or not team or not key:
        return None
    actor = Address("slack", team, user)
    call = Call(
        trigger=Trigger.PAGE,
        route=HOME,
        actor=actor,
        profile=Profile(name=user),
        key=key,
        capabilities=CAPABILITIES,
    )
    return Event(call=call, surface=Surface.OPENED)


_READERS: Mapping[str, Callable[[Json, CommandTable], Event | None]] = {
    "command": command,
    "shortcut": shortcut,
    "message_action": shortcut,
    "block_actions": press,
    "view_submission": submission,
    "block_suggestion": suggestion,
    "event_callback": opened,
}
