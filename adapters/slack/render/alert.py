"""A refusal, a doubt or a receipt at the top of a modal, as an alert block.

Slack takes alerts in modals only, with at most 200 characters (docs.slack.dev, alert block). Words that do not fit
stand as a paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack.payload import Json
from adapters.slack.render.blocks import paragraph
from adapters.slack.render.context import RenderContext
from adapters.slack.render.text import flat, plain, small
from core.ports.cards import Card, Inline, Line, Tone, When, Who
from core.ports.text import units

ALERT_LONGEST = 200
_LEVELS: Mapping[Tone, str] = {
    Tone.PLAIN: "info",
    Tone.WAITING: "warning",
    Tone.GOOD: "success",
    Tone.BAD: "error",
}


def alert(parts: tuple[Inline, ...], tone: Tone, context: RenderContext) -> list[Json]:
    """Return ``parts`` as an alert whose level tells ``tone``, or as a paragraph where they do not fit into one."""
    words = _words(parts, context)
    if words is None:
        return paragraph(parts, context)
    return [{"type": "alert", "level": _LEVELS[tone], "text": words}]


def said_first(card: Card) -> tuple[tuple[Inline, ...], Tone] | None:
    """Return what ``card`` says as an alert at the top of a modal, and in which tone; None where nothing does.

    A card with a badge tells its state there. One without a title is a receipt, which is no warning.
    """
    first = next(iter(card.parts), None)
    if card.badge or card.tone is Tone.PLAIN or not isinstance(first, Line):
        return None
    is_receipt = not card.title and card.tone is Tone.WAITING
    return first.parts, Tone.PLAIN if is_receipt else card.tone


def _words(parts: tuple[Inline, ...], context: RenderContext) -> Json | None:
    """Return the text object of an alert, with markup only where a time or a mention needs it."""
    if any(isinstance(part, When | Who) for part in parts):
        markup = small(parts, context) or ""
        return (
            {"type": "mrkdwn", "text": markup, "verbatim": True}
            if 0 < units(markup) <= ALERT_LONGEST
            else None
        )
    words = flat(parts, context)
    return plain(words, ALERT_LONGEST) if words.strip() and units(words) <= ALERT_LONGEST else None
