"""Block Kit rules that look at more than one field at a time."""

from __future__ import annotations

from collections.abc import Iterator

from bot.playground.slack_emulator.blocks.parts import elements_of, every_block
from bot.playground.slack_emulator.blocks.rules import said
from bot.playground.slack_emulator.json_types import Json, Value

MARKDOWN_TOTAL = 12_000


def across(blocks: list[Json], at: str) -> Iterator[str]:
    """Everything that concerns the whole list of blocks of one surface."""
    pairs = list(every_block(blocks, at))
    yield from _unique_block_ids(pairs)
    yield from _one_of_a_kind(pairs, at)
    yield from _collapses(pairs)
    focused = 0
    for block, here in pairs:
        seen: set[str] = set()
        for element, where in elements_of(block, here):
            action_id = element.get("action_id")
            if isinstance(action_id, str):
                if action_id in seen:
                    yield said(f"action_id already exists in this block: {action_id}", f"{where}/action_id")
                seen.add(action_id)
            focused += element.get("focus_on_load") is True
            yield from _initial_is_offered(element, where)
            yield from _lengths_agree(element, where)
    if focused > 1:
        yield said("only one element can have focus_on_load", at)


def _unique_block_ids(pairs: list[tuple[Json, str]]) -> Iterator[str]:
    seen: set[str] = set()
    for block, here in pairs:
        block_id = block.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen:
                yield said(f"block_id already exists: {block_id}", f"{here}/block_id")
            seen.add(block_id)


def _one_of_a_kind(pairs: list[tuple[Json, str]], at: str) -> Iterator[str]:
    if sum(block.get("type") in ("table", "data_table") for block, _ in pairs) > 1:
        yield said("only one table is allowed", at)
    written = [block.get("text") for block, _ in pairs if block.get("type") == "markdown"]
    if sum(len(one) for one in written if isinstance(one, str)) > MARKDOWN_TOTAL:
        yield said(f"markdown blocks must be less than {MARKDOWN_TOTAL + 1} characters in total", at)


def _collapses(pairs: list[tuple[Json, str]]) -> Iterator[str]:
    """What is closed at first has to be such that it can be opened (container block, ``default_collapsed``)."""
    for block, here in pairs:
        if block.get("default_collapsed") is True and block.get("is_collapsible") is not True:
            yield said("default_collapsed requires is_collapsible", f"{here}/default_collapsed")


def options_of(element: Json) -> list[Json]:
    """The options an element lists, those inside groups included."""
    plain = element.get("options")
    found = list(plain) if isinstance(plain, list) else []
    groups = element.get("option_groups")
    for group in groups if isinstance(groups, list) else []:
        if isinstance(group, dict) and isinstance(group.get("options"), list):
            found.extend(group["options"])
    return [option for option in found if isinstance(option, dict)]


def _initial_is_offered(element: Json, at: str) -> Iterator[str]:
    if "options" not in element and "option_groups" not in element:
        return
    values = [option.get("value") for option in options_of(element)]
    initial: list[Value] = []
    if "initial_option" in element:
        initial.append(element["initial_option"])
    if isinstance(element.get("initial_options"), list):
        initial.extend(element["initial_options"])
    for option in initial:
        if isinstance(option, dict) and option.get("value") not in values:
            yield said("initial option is not one of the options", at)


def _lengths_agree(element: Json, at: str) -> Iterator[str]:
    low, high = element.get("min_length"), element.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield said("min_length must not be greater than max_length", at)


def input_blocks(blocks: list[Json]) -> list[Json]:
    """The blocks that a submission must name, those in containers included."""
    return [block for block, _ in every_block(blocks) if block.get("type") == "input"]
