"""An oracle for Slack payloads that shares nothing with the emulator, the adapter or the core.

Independent judges: the JSON Schema made from Slack's own TypeScript types (when the shared specifications are
there), two published packages, and the rules that none of them knows. They hear calls and acknowledgements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from tests.contract import slack_newest, slack_packages, slack_rules, slack_schema, slack_uploads

Json: TypeAlias = dict[str, Any]
Value: TypeAlias = Any
MESSAGES = frozenset({"chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"})
VIEWS = {
    "views.open": "ModalView",
    "views.push": "ModalView",
    "views.update": "ModalView",
    "views.publish": "HomeView",
}
SURFACES = {"ModalView": "modal", "HomeView": "home"}
VIEW_BYTES = 250_000
MESSAGE_BLOCKS = 50
COMMAND_ANSWER = frozenset(
    {"attachments", "blocks", "mrkdwn", "replace_original", "response_type", "text", "thread_ts"}
    | {"delete_original", "unfurl_links", "unfurl_media"}
)
"""interactivity/implementing-slash-commands, "Sending an immediate response"."""
SUGGESTIONS = 100


def problems(method: str, args: Mapping[str, Value]) -> list[str]:
    """Everything that is wrong with the blocks, attachments or view of one call; empty is good."""
    found: list[str] = []
    if method in MESSAGES:
        found += _message(args)
    if method in slack_uploads.METHODS:
        found += slack_uploads.METHODS[method](args)
    view = args.get("view")
    if method in VIEWS:
        found += _view(_decoded(view), VIEWS[method])
    return found


def acknowledgement_problems(kind: str, payload: Value) -> list[str]:
    """Everything that is wrong with what was sent back for one envelope of Socket Mode; empty is good.

    `kind` is the type of the envelope or, of an interaction, that of the payload (`view_submission`). No payload
    is always right but for a search, which waits for its options.
    """
    if not payload and kind != "block_suggestion":
        return []
    if kind not in ANSWERS:
        return [f"payload: Slack takes none for {kind}"]
    return list(ANSWERS[kind](payload)) if isinstance(payload, dict) else ["payload: not an object"]


def _message(args: Mapping[str, Value]) -> Iterator[str]:
    if args.get("delete_original") in (True, "true"):
        return
    if not str(args.get("text") or "").strip():
        yield "text: the fallback for notifications and screen readers is missing"
    blocks = _decoded(args.get("blocks"))
    if blocks is not None:
        yield from _blocks(blocks, "blocks")
    for index, attachment in enumerate(_decoded(args.get("attachments")) or ()):
        yield from _attachment(attachment, f"attachments/{index}")


def _blocks(blocks: Value, where: str) -> Iterator[str]:
    if not _are_objects(blocks):
        yield f"{where}: not a list of blocks"
        return
    if len(blocks) > MESSAGE_BLOCKS:
        yield f"{where}: more than {MESSAGE_BLOCKS} blocks"
    shape = [
        one
        for i, block in enumerate(blocks)
        for one in slack_schema.problems("KnownBlock", block, f"{where}/{i}")
    ]
    shape += slack_packages.blocks(blocks, where)
    shape += slack_newest.problems(blocks, where, "message")
    yield from shape or slack_rules.problems(blocks, where, "message")


def _attachment(attachment: Json, where: str) -> Iterator[str]:
    yield from slack_schema.problems("MessageAttachment", attachment, where)
    yield from slack_packages.attachment(attachment, where)
    if "blocks" in attachment:
        yield from _blocks(attachment["blocks"], f"{where}/blocks")


def _view(view: Value, definition: str) -> Iterator[str]:
    if not isinstance(view, dict) or view.get("type") != SURFACES[definition]:
        yield f"view: not of type {SURFACES[definition]}"
        return
    blocks: Value = view.get("blocks")
    if not _are_objects(blocks):
        yield "view/blocks: not a list of blocks"
        return
    is_modal = definition == "ModalView"
    place = SURFACES[definition]
    shape = [*slack_schema.problems(definition, view, "view"), *slack_packages.view(view, "view")]
    shape += slack_newest.problems(blocks, "view/blocks", place)
    yield from shape or slack_rules.problems(blocks, "view/blocks", place)
    if is_modal and "submit" not in view and any(block.get("type") == "input" for block in blocks):
        yield "view: an input block needs submit"
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        yield "view: larger than 250 kB"


def _are_objects(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _decoded(value: Value) -> Value:
    return json.loads(value) if isinstance(value, str) else value


# ---- acknowledgements -------------------------------------------------------------------------------------------


def _command(payload: Json) -> Iterator[str]:
    yield from [f"{key}: no part of an answer to a command" for key in payload.keys() - COMMAND_ANSWER]
    if payload.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
        yield f"response_type: {payload['response_type']!r} is neither ephemeral nor in_channel"
    yield from _message(payload)


def _submission(payload: Json) -> Iterator[str]:
    action = payload.get("response_action")
    beside = RESPONSE_ACTIONS.get(str(action))
    if beside is None:
        yield f"response_action: {action!r} is not one of {sorted(RESPONSE_ACTIONS)}"
        return
    yield from [f"{key}: no part of {action}" for key in payload.keys() - {"response_action", beside}]
    if beside == "view":
        yield from _view(payload.get("view"), "ModalView")
    elif beside == "errors":
        yield from _errors(payload.get("errors"))


def _errors(errors: Value) -> Iterator[str]:
    if not isinstance(errors, dict) or not errors:
        yield "errors: none by the block_id of an input"
        return
    for block_id, sentence in errors.items():
        if not block_id or not isinstance(sentence, str) or not sentence.strip():
            yield f"errors/{block_id}: {sentence!r:.80} says nothing"


def _suggestion(payload: Value) -> Iterator[str]:
    names = [name for name in ("options", "option_groups") if name in payload]
    yield from [f"{key}: no part of an answer to a search" for key in payload.keys() - set(names)]
    if len(names) != 1:
        yield "options: either options or option_groups"
        return
    (name,) = names
    if not _are_objects(payload[name]) or len(payload[name]) > SUGGESTIONS:
        yield f"{name}: not a list of {SUGGESTIONS} at most"
        return
    if name == "options":
        for index, option in enumerate(payload[name]):
            yield from slack_schema.problems("PlainTextOption", option, f"{name}/{index}")
    yield from slack_packages.options(name, payload[name], name)


RESPONSE_ACTIONS: Mapping[str, str] = {"update": "view", "push": "view", "errors": "errors", "clear": ""}
"""What has to stand beside each (surfaces/modals, "Updating, pushing and closing views")."""
ANSWERS: Mapping[str, Callable[[Json], Iterator[str]]] = {
    "slash_commands": _command,
    "view_submission": _submission,
    "block_suggestion": _suggestion,
}
"""The envelopes with `accepts_response_payload`."""
