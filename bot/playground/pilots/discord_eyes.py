"""Reads Discord's messages and modals as a person would: pure functions from JSON to what is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.pilots.seen import (
    MORE,
    Now,
    SeenCard,
    SeenField,
    SeenForm,
    clock,
    colour_of,
    moment,
    near,
)

Json = dict[str, Any]
ROW, BUTTON, SELECT, TEXT_INPUT, SECTION, TEXT, FILE, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 13, 17, 18
"""Component types (discord.com/developers/docs/components/reference)."""
PARAGRAPH = 2
"""The style of a text input with several lines."""
EPHEMERAL = 1 << 6
_INLINE = re.compile(
    r"\\(?P<plain>[^0-9A-Za-z\s])|<t:(?P<at>-?\d+)(?::(?P<style>\w))?>|<@!?(?P<user>\d+)>|\*\*|`|\u200b|\[(?P<words>[^\]]+)\]\([^)]+\)"
)
_LINE_START = re.compile(r"^(?:#{1,3} |-# |> )", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something to press or pick, with the words that stand above it."""

    element: Json
    near: str

    @property
    def label(self) -> str:
        """Return what is written on it."""
        return str(self.element.get("label") or self.element.get("placeholder") or "")

    @property
    def is_more(self) -> bool:
        """Whether it is the menu of a row's less likely buttons."""
        return self.element["type"] == SELECT and self.label == MORE


class Eyes:
    """How one person reads: ``zone`` is their IANA zone, ``names`` what the people they meet are called."""

    def __init__(self, zone: str, names: dict[str, str], now: Now | None = None) -> None:
        self._zone = zone
        self._names = names
        self._now = now

    def card(self, message: Json) -> SeenCard:
        """Return a message."""
        things = list(self.things(message["components"]))
        pressed = [thing for thing in things if thing.element["type"] == BUTTON]
        more = tuple(label for thing in things if thing.is_more for label in labels(thing.element))
        files = {str(one["filename"]): str(one["url"]) for one in message["attachments"]}
        words = [self.read(message["content"]), *self._lines(message["components"]), *files]
        return SeenCard(
            text="\n".join(line for line in words if line.strip()),
            colour=_colour(message["components"]),
            buttons=(*(thing.label for thing in pressed if "url" not in thing.element), *more),
            more=more,
            links={thing.label: str(thing.element["url"]) for thing in pressed if "url" in thing.element},
            menus={
                thing.label: labels(thing.element)
                for thing in things
                if thing.element["type"] == SELECT and not thing.is_more
            },
            files=files,
            private=bool(message["flags"] & EPHEMERAL),
            edited=bool(message["edited_timestamp"]),
        )

    def form(self, modal: Json) -> SeenForm:
        """Return a modal."""
        return SeenForm(
            title=modal["title"],
            text="\n".join(self._lines(modal["components"])),
            fields=tuple(_field(one) for one in modal["components"] if one["type"] == LABEL),
        )

    def things(self, components: list[Json]) -> Iterator[Thing]:
        """Yield what can be pressed or picked, each with the words since the last such row."""
        near: list[str] = []
        for component in _flat(components):
            near.extend(self._lines([component]))
            controls = _controls(component)
            for control in controls:
                yield Thing(element=control, near="\n".join(near))
            if controls:
                near = []

    def read(self, markdown: str) -> str:
        """Return Markdown as it is read, times in the person's own zone."""

        def inline(found: re.Match[str]) -> str:
            if found["at"] and found["style"] == "R":
                return near(int(found["at"]), self._zone, self._now() if self._now else None)
            if found["at"] and found["style"] == "t":
                return clock(int(found["at"]), self._zone)
            if found["at"]:
                return moment(int(found["at"]), self._zone)
            if found["user"]:
                return "@" + self._names.get(found["user"], found["user"])
            return found["plain"] or found["words"] or ""

        return _INLINE.sub(inline, _LINE_START.sub("", markdown))

    def _lines(self, components: list[Json]) -> list[str]:
        return [self.read(one["content"]) for one in _every(components) if one["type"] == TEXT]


def labels(element: Json) -> tuple[str, ...]:
    """Return what the options of a menu are called."""
    return tuple(str(option["label"]) for option in element.get("options") or ())


def key_of(custom_id: str) -> str:
    """Return the field's key in the custom id of an input: what stands before the first ``~``."""
    return custom_id.split("~", 1)[0]


def _flat(components: list[Json]) -> Iterator[Json]:
    for one in components:
        if one["type"] == CONTAINER:
            yield from one["components"]
        else:
            yield one


def _every(components: list[Json]) -> Iterator[Json]:
    for one in components:
        yield one
        yield from _every(one.get("components") or [])


def _controls(component: Json) -> list[Json]:
    if component["type"] == ROW:
        return list(component["components"])
    accessory = component.get("accessory")
    return [accessory] if accessory and accessory["type"] == BUTTON else []


def _field(label: Json) -> SeenField:
    inside = label["component"]
    lines = inside["type"] == TEXT_INPUT and inside.get("style") == PARAGRAPH
    chosen = [str(one["label"]) for one in inside.get("options") or () if one.get("default")]
    kind = "lines" if lines else "text" if inside["type"] == TEXT_INPUT else "choice"
    return SeenField(
        key=key_of(inside["custom_id"]),
        label=label["label"],
        hint=label.get("description") or "",
        kind=kind,
        required=bool(inside.get("required", True)),
        options=labels(inside),
        value=chosen[0] if chosen else str(inside.get("value") or ""),
    )


def _colour(components: list[Json]) -> str:
    for one in components:
        if one["type"] == CONTAINER and one.get("accent_color") is not None:
            return colour_of(one["accent_color"])
    return ""
