"""Finds what a person would press in what the emulators show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def button_in(found: Any, label: str) -> dict[str, Any] | None:
    """Return the button with a label on Slack or Discord, wherever it is."""
    for one in walk(found):
        text = one.get("text")
        if one.get("label") == label or (
            one.get("type") == "button" and isinstance(text, dict) and text["text"] == label
        ):
            return one
    return None


def walk(found: Any) -> Iterator[dict[str, Any]]:
    """Go through every part of a message, a form or a list of them."""
    if isinstance(found, dict):
        yield found
        for inside in found.values():
            yield from walk(inside)
    elif isinstance(found, list):
        for inside in found:
            yield from walk(inside)
