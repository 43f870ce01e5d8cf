"""Judges Discord requests by Discord's own OpenAPI description, one of the shared specifications.

It holds every request against the description (JSON Schema Draft 2020-12): the path and the method have to
exist, and the body has to be the described one. Bodies of multipart requests are judged by their
`payload_json`, which the description treats alike.

What is done to the description before it is compiled:

* Readable and fast, without letting more through: a union of objects that all fix their `type` by a list of
  values becomes a choice by that `type` (the keyword `x-by-type`). The lists of one union never overlap
  (asserted), so one branch at most can hold, and errors speak about the branch that was meant. Other unions
  stay as they are.
* More lenient, in two points: ids may be integers as well as strings of digits. Discord documents that it
  takes both (API reference, "ID Serialization"), and discord.py sends integers. The permissions that a command
  asks for may be a string of digits: so its documentation has it (Application Commands, "Create Global Application
  Command"), and the description an integer.
* Stricter: a field that an object's description does not name is reported, unless `UNDESCRIBED` gives the
  source that does name it. A body where none is described, or none where one is required, is reported too.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema_rs
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.contract.verdicts import unless_good

Json: TypeAlias = dict[str, Any]
Value: TypeAlias = Any
Validator: TypeAlias = Any
Quick: TypeAlias = jsonschema_rs.Draft202012Validator

SPEC = Path(__file__).parents[2].parent / "shared" / "specs" / "discord-openapi.json"
ROOT = "urn:discord"
PREFIX = "#/components/schemas/"
PERMISSIONS = "default_member_permissions"

_SENT_ANYWAY = ("tts",)
"""discord.py adds `tts: false` to every edit; the field is documented for new messages."""
UNDESCRIBED: Mapping[str, tuple[str, ...]] = {
    # interactions/application-commands, "Application Command Structure"
    "ApplicationCommandCreateRequest": ("nsfw",),
    "ApplicationCommandPatchRequestPartial": ("nsfw",),
    "ApplicationCommandUpdateRequest": ("nsfw",),
    "MessageEditRequestPartial": _SENT_ANYWAY,
    "IncomingWebhookUpdateRequestPartial": (*_SENT_ANYWAY, "username", "avatar_url"),
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": _SENT_ANYWAY,
    # resources/emoji, "Emoji Object": a partial emoji has id, name and animated
    "ComponentEmojiForRequest": ("animated",),
    # reference, "Editing Message Attachments": the attachment objects of the message may be sent back
    "MessageAttachmentRequest": ("size", "url", "proxy_url", "content_type", "spoiler", "ephemeral"),
}


def available() -> bool:
    """Whether the description is there."""
    return SPEC.is_file()


def problems(method: str, path: str, body: Value) -> list[str]:
    """Everything that is wrong with one request; empty is good. `path` comes without `/api/v10`."""
    operation = _operation(method.upper(), path.split("?", maxsplit=1)[0])
    if isinstance(operation, str):
        return [operation]
    quick, validator, is_required = operation
    if body is None:
        return ["a body is required"] if is_required else []
    if validator is None or quick is None:
        return ["no body is described here"]
    if quick.is_valid(body):
        return []
    return [_sentence(error) for error in validator.iter_errors(body)]


def _sentence(error: ValidationError) -> str:
    told = best_match([error]) if error.validator in ("anyOf", "oneOf") else error
    where = (told or error).json_path
    return f"{where}: {(told or error).message[:300]}"


def _operation(method: str, path: str) -> tuple[Quick | None, Validator | None, bool] | str:
    known = [template for pattern, template in _paths() if pattern.fullmatch(path)]
    if not known:
        return f"no such path: {path}"
    found = next((template for template in known if method.lower() in _spec()["paths"][template]), None)
    if found is None:
        return f"{method} is not described for {known[0]}"
    return _compiled(method.lower(), found)


@functools.cache
def _compiled(method: str, template: str) -> tuple[Quick | None, Validator | None, bool]:
    described = _spec()["paths"][template][method].get("requestBody")
    if described is None:
        return None, None, False
    written = described["content"]["application/json"]["schema"]
    schema = _rewritten(written)
    judge = validators.extend(Draft202012Validator, {"x-by-type": _judge_by_type})
    registry = Registry().with_resource(ROOT, DRAFT202012.create_resource(_components()))
    quick = jsonschema_rs.Draft202012Validator({**_rewritten(written, whole=True), **_components(whole=True)})
    return quick, judge(schema, registry=registry), bool(described.get("required"))


@functools.cache
def _spec() -> Json:
    loaded: Json = json.loads(SPEC.read_text(encoding="utf-8"))
    return loaded


@functools.cache
def _paths() -> list[tuple[re.Pattern[str], str]]:
    """Templates as patterns, those with the fewest variables first; ids have to be digits."""
    ordered = sorted(_spec()["paths"], key=lambda template: template.count("{"))
    return [(re.compile("".join(_pieces(template))), template) for template in ordered]


def _pieces(template: str) -> Iterator[str]:
    for piece in re.split(r"(\{\w+\})", template):
        if not piece.startswith("{"):
            yield re.escape(piece)
        else:
            yield r"\d+" if piece.endswith("_id}") else "[^/]+"


@functools.cache
def _components(*, whole: bool = False) -> Json:
    """The described objects; ``whole``: with each union as it is written, for the judge that is quick with those."""
    schemas = _spec()["components"]["schemas"]
    made = {name: _component(name, schema, whole=whole) for name, schema in schemas.items()}
    return {"components": {"schemas": made}}


def _component(name: str, schema: Json, *, whole: bool) -> Json:
    if name == "SnowflakeType":
        return {"anyOf": [schema, {"type": "integer", "minimum": 0}]}
    fresh: Json = _rewritten(schema, whole=whole)
    if "properties" in fresh and "additionalProperties" not in fresh:
        undescribed = dict.fromkeys(UNDESCRIBED.get(name, ()), True)
        if PERMISSIONS in fresh["properties"]:
            numbers = {"anyOf": [fresh["properties"][PERMISSIONS], {"type": "string", "pattern": r"^\d+$"}]}
            fresh["properties"] = {**fresh["properties"], PERMISSIONS: numbers}
        fresh |= {"properties": {**undescribed, **fresh["properties"]}, "additionalProperties": False}
    return fresh


def _rewritten(schema: Value, *, whole: bool = False) -> Value:
    if isinstance(schema, list):
        return [_rewritten(one, whole=whole) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"] if whole else ROOT + schema["$ref"]}
    fresh = {key: _rewritten(value, whole=whole) for key, value in schema.items()}
    for word in () if whole else ("oneOf", "anyOf"):
        branches = schema.get(word)
        if isinstance(branches, list) and (by_type := _by_type(branches)) is not None:
            del fresh[word]
            fresh |= by_type
    return fresh


def _by_type(branches: list[Json]) -> Json | None:
    """The union as if/then, when every branch (but null) is an object with fixed types; else None."""
    is_nullable = {"type": "null"} in branches
    objects = [branch for branch in branches if branch != {"type": "null"}]
    fixed = [_types(branch) for branch in objects]
    if len(objects) < 2 or not all(fixed):
        return None
    by_type = {
        value: _rewritten(branch) for branch, values in zip(objects, fixed, strict=True) for value in values
    }
    assert len(by_type) == sum(len(values) for values in fixed), "the types of a union overlap"
    return {"x-by-type": {"nullable": is_nullable, "branches": by_type}}


def _judge_by_type(
    validator: Validator, union: Json, instance: Value, _schema: Json
) -> Iterator[ValidationError]:
    if instance is None and union["nullable"]:
        return
    if not isinstance(instance, dict) or "type" not in instance:
        yield ValidationError(f"{instance!r} is not an object with a type")
        return
    branches, kind = union["branches"], instance["type"]
    if isinstance(kind, bool) or not isinstance(kind, int | str) or kind not in branches:
        yield ValidationError(f"type {kind!r} is not one of {sorted(branches)}")
        return
    branch = branches[kind]
    yield from unless_good(id(branch), instance, validator.descend(instance, branch))


def _types(branch: Json) -> list[Value]:
    """The values that a branch allows for its required `type`."""
    if "$ref" not in branch:
        return []
    target = _spec()["components"]["schemas"][branch["$ref"].removeprefix(PREFIX)]
    if "type" not in target.get("required", ()):
        return []
    values: list[Value] = target["properties"]["type"].get("enum", [])
    return values
