"""A refusal as a card, for every place that cannot show an error beside a field."""

from __future__ import annotations

from adapters.slack.render.text import clip, flat
from core.ports.cards import Actions, Card, Line, Tone, UserText
from core.ports.replies import Refuse

_SENTENCE = 1000
_SENTENCES = 3


def refusal(refuse: Refuse) -> Card:
    """Return the reason, the errors of single fields, and the button that opens the form again."""
    reasons = [one for one in refuse.fields.values() if one != refuse.why][:_SENTENCES]
    lines = tuple(Line((UserText(clip(flat(one), _SENTENCE)),)) for one in (refuse.why, *reasons) if one)
    again = (Actions((refuse.edit,)),) if refuse.edit else ()
    summary = flat(refuse.why).strip() or "That did not work"
    return Card(
        title="That did not work", summary=clip(summary, 100), tone=Tone.PLAIN, parts=(*lines, *again)
    )
