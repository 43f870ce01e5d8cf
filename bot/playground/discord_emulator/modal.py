"""An open modal on a person's screen: what it lets them enter, and what it sends on submit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.playground.discord_emulator.channels import Channel
from bot.playground.discord_emulator.components import tables
from bot.playground.discord_emulator.components.verdict import bounds
from bot.playground.discord_emulator.components.walk import walk
from bot.playground.discord_emulator.messages import Message
from bot.playground.discord_emulator.options import NotSent
from bot.playground.discord_emulator.refusal import Json

REQUIRED: Final = "This field is required"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenModal:
    """`components` are as the bot sent them, with every id filled in."""

    custom_id: str
    title: str
    components: list[Json]
    channel: Channel
    message: Message | None
    """The message whose component opened it; None after a command."""
    trigger: Json

    def as_json(self) -> Json:
        """What a page needs to draw it."""
        return {"custom_id": self.custom_id, "title": self.title, "components": self.components}

    @property
    def inputs(self) -> dict[str, Json]:
        """The components that a person can fill in, by custom_id."""
        found = (component for _, component in walk(self.components))
        return {one["custom_id"]: one for one in found if one.get("custom_id") is not None}


def submission(modal: OpenModal, values: Mapping[str, object]) -> list[Json]:
    """The components of the submit payload. Raises NotSent, or LookupError for a field that is not there."""
    unknown = values.keys() - modal.inputs.keys()
    if unknown:
        raise LookupError(f"no such field: {', '.join(sorted(unknown))}; there are {', '.join(modal.inputs)}")
    return [_entry(component, values) for component in modal.components]


def _entry(component: Json, values: Mapping[str, object]) -> Json:
    shown: Json = {"type": component["type"], "id": component["id"]}
    match component["type"]:
        case tables.LABEL:
            return shown | {"component": _entry(component["component"], values)}
        case tables.ROW:
            return shown | {"components": [_entry(one, values) for one in component["components"]]}
        case tables.TEXT_DISPLAY:
            return shown
        case kind:
            given = values.get(component["custom_id"])
            content = FILL[kind](component, given)
            return shown | {"custom_id": component["custom_id"]} | content


def _text(field: Json, given: object) -> Json:
    value = (field.get("value") or "") if given is None else given
    if not isinstance(value, str):
        raise NotSent(f"{field['custom_id']}: not a text")
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if not value and _is_required(field):
        raise NotSent(f"{field['custom_id']}: {REQUIRED}")
    if value and not least <= len(value) <= most:
        raise NotSent(f"{field['custom_id']}: Must be between {least} and {most} in length.")
    return {"value": value}


def _several(field: Json, given: object) -> Json:
    values = chosen_values(field, given)
    least, most = bounds(field)
    if not values and not _is_required(field):
        return {"values": []}
    if not max(least, _is_required(field)) <= len(values) <= most:
        raise NotSent(f"{field['custom_id']}: {REQUIRED if not values else f'Choose {least} to {most}.'}")
    check_offered(field, values)
    return {"values": values}


def chosen_values(field: Json, given: object) -> list[str]:
    """What is chosen in a select: what the person chose, else what the bot preselected."""
    if given is None:
        return [one["value"] for one in field["options"] if one.get("default")]
    if isinstance(given, list | tuple):
        return [str(one) for one in given]
    return [str(given)]


def check_offered(field: Json, values: list[str]) -> None:
    """Check that every value is on offer, and named once. Raises NotSent."""
    offered = {one["value"] for one in field["options"]}
    missing = [one for one in values if one not in offered]
    if missing or len(set(values)) < len(values):
        raise NotSent(f"{field['custom_id']}: not on offer: {', '.join(missing or values)}")


def _radio(field: Json, given: object) -> Json:
    values = chosen_values(field, given)
    if not values and _is_required(field):
        raise NotSent(f"{field['custom_id']}: {REQUIRED}")
    if len(values) > 1:
        raise NotSent(f"{field['custom_id']}: Choose one.")
    check_offered(field, values)
    return {"value": values[0] if values else None}


def _is_required(field: Json) -> bool:
    return field.get("required") is not False


FILL: dict[int, Callable[[Json, object], Json]] = {
    tables.TEXT_INPUT: _text,
    tables.RADIO_GROUP: _radio,
    tables.CHECKBOX_GROUP: _several,
    tables.STRING_SELECT: _several,
}
