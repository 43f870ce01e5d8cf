"""Buttons and menus, wherever they stand: in a message, in the Home tab, in a modal."""

from __future__ import annotations

from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.parse.event import Event, Surface, caller, channel_of
from adapters.slack.payload import Json, at, mapping, rows, text
from adapters.slack.render.blocks import LINK
from adapters.slack.view_state import CARD_VIEW, FORM_VIEW, read_metadata, values
from core.ports.call import Call, Trigger
from core.ports.commands import CommandTable
from core.ports.platform import Posted
from core.ports.tokens import read_press


def press(body: Json, _table: CommandTable) -> Event | None:
    """Read the press of a button, the choice in a menu, or the change of a watched field."""
    view = mapping(body, "view")
    if text(view, "callback_id") == FORM_VIEW:
        return _change(body, view)
    action = _action(body)
    choice = text(action, "selected_option", "value")
    who, named = caller(body), read_press(text(action, "action_id"), choice)
    surface = _surface(body, view)
    if who is None or named is None or surface is None:
        return None
    call = Call(
        trigger=Trigger.BUTTON,
        route=named[0],
        args=named[1],
        actor=who[0],
        profile=who[1],
        key=_key(body, action),
        capabilities=CAPABILITIES,
        values=named[2],
        origin=_origin(body) if surface is Surface.MESSAGE else None,
        channel=channel_of(body),
    )
    return Event(
        call=call,
        surface=surface,
        trigger_id=text(body, "trigger_id"),
        response_url=text(body, "response_url"),
        view=view,
    )


def is_link(body: Json) -> bool:
    """Whether a link button was pressed: Slack opened the address, and only wants an acknowledgement."""
    return text(_action(body), "action_id").startswith(f"{LINK}:")


def _change(body: Json, view: Json) -> Event | None:
    who, metadata = caller(body), read_metadata(text(view, "private_metadata"))
    route = metadata.route if metadata else None
    if who is None or metadata is None or route is None:
        return None
    call = Call(
        trigger=Trigger.CHANGE,
        route=route[0],
        args=route[1],
        actor=who[0],
        profile=who[1],
        key=_key(body, _action(body)),
        capabilities=CAPABILITIES,
        values=values(view),
        origin=metadata.origin,
    )
    trigger_id = text(body, "trigger_id")
    return Event(
        call=call,
        surface=Surface.CHANGE,
        trigger_id=trigger_id,
        response_url=metadata.response_url,
        view=view,
        metadata=metadata,
    )


def _action(body: Json) -> Json:
    return next(iter(rows(body, "actions")), {})


def _key(body: Json, action: Json) -> str:
    return ":".join((text(body, "trigger_id"), text(action, "action_ts"), text(action, "action_id")))


def _surface(body: Json, view: Json) -> Surface | None:
    if text(view, "type") == "home":
        return Surface.HOME
    if view:
        return Surface.DIALOG if text(view, "callback_id") == CARD_VIEW else None
    if at(body, "container", "is_ephemeral") is True:
        return Surface.EPHEMERAL
    return Surface.MESSAGE if _origin(body) else None


def _origin(body: Json) -> Posted | None:
    channel = text(body, "container", "channel_id") or text(body, "channel", "id")
    message = text(body, "container", "message_ts") or text(body, "message", "ts")
    return Posted(channel, message) if channel and message else None
