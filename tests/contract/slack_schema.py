"""Judges Slack's blocks, attachments and views by the JSON Schema made from Slack's own TypeScript types.

The schema is one of the shared specifications; where they are not there, the published packages judge alone.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema
import jsonschema_rs

from tests.contract.verdicts import unless_good

Json: TypeAlias = dict[str, Any]
Value: TypeAlias = Any
SCHEMA = Path(__file__).parents[2].parent / "shared" / "specs" / "slack-blocks.schema.json"


def available() -> bool:
    """Whether the schema is there."""
    return SCHEMA.is_file()


def problems(definition: str, value: Value, where: str) -> Iterator[str]:
    """Everything that the schema has against one value; silence where there is no schema."""
    if not available():
        return
    if _quick(definition).is_valid(value):
        return
    for error in _validator(definition).iter_errors(value):
        path = "/".join(str(step) for step in error.absolute_path)
        yield f"{where}/{path}: {error.message[:200]}"


@functools.cache
def _definitions() -> dict[str, Json]:
    definitions: dict[str, Json] = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]
    definitions["AnyBlock"] = definitions["KnownBlock"]  # the other half of that union admits anything
    return definitions


@functools.cache
def _quick(definition: str) -> jsonschema_rs.Draft7Validator:
    """Ten times as fast and as strict, but with complaints that name every member of a union: it clears the good."""
    return jsonschema_rs.Draft7Validator(
        {"$ref": f"#/definitions/{definition}", "definitions": _definitions()}
    )


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
            (one,) = chosen
            yield from unless_good(id(one), instance, validator.descend(instance, one))
        if len(chosen) < 2:
            return
        members = chosen
    yield from jsonschema.Draft7Validator.VALIDATORS["anyOf"](validator, members, instance, schema)


@functools.cache
def _validator(definition: str) -> Value:
    kind = jsonschema.validators.extend(jsonschema.Draft7Validator, {"$ref": _ref, "anyOf": _any_of})
    return kind(_definitions()[definition])
