"""Card → Components V2: one container with a coloured bar, its texts, and its buttons.

The limits are those of Discord's Component Reference: 40 components of a message, nested ones counted, and
4,000 characters over all of its texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeAlias

import discord
from discord import ui

from adapters.discord.text import ELLIPSIS, ZERO, inert, one_line, units
from core.ports.cards import (
    Actions,
    Button,
    Card,
    CommandName,
    Divider,
    Fact,
    Heading,
    Inline,
    Line,
    Link,
    Menu,
    Part,
    Quote,
    Row,
    Strong,
    Tone,
    UserText,
    When,
    Who,
)
from core.ports.tokens import token

TEXT = 4000
"""All texts of one message together, in UTF-16 units."""
SHORTEST = 10
"""A quotation has at most one line for so many units of its room, so that line marks cannot eat the words."""
QUESTION = "sq1"
"""What stands in place of a token's ``sb1`` on a button that first asks whether it is meant."""

COLOURS: dict[Tone, int | None] = {
    Tone.PLAIN: None,
    Tone.WAITING: 0xFEE75C,
    Tone.GOOD: 0x57F287,
    Tone.BAD: 0xED4245,
}
STYLES = {
    "plain": discord.ButtonStyle.secondary,
    "primary": discord.ButtonStyle.primary,
    "danger": discord.ButtonStyle.danger,
}
TIMES = {"full": "<t:{0}:F> (<t:{0}:R>)", "relative": "<t:{0}:R>"}

Item: TypeAlias = ui.Item[Any]
Text: TypeAlias = Callable[[int], str]
"""A paragraph: called with the room that it may fill, it gives its Markdown."""


def view_of(card: Card, *, mark: int | None = None) -> ui.LayoutView:
    """Return ``card`` as a view that serves as a payload only; discord.py keeps nothing of it.

    ``mark`` becomes the id of the container (a 32-bit number that Discord hands back with the message), by
    which a message can be recognised.
    """
    texts = [_title(card), *(text for part in card.parts if (text := _text(part)) is not None)]
    share = _fair([units(text(TEXT)) + 1 for text in texts], TEXT)
    blocks = [_Block(_title(card)(share - 1)), *(_block(part, share - 1) for part in card.parts)]
    container = ui.Container[Any](*_merged(blocks), accent_colour=COLOURS[card.tone], id=mark)
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def markdown(parts: Sequence[Inline], room: int = TEXT) -> str:
    """Return inline values as one line of Markdown within ``room`` units."""
    line = ""
    for part in parts:
        left = room - units(line)
        piece = _piece(part, left)
        if line.endswith("**") and piece.startswith("**"):
            piece = ZERO + piece
        if units(piece) > left:
            return line + ELLIPSIS if left else line
        line += piece
    return line


class _Block:
    """A rendered part: words that may stand together with their neighbours', or an item of its own."""

    def __init__(self, text: str = "", item: Item | None = None) -> None:
        self.text = text
        self.item = item


def _merged(blocks: list[_Block]) -> Iterator[Item]:
    for is_text, group in groupby(blocks, key=lambda block: block.item is None):
        if is_text:
            if text := "\n".join(block.text for block in group if block.text.strip()):
                yield ui.TextDisplay[Any](text)
        else:
            yield from (block.item for block in group if block.item is not None)


def _block(part: Part, room: int) -> _Block:
    match part:
        case Line() | Fact() | Quote() | Heading():
            text = _text(part)
            return _Block(text(room) if text else "")
        case Row(parts, button):
            words = markdown(parts, room).strip() or ELLIPSIS
            return _Block(item=ui.Section[Any](ui.TextDisplay[Any](words), accessory=_button(button)))
        case Actions(items):
            return _Block(item=ui.ActionRow[Any](*(_button(item) for item in items)))
        case Menu():
            return _Block(item=ui.ActionRow[Any](_menu(part)))
        case Divider():
            return _Block(item=ui.Separator[Any]())


def _title(card: Card) -> Text:
    words: tuple[Inline, ...] = (card.title, " · ", card.badge) if card.badge else (card.title,)
    return lambda room: _after("## ", words, room)


def _text(part: Part) -> Text | None:
    """Return the paragraph of a part, or None for one without words."""
    match part:
        case Line(parts, small):
            return lambda room: _after("-# " if small else "", parts, room)
        case Row(parts):
            return lambda room: _after("", parts, room)
        case Fact(label, parts):
            return lambda room: markdown((Strong(label), "  ", *parts), room)
        case Heading(text):
            return lambda room: _after("### ", (text,), room)
        case Quote():
            return lambda room: _quote(part, room)
        case _:
            return None


def _after(prefix: str, parts: Sequence[Inline], room: int) -> str:
    words = markdown(parts, room - len(prefix))
    return prefix + words if words.strip() else ""


def _quote(quote: Quote, room: int) -> str:
    head = f"{markdown((Strong(quote.by),), room)}\n" if quote.by else ""
    lines = quote.text.text.strip().splitlines()
    most = max(1, room // SHORTEST)
    typed = "\n".join(lines[:most]) + ELLIPSIS * (len(lines) > most)
    if not typed:
        return ""
    body = inert(typed, room - units(head) - len("> ") * min(len(lines), most))
    return head + "\n".join(f"> {line}" for line in body.split("\n"))


def _piece(part: Inline, room: int) -> str:
    match part:
        case When(instant, style):
            return TIMES[style].format(int(instant.timestamp()))
        case Who(name, address):
            known = address.platform == "discord" and address.user.isascii() and address.user.isdigit()
            return f"<@{address.user}>" if known else inert(one_line(name), room)
        case Strong(text):
            words = inert(one_line(text).strip(), room - 4)
            return f"**{words}**" if words else ""
        case CommandName(name):
            return inert(f"/{name}", room)
        case UserText(text) | str(text):
            return inert(one_line(text), room)


def _button(button: Button | Link) -> ui.Button[Any]:
    if isinstance(button, Link):
        return ui.Button(label=button.label, url=button.url)
    name = token(button.route, button.args)
    custom_id = QUESTION + name[3:] if button.confirm else name
    return ui.Button(label=button.label, style=STYLES[button.look], custom_id=custom_id)


def _menu(menu: Menu) -> ui.Select[Any]:
    options = [
        discord.SelectOption(label=one.label, value=one.value, description=one.note or None)
        for one in menu.options
    ]
    return ui.Select(custom_id=token(menu.route, menu.args), placeholder=menu.placeholder, options=options)


def _fair(lengths: Sequence[int], room: int) -> int:
    """Return the length that every text may keep so that all fit: short ones whole, long ones alike."""
    left = room
    for done, length in enumerate(sorted(lengths)):
        share = left // (len(lengths) - done)
        if length > share:
            return share
        left -= length
    return room
