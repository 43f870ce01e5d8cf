"""Submitted forms and the searches inside them."""

from __future__ import annotations

from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.parse.event import Event, Surface, caller
from adapters.slack.payload import Json, mapping, text
from adapters.slack.view_state import PrivateMetadata, read_metadata, values
from core.ports.call import Call, Trigger
from core.ports.commands import CommandTable
from core.ports.tokens import read_token


def submission(body: Json, _table: CommandTable) -> Event | None:
    """Read a submitted form. Its key is the same however often Slack delivers, or a person repeats, it."""
    view = mapping(body, "view")
    who, metadata, view_id = caller(body), read_metadata(text(view, "private_metadata")), text(view, "id")
    route = _route(metadata)
    if who is None or metadata is None or route is None or not view_id:
        return None
    call = Call(
        trigger=Trigger.FORM,
        route=route[0],
        args=route[1],
        actor=who[0],
        profile=who[1],
        key=f"{view_id}:{metadata.asked}",
        capabilities=CAPABILITIES,
        values=values(view),
        origin=metadata.origin,
    )
    trigger_id = text(body, "trigger_id")
    return Event(
        call=call,
        surface=Surface.FORM,
        trigger_id=trigger_id,
        response_url=metadata.response_url,
        view=view,
        metadata=metadata,
    )


def suggestion(body: Json, _table: CommandTable) -> Event | None:
    """Read a search: its route is named by the field, its arguments are those of the form."""
    view = mapping(body, "view")
    who, named = caller(body), read_token(text(body, "action_id"))
    if who is None or named is None:
        return None
    metadata = read_metadata(text(view, "private_metadata"))
    form = _route(metadata)
    words = text(body, "value")
    call = Call(
        trigger=Trigger.SEARCH,
        route=named[0],
        args=form[1] if form else (),
        actor=who[0],
        profile=who[1],
        key=f"{text(view, 'id')}:{text(body, 'action_id')}:{words}",
        capabilities=CAPABILITIES,
        values={**values(view), "words": words},
        origin=metadata.origin if metadata else None,
    )
    return Event(call=call, surface=Surface.SEARCH, view=view, metadata=metadata)


def _route(metadata: PrivateMetadata | None) -> tuple[str, tuple[str, ...]] | None:
    return metadata.route if metadata else None
