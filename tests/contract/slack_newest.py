"""Judges the blocks of 2026 by their pages alone: no published package knows all that these pages say.

Source: docs.slack.dev/reference/block-kit/blocks/alert-block, /card-block, /carousel-block and /container-block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

PLACES: Mapping[str, frozenset[str]] = {
    "alert": frozenset({"modal"}),
    "card": frozenset({"message", "home"}),
    "carousel": frozenset({"message", "home"}),
    "container": frozenset({"message"}),
}
"""Where each may stand."""
LONGEST: Mapping[tuple[str, str], int] = {
    ("alert", "text"): 200,
    ("card", "title"): 150,
    ("card", "subtitle"): 150,
    ("card", "body"): 200,
    ("container", "title"): 150,
    ("container", "subtitle"): 150,
}
FIELDS: Mapping[str, frozenset[str]] = {
    "alert": frozenset({"text", "level"}),
    "card": frozenset({"hero_image", "icon", "title", "subtitle", "body", "actions"}),
    "carousel": frozenset({"elements"}),
    "container": frozenset(
        {"title", "rich_text_title", "subtitle", "child_blocks", "width", "icon"}
        | {"is_collapsible", "default_collapsed", "has_header_divider"}
    ),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "alert": ("text",),
    "card": ("hero_image", "title", "actions", "body"),
    "carousel": ("elements",),
    "container": ("title", "rich_text_title"),
}
"""One of these has to be there."""
LEVELS = frozenset({"default", "info", "warning", "error", "success"})
WIDTHS = frozenset({"narrow", "standard", "wide", "full"})
HELD: Mapping[str, str] = {"carousel": "elements", "container": "child_blocks"}
"""Where the one to ten blocks are that it holds."""
CHILDREN = frozenset(
    {"actions", "context", "divider", "file", "header", "image", "input", "rich_text"}
    | {"section", "table", "video"}
)
BUTTONS = 3


def problems(blocks: list[Json], where: str, place: str) -> Iterator[str]:
    """Everything that is wrong with these blocks; ``place`` is ``message``, ``modal`` or ``home``."""
    for index, block in enumerate(blocks):
        kind = str(block.get("type"))
        if kind not in PLACES:
            continue
        if place not in PLACES[kind]:
            yield f"{where}/{index}: {kind} has no place in a {place}"
        yield from _shape(kind, block, f"{where}/{index}")


def _shape(kind: str, block: Json, where: str) -> Iterator[str]:
    yield from [
        f"{where}: {kind} has no {name}" for name in block.keys() - FIELDS[kind] - {"type", "block_id"}
    ]
    if not any(block.get(name) for name in NEEDED[kind]):
        yield f"{where}: {kind} lacks {' or '.join(NEEDED[kind])}"
    for (owner, name), longest in LONGEST.items():
        words = block[name].get("text", "") if owner == kind and name in block else "x"
        if not 1 <= len(words) <= longest:
            yield f"{where}/{name}: not 1 to {longest} characters"
    if block.get("level", "default") not in LEVELS or block.get("width", "standard") not in WIDTHS:
        yield f"{where}: no such level or width"
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield f"{where}: closed, and cannot be opened"
    if kind in HELD:
        yield from _held(kind, block, where)
    if len(block.get("actions", ())) > BUTTONS:
        yield f"{where}: more than {BUTTONS} buttons"


def _held(kind: str, block: Json, where: str) -> Iterator[str]:
    inside = block.get(HELD[kind]) or ()
    if not 1 <= len(inside) <= 10:
        yield f"{where}: holds {len(inside)} blocks instead of 1 to 10"
    allowed = CHILDREN if kind == "container" else {"card"}
    for index, one in enumerate(inside):
        if one.get("type") not in allowed:
            yield f"{where}/{index}: {one.get('type')} cannot stand in a {kind}"
        elif one["type"] == "card":
            yield from _shape("card", one, f"{where}/{index}")
