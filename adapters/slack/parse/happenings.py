"""Events that Slack reports by itself: the Home tab was opened, something was written, an account was deactivated."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.parse.event import Event, Surface
from adapters.slack.parse.said import TYPED_SUBTYPES
from adapters.slack.payload import Json, at, text
from core.domain.people import Address
from core.ports.call import Call, Trigger
from core.ports.commands import CommandTable
from core.ports.platform import Profile

HOME, HELLO = "home", "hello"
"""The routes that answer the opening of the Home tab, and words that are no command."""


def happened(body: Json, _table: CommandTable) -> Event | None:
    """Read an event; those that nobody answers are nothing of ours."""
    reader = _READERS.get(text(body, "event", "type"))
    user, team = text(body, "event", "user"), text(body, "team_id")
    return reader(body, Address("slack", team, user)) if reader and user and team else None


def membership_of(body: Json) -> tuple[Address, bool] | None:
    """Return whose account an event is about and whether it is in use; None for any other event.

    Slack tells of every change of anybody's profile; an account that was deactivated is ``deleted`` in it
    (docs.slack.dev, user_change event and user object).
    """
    if text(body, "event", "type") != "user_change":
        return None
    user, team = text(body, "event", "user", "id"), text(body, "event", "user", "team_id")
    deleted = at(body, "event", "user", "deleted")
    if not user or not isinstance(deleted, bool):
        return None
    return Address("slack", team or text(body, "team_id"), user), not deleted


def _opened(body: Json, actor: Address) -> Event | None:
    key = text(body, "event_id")
    if text(body, "event", "tab") != "home" or not key:
        return None
    return Event(call=_call(Trigger.PAGE, HOME, actor, key), surface=Surface.OPENED)


def _written(body: Json, actor: Address) -> Event | None:
    """Read a message of a person to the app: whatever the app itself or another one writes is answered by nobody."""
    event = body["event"]
    is_direct = text(event, "channel_type") == "im"
    is_typed = text(event, "subtype") in TYPED_SUBTYPES and not event.get("bot_id")
    channel, stamp = text(event, "channel"), text(event, "ts")
    if not (is_direct and is_typed and channel and stamp):
        return None
    return Event(call=_call(Trigger.WORDS, HELLO, actor, f"{channel}:{stamp}"), surface=Surface.WORDS)


def _call(trigger: Trigger, route: str, actor: Address, key: str) -> Call:
    return Call(
        trigger=trigger,
        route=route,
        actor=actor,
        profile=Profile(name=actor.user),
        key=key,
        capabilities=CAPABILITIES,
    )


_READERS: Mapping[str, Callable[[Json, Address], Event | None]] = {
    "app_home_opened": _opened,
    "message": _written,
}
