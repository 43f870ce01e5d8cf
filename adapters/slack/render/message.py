"""A card as a message: a headline, a badge, and the rest beside a bar in the card's colour."""

from __future__ import annotations

from adapters.slack.payload import Json
from adapters.slack.render.blocks import badge, body, title
from adapters.slack.render.context import RenderContext
from adapters.slack.render.lists import body_of_message
from adapters.slack.render.text import escape
from core.ports.cards import Card, Tone

COLOURS = {Tone.WAITING: "#FEE75C", Tone.GOOD: "#2EB67D", Tone.BAD: "#E01E5A"}


def message(card: Card, context: RenderContext, link: str = "") -> Json:
    """Return ``text``, ``blocks`` and ``attachments``, always all three.

    ``chat.update`` keeps old attachments unless it is given new ones, and drops old blocks unless it is
    given blocks (docs.slack.dev, chat.update), so a part left out would survive or vanish by accident.
    ``text`` is what a notification shows; the permalink of the card's file stands in it, which shares the file
    (``adapters/slack/uploads.py``). Only ``color``, ``fallback`` and ``blocks`` may stand in an
    attachment that has blocks.
    """
    summary = escape(card.summary)
    text = f"{summary} <{link}|{card.file.name}>" if link and card.file else summary
    head = [*title(card.title), *badge(card)]
    inside = [] if card.tone is Tone.PLAIN else body(card.parts, context)
    if not inside:
        blocks = [*head, *body_of_message(card.parts, context)]
        return {"text": text, "blocks": blocks, "attachments": []}
    bar = {"color": COLOURS[card.tone], "fallback": summary, "blocks": inside}
    return {"text": text, "blocks": head, "attachments": [bar]}


def private(card: Card, context: RenderContext) -> Json:
    """Return ``card`` as a message that only the person who acted sees, beside whatever is there."""
    return {"response_type": "ephemeral", "replace_original": False, **message(card, context)}


def instead(card: Card, context: RenderContext) -> Json:
    """Return ``card`` as the successor of the message that was pressed."""
    return {"replace_original": True, **message(card, context)}
