"""How it was: the question after a session, the answer that can be changed, and the form for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Role, Status
from core.domain.feedback import WORDS_LENGTH, Score
from core.domain.text import cut
from core.ports.cards import Actions, Button, Line, Option, Part, Quote, Strong, UserText
from core.ports.forms import ChoiceField, Form, TextField
from core.screens.grammar import filled, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.booking_view import BookingView

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
FOR_ORGANISERS, FOR_NOBODY_ELSE = "organisers", "nobody"
"""Who may read the words beside those who may anyway, as the form has it."""
READERS = (
    Option("Organisers do not read them", FOR_NOBODY_ELSE),
    Option("Organisers may read them, with our names", FOR_ORGANISERS),
)
CARD, DONE, AGAIN = "card", "done", "again"
"""On which message the question stands: the session's card, the ping of its end, or the ping a day later."""


def is_asked(view: BookingView) -> bool:
    """Say whether the person who looks is still to say how it was; only words are no answer yet."""
    return view.booking.status is Status.COMPLETED and (view.mine is None or view.mine.score is None)


def question(view: BookingView, place: str, more: tuple[Button, ...] = ()) -> tuple[Part, ...]:
    """Return the question with its buttons and ``more`` behind them, or the answer: what was said is not asked again.

    Above either stand the student's kind words. Empty while it is too early.
    """
    if view.booking.status is not Status.COMPLETED:
        return ()
    mine = view.mine
    said = filled(SAID[view.role][mine.score] if mine else FIRST[view.role], other=view.other.name)
    kind = Quote(UserText(cut(view.kind_words, OTHERS_WORDS)), f"{view.other.name} says")
    label = "Your words, for organisers as well" if mine and mine.for_organisers else "Your words"
    own = Quote(UserText(cut(mine.words if mine else "", OWN_WORDS)), label)
    asked = is_asked(view)
    taps = tuple(Button(label, *_tap(view, score, place)) for score, label in LABELS.items())
    return (
        *((kind,) if view.kind_words else ()),
        Line((Strong("How was it?"), " ", *said) if asked else said),
        *((own,) if mine and mine.words else ()),
        *((Actions((*taps, words_button(view, place)), more),) if asked else ()),
    )


def words_button(view: BookingView, place: str) -> Button:
    """Return the way to the form for words."""
    label = "Change words…" if view.mine is not None and view.mine.words else "Add words…"
    return Button(label, "feedback-words", (view.booking.id.hex, place))


def second_thoughts(view: BookingView, place: str) -> list[Button]:
    """Return the ways to add to an answer that was given, and to change it."""
    if view.mine is None or is_asked(view):
        return []
    others = [(score, label) for score, label in LABELS.items() if score is not view.mine.score]
    return [
        words_button(view, place),
        *(Button(f"Change to {label}", *_tap(view, score, place)) for score, label in others),
    ]


def _tap(view: BookingView, score: Score, place: str) -> tuple[str, tuple[str, ...]]:
    return "feedback", (view.booking.id.hex, score.value, place)


def last_time(view: BookingView) -> tuple[Part, ...]:
    """Return what the last session of the same two people was about, while this one is still to come."""
    if not view.last_topic or not view.booking.status.is_open:
        return ()
    return (Line(filled("Last time: {topic}", topic=view.last_topic), small=True),)


def words_form(view: BookingView, values: Mapping[str, str], place: str = CARD) -> Form:
    """Ask for a few words about a session that is over."""
    known = values.get("words", view.mine.words if view.mine else "")
    allowed = bool(view.mine and view.mine.for_organisers)
    readers = values.get("readers", FOR_ORGANISERS if allowed else FOR_NOBODY_ELSE)
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
            ChoiceField(
                key="readers",
                label="The organisers of the program",
                hint="You may change it at any time.",
                options=READERS,
                value=readers if readers in {one.value for one in READERS} else FOR_NOBODY_ELSE,
            ),
        ),
        submit="Save",
    )
