"""What a person can put into each kind of element, and how Slack writes it down in `state` and `actions`.

Source: docs.slack.dev/reference/interaction-payloads (view.state.values and actions[]).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.playground.slack_emulator.blocks.semantics import options_of
from bot.playground.slack_emulator.json_types import Json, Value

Offered = dict[str, Json]
_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


class CannotChoose(ValueError):
    """A person cannot do this in Slack's own client."""


def _text(_: Json, value: Value, __: Offered) -> Value:
    if not isinstance(value, str):
        raise CannotChoose(f"one types text here, not {value!r}")
    return value or None


def _date(_: Json, value: Value, __: Offered) -> Value:
    return date.fromisoformat(value).isoformat()


def _time(_: Json, value: Value, __: Offered) -> Value:
    if not _TIME.match(value):
        raise CannotChoose(f"not a time of day: {value!r}")
    return value


def _instant(_: Json, value: Value, __: Offered) -> Value:
    if isinstance(value, bool) or not isinstance(value, int) or not 10**9 <= value < 10**10:
        raise CannotChoose(f"not a moment in whole seconds: {value!r}")
    return value


def _option(element: Json, value: Value, offered: Offered) -> Value:
    options = {option["value"]: option for option in options_of(element)} | offered
    initial = element.get("initial_option")
    if isinstance(initial, dict):
        options.setdefault(initial["value"], initial)
    for option in element.get("initial_options") or ():
        options.setdefault(option["value"], option)
    if value not in options:
        raise CannotChoose(f"{value!r} is not offered; there is {sorted(options)}")
    return options[value]


def _options(element: Json, value: Value, offered: Offered) -> Value:
    limit = element.get("max_selected_items")
    if limit is not None and len(value) > limit:
        raise CannotChoose(f"at most {limit} can be selected")
    return [_option(element, one, offered) for one in value]


def _id(_: Json, value: Value, __: Offered) -> Value:
    if not isinstance(value, str):
        raise CannotChoose(f"not an id: {value!r}")
    return value


def _ids(_: Json, value: Value, __: Offered) -> Value:
    return list(value)


@dataclass(frozen=True, slots=True)
class Widget:
    """`key` holds the value in state, `initial` names the field of the element that presets it."""

    key: str
    initial: str
    read: Callable[[Json, Value, Offered], Value]
    many: bool = False


WIDGETS: dict[str, Widget] = {
    "plain_text_input": Widget("value", "initial_value", _text),
    "email_text_input": Widget("value", "initial_value", _text),
    "url_text_input": Widget("value", "initial_value", _text),
    "number_input": Widget("value", "initial_value", _text),
    "datepicker": Widget("selected_date", "initial_date", _date),
    "timepicker": Widget("selected_time", "initial_time", _time),
    "datetimepicker": Widget("selected_date_time", "initial_date_time", _instant),
    "static_select": Widget("selected_option", "initial_option", _option),
    "external_select": Widget("selected_option", "initial_option", _option),
    "radio_buttons": Widget("selected_option", "initial_option", _option),
    "users_select": Widget("selected_user", "initial_user", _id),
    "conversations_select": Widget("selected_conversation", "initial_conversation", _id),
    "channels_select": Widget("selected_channel", "initial_channel", _id),
    "checkboxes": Widget("selected_options", "initial_options", _options, many=True),
    "multi_static_select": Widget("selected_options", "initial_options", _options, many=True),
    "multi_external_select": Widget("selected_options", "initial_options", _options, many=True),
    "multi_users_select": Widget("selected_users", "initial_users", _ids, many=True),
    "multi_conversations_select": Widget("selected_conversations", "initial_conversations", _ids, many=True),
    "multi_channels_select": Widget("selected_channels", "initial_channels", _ids, many=True),
}
_SHOWN = ("text", "value", "url", "style", "placeholder", "initial_option", "initial_date", "initial_time")


def _state(element: Json, widget: Widget, value: Value) -> Json:
    state: Json = {"type": element["type"], widget.key: value}
    if "timezone" in element:
        state["timezone"] = element["timezone"]
    return state


def initial_state(element: Json) -> Json | None:
    """The state before anybody touched the element; None for buttons and menus, which keep none."""
    widget = WIDGETS.get(element["type"])
    if widget is None:
        return None
    empty: Value = [] if widget.many else None
    return _state(element, widget, element.get(widget.initial, empty))


def chosen_state(element: Json, value: Value, offered: Offered) -> Json:
    """The state after the person put `value` in; None or "" empties it. Raises CannotChoose."""
    widget = WIDGETS.get(element["type"])
    if widget is None:
        raise CannotChoose(f"{element['type']} keeps no value")
    if value is None or value == "":
        return _state(element, widget, [] if widget.many else None)
    return _state(element, widget, widget.read(element, value, offered))


def action(block: Json, element: Json, state: Json | None, value: Value, action_ts: str) -> Json:
    """One entry of `actions` in block_actions. For an overflow menu, `value` names the option."""
    entry: Json = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"]}
    entry |= {name: element[name] for name in _SHOWN if name in element}
    if element["type"] == "overflow":
        entry["selected_option"] = _option(element, value, {})
    if state is not None:
        entry |= {name: inside for name, inside in state.items() if name != "type"}
    return entry | {"action_ts": action_ts}


def is_empty(state: Json) -> bool:
    """Whether nothing was typed or chosen."""
    return state[WIDGETS[state["type"]].key] in (None, "", [])
