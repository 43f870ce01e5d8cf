"""Form → modal: up to five labelled inputs, whose submit carries everything that is needed in its own name.

Limits: Component Reference, Modals (title 45, label 45, description 100, select 25 options).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import discord
from discord import ui

from adapters.discord.render import RenderContext, markdown
from core.ports.cards import OPTIONS, Option
from core.ports.forms import AnyField, ChoiceField, Form, SearchField, TextField, TimeField
from core.ports.text import units
from core.ports.tokens import token

FORM = "sm1"
"""What stands in place of a token's ``sb1`` in the name of a modal; of the same length."""
BETWEEN = "~"
"""Stands between the key and the label of a field in the name of its input."""
CUSTOM_ID = 100
FEWEST_RADIOS, MOST_RADIOS = 2, 10
"""How many options a radio group holds (Component Reference, Radio Group)."""
TYPED_TIME = 100
"""How long a typed time may be."""

_TOKEN = re.compile(r"\s*<t:(-?\d{1,11})(?::[a-zA-Z])?>\s*")

Input: TypeAlias = ui.Item[Any]


def modal_of(form: Form, context: RenderContext) -> ui.Modal:
    """Return ``form`` as a modal that serves as a payload only.

    It is stopped before it is sent: discord.py keeps nothing of it, and its submit arrives after any restart.
    """
    modal = ui.Modal(title=form.title, custom_id=FORM + token(form.route, form.args)[3:], timeout=None)
    if intro := markdown(form.intro, context):
        modal.add_item(ui.TextDisplay[Any](intro))
    for field in form.fields:
        modal.add_item(
            ui.Label[Any](text=field.label, description=field.hint or None, component=_input(field))
        )
    modal.stop()
    return modal


def _input(field: AnyField) -> Input:
    match field:
        case TextField():
            return _typed(field, field.value, field.longest, field.example, lines=field.lines)
        case TimeField():
            return _typed(field, local_time(field.value, field.zone), TYPED_TIME, field.example)
        case ChoiceField(options=options) if _is_short(options):
            return _radio(field, options, field.value)
        case ChoiceField(options=options):
            return _select(field, _shown(options, field.value), field.value)
        case SearchField(chosen=chosen, options=options):
            known = {option.value for option in options}
            first = (chosen,) if chosen is not None and chosen.value not in known else ()
            value = field.value or (chosen.value if chosen else "")
            offered = (*first, *options)[:OPTIONS]
            return _select(field, offered, value) if offered else _typed(field, "", TYPED_TIME)


def _is_short(options: tuple[Option, ...]) -> bool:
    """Whether a radio group shows them all at once. It has no headings, and what is chosen in it stays chosen.

    So times, which stand under the headings of their days and may be left open after all, stay in a menu.
    """
    return FEWEST_RADIOS <= len(options) <= MOST_RADIOS and not any(option.group for option in options)


def _radio(field: AnyField, options: tuple[Option, ...], value: str) -> Input:
    choices = [
        discord.RadioGroupOption(
            label=option.label,
            value=option.value,
            description=option.note or None,
            default=option.value == value,
        )
        for option in options
    ]
    return ui.RadioGroup(custom_id=_name(field), required=field.required, options=choices)


def _shown(options: tuple[Option, ...], value: str) -> tuple[Option, ...]:
    """Return as many options as a menu holds, the one that is already chosen among them."""
    chosen = tuple(option for option in options[OPTIONS:] if option.value == value)
    return (*chosen, *options)[:OPTIONS]


def _typed(field: AnyField, value: str, longest: int, example: str = "", *, lines: bool = False) -> Input:
    return ui.TextInput(
        custom_id=_name(field),
        style=discord.TextStyle.paragraph if lines else discord.TextStyle.short,
        default=value if value and units(value) <= longest else None,
        placeholder=example or None,
        required=field.required,
        max_length=longest,
    )


def _select(field: AnyField, options: tuple[Option, ...], value: str) -> Input:
    choices = [
        discord.SelectOption(
            label=option.label,
            value=option.value,
            description=option.note or None,
            default=option.value == value,
        )
        for option in options
    ]
    return ui.Select(custom_id=_name(field), required=field.required, options=choices)


def _name(field: AnyField) -> str:
    """Return key and label: an error of the field can then be told by its label, although nothing is kept."""
    return f"{field.key}{BETWEEN}{field.label}"[:CUSTOM_ID]


def local_time(text: str, zone: str) -> str:
    """Return an instant (ISO 8601 with offset, or a ``<t:…>`` token) as somebody in ``zone`` would type it.

    Anything else, and an instant whose local time happens twice, stays as it is: nothing is lost or guessed.
    """
    instant = _instant(text)
    if instant is None:
        return text
    try:
        local = instant.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError, OverflowError):
        return text
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return text if twice else local.strftime("%Y-%m-%d %H:%M")


def _instant(text: str) -> datetime | None:
    try:
        if found := _TOKEN.fullmatch(text):
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(found[1]))
        instant = datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        return None
    return instant if instant.tzinfo is not None else None
