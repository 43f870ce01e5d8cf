"""Card → Components V2: one container with a coloured bar, its texts, and its buttons.

The limits are those of Discord's Component Reference: 40 components of a message, nested ones counted, and
4,000 characters over all of its texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any, TypeAlias

import discord
from discord import ui

from adapters.discord.text import ELLIPSIS, ZERO, inert, one_line
from core.ports.cards import (
    MORE,
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
    Look,
    Menu,
    Part,
    Quote,
    Row,
    Strong,
    Struck,
    Style,
    Tone,
    UserText,
    When,
    Who,
)
from core.ports.text import units
from core.ports.tokens import MORE_ROUTE, asking, token

TEXT = 4000
"""All texts of one message together, in UTF-16 units."""
FINDABLE = 0x4000_0000
"""What every mark of a message has and no id has that Discord gives out itself."""
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
BUTTON_STYLES: Mapping[Look, discord.ButtonStyle] = {
    Look.PLAIN: discord.ButtonStyle.secondary,
    Look.PRIMARY: discord.ButtonStyle.primary,
    Look.DANGER: discord.ButtonStyle.danger,
}
TIMESTAMPS: Mapping[Style, str] = {Style.FULL: "<t:{0}:F> (<t:{0}:R>)", Style.RELATIVE: "<t:{0}:R>"}
SPAN = "<t:{0}:F>–<t:{1}:t> (<t:{0}:R>)"
"""A span within a day; whoever reads it counts from its start."""

Item: TypeAlias = ui.Item[Any]
Text: TypeAlias = Callable[[int], str]
"""A paragraph: called with the room that it may fill, it gives its Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderContext:
    """What is the same for everything that is shown here: what stands between the slash and a command's name."""

    prefix: str


def view_of(card: Card, context: RenderContext, *, mark: int | None = None) -> ui.LayoutView:
    """Return ``card`` as a view that serves as a payload only; discord.py keeps nothing of it.

    ``mark`` becomes the id of the container (a 32-bit number that Discord hands back with the message), by
    which a message can be recognised.
    """
    title = _after("## ", _title(card), context)
    texts = [title, *(text for part in card.parts if (text := _text(part, context)) is not None)]
    share = _fair([units(text(TEXT)) + 1 for text in texts], TEXT)
    blocks = [_Block(title(share - 1))]
    for part in card.parts:
        blocks.append(_block(part, context, share - 1))
        if isinstance(part, Actions) and part.more:
            blocks.append(_Block(item=ui.ActionRow[Any](_more(part.more))))
    items = [*_merged(blocks), *_file(card)]
    container = ui.Container[Any](*items, accent_colour=COLOURS[card.tone], id=mark)
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def files_of(card: Card) -> list[discord.File]:
    """Return what goes with ``card``, to be sent once: its component names it by ``attachment://``."""
    file = card.file
    return [discord.File(BytesIO(file.content), file.name, description=file.alt or None)] if file else []


def _file(card: Card) -> list[Item]:
    """Return what shows the file: in Components V2 no attachment is seen without it (Component Reference, File)."""
    if card.file is None:
        return []
    where = f"attachment://{card.file.name}"
    if card.file.alt:
        return [ui.MediaGallery[Any](discord.MediaGalleryItem(where, description=card.file.alt))]
    return [ui.File[Any](where)]


def markdown(parts: Sequence[Inline], context: RenderContext, room: int = TEXT) -> str:
    """Return inline values as one line of Markdown within ``room`` units."""
    line = ""
    for part in parts:
        left = room - units(line)
        piece = _piece(part, context, left)
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


def _block(part: Part, context: RenderContext, room: int) -> _Block:
    match part:
        case Line() | Fact() | Quote() | Heading():
            text = _text(part, context)
            return _Block(text(room) if text else "")
        case Row(line=parts, button=button):
            words = markdown(parts, context, room).strip() or ELLIPSIS
            return _Block(item=ui.Section[Any](ui.TextDisplay[Any](words), accessory=_button(button)))
        case Actions(items):
            return _Block(item=ui.ActionRow[Any](*(_button(item) for item in items)) if items else None)
        case Menu():
            return _Block(item=ui.ActionRow[Any](_menu(part)))
        case Divider():
            return _Block(item=ui.Separator[Any]())


def _title(card: Card) -> tuple[Inline, ...]:
    return (card.title, " · ", card.badge) if card.badge else (card.title,)


def _text(part: Part, context: RenderContext) -> Text | None:
    """Return the paragraph of a part, or None for one without words."""
    match part:
        case Line(parts, small):
            return _after("-# " if small else "", parts, context)
        case Row(line=parts):
            return _after("", parts, context)
        case Fact(label, parts):
            return lambda room: markdown((Strong(label), "  ", *parts), context, room)
        case Heading(text):
            return _after("### ", (text,), context)
        case Quote():
            return lambda room: _quote(part, context, room)
        case _:
            return None


def _after(mark: str, parts: Sequence[Inline], context: RenderContext) -> Text:
    """Return a paragraph that begins with ``mark``, or is empty where it has no words."""

    def text(room: int) -> str:
        words = markdown(parts, context, room - len(mark))
        return mark + words if words.strip() else ""

    return text


def _quote(quote: Quote, context: RenderContext, room: int) -> str:
    head = f"{markdown((Strong(quote.by),), context, room)}\n" if quote.by else ""
    lines = quote.text.text.strip().splitlines()
    most = max(1, room // SHORTEST)
    typed = "\n".join(lines[:most]) + ELLIPSIS * (len(lines) > most)
    if not typed:
        return ""
    body = inert(typed, room - units(head) - len("> ") * min(len(lines), most))
    return head + "\n".join(f"> {line}" for line in body.split("\n"))


def _piece(part: Inline, context: RenderContext, room: int) -> str:
    match part:
        case When(instant, style, _, until):
            span = TIMESTAMPS[style] if until is None else SPAN
            return span.format(int(instant.timestamp()), int((until or instant).timestamp()))
        case Who(name, address):
            known = address.platform == "discord" and address.user.isascii() and address.user.isdigit()
            return f"<@{address.user}>" if known else inert(one_line(name), room)
        case Strong(text) | UserText(text, strong=True):
            words = inert(one_line(text).strip(), room - 4)
            return f"**{words}**" if words else ""
        case Struck(text):
            words = inert(one_line(text).strip(), room - 4)
            return f"~~{words}~~" if words else ""
        case CommandName(name):
            return inert(f"/{context.prefix}{name}", room)
        case UserText(text) | str(text):
            return inert(one_line(text), room)


def _button(button: Button | Link) -> ui.Button[Any]:
    if isinstance(button, Link):
        return ui.Button(label=button.label, url=button.url)
    name = token(button.route, button.args)
    custom_id = QUESTION + name[3:] if button.confirm else name
    return ui.Button(label=button.label, style=BUTTON_STYLES[button.look], custom_id=custom_id)


def _more(buttons: tuple[Button, ...]) -> ui.Select[Any]:
    name = token(MORE_ROUTE, buttons[0].args[:1])
    options = [
        discord.SelectOption(label=one.label, value=(asking if one.confirm else token)(one.route, one.args))
        for one in buttons
    ]
    return ui.Select(custom_id=name, placeholder=MORE, options=options)


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
