"""What the topmost modal does when a person changes, submits or closes it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.playground.slack_emulator import payloads
from bot.playground.slack_emulator.blocks.semantics import input_blocks
from bot.playground.slack_emulator.blocks.verdict import accept_view
from bot.playground.slack_emulator.interactivity import Interactivity
from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.locate import Located, in_blocks
from bot.playground.slack_emulator.people import User
from bot.playground.slack_emulator.record import ClientResult
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.views import View
from bot.playground.slack_emulator.widgets import Offered, chosen_state, is_empty

TROUBLE = "We had some trouble connecting. Try again?"
_PATTERNS = {
    "email_text_input": (re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$"), "Please enter a valid email address."),
    "url_text_input": (re.compile(r"^https?://\S+$"), "Please enter a valid URL."),
}


def located_in(view: View, block_id: str, action_id: str | None = None) -> Located:
    """The element in a block; `action_id` tells several apart. Raises LookupError."""
    located = [one for one in in_blocks(view.blocks) if one.block["block_id"] == block_id]
    found = [one for one in located if action_id in (None, one.element["action_id"])]
    if len(found) != 1:
        there = sorted({one.block["block_id"] for one in in_blocks(view.blocks)})
        raise LookupError(f"{len(found)} elements in block {block_id!r}; the view has {there}")
    return found[0]


def put(view: View, one: Located, value: Value, offered: Offered) -> Json:
    """Put a value into the view's state, as the client does. Raises CannotChoose."""
    state = chosen_state(one.element, value, offered)
    block_id, action_id = one.block["block_id"], one.element["action_id"]
    inside = {**view.values.get(block_id, {}), action_id: state}
    view.values = {**view.values, block_id: inside}
    return state


def refused_by_client(view: View) -> dict[str, str]:
    """What Slack's client says below the inputs before it sends anything; empty means it sends."""
    wrong: dict[str, str] = {}
    for block in input_blocks(view.blocks):
        element = block["element"]
        state = view.values[block["block_id"]][element["action_id"]]
        if is_empty(state):
            if not block.get("optional"):
                wrong[block["block_id"]] = "Please complete this required field."
            continue
        sentence = _bad_text(element, state.get("value"))
        if sentence:
            wrong[block["block_id"]] = sentence
    return wrong


def _bad_text(element: Json, value: Value) -> str | None:
    if not isinstance(value, str):
        return None
    if len(value) > element.get("max_length", 3000):
        return f"Please use {element.get('max_length', 3000)} characters or fewer."
    if len(value) < element.get("min_length", 0):
        return f"Please use at least {element['min_length']} characters."
    wanted = _PATTERNS.get(element["type"])
    if wanted is not None and not wanted[0].match(value):
        return wanted[1]
    return _bad_number(element, value) if element["type"] == "number_input" else None


def _bad_number(element: Json, value: str) -> str | None:
    try:
        number = float(value) if element["is_decimal_allowed"] else int(value)
    except ValueError:
        return "Please enter a number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and number < float(low):
        return f"Please enter a number of at least {low}."
    if high is not None and number > float(high):
        return f"Please enter a number of at most {high}."
    return None


async def submit(
    interactivity: Interactivity,
    user: User,
    view: View,
    values: Mapping[str, Value],
    offered: Mapping[str, Offered],
) -> ClientResult:
    """Fill in, let the client check, send view_submission, do what the acknowledgement says."""
    for block_id, value in values.items():
        one = located_in(view, block_id)
        put(view, one, value, offered.get(one.element["action_id"], {}))
    if "submit" not in view.body:
        return ClientResult(ok=False, error="client_refused", fields={"": "This modal has no submit button."})
    wrong = refused_by_client(view)
    if wrong:
        return ClientResult(ok=False, error="client_refused", fields=wrong)
    trigger = interactivity.backend.interaction_tokens.trigger(user.id, view.id)
    answer = await interactivity.interact(payloads.submission(user, view, trigger))
    if answer.error is not None:
        return ClientResult(ok=False, error=TROUBLE)
    try:
        return _react(interactivity, view, answer.payload)
    except Refused:
        return ClientResult(ok=False, error=TROUBLE, payload=answer.payload)


def _react(interactivity: Interactivity, view: View, payload: Json | None) -> ClientResult:
    views = interactivity.backend.views
    action = payload.get("response_action") if payload else None
    if not payload:
        views.remove(view)
    elif action == "clear":
        views.close(view.user, all_of_them=True)
    elif action == "errors":
        return _errors(view, payload)
    elif action == "update":
        views.update(view, accept_view(payload.get("view"), "modal"))
    elif action == "push":
        views.push_on(view, accept_view(payload.get("view"), "modal"))
    else:
        return ClientResult(ok=False, error=TROUBLE, payload=payload)
    return ClientResult(ok=True, payload=payload)


def _errors(view: View, payload: Json) -> ClientResult:
    errors = payload.get("errors")
    known = {block["block_id"] for block in input_blocks(view.blocks)}
    if not isinstance(errors, dict) or not errors or not set(errors) <= known:
        return ClientResult(ok=False, error=TROUBLE, payload=payload)
    return ClientResult(
        ok=False, error="errors", payload=payload, fields={key: str(said) for key, said in errors.items()}
    )


async def close(interactivity: Interactivity, user: User, view: View) -> ClientResult:
    """Close the topmost view, or the whole stack when it says clear_on_close."""
    cleared = bool(view.body.get("clear_on_close"))
    for one in interactivity.backend.views.close(user.id, all_of_them=cleared):
        if one.body.get("notify_on_close"):
            answer = await interactivity.interact(payloads.closed(user, one, is_cleared=cleared))
            if answer.error is not None:
                return ClientResult(ok=False, error=answer.error)
    return ClientResult(ok=True)
