"""How it was: the question after a session, the answer that can be changed, and the form for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Role, Status
from core.domain.feedback import WORDS_LENGTH, Score
from core.domain.text import cut
from core.ports.cards import Actions, Button, Line, Look, Part, Quote, Strong, UserText
from core.ports.forms import Form, TextField
from core.screens.grammar import filled, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.booking_view import BookingView
    from core.ports.cards import Sentence

LABELS = {Score.GOOD: "Good", Score.BAD: "Not so good"}
NEVER_SEEN = "{other} never sees your answer."
SAID = {
    Role.STUDENT: {
        Score.GOOD: "You said: Good. {other} reads your words once both of you have answered, or after 7 days.",
        Score.BAD: "You said: Not so good. {other} never sees it, nor your words.",
        None: "Thank you. {other} reads your words only if you say Good as well.",
    },
    Role.MENTOR: {
        Score.GOOD: f"You said: Good. {NEVER_SEEN}",
        Score.BAD: f"You said: Not so good. {NEVER_SEEN}",
        None: f"Thank you. {NEVER_SEEN}",
    },
}
FIRST = {
    Role.STUDENT: "One tap is enough. {other} reads nothing but words that come with a Good.",
    Role.MENTOR: f"One tap is enough. {NEVER_SEEN}",
}
HINTS = {
    Role.STUDENT: "{other} reads them only beside a Good, once both have answered, or after 7 days.",
    Role.MENTOR: "{other} never sees them.",
}
"""Who will read what: the mentor the student's kind words (``core/domain/feedback.py``), and nobody anything else."""
OWN_WORDS, OTHERS_WORDS = 300, 600
"""UTF-16 units of one's own words that a card shows, and of the other's."""
CARD, DONE, AGAIN = "card", "done", "again"
"""On which message the question stands: the session's card, the ping of its end, or the ping a day later."""


def question(view: BookingView, place: str) -> tuple[Part, ...]:
    """Return the question with its buttons, or the answer with a way to change it, below the student's kind words.

    Empty while it is too early.
    """
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
    kind = (
        (Quote(UserText(cut(view.kind_words, OTHERS_WORDS)), f"{view.other.name} says"),)
        if view.kind_words
        else ()
    )
    return (
        *kind,
        Line((Strong("How was it?"), " ", *_answer(view))),
        *(
            (Quote(UserText(cut(mine.words, OWN_WORDS)), "Your words"),)
            if mine is not None and mine.words
            else ()
        ),
        Actions((*taps, Button(label, "feedback-words", (booking.id.hex, place)))),
    )


def last_time(view: BookingView) -> tuple[Part, ...]:
    """Return what the last session of the same two people was about, while this one is still to come."""
    if not view.last_topic or not view.booking.status.is_open:
        return ()
    return (Line(filled("Last time: {topic}", topic=view.last_topic), small=True),)


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
                hint=text(filled(HINTS[view.role], other=cut(view.other.name, 24))),
                longest=WORDS_LENGTH,
                lines=True,
                value=cut(known, WORDS_LENGTH),
            ),
        ),
        submit="Save",
    )


def _answer(view: BookingView) -> Sentence:
    template = SAID[view.role][view.mine.score] if view.mine is not None else FIRST[view.role]
    return filled(template, other=view.other.name)
