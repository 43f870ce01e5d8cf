"""Finds the element a person means, in a message, a modal or the Home tab."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.slack_emulator.blocks.parts import every_element
from bot.playground.slack_emulator.blocks.semantics import options_of
from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """An element, its block and, where it has one, its attachment."""

    block: Json
    element: Json
    attachment_id: int | None = None


def in_message(message: Message) -> list[Located]:
    """Everything interactive in a message, attachments included."""
    located = in_blocks(message.blocks)
    for attachment in message.attachments:
        for block, element in every_element(attachment.get("blocks") or []):
            located.append(Located(block=block, element=element, attachment_id=attachment["id"]))
    return located


def in_blocks(blocks: list[Json]) -> list[Located]:
    """Everything interactive in these blocks."""
    return [Located(block=block, element=element) for block, element in every_element(blocks)]


def pick(located: list[Located], action_id: str, value: Value, block_id: str | None = None) -> Located:
    """The one element with this action_id; `value` or `block_id` tells several apart. Raises LookupError."""
    named = [one for one in located if one.element["action_id"] == action_id]
    if block_id is not None:
        named = [one for one in named if one.block["block_id"] == block_id]
    if value is not None:
        named = [one for one in named if _could_be(one.element, value)]
    if len(named) != 1:
        there = sorted({one.element["action_id"] for one in located})
        raise LookupError(f"{len(named)} elements are {action_id!r} with {value!r}; there are {there}")
    return named[0]


def _could_be(element: Json, value: Value) -> bool:
    if element["type"] == "button":
        return bool(element.get("value") == value)
    options = options_of(element)
    return not options or isinstance(value, list) or any(option["value"] == value for option in options)
