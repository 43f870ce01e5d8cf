"""The fields of a form as input blocks."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from adapters.slack.payload import Json
from adapters.slack.render.blocks import option
from adapters.slack.render.context import RenderContext
from adapters.slack.render.text import plain
from adapters.slack.view_state import MARK, FieldState, iso, key_of, kind_of
from core.ports.cards import Option
from core.ports.forms import AnyField, ChoiceField, SearchField, TextField, TimeField
from core.ports.tokens import token

FIELD = "field"
"""The action id of every input but a search, whose action id names the route that answers it."""
_EARLIEST, _LATEST = 1_000_000_000, 9_999_999_999
"""Slack's picker takes Unix seconds of ten digits (docs.slack.dev, datetimepicker)."""


def block(field: AnyField, context: RenderContext, before: FieldState | None) -> Json:
    """Return ``field`` as an input block; ``before`` is what the open form shows under the same key."""
    element = _element(field, context)
    hint = {"hint": plain(field.hint, 2000)} if field.hint else {}
    watched = {"dispatch_action": True} if getattr(field, "watched", False) else {}
    return {
        "type": "input",
        "block_id": _block_id(field, element, before),
        "label": plain(field.label, 2000),
        "element": element,
        "optional": not field.required,
        **hint,
        **watched,
    }


def stamp(value: str) -> int | None:
    """Return an ISO 8601 instant as Unix seconds that the picker takes, or None for anything else."""
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    if instant.tzinfo is None:
        return None
    seconds = int(instant.timestamp())
    return seconds if _EARLIEST <= seconds <= _LATEST else None


def _element(field: AnyField, context: RenderContext) -> Json:
    match field:
        case TextField():
            return _typed(field)
        case ChoiceField():
            return _choice(field)
        case SearchField():
            return _search(field, context)
        case TimeField():
            seconds = stamp(field.value)
            initial = {} if seconds is None else {"initial_date_time": seconds}
            return {"type": "datetimepicker", "action_id": FIELD, **initial}
        case _:
            assert_never(field)


def _typed(field: TextField) -> Json:
    initial = {"initial_value": field.value} if field.value else {}
    example = {"placeholder": plain(field.example, 150)} if field.example else {}
    return {
        "type": "plain_text_input",
        "action_id": FIELD,
        "multiline": field.lines,
        "max_length": field.longest,
        **initial,
        **example,
    }


def _choice(field: ChoiceField) -> Json:
    chosen = [option(one) for one in field.options if one.value == field.value]
    initial = {"initial_option": chosen[0]} if chosen and field.value else {}
    return {"type": "static_select", "action_id": FIELD, **_listed(field.options), **initial}


def _listed(options: tuple[Option, ...]) -> Json:
    if not any(one.group for one in options):
        return {"options": [option(one) for one in options]}
    groups: dict[str, list[Json]] = {}
    for one in options:
        groups.setdefault(one.group or " ", []).append(option(one))
    return {"option_groups": [{"label": plain(name, 75), "options": group} for name, group in groups.items()]}


def _search(field: SearchField, context: RenderContext) -> Json:
    initial = {"initial_option": option(field.chosen)} if field.chosen else {}
    return {
        "type": "external_select",
        "action_id": token(field.source),
        "placeholder": plain(context.phrases.search, 150),
        "min_query_length": 0,
        **initial,
    }


def _block_id(field: AnyField, element: Json, before: FieldState | None) -> str:
    if before is None or key_of(before.block) != field.key:
        return field.key
    if before.kind == kind_of(element) and before.value.strip() == _held(field, element):
        return before.block
    _, _, revision = before.block.partition(MARK)
    return f"{field.key}{MARK}{int(revision) + 1 if revision.isdecimal() else 1}"


def _held(field: AnyField, element: Json) -> str:
    match field:
        case SearchField(chosen=chosen):
            return chosen.value if chosen else ""
        case TimeField():
            seconds = element.get("initial_date_time")
            return "" if seconds is None else iso(seconds)
        case _:
            return field.value.strip()
