"""What the adapters have to say by themselves: refused, too slow, out of date, is that meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.domain.text import cut, units
from core.ports.call import Call, Trigger
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Fact,
    Inline,
    Line,
    Look,
    Part,
    Sentence,
    Strong,
    Struck,
    Tone,
    UserText,
    Who,
    measured,
)
from core.ports.forms import FIELDS
from core.ports.phrases import Phrases
from core.ports.replies import Refuse
from core.screens.confirm import YES, confirm_card
from core.screens.errors import OUT_OF_DATE
from core.screens.grammar import filled

REFUSAL_LENGTH = 3300
"""UTF-16 units that all sentences of a refusal may fill together, so that labels and title still fit."""
NAMELESS = "Somebody"
"""What a person is called whose platform tells no name."""


def refusal(refuse: Refuse, labels: Mapping[str, str]) -> Card:
    """Return why something was not done, the errors of fields beside their labels, and the way to correct them."""
    fields = dict(list(refuse.fields.items())[:FIELDS])
    share = REFUSAL_LENGTH // (len(fields) + 1)
    parts: list[Part] = [Line(_short(refuse.why, share))] if refuse.why else []
    for key, sentence in fields.items():
        label = labels.get(key) or key.replace("_", " ").replace("-", " ").capitalize()
        parts.append(Fact(f"{cut(label, 45)}:", _short(sentence, share)))
    if refuse.edit is not None:
        parts.append(Actions((refuse.edit,)))
    return Card(title="That did not work", tone=Tone.BAD, summary="That did not work", parts=tuple(parts))


def too_late(call: Call | None) -> Card:
    """Say that a form could not be opened: a platform takes one only as the first answer, within seconds."""
    if call is not None and call.trigger is Trigger.BUTTON and "choice" not in call.values:
        return form_too_late(Button("Try again", call.route, call.args, Look.PRIMARY))
    return form_too_late(None)


def form_too_late(way_on: Button | None) -> Card:
    """Say that a form could not be opened, with the button that opens it where there is one."""
    what = "Please try again." if way_on is None else f"Nothing is lost: press {way_on.label}"
    end = "" if what.endswith((".", "…")) else "."
    parts: list[Part] = [Line((f"I was too slow to open the form. {what}{end}",))]
    if way_on is not None:
        parts.append(Actions((way_on,)))
    return Card(
        title="That took too long", summary="That took too long", tone=Tone.WAITING, parts=tuple(parts)
    )


def _short(sentence: Sentence, room: int) -> Sentence:
    """Return a sentence that fits into ``room`` units, whatever somebody typed into it."""
    left, kept = room, list[Inline]()
    for part in sentence:
        short = _cut(part, max(left, 1))
        kept.append(short)
        left -= units(measured(short))
        if left <= 0:
            break
    return tuple(kept)


def _cut(part: Inline, longest: int) -> Inline:
    match part:
        case str():
            return cut(part, longest)
        case UserText(text) | Strong(text) | Struck(text):
            return replace(part, text=cut(text, longest))
        case Who(name):
            return replace(part, name=cut(name, longest))
        case _:
            return part


PHRASES = Phrases(
    refusal=refusal,
    failed=("Something went wrong on our side. Please try again.",),
    out_of_date=OUT_OF_DATE,
    working=Card(
        title="Still working",
        summary="Still working on it. The answer comes here in a moment.",
        parts=(Line(("Still working on it. The answer comes here in a moment.",)),),
    ),
    not_replaced=Card(
        title="This message could not change",
        summary="The message that you pressed could not be brought up to date.",
        parts=(
            Line(
                filled(
                    "The message that you pressed could not be brought up to date."
                    " {/my-sessions} shows how things stand."
                )
            ),
        ),
    ),
    too_late=too_late,
    question=confirm_card,
    pressed="Is that meant",
    chat_name=lambda one, other: f"{one} and {other}",
    yes=YES,
    no="Go back",
    close="Close",
    search="Type to search",
    deleted="Deleted account",
)
