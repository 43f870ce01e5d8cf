"""What a message may consist of: text, blocks, attachments, metadata; each checked as Slack does."""

from __future__ import annotations

from collections.abc import Mapping

from bot.playground.slack_emulator.blocks import verdict
from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.messages import MessageBody
from bot.playground.slack_emulator.refusal import Refused

TEXT_CUT = 40_000
"""chat.postMessage cuts longer texts off."""
UPDATE_TEXT = 4_000
"""chat.update refuses longer texts (msg_too_long)."""
METADATA = 16_000


def read(args: Mapping[str, Value]) -> MessageBody:
    """Raises Refused: invalid_blocks_format, invalid_blocks, invalid_attachments, invalid_metadata_format."""
    text = args.get("text")
    if text is not None and not isinstance(text, str):
        raise Refused(
            "invalid_arguments",
            response_metadata={"messages": ["[ERROR] must be a string [json-pointer:/text]"]},
        )
    return MessageBody(
        text=text,
        blocks=_blocks(args.get("blocks")),
        attachments=_attachments(args.get("attachments")),
        metadata=_metadata(args.get("metadata")),
    )


def says_something(content: MessageBody) -> None:
    """Raises Refused("no_text")."""
    if not (content.text or "").strip() and not content.blocks and not content.attachments:
        raise Refused("no_text")


def _refusal(code: str, problems: list[str]) -> Refused:
    lines = [f"[ERROR] {one}" for one in problems]
    return Refused(code, errors=problems, response_metadata={"messages": lines})


def _blocks(given: Value) -> list[Json] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Refused("invalid_blocks_format")
    problems = verdict.message_blocks(given)
    if problems:
        raise _refusal("invalid_blocks", problems)
    return given


def _attachments(given: Value) -> list[Json] | None:
    if given is None:
        return None
    if not isinstance(given, list):
        raise Refused("invalid_attachments")
    problems = verdict.attachments(given)
    if problems:
        raise _refusal("invalid_attachments", problems)
    return given


def _metadata(given: Value) -> Json | None:
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise Refused("invalid_metadata_format")
    if not isinstance(given.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(str(given)) > METADATA:
        raise Refused("metadata_too_large")
    return given
