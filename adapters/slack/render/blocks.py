"""The parts of a card as blocks, the same on every surface: message, modal and Home tab."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import assert_never

from adapters.slack.payload import Json
from adapters.slack.render.context import RenderContext
from adapters.slack.render.text import bold, plain, rich, rich_text, row_markup, section, small
from core.ports.cards import (
    MORE,
    Actions,
    Button,
    Card,
    Divider,
    Fact,
    Heading,
    Inline,
    Line,
    Link,
    Look,
    Menu,
    Option,
    Part,
    Quote,
    Row,
    Tone,
)
from core.ports.tokens import MORE_ROUTE, asking, token

LINK = "sb1link"
"""How the action id of a link button begins: Slack reports its presses, and nothing is to be done."""
CONTEXT_LONGEST = 3000
OVERFLOW = 5
"""How many options an overflow menu holds (Block Kit reference, overflow menu)."""
_EMOJI = {Tone.WAITING: "hourglass_flowing_sand", Tone.GOOD: "white_check_mark", Tone.BAD: "x"}


def title(words: str) -> list[Json]:
    """Return a headline, or nothing without words."""
    if not words:
        return []
    return [{"type": "header", "text": plain(words, 150)}]


def badge(card: Card) -> list[Json]:
    """Return the state of ``card`` as a word with a sign, for those who see no colour."""
    if not card.badge:
        return []
    sign: list[Json] = []
    if card.tone in _EMOJI:
        sign = [{"type": "emoji", "name": _EMOJI[card.tone]}, {"type": "text", "text": " "}]
    return [rich_text(section(sign + bold(card.badge)))]


def body(parts: Iterable[Part], context: RenderContext, links: Iterator[int] | None = None) -> list[Json]:
    """Return the parts of a card as blocks, at most 30; consecutive facts share one block.

    ``links`` numbers the links of the whole card, where these are only some of its parts.
    """
    links = links or itertools.count()
    blocks: list[Json] = []
    for are_facts, group in itertools.groupby(parts, lambda part: isinstance(part, Fact)):
        if are_facts:
            blocks += _facts([part for part in group if isinstance(part, Fact)], context)
        else:
            blocks += itertools.chain.from_iterable(_part(part, context, links) for part in group)
    return blocks


def option(one: Option) -> Json:
    """Return an option of a menu or a select."""
    note = {"description": plain(one.note, 75)} if one.note else {}
    return {"text": plain(one.label, 75), "value": one.value, **note}


def paragraph(parts: tuple[Inline, ...], context: RenderContext) -> list[Json]:
    """Return a paragraph as a ``rich_text`` block, or nothing when it is empty."""
    elements = rich(parts, context)
    return [rich_text(section(elements))] if elements else []


def _part(part: Part, context: RenderContext, links: Iterator[int]) -> list[Json]:
    match part:
        case Line(parts, is_small):
            return _small(parts, context) if is_small else paragraph(parts, context)
        case Fact():
            return _facts([part], context)
        case Quote():
            return _quote(part, context)
        case Heading(words):
            return title(words)
        case Divider():
            return [{"type": "divider"}]
        case Actions(items, more):
            return [_actions([*(pressable(item, context, links) for item in items), *_more(more)])]
        case Row(line=parts, button=button):
            return _row(parts, pressable(button, context, links), context)
        case Menu():
            return [_actions([_menu(part)])]
        case _:
            assert_never(part)


def _facts(facts: list[Fact], context: RenderContext) -> list[Json]:
    elements: list[Json] = []
    for fact in facts:
        line = [*bold(fact.label), {"type": "text", "text": "  "}, *rich(fact.parts, context)]
        elements += [{"type": "text", "text": "\n"}, *line] if elements else line
    return [rich_text(section(elements))]


def _quote(quote: Quote, context: RenderContext) -> list[Json]:
    words = rich((quote.text,), context)
    if not words:
        return []
    by = [section(bold(quote.by))] if quote.by else []
    return [rich_text(*by, {"type": "rich_text_quote", "elements": words})]


def _small(parts: tuple[Inline, ...], context: RenderContext) -> list[Json]:
    markup = small(parts, context)
    if not markup or len(markup) > CONTEXT_LONGEST:
        return paragraph(parts, context)
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": markup, "verbatim": True}]}]


def _row(parts: tuple[Inline, ...], button: Json, context: RenderContext) -> list[Json]:
    """Return an entry of a list with its button beside it, or below it where its words could format something.

    A button can stand beside a ``section`` alone, whose text is mrkdwn (docs.slack.dev, section block).
    """
    markup = row_markup(parts, context)
    if not markup or len(markup) > CONTEXT_LONGEST:
        return [*paragraph(parts, context), _actions([button])]
    words = {"type": "mrkdwn", "text": markup, "verbatim": True}
    return [{"type": "section", "text": words, "accessory": button}]


def _actions(elements: list[Json]) -> Json:
    return {"type": "actions", "elements": elements}


def pressable(button: Button | Link, context: RenderContext, links: Iterator[int]) -> Json:
    """Return a button or a link; ``links`` numbers the latter."""
    look = {} if button.look is Look.PLAIN else {"style": button.look.value}
    face: Json = {"type": "button", "text": plain(button.label, 75), **look}
    match button:
        case Link(url=url):
            return {**face, "action_id": f"{LINK}:{next(links)}", "url": url}
        case Button(route=route, args=args):
            return {**face, "action_id": token(route, args), **_confirm(button, context)}
        case _:
            assert_never(button)


def _more(buttons: tuple[Button, ...]) -> list[Json]:
    if not buttons:
        return []
    options = [{"text": plain(one.label, 75), "value": _choice(one)} for one in buttons]
    name = token(MORE_ROUTE, buttons[0].args[:1])
    if len(options) <= OVERFLOW:
        return [{"type": "overflow", "action_id": name, "options": options}]
    return [{"type": "static_select", "action_id": name, "placeholder": plain(MORE, 150), "options": options}]


def _choice(button: Button) -> str:
    return (asking if button.confirm else token)(button.route, button.args)


def _confirm(button: Button, context: RenderContext) -> Json:
    if not button.confirm:
        return {}
    dialog = {
        "title": plain(button.label, 100),
        "text": plain(button.confirm, 300),
        "confirm": plain(context.phrases.yes, 30),
        "deny": plain(context.phrases.no, 30),
    }
    return {"confirm": {**dialog, "style": "danger"} if button.look is Look.DANGER else dialog}


def _menu(menu: Menu) -> Json:
    return {
        "type": "static_select",
        "action_id": token(menu.route, menu.args),
        "placeholder": plain(menu.placeholder, 150),
        "options": [option(one) for one in menu.options],
    }
