"""Components, modals and commands in Discord's JSON, and a reader of its error bodies."""

from __future__ import annotations

from typing import Any

V2 = 1 << 15
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
LINK = {"type": 2, "style": 5, "label": "Go", "url": "https://x.example"}
TEXT = {"type": 10, "content": "words"}
OPTION = {"label": "One", "value": "1"}
SELECT = {"type": 3, "custom_id": "pick", "options": [OPTION]}


def row(*items: Any) -> dict[str, Any]:
    return {"type": 1, "components": list(items)}


def box(*items: Any, **more: Any) -> dict[str, Any]:
    return {"type": 17, "components": list(items), **more}


def layout(*items: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(items)}


def many_options(count: int) -> list[dict[str, str]]:
    return [{"label": f"Option {n}", "value": str(n)} for n in range(count)]


def places(errors: Any, path: tuple[str, ...] = ()) -> list[str]:
    """The paths at which an error body holds errors."""
    found = [".".join(path)] if "_errors" in errors else []
    return found + [
        one for name in errors if name != "_errors" for one in places(errors[name], (*path, name))
    ]


def modal(*components: Any, **changes: Any) -> dict[str, Any]:
    return {
        "type": 9,
        "data": {"custom_id": "m", "title": "Title", "components": list(components), **changes},
    }


def label(component: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"type": 18, "label": "Label", "component": component, **changes}


INPUT = {"type": 4, "custom_id": "words", "style": 1}
RADIO = {"type": 21, "custom_id": "one", "options": many_options(2)}
COMMAND = {"name": "ok", "description": "d"}
