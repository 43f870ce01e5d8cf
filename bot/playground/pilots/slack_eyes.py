"""Reads Slack's messages, modals and Home tabs as a person would: from JSON to what is seen."""

from __future__ import annotations

import html
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
_TOKEN = re.compile(r"<(!date\^(?P<at>\d+)\^(?P<format>[^|>]*)|(?P<rest>[^|>]+))(?:\|(?P<words>[^>]*))?>")
_RELATIVE = re.compile(r"_pretty\}|\{ago\}")
_KINDS = {
    "static_select": "choice",
    "external_select": "search",
    "datetimepicker": "time",
    "plain_text_input": "text",
}
_OF_CARD = ("title", "subtitle", "body")
MENUS = frozenset({"static_select", "external_select"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something to press or pick, with the words that stand above it."""

    element: Json
    near: str

    @property
    def label(self) -> str:
        """Return what is written on it."""
        face = self.element.get("text") or self.element.get("placeholder") or {}
        return str(face.get("text", ""))

    @property
    def is_more(self) -> bool:
        """Whether it is the menu of a row's less likely buttons."""
        return self.element["type"] == "overflow" or self.label == MORE


class Eyes:
    """How one person reads: ``zone`` is their IANA zone, ``names`` what the people they meet are called."""

    def __init__(self, zone: str, names: dict[str, str], now: Now | None = None) -> None:
        self._zone = zone
        self._names = names
        self._now = now

    def card(self, message: Json) -> SeenCard:
        """Return a message."""
        blocks = _all_blocks(message)
        files = {str(one["name"]): str(one["url_private_download"]) for one in message.get("files", ())}
        lines = [*self._lines(blocks), *files]
        return SeenCard(
            text="\n".join(lines) if blocks or files else self._mrkdwn(message.get("text", "")),
            colour=_colour(message),
            files=files,
            private=bool(message.get("is_ephemeral")),
            edited="edited" in message,
            **self._controls(blocks),
        )

    def home(self, view: Json) -> SeenCard:
        """Return a Home tab."""
        return SeenCard(text="\n".join(self._lines(view["blocks"])), **self._controls(view["blocks"]))

    def dialog(self, view: Json) -> SeenCard:
        """Return a modal without fields."""
        text = "\n".join([view["title"]["text"], *self._lines(view["blocks"])])
        return SeenCard(text=text, private=True, **self._controls(view["blocks"]))

    def form(self, view: Json) -> SeenForm:
        """Return a modal with fields."""
        blocks = view["blocks"]
        fields = tuple(
            self._field(block, view["state"]["values"]) for block in blocks if block["type"] == "input"
        )
        words = [block for block in blocks if block["type"] != "input"]
        return SeenForm(
            title=view["title"]["text"],
            text="\n".join(self._lines(words)),
            fields=fields,
            buttons=self._controls(words)["buttons"],
            alert="\n".join(self._lines([one for one in words if one.get("level") == "error"])),
        )

    def things(self, blocks: list[Json]) -> Iterator[Thing]:
        """Yield what can be pressed or picked, each with the words since the last such row."""
        near: list[str] = []
        for block in _laid_out(blocks):
            elements = _elements(block)
            if block["type"] != "actions":
                near.extend(self._lines([block]))
            for element in elements:
                yield Thing(element=element, near="\n".join(near))
            if elements:
                near = []

    def _controls(self, blocks: list[Json]) -> dict[str, Any]:
        things = list(self.things(blocks))
        pressed = [thing for thing in things if thing.element["type"] == "button"]
        more = tuple(label for thing in things if thing.is_more for label in labels(thing.element))
        return {
            "buttons": (*(thing.label for thing in pressed if "url" not in thing.element), *more),
            "more": more,
            "links": {thing.label: str(thing.element["url"]) for thing in pressed if "url" in thing.element},
            "menus": {
                thing.label: labels(thing.element)
                for thing in things
                if thing.element["type"] in MENUS and not thing.is_more
            },
        }

    def _lines(self, blocks: list[Json]) -> list[str]:
        lines: list[str] = []
        for block in _laid_out(blocks):
            lines.extend(line for line in self._block(block) if line.strip())
        return lines

    def _block(self, block: Json) -> Iterator[str]:
        match block["type"]:
            case "rich_text":
                yield from (self._rich(part) for part in block["elements"])
            case "header" | "alert":
                yield self._object(block["text"])
            case "card":
                yield from (self._object(block[name]) for name in _OF_CARD if name in block)
            case "section":
                yield from (self._object(one) for one in (block.get("text"), *block.get("fields", ())) if one)
            case "context":
                yield " ".join(self._object(one) for one in block["elements"] if "text" in one)
            case _:
                return

    def _rich(self, part: Json) -> str:
        match part["type"]:
            case "text":
                return f"~~{part['text']}~~" if part.get("style", {}).get("strike") else str(part["text"])
            case "user":
                return f"@{self._names.get(part['user_id'], part['user_id'])}"
            case "date":
                return self._date(part["timestamp"], part["format"])
            case "link":
                return str(part.get("text") or part["url"])
            case "emoji":
                return ""
            case "rich_text_list":
                return "\n".join("• " + self._rich(one) for one in part["elements"])
            case _:
                return "".join(self._rich(one) for one in part.get("elements", ())).strip()

    def _object(self, text: Json) -> str:
        return self._mrkdwn(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])

    def _mrkdwn(self, markup: str) -> str:
        def token(found: re.Match[str]) -> str:
            if found["at"]:
                return self._date(int(found["at"]), found["format"])
            if found["rest"].startswith("@"):
                return "@" + self._names.get(found["rest"][1:], found["words"] or found["rest"][1:])
            return found["words"] or found["rest"]

        return html.unescape(_TOKEN.sub(token, markup).replace("*", ""))

    def _date(self, seconds: int, form: str) -> str:
        if _RELATIVE.search(form):
            return near(seconds, self._zone, self._now() if self._now else None)
        if form == "{time}":
            return clock(seconds, self._zone)
        return moment(seconds, self._zone)

    def _field(self, block: Json, values: Json) -> SeenField:
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        lines = element["type"] == "plain_text_input" and element.get("multiline")
        return SeenField(
            key=key_of(block["block_id"]),
            label=block["label"]["text"],
            hint=(block.get("hint") or {}).get("text", ""),
            kind="lines" if lines else _KINDS.get(element["type"], element["type"]),
            required=not block.get("optional"),
            options=labels(element),
            value=self._value(state),
        )

    def _value(self, state: Json) -> str:
        if state.get("selected_date_time"):
            return moment(state["selected_date_time"], self._zone)
        if state.get("selected_option"):
            return str(state["selected_option"]["text"]["text"])
        return str(state.get("value") or "")


def key_of(block_id: str) -> str:
    """Return the field's key in a block id: what stands before the first ``~``."""
    return block_id.split("~", 1)[0]


def labels(element: Json) -> tuple[str, ...]:
    """Return what the options of a menu are called."""
    groups = element.get("option_groups") or ()
    listed = [*(element.get("options") or ()), *(one for group in groups for one in group["options"])]
    return tuple(str(option["text"]["text"]) for option in listed)


def message_blocks(message: Json) -> list[Json]:
    """Return all blocks of a message in reading order."""
    return _all_blocks(message)


def _all_blocks(message: Json) -> list[Json]:
    inside = [block for one in message.get("attachments", ()) for block in one.get("blocks") or ()]
    return [*message.get("blocks", ()), *inside]


def _laid_out(blocks: list[Json]) -> Iterator[Json]:
    """Yield blocks with what is behind a title opened, and what stands side by side one after the other."""
    for block in blocks:
        match block["type"]:
            case "carousel":
                yield from block["elements"]
            case "container":
                yield {"type": "header", "text": block["title"]}
                yield from block["child_blocks"]
            case _:
                yield block


def _elements(block: Json) -> list[Json]:
    if block["type"] in {"actions", "card"}:
        return list(block.get("elements") or block.get("actions") or ())
    accessory = block.get("accessory") if block["type"] == "section" else None
    return [accessory] if accessory else []


def _colour(message: Json) -> str:
    for attachment in message.get("attachments", ()):
        digits = str(attachment.get("color") or "").removeprefix("#")
        if re.fullmatch(r"[0-9A-Fa-f]{6}", digits):
            return colour_of(int(digits, 16))
    return ""
