"""Slash commands and shortcuts: what somebody typed or picked from a menu."""

from __future__ import annotations

import re

from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.parse.event import Event, Surface, caller, channel_of
from adapters.slack.parse.markup import readable
from adapters.slack.parse.question import question_of
from adapters.slack.payload import Json, text
from core.domain.people import Address
from core.ports.call import Call, Trigger
from core.ports.commands import CommandTable

_LEADING = re.compile(r"\s*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*")


def command(body: Json, table: CommandTable) -> Event | None:
    """Read a slash command, of which Slack gives the name and one line of free text."""
    named = table.named(text(body, "command").removeprefix("/"))
    who, trigger_id = caller(body), text(body, "trigger_id")
    if named is None or who is None or not trigger_id:
        return None
    typed = text(body, "text")
    leading = _LEADING.match(typed)
    rest = readable(typed[leading.end() :] if leading else typed).strip()
    call = Call(
        trigger=Trigger.COMMAND,
        route=named.name,
        actor=who[0],
        profile=who[1],
        key=trigger_id,
        capabilities=CAPABILITIES,
        values={named.rest: rest} if named.rest and rest else {},
        mentioned=Address("slack", who[0].space, leading[1]) if leading else None,
        channel=channel_of(body),
    )
    return Event(
        call=call, surface=Surface.COMMAND, trigger_id=trigger_id, response_url=text(body, "response_url")
    )


def shortcut(body: Json, _table: CommandTable) -> Event | None:
    """Read a shortcut, global or on a message; its callback id is the route."""
    who, trigger_id, route = caller(body), text(body, "trigger_id"), text(body, "callback_id")
    if who is None or not trigger_id or not route:
        return None
    is_picked = text(body, "type") == "message_action"
    call = Call(
        trigger=Trigger.COMMAND,
        route=route,
        actor=who[0],
        profile=who[1],
        key=trigger_id,
        capabilities=CAPABILITIES,
        values=question_of(body, {}) if is_picked else {},
    )
    return Event(
        call=call,
        surface=Surface.SHORTCUT,
        trigger_id=trigger_id,
        response_url=text(body, "response_url"),
        picked=body if is_picked else {},
    )
