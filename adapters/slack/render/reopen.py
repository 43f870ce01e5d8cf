"""A submitted form, opened anew with everything that was typed and the reason above it."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack.payload import Json, at, mapping, rows, text
from adapters.slack.render.alert import alert
from adapters.slack.render.context import RenderContext
from adapters.slack.view_state import FORM_VIEW, MARK, key_of
from core.ports.cards import Tone

_HELD: Mapping[str, str] = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_date_time": "selected_date_time",
}
_WHY = "why"
"""How the block id of a reason begins; no field of a form is called so."""
_ECHOED = ("title", "submit", "close")


def reopened(view: Json, reasons: tuple[str, ...], context: RenderContext) -> Json:
    """Return ``view``, as Slack sent it with a submission, ready to be shown once more.

    The reasons of an earlier time are taken away. Each time has block ids of its own, because Slack asks for new ones
    where a block changes.
    """
    why = [block for one in reasons if one for block in alert((one,), Tone.BAD, context)]
    said = [
        {**block, "block_id": MARK.join((_WHY, text(view, "hash"), str(at)))} for at, block in enumerate(why)
    ]
    kept = [block for block in rows(view, "blocks") if key_of(text(block, "block_id")) != _WHY]
    return {
        "type": "modal",
        "callback_id": FORM_VIEW,
        "private_metadata": text(view, "private_metadata"),
        **{name: view[name] for name in _ECHOED if mapping(view, name)},
        "blocks": [*said, *(_filled(block, view) for block in kept)],
    }


def _filled(block: Json, view: Json) -> Json:
    if text(block, "type") != "input":
        return block
    element = mapping(block, "element")
    state = at(view, "state", "values", text(block, "block_id"), text(element, "action_id"))
    bare = {name: value for name, value in element.items() if name not in _HELD}
    held = {initial: at(state, name) for initial, name in _HELD.items() if at(state, name) is not None}
    return {**block, "element": {**bare, **held}}
