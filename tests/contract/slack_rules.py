"""Judges Slack's blocks by what neither the schema nor a package knows, only the documentation.

Source: docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
FIELD_TEXT = 2_000


def problems(blocks: list[Json], where: str, place: str) -> Iterator[str]:
    """Everything that is wrong with these blocks; `place` is `message`, `modal` or `home`."""
    kinds = [block.get("type") for block in blocks]
    if "markdown" in kinds and place != "message":
        yield f"{where}: markdown belongs into messages"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield f"{where}: a block_id is used twice"
    if kinds.count("table") + kinds.count("data_table") > 1:
        yield f"{where}: more than one table"
    focused = sum(element.get("focus_on_load") is True for block in blocks for element in _elements(block))
    if focused > 1:
        yield f"{where}: focus_on_load twice"
    for index, block in enumerate(blocks):
        yield from _block_rules(block, f"{where}/{index}")


def _block_rules(block: Json, where: str) -> Iterator[str]:
    if any(len(field.get("text", "")) > FIELD_TEXT for field in block.get("fields", ())):
        yield f"{where}: a field has more than {FIELD_TEXT} characters"
    if "elements" in block and not block["elements"]:
        yield f"{where}: empty elements"
    if block.get("type") == "section" and not block.get("text") and not block.get("fields"):
        yield f"{where}: a section needs text or fields"
    actions = [element["action_id"] for element in _elements(block) if "action_id" in element]
    if len(actions) != len(set(actions)):
        yield f"{where}: an action_id is used twice"
    for element in _elements(block):
        yield from _element_rules(element, where)


def _element_rules(element: Json, where: str) -> Iterator[str]:
    if element.get("type") == "button" and len(element.get("value", "")) > 2_000:
        yield f"{where}: a value has more than 2000 characters"
    if element.get("type") == "plain_text_input" and element.get("max_length", 1) not in range(1, 3_001):
        yield f"{where}: max_length is not between 1 and 3000"
    if len(str(element.get("initial_date_time", "1234567890"))) != 10:
        yield f"{where}: initial_date_time is not a time in seconds"
    offered = [one for group in element.get("option_groups", ()) for one in group.get("options", ())]
    offered += element.get("options", ())
    wanted = [
        *element.get("initial_options", ()),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    if offered and any(one not in offered for one in wanted):
        yield f"{where}: an initial option is not among the options"


def _elements(block: Json) -> list[Json]:
    found = list(block.get("elements", ())) if block.get("type") != "rich_text" else []
    found += [block[name] for name in ("accessory", "element") if name in block]
    return [element for element in found if isinstance(element, dict)]
