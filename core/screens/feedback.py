"""How it was: the question after a session, the answer that can be changed, and the form for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Status
from core.domain.feedback import WORDS_LENGTH, Score
from core.domain.text import cut
from core.ports.cards import Actions, Button, Line, Look, Part, Quote, Strong, UserText
from core.ports.forms import Form, TextField
from core.screens.grammar import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.booking_view import BookingView
    from core.ports.cards import Sentence

LABELS = {Score.GOOD: "Good", Score.BAD: "Not so good"}
SAID = {
    Score.GOOD: "You said: Good. {other} never sees your answer.",
    Score.BAD: "You said: Not so good. {other} never sees your answer.",
}
CARD, DONE, AGAIN = "card", "done", "again"
"""On which message the question stands: the session's card, the ping of its end, or the ping a day later."""


def question(view: BookingView, place: str) -> tuple[Part, ...]:
    """Return the question with its buttons, or the answer with a way to change it; empty while it is too early."""
    booking, mine = view.booking, view.mine
    if booking.status is not Status.COMPLETED:
        return ()
    taps = [
        Button(
            label,
            "feedback",
            (booking.id.hex, score.value, place),
            Look.PRIMARY if mine is not None and mine.score is score else Look.PLAIN,
        )
        for score, label in LABELS.items()
    ]
    label = "Change words…" if mine is not None and mine.words else "Add words…"
    return (
        Line((Strong("How was it?"), " ", *_answer(view))),
        *((Quote(UserText(cut(mine.words, 300)), "Your words"),) if mine is not None and mine.words else ()),
        Actions((*taps, Button(label, "feedback-words", (booking.id.hex, place)))),
    )


def words_form(view: BookingView, values: Mapping[str, str], place: str = CARD) -> Form:
    """Ask for a few words about a session that is over."""
    known = values.get("words", view.mine.words if view.mine else "")
    return Form(
        title="How was it?",
        route="feedback-words",
        args=(view.booking.id.hex, place),
        fields=(
            TextField(
                key="words",
                label="Your words",
                hint=f"{cut(view.other.name, 60)} never sees them.",
                longest=WORDS_LENGTH,
                lines=True,
                value=cut(known, WORDS_LENGTH),
            ),
        ),
        submit="Save",
    )


def _answer(view: BookingView) -> Sentence:
    other = view.other.name
    if view.mine is None:
        return filled("One tap is enough. {other} never sees your answer.", other=other)
    if view.mine.score is None:
        return filled("Thank you. {other} never sees your answer.", other=other)
    return filled(SAID[view.mine.score], other=other)
