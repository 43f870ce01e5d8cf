"""Buttons and menus, wherever they stand: in a message, in the Home tab, in a modal."""

from __future__ import annotations

from adapters.slack.memo import CARD, FORM, read_memo
from adapters.slack.parse.heard import Heard, Surface, caller
from adapters.slack.payload import Json, at, mapping, rows, text
from adapters.slack.render.parts import LINK
from adapters.slack.shown import values
from core.chat.routes import Asked, Call
from core.chat.tokens import read_token
from core.ports import Posted


def press(body: Json, _prefix: str) -> Heard | None:
    """Read the press of a button, the choice in a menu, or the change of a watched field."""
    view = mapping(body, "view")
    if text(view, "callback_id") == FORM:
        return _change(body, view)
    action = _action(body)
    who, named = caller(body), read_token(text(action, "action_id"))
    surface = _surface(body, view)
    if who is None or named is None or surface is None:
        return None
    choice = text(action, "selected_option", "value")
    call = Call(
        asked=Asked.BUTTON,
        route=named[0],
        args=named[1],
        actor=who[0],
        profile=who[1],
        key=_key(body, action),
        values={"choice": choice} if choice else {},
        origin=_origin(body) if surface is Surface.MESSAGE else None,
    )
    return Heard(
        call=call,
        surface=surface,
        trigger=text(body, "trigger_id"),
        url=text(body, "response_url"),
        view=view,
    )


def is_link(body: Json) -> bool:
    """Whether a link button was pressed: Slack opened the address, and only wants to hear that we heard."""
    return text(_action(body), "action_id").startswith(f"{LINK}:")


def _change(body: Json, view: Json) -> Heard | None:
    who, memo = caller(body), read_memo(text(view, "private_metadata"))
    route = memo.route if memo else None
    if who is None or memo is None or route is None:
        return None
    call = Call(
        asked=Asked.CHANGE,
        route=route[0],
        args=route[1],
        actor=who[0],
        profile=who[1],
        key=_key(body, _action(body)),
        values=values(view),
        origin=memo.origin,
    )
    trigger = text(body, "trigger_id")
    return Heard(call=call, surface=Surface.CHANGE, trigger=trigger, url=memo.url, view=view, memo=memo)


def _action(body: Json) -> Json:
    return next(iter(rows(body, "actions")), {})


def _key(body: Json, action: Json) -> str:
    return ":".join((text(body, "trigger_id"), text(action, "action_ts"), text(action, "action_id")))


def _surface(body: Json, view: Json) -> Surface | None:
    if text(view, "type") == "home":
        return Surface.HOME
    if view:
        return Surface.DIALOG if text(view, "callback_id") == CARD else None
    if at(body, "container", "is_ephemeral") is True:
        return Surface.EPHEMERAL
    return Surface.MESSAGE if _origin(body) else None


def _origin(body: Json) -> Posted | None:
    channel = text(body, "container", "channel_id") or text(body, "channel", "id")
    message = text(body, "container", "message_ts") or text(body, "message", "ts")
    return Posted(channel, message) if channel and message else None
