"""Cards and forms as views: the dialog with fields, the dialog with a card, and the Home tab."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from adapters.slack.payload import Json
from adapters.slack.render.alert import alert, said_first
from adapters.slack.render.blocks import badge, body, paragraph, title
from adapters.slack.render.context import RenderContext
from adapters.slack.render.fields import block
from adapters.slack.render.text import plain
from adapters.slack.view_state import CARD_VIEW, FORM_VIEW, FieldState, PrivateMetadata
from core.ports.cards import Card, Tone
from core.ports.forms import Form

TITLE_LONGEST = 24
_NOTHING: Mapping[str, FieldState] = MappingProxyType({})


def form_view(
    form: Form,
    metadata: PrivateMetadata,
    context: RenderContext,
    *,
    before: Mapping[str, FieldState] = _NOTHING,
) -> Json:
    """Return ``form`` as a modal.

    ``before`` is what an open form shows now: a field that is still the same keeps its block id, and with it
    whatever is being typed into it; one that changed gets a new id, because Slack ignores new initial values
    under an old one.
    """
    return {
        "type": "modal",
        "callback_id": FORM_VIEW,
        "private_metadata": metadata.dump(),
        "title": plain(form.title, TITLE_LONGEST),
        "submit": plain(form.submit, TITLE_LONGEST),
        "close": plain(context.phrases.close, TITLE_LONGEST),
        "blocks": [
            *_intro(form, context),
            *(block(field, context, before.get(field.key)) for field in form.fields),
        ],
    }


def card_view(card: Card, context: RenderContext, *, note: Card | None = None) -> Json:
    """Return ``card`` as a modal without fields; ``note`` stands above it."""
    above = [*title(note.title), *_in_modal(note, context), {"type": "divider"}] if note else []
    headline = title(card.title) if note or len(card.title) > TITLE_LONGEST else []
    return {
        "type": "modal",
        "callback_id": CARD_VIEW,
        "title": plain(card.title or card.summary, TITLE_LONGEST),
        "close": plain(context.phrases.close, TITLE_LONGEST),
        "blocks": [*above, *headline, *_in_modal(card, context)],
    }


def home_view(card: Card, context: RenderContext) -> Json:
    """Return ``card`` as the Home tab, which has no coloured bars: the badge says it in words."""
    return {"type": "home", "blocks": [*title(card.title), *badge(card), *body(card.parts, context)]}


def _intro(form: Form, context: RenderContext) -> list[Json]:
    if form.tone is Tone.PLAIN:
        return paragraph(form.intro, context)
    return alert(form.intro, form.tone, context)


def _in_modal(card: Card, context: RenderContext) -> list[Json]:
    first = said_first(card)
    if first is None:
        return [*badge(card), *body(card.parts, context)]
    return [*alert(*first, context), *body(card.parts[1:], context)]
