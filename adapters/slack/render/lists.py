"""Lists in a message: what there is to choose from as cards side by side, what is over behind a title that opens.

Slack takes cards and carousels in messages and Home tabs, and containers in messages only; in an attachment, with its
coloured bar, neither is documented. Everywhere else entries stand below each other (``blocks.body``). A carousel holds
ten cards and a container ten blocks; a card of ours has no more entries (``CARD_PARTS``).
Source: docs.slack.dev/reference/block-kit/blocks, card, carousel and container block.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from adapters.slack.payload import Json
from adapters.slack.render.blocks import body, pressable
from adapters.slack.render.context import RenderContext
from adapters.slack.render.text import plain, row_markup
from core.ports.cards import Heading, Part, Row

_TITLE, _SUBTITLE, _BODY = 150, 150, 200
"""The longest texts of a card; the title of a container is as long as that of a card."""


def body_of_message(parts: Iterable[Part], context: RenderContext) -> list[Json]:
    """Return the parts of a card as blocks of a message that has no coloured bar."""
    links = itertools.count()
    blocks: list[Json] = []
    for run in _runs(parts):
        blocks += _listed(run, context, links) or body(run, context, links)
    return blocks


def _runs(parts: Iterable[Part]) -> Iterator[Sequence[Part]]:
    """Yield a heading that folds with its rows, rows that stand side by side, and all that is between them."""
    run: list[Part] = []
    for part in parts:
        if run and not _goes_on(run[0], part):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _goes_on(first: Part, part: Part) -> bool:
    match first:
        case Heading(folds=True):
            return isinstance(part, Row)
        case Row(under=(_, *_)):
            return _is_card(part)
        case _:
            return not (_is_card(part) or (isinstance(part, Heading) and part.folds))


def _is_card(part: Part) -> bool:
    return isinstance(part, Row) and bool(part.under)


def _listed(run: Sequence[Part], context: RenderContext, links: Iterator[int]) -> list[Json]:
    """Return a run as one of the newer blocks, or nothing where it is none or does not fit."""
    match run[0]:
        case Heading(text, folds=True):
            return _folded(text, body(run[1:], context, links))
        case Row(under=(_, *_)):
            return _side_by_side([_card(part, context, links) for part in run if isinstance(part, Row)])
        case _:
            return []


def _folded(words: str, rows: list[Json]) -> list[Json]:
    """Return rows behind their title.

    The page of the container allows rich text inside; what Slack's validator is reported to take does not, so a row
    whose words need it keeps all of them in the open.
    """
    if not words.strip() or not rows or any(row["type"] != "section" for row in rows):
        return []
    closed = {"is_collapsible": True, "default_collapsed": True}
    return [{"type": "container", "title": plain(words, _TITLE), **closed, "child_blocks": rows}]


def _side_by_side(cards: Sequence[Json | None]) -> list[Json]:
    found = [card for card in cards if card is not None]
    if len(found) < len(cards):
        return []
    return found if len(found) == 1 else [{"type": "carousel", "elements": found}]


def _card(row: Row, context: RenderContext, links: Iterator[int]) -> Json | None:
    """Return an entry as a card, or None where its words would format something or are too long."""
    card: Json = {"type": "card"}
    longest = (("title", _TITLE), ("subtitle", _SUBTITLE), ("body", _BODY))
    for (name, most), words in zip(longest, (row.parts, *row.under), strict=False):
        markup = row_markup(words, context)
        if not markup or not markup.strip() or len(markup) > most:
            return None
        card[name] = {"type": "mrkdwn", "text": markup, "verbatim": True}
    return {**card, "actions": [pressable(row.button, context, links)]}
