"""Reads the arguments of a Web API call, whichever of the documented ways they came."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aiohttp import web

from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.refusal import Refused

NESTED = frozenset({"blocks", "attachments", "view", "metadata", "files"})
"""Arguments that are JSON inside a form or a query string."""


async def read(request: web.Request) -> Json:
    """Query string, form and JSON body together. Raises Refused: invalid_json or json_not_object."""
    args: Json = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        if request.content_type == "application/json":
            args |= _from_json(await request.text())
        else:
            args |= dict(await request.post())
    return {name: _unpacked(name, value) for name, value in args.items()}


def _from_json(body: str) -> Mapping[str, Value]:
    try:
        args = json.loads(body)
    except ValueError as broken:
        raise Refused("invalid_json") from broken
    if not isinstance(args, dict):
        raise Refused("json_not_object")
    return args


def _unpacked(name: str, value: Value) -> Value:
    if name in NESTED and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def flag(value: Value) -> bool:
    """A boolean argument: JSON true, or `1`, `true`, `True` in a form."""
    return value is True or str(value).lower() in ("1", "true")


def whole(value: Value, otherwise: int) -> int:
    """An integer argument; raises Refused("invalid_arguments") for anything else."""
    if value is None or value == "":
        return otherwise
    try:
        return int(value)
    except (TypeError, ValueError) as wrong:
        raise Refused("invalid_arguments") from wrong
