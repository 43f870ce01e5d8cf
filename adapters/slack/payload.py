"""Looks into what Slack sent without ever raising: a missing or misshapen value is simply empty."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def at(body: object, *path: str) -> object:
    """Return whatever stands at ``path``, or None."""
    for step in path:
        if not isinstance(body, dict):
            return None
        body = body.get(step)
    return body


def text(body: object, *path: str) -> str:
    """Return the string at ``path``, or an empty one."""
    found = at(body, *path)
    return found if isinstance(found, str) else ""


def mapping(body: object, *path: str) -> Json:
    """Return the object at ``path``, or an empty one."""
    found = at(body, *path)
    return found if isinstance(found, dict) else {}


def rows(body: object, *path: str) -> list[Json]:
    """Return the objects in the list at ``path``."""
    found = at(body, *path)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
