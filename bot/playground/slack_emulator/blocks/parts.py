"""Walks through blocks: every element with its block, and ids for what came without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.playground.slack_emulator.json_types import Json, Value

_NESTS = ("child_blocks",)
_LISTS = {"actions": "elements", "context_actions": "elements", "card": "actions"}
_SINGLES = {"section": "accessory", "input": "element"}
_TEXT_DEFAULTS = {"plain_text": ("emoji", True), "mrkdwn": ("verbatim", False)}


def every_block(blocks: list[Value], at: str = "") -> Iterator[tuple[Json, str]]:
    """All blocks, also those inside containers and carousels, each with its JSON pointer."""
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        here = f"{at}/{index}"
        yield block, here
        nests = ("elements",) if block.get("type") == "carousel" else _NESTS
        for nest in nests:
            inside = block.get(nest)
            if isinstance(inside, list):
                yield from every_block(inside, f"{here}/{nest}")


def elements_of(block: Json, at: str = "") -> Iterator[tuple[Json, str]]:
    """The interactive elements of one block, each with its JSON pointer."""
    kind = str(block.get("type"))
    many = block.get(_LISTS.get(kind, ""), ())
    if isinstance(many, list):
        for index, element in enumerate(many):
            if isinstance(element, dict):
                yield element, f"{at}/{_LISTS[kind]}/{index}"
    single = block.get(_SINGLES.get(kind, ""))
    if isinstance(single, dict) and single.get("type") != "image":
        yield single, f"{at}/{_SINGLES[kind]}"


def every_element(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Pairs of (block, element)."""
    for block, _ in every_block(blocks):
        for element, _ in elements_of(block):
            yield block, element


def dressed(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """A copy as Slack stores it: ids and text flags that were left out are filled in."""
    copy: list[Json] = _with_defaults(blocks)
    for block, _ in every_block(copy):
        block.setdefault("block_id", new_id())
        for element, _ in elements_of(block):
            element.setdefault("action_id", new_id())
    return copy


def _with_defaults(value: Value) -> Value:
    if isinstance(value, dict):
        copy = {name: _with_defaults(inside) for name, inside in value.items()}
        preset = _TEXT_DEFAULTS.get(str(copy.get("type")))
        if preset is not None and isinstance(copy.get("text"), str):
            copy.setdefault(*preset)
        return copy
    if isinstance(value, list):
        return [_with_defaults(one) for one in value]
    return value
