"""Judges Discord requests by what only the documentation says: lengths, counts, and what goes with what.

Sources: components/reference, resources/message, interactions/application-commands and
interactions/receiving-and-responding of Discord's documentation for developers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Value: TypeAlias = Any
Limits: TypeAlias = Mapping[str, tuple[int, int]]
"""Field → shortest and longest; of a text its characters, of a list its members, of a number its value."""

ROW, BUTTON, CHOICE, INPUT, SECTION, WORDS, GALLERY, FILE, BOX, LABEL = 1, 2, 3, 4, 9, 10, 12, 13, 17, 18
ATTACHED = "attachment://"
SELECTS = frozenset({3, 5, 6, 7, 8})
EPHEMERAL, V2 = 1 << 6, 1 << 15
LINK, PREMIUM = 5, 6
ROWS, COMPONENTS, CHARACTERS = 5, 40, 4_000
SCHEMES = ("https://", "http://", "discord://")

CUSTOM_ID = {"custom_id": (1, 100)}
SELECT: Limits = {**CUSTOM_ID, "placeholder": (0, 150), "min_values": (0, 25), "max_values": (1, 25)}
OPTION: Limits = {"label": (1, 100), "value": (1, 100), "description": (0, 100)}
COMPONENT: Mapping[int, Limits] = {
    ROW: {"components": (1, 5)},
    BUTTON: {**CUSTOM_ID, "label": (0, 80), "url": (1, 512)},
    CHOICE: {**SELECT, "options": (1, 25)},
    **dict.fromkeys(SELECTS - {CHOICE}, SELECT),
    INPUT: {
        **CUSTOM_ID,
        "placeholder": (0, 100),
        "value": (0, 4_000),
        "min_length": (0, 4_000),
        "max_length": (1, 4_000),
    },
    SECTION: {"components": (1, 3)},
    WORDS: {"content": (1, 4_000)},
    GALLERY: {"items": (1, 10)},
    BOX: {"components": (1, 40), "accent_color": (0, 0xFFFFFF)},
    LABEL: {"label": (1, 45), "description": (1, 100)},
    21: {**CUSTOM_ID, "options": (2, 10)},
    22: {**CUSTOM_ID, "options": (1, 10)},
    23: CUSTOM_ID,
}
BODY: Limits = {"content": (0, 2_000), "embeds": (0, 10), "components": (0, COMPONENTS), "nonce": (0, 25)}
EMBED: Limits = {"title": (0, 256), "description": (0, 4_096), "fields": (0, 25)}
MODAL: Limits = {**CUSTOM_ID, "title": (1, 45), "components": (1, 5)}
THREAD: Limits = {"name": (1, 100)}
COMMAND: Limits = {"name": (1, 32), "description": (0, 100), "options": (0, 25), "choices": (0, 25)}
SUGGESTION: Limits = {"name": (1, 100), "value": (0, 100)}


def problems(method: str, path: str, body: Value) -> Iterator[str]:
    """Everything that is wrong with one body, whose types have been judged already."""
    path = path.split("?", maxsplit=1)[0]
    if path.endswith("/commands"):
        yield from _commands(body, "$")
    elif path.endswith("/threads"):
        yield from _within(THREAD, body, "$")
    elif path.endswith("/callback"):
        yield from _callback(body)
    elif isinstance(body, dict):
        yield from _message(body, "$", is_new=method.upper() == "POST")
        if path.startswith("/channels/") and (body.get("flags") or 0) & EPHEMERAL:
            yield "$.flags: only the answer to an interaction can be private"


def _callback(body: Json) -> Iterator[str]:
    data = body.get("data") or {}
    if body.get("type") == 9:
        yield from _within(MODAL, data, "$.data")
        yield from _components(data.get("components") or [], "$.data", foreign=BUTTON, surface="a modal")
    elif body.get("type") == 8:
        choices = data.get("choices") or []
        yield from [] if len(choices) <= 25 else ["$.data.choices: more than 25"]
        for index, one in enumerate(choices):
            yield from _within(SUGGESTION, one, f"$.data.choices[{index}]")
    else:
        yield from _message(data, "$.data", is_new=body.get("type") == 4)


def _commands(commands: list[Json], where: str) -> Iterator[str]:
    for index, one in enumerate(commands):
        yield from _within(COMMAND, one, f"{where}[{index}]")
        yield from _commands(one.get("options") or [], f"{where}[{index}].options")
        for choice in one.get("choices") or []:
            yield from _within(SUGGESTION, choice, f"{where}[{index}].choices")


def _message(body: Json, where: str, *, is_new: bool) -> Iterator[str]:
    yield from _within(BODY, body, where)
    for index, embed in enumerate(body.get("embeds") or []):
        yield from _within(EMBED, embed, f"{where}.embeds[{index}]")
    yield from _mentions(body.get("allowed_mentions") or {}, f"{where}.allowed_mentions")
    components = body.get("components") or []
    yield from _components(components, where, foreign=INPUT, surface="a message")
    yield from _files(body, components, where, is_new=is_new)
    if (body.get("flags") or 0) & V2:
        spoken = [name for name in ("content", "embeds", "poll", "sticker_ids") if body.get(name)]
        yield from [f"{where}.{name}: not beside the flag of Components V2" for name in spoken]
    elif is_new and any(one["type"] != ROW for one in components):
        yield f"{where}.components: these need the flag of Components V2"
    elif is_new and len(components) > ROWS:
        yield f"{where}.components: more than {ROWS} rows"


def _files(body: Json, components: list[Json], where: str, *, is_new: bool) -> Iterator[str]:
    """A File component points at an attachment of its message, a Media Gallery at one or at an address.

    With Components V2 no other attachment is seen.
    """
    inside = list(_inside(components, f"{where}.components"))
    shown = [(place, str(one["file"]["url"])) for place, one in inside if one["type"] == FILE]
    pictures = [item for _, one in inside if one["type"] == GALLERY for item in one["items"]]
    sent = {f"{ATTACHED}{one['filename']}" for one in body.get("attachments") or () if "filename" in one}
    for place, url in shown:
        if not url.startswith(ATTACHED):
            yield f"{place}.file.url: not {ATTACHED}"
        elif url not in sent and (is_new or body.get("attachments") is not None):
            yield f"{place}.file.url: no attachment is called {url.removeprefix(ATTACHED)}"
    if (body.get("flags") or 0) & V2 or (components and components[0]["type"] == BOX):
        unseen = sent - {url for _, url in shown} - {str(one["media"]["url"]) for one in pictures}
        yield from [f"{where}: a picture without words" for one in pictures if not one.get("description")]
        yield from [
            f"{where}.attachments: nothing shows {one.removeprefix(ATTACHED)}" for one in sorted(unseen)
        ]


def _mentions(allowed: Json, where: str) -> Iterator[str]:
    for name in ("users", "roles"):
        listed = allowed.get(name) or []
        yield from [f"{where}.{name}: {one!r} is no id" for one in listed if not str(one).isdecimal()]
        if listed and name in (allowed.get("parse") or ()):
            yield f"{where}.{name}: all of them are allowed already"


def _components(components: list[Json], where: str, *, foreign: int, surface: str) -> Iterator[str]:
    found = list(_inside(components, f"{where}.components"))
    yield from [f"{place}: no part of {surface}" for place, one in found if one["type"] == foreign]
    if len(found) > COMPONENTS:
        yield f"{where}.components: {len(found)} components, {COMPONENTS} at most"
    if sum(_units(one["content"]) for _, one in found if one["type"] == WORDS) > CHARACTERS:
        yield f"{where}.components: more than {CHARACTERS} characters in all"
    names = [one["custom_id"] for _, one in found if "custom_id" in one]
    if len(names) != len(set(names)):
        yield f"{where}.components: a custom_id is used twice"
    for place, one in found:
        yield from _within(COMPONENT.get(one["type"], {}), one, place)
        yield from _single(one, place)


def _single(one: Json, where: str) -> Iterator[str]:
    inside = one["components"] if one["type"] == ROW else []
    if len(inside) > 1 and any(each["type"] in SELECTS for each in inside):
        yield f"{where}.components: a menu stands alone in its row"
    if one["type"] == BUTTON:
        yield from _button(one, where)
    for index, option in enumerate(one.get("options") or ()):
        yield from _within(OPTION, option, f"{where}.options[{index}]")
    offered = [option["value"] for option in one.get("options") or ()]
    if len(offered) != len(set(offered)):
        yield f"{where}.options: a value is offered twice"
    if offered and one.get("max_values", 1) > len(offered):
        yield f"{where}.max_values: more than there are options"


def _button(one: Json, where: str) -> Iterator[str]:
    style = one["style"]
    if (style == LINK) != ("url" in one) or (style < LINK) != ("custom_id" in one):
        yield f"{where}: a link has an address and no custom_id, any other button the reverse"
    if style == LINK and not str(one.get("url")).startswith(SCHEMES):
        yield f"{where}.url: not one of {SCHEMES}"
    if style != PREMIUM and not one.get("label") and not one.get("emoji"):
        yield f"{where}: nothing stands on the button"


def _inside(components: list[Json], where: str) -> Iterator[tuple[str, Json]]:
    """Every component with its place, those inside others too."""
    for index, one in enumerate(components):
        yield f"{where}[{index}]", one
        yield from _inside(one.get("components") or [], f"{where}[{index}].components")
        for name in ("component", "accessory"):
            if name in one:
                yield from _inside([one[name]], f"{where}[{index}].{name}")


def _within(limits: Limits, one: Json, where: str) -> Iterator[str]:
    for name, (least, most) in limits.items():
        if one.get(name) is not None and not least <= (size := _size(one[name])) <= most:
            yield f"{where}.{name}: {size} is not between {least} and {most}"


def _size(value: Value) -> int:
    if isinstance(value, str):
        return _units(value)
    return int(value) if isinstance(value, int | float) else len(value)


def _units(text: str) -> int:
    """Characters as Discord counts them: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
