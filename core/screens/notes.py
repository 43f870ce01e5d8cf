"""Notes about a session: on its card, in the reminder just before the next one, and the form for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import MESSAGE_LENGTH, Role
from core.domain.notes import NOTING, TEXT_LENGTH
from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Line, Option, Part, Quote, UserText
from core.ports.forms import ChoiceField, Form, TextField
from core.screens.grammar import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.booking_view import BookingView
    from core.domain.notes import Note

PRIVATE, SHARED = "private", "shared"
SHORT = 100
"""UTF-16 units of a note of the last time that a card shows; the reminder shows all of it."""
BRIEF = 600
"""UTF-16 units of the request's message in the reminder."""
KEPT, REMOVED = "Your note is kept: {topic}", "Your note is removed: {topic}"


def notes_said(view: BookingView) -> tuple[Part, ...]:
    """Return the notes of a session, and of the last one of the same two people while this one is to come."""
    last = tuple(_quote(view, one, SHORT, last=True) for one in view.last_notes)
    return (*last, *(_quote(view, one, TEXT_LENGTH) for one in view.notes))


def brief(view: BookingView) -> tuple[Part, ...]:
    """Return what is good to know just before a session: what was asked, and what was noted then and now."""
    message = view.booking.message
    label = "Message" if view.role is Role.MENTOR else "Your message"
    asked = (Quote(UserText(cut(message, min(BRIEF, MESSAGE_LENGTH))), label),) if message else ()
    last = tuple(_quote(view, one, TEXT_LENGTH, last=True) for one in view.last_notes)
    return (*asked, *last, *(_quote(view, one, TEXT_LENGTH) for one in view.notes))


def notes_button(view: BookingView) -> list[Button]:
    """Return the way to one's own note, where there is something to write about or to remove."""
    if view.booking.status not in NOTING and _own(view) is None:
        return []
    return [Button("Notes…", "notes", (view.booking.id.hex,))]


def notes_form(view: BookingView, values: Mapping[str, str]) -> Form:
    """Ask for a note, and who shall read it."""
    own = _own(view)
    who = values.get("readers", SHARED if own is not None and own.shared else PRIVATE)
    options = (
        Option("Only you", PRIVATE),
        Option(f"You and {cut(view.other.name, 60)}", SHARED),
    )
    return Form(
        title="Notes",
        route="notes",
        args=(view.booking.id.hex,),
        fields=(
            TextField(
                key="text",
                label="Your note",
                hint="It comes back at your next session. Empty: it is removed.",
                longest=TEXT_LENGTH,
                lines=True,
                value=cut(values.get("text", own.text if own else ""), TEXT_LENGTH),
            ),
            ChoiceField(
                key="readers",
                label="Who reads it",
                options=options,
                value=who if who in {PRIVATE, SHARED} else PRIVATE,
                required=True,
            ),
        ),
        submit="Save",
    )


def noted_card(view: BookingView) -> Card:
    """Say in one line that a note is kept or removed, where there is no card to show it on."""
    said = filled(KEPT if _own(view) else REMOVED, topic=UserText(view.booking.topic, strong=True))
    way = Button("Open", "show", (view.booking.id.hex,))
    return Card(title="", summary="Notes", parts=(Line(said), Actions((way,))))


def _own(view: BookingView) -> Note | None:
    return next((one for one in view.notes if one.writer == view.me.id), None)


def _quote(view: BookingView, note: Note, most: int, *, last: bool = False) -> Quote:
    whose = "Your note, for both" if note.shared else "Your note, for you alone"
    if note.writer != view.me.id:
        whose = f"{cut(view.other.name, 60)}'s note"
    return Quote(UserText(cut(note.text, most)), f"Last time · {whose}" if last else whose)
