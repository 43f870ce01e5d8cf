"""An oracle for Slack payloads that shares nothing with the wire, the adapter or the core.

Three independent judges: the JSON Schema generated from Slack's own TypeScript types (when the shared
specifications are there), slack_sdk.models, and the semantic rules that neither of them knows
(docs.slack.dev/reference/block-kit).
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json: TypeAlias = dict[str, Any]
Value: TypeAlias = Any
SCHEMA = Path(__file__).parents[2].parent / "shared" / "specs" / "slack-blocks.schema.json"
MESSAGES = frozenset({"chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"})
VIEWS = {
    "views.open": "ModalView",
    "views.push": "ModalView",
    "views.update": "ModalView",
    "views.publish": "HomeView",
}
VIEW_BYTES = 250_000
FIELD_TEXT = 2_000


def available() -> bool:
    """Whether the schema is there; without it the two other judges still speak."""
    return SCHEMA.is_file()


def problems(method: str, args: Mapping[str, Value]) -> list[str]:
    """Everything that is wrong with the blocks, attachments or view of one call; empty is good."""
    found: list[str] = []
    if method in MESSAGES:
        found += _message(args)
    view = args.get("view")
    if method in VIEWS:
        found += _view(_decoded(view), VIEWS[method])
    return found


def _message(args: Mapping[str, Value]) -> Iterator[str]:
    if args.get("delete_original") in (True, "true"):
        return
    if not str(args.get("text") or "").strip():
        yield "text: the fallback for notifications and screen readers is missing"
    blocks = _decoded(args.get("blocks"))
    if blocks is not None:
        yield from _blocks(blocks, "blocks")
    for index, attachment in enumerate(_decoded(args.get("attachments")) or ()):
        where = f"attachments/{index}"
        yield from _by_schema("MessageAttachment", attachment, where)
        yield from _rules(attachment.get("blocks") or [], f"{where}/blocks")
        yield from _by_models(attachment.get("blocks") or [], f"{where}/blocks")


def _view(view: Json, definition: str) -> Iterator[str]:
    yield from _by_schema(definition, view, "view")
    blocks = view.get("blocks", [])
    yield from _by_models(blocks, "view/blocks")
    yield from _raised(lambda: View(**copy.deepcopy(view)).to_dict(), "view")
    yield from _rules(blocks, "view/blocks", modal=definition == "ModalView")
    if definition == "ModalView" and "submit" not in view and any(b.get("type") == "input" for b in blocks):
        yield "view: an input block needs submit"
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        yield "view: larger than 250 kB"


def _blocks(blocks: list[Json], where: str) -> Iterator[str]:
    if len(blocks) > 50:
        yield f"{where}: more than 50 blocks"
    for index, block in enumerate(blocks):
        yield from _by_schema("KnownBlock", block, f"{where}/{index}")
    yield from _by_models(blocks, where)
    yield from _rules(blocks, where)


def _decoded(value: Value) -> Value:
    return json.loads(value) if isinstance(value, str) else value


# ---- judge one: the schema ------------------------------------------------------------------------


@functools.cache
def _definitions() -> dict[str, Json]:
    definitions: dict[str, Json] = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]
    definitions["AnyBlock"] = definitions["KnownBlock"]  # the other half of that union admits anything
    return definitions


def _target(schema: Json) -> Json:
    return _definitions()[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def _kinds(schema: Json) -> Iterator[tuple[str | None, Json]]:
    """The members of a union, each with the `type` that selects it (None where nothing does)."""
    for member in _target(schema).get("anyOf", [schema]):
        target = _target(member)
        if "anyOf" in target:
            yield from _kinds(target)
        else:
            yield target.get("properties", {}).get("type", {}).get("const"), target


def _ref(validator: Value, ref: str, instance: Value, _: Json) -> Iterator[Value]:
    yield from validator.descend(instance, _definitions()[ref.rsplit("/", 1)[1]])


def _any_of(validator: Value, members: list[Json], instance: Value, schema: Json) -> Iterator[Value]:
    """Only the member that `type` selects is asked: faster, and its complaints name the real fault."""
    kinds = list(_kinds({"anyOf": members}))
    if isinstance(instance, dict) and "type" in instance and all(kind for kind, _ in kinds):
        chosen = [member for kind, member in kinds if kind == instance["type"]]
        if not chosen:
            yield jsonschema.ValidationError(f"{instance['type']!r} is not allowed here")
        if len(chosen) == 1:
            yield from validator.descend(instance, chosen[0])
        if len(chosen) < 2:
            return
        members = chosen
    yield from jsonschema.Draft7Validator.VALIDATORS["anyOf"](validator, members, instance, schema)


@functools.cache
def _validator(definition: str) -> Value:
    kind = jsonschema.validators.extend(jsonschema.Draft7Validator, {"$ref": _ref, "anyOf": _any_of})
    return kind(_definitions()[definition])


def _by_schema(definition: str, value: Value, where: str) -> Iterator[str]:
    if not available():
        return
    for error in _validator(definition).iter_errors(value):
        path = "/".join(str(step) for step in error.absolute_path)
        yield f"{where}/{path}: {error.message[:200]}"


# ---- judge two: the models of slack_sdk -----------------------------------------------------------


def _by_models(blocks: Iterable[Json], where: str) -> Iterator[str]:
    for index, block in enumerate(blocks):
        yield from _raised(functools.partial(_through_model, block), f"{where}/{index}")


def _through_model(block: Json) -> None:
    parsed = Block.parse(copy.deepcopy(block))
    if parsed is not None:
        parsed.to_dict()


def _raised(act: Callable[[], object], where: str) -> Iterator[str]:
    try:
        act()
    except (SlackObjectFormationError, TypeError, ValueError) as wrong:
        yield f"{where}: slack_sdk says {wrong}"


# ---- judge three: what only the documentation says ------------------------------------------------


def _rules(blocks: list[Json], where: str, *, modal: bool = False) -> Iterator[str]:
    kinds = [block.get("type") for block in blocks]
    if "markdown" in kinds and where.startswith("view"):
        yield f"{where}: markdown belongs into messages"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield f"{where}: a block_id is used twice"
    if kinds.count("table") + kinds.count("data_table") > 1:
        yield f"{where}: more than one table"
    if "alert" in kinds and not modal:
        yield f"{where}: alert belongs into modals"
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
