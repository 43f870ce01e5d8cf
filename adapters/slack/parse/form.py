"""Submitted forms and the searches inside them."""

from __future__ import annotations

from adapters.slack.memo import Memo, read_memo
from adapters.slack.parse.heard import Heard, Surface, caller
from adapters.slack.payload import Json, mapping, text
from adapters.slack.shown import values
from core.chat.routes import Asked, Call
from core.chat.tokens import read_token


def submission(body: Json, _prefix: str) -> Heard | None:
    """Read a submitted form. Its key is the same however often Slack delivers, or a person repeats, it."""
    view = mapping(body, "view")
    who, memo, view_id = caller(body), read_memo(text(view, "private_metadata")), text(view, "id")
    route = _route(memo)
    if who is None or memo is None or route is None or not view_id:
        return None
    call = Call(
        asked=Asked.FORM,
        route=route[0],
        args=route[1],
        actor=who[0],
        profile=who[1],
        key=f"{view_id}:{memo.asked}",
        values=values(view),
        origin=memo.origin,
    )
    trigger = text(body, "trigger_id")
    return Heard(call=call, surface=Surface.FORM, trigger=trigger, url=memo.url, view=view, memo=memo)


def suggestion(body: Json, _prefix: str) -> Heard | None:
    """Read a search: its route is named by the field, its arguments are those of the form."""
    view = mapping(body, "view")
    who, named = caller(body), read_token(text(body, "action_id"))
    if who is None or named is None:
        return None
    memo = read_memo(text(view, "private_metadata"))
    form = _route(memo)
    words = text(body, "value")
    call = Call(
        asked=Asked.SEARCH,
        route=named[0],
        args=form[1] if form else (),
        actor=who[0],
        profile=who[1],
        key=f"{text(view, 'id')}:{text(body, 'action_id')}:{words}",
        values={**values(view), "words": words},
        origin=memo.origin if memo else None,
    )
    return Heard(call=call, surface=Surface.SEARCH, view=view, memo=memo)


def _route(memo: Memo | None) -> tuple[str, tuple[str, ...]] | None:
    return memo.route if memo else None
