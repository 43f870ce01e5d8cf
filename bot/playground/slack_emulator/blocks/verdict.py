"""What Slack would say about the blocks, the attachments or the view of a call; empty lists mean yes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.playground.slack_emulator.blocks.layout import ATTACHMENTS, BESIDE_BLOCKS, MESSAGE_BLOCKS, VIEW
from bot.playground.slack_emulator.blocks.rules import said
from bot.playground.slack_emulator.blocks.semantics import across, input_blocks
from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.refusal import Refused, invalid_arguments

VIEW_BYTES = 250_000


def message_blocks(blocks: list[Json]) -> list[str]:
    """Every rule of Block Kit that these blocks of a message violate."""
    return [*MESSAGE_BLOCKS.check(blocks, "/blocks"), *across(blocks, "/blocks")]


def attachments(given: list[Json]) -> list[str]:
    """Every rule that these attachments violate, their blocks included."""
    return [*ATTACHMENTS.check(given, "/attachments"), *_inside_attachments(given)]


def _inside_attachments(given: list[Value]) -> Iterator[str]:
    for index, one in enumerate(given):
        if not isinstance(one, dict) or not isinstance(one.get("blocks"), list):
            continue
        for name in sorted(set(one) - BESIDE_BLOCKS):
            yield said(f"{name} is not allowed next to blocks", f"/attachments/{index}")
        yield from across(one["blocks"], f"/attachments/{index}/blocks")


def view(given: Value, kind: str) -> list[str]:
    """`kind` is the surface of the method: `modal` for views.open, push and update, `home` for publish."""
    found = list(VIEW[kind].check(given, "/view"))
    if not isinstance(given, dict) or not isinstance(given.get("blocks"), list):
        return found
    found.extend(across(given["blocks"], "/view/blocks"))
    if kind == "modal" and "submit" not in given and input_blocks(given["blocks"]):
        found.append(said("missing required field: submit (there is an input block)", "/view"))
    return found


def accept_view(given: Value, kind: str) -> Json:
    """The view, if Slack would take it. Raises Refused: invalid_arguments or view_too_large."""
    problems = view(given, kind)
    if problems:
        raise invalid_arguments(problems)
    if len(json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    accepted: Json = given
    return accepted
