"""Waiting for a mentor's time: a mentor who is full, the place in line, and the time that is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Line, Menu, Option, Part, Row, Tone
from core.ports.forms import Form
from core.screens.booking import request_fields
from core.screens.grammar import filled
from core.screens.next_steps import OTHER_MENTORS
from core.screens.session import who

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from core.domain.people import Mentor, Person
    from core.domain.waiting import Waited

FULL = "{other} has no open time at the moment. You can wait for one, or suggest a time all the same."
NONE_LEFT = (
    "{other} is not free then, and has no other open time. You can wait for one, or suggest another time."
)
IN_LINE = "You wait for a time with {other}, as number {number} in line."
ON_LIST = "Waiting for a time with {other}, number {number} in line"
WHAT_COMES = "When a time comes free it is held for you for two hours, and a message tells you."
LINE_ENDED = (
    "Your place in line for a time with {other} has ended, because they stopped taking requests. "
    "Find somebody else: type {/find-mentor}, or {/book-session} and choose any suitable mentor."
)
LEFT_LINE = "You do not wait for a time with {other} any more."


def full_card(mentor: Mentor, draft: UUID) -> Card:
    """Say that a mentor has no open time, with the ways on; ``draft`` keeps what was said so far."""
    return _none_open(mentor, draft, FULL, "Suggest a time…")


def taken_card(mentor: Mentor, draft: UUID) -> Card:
    """Say that a wished time can't be had, nor any other one; ``draft`` keeps the request."""
    return _none_open(mentor, draft, NONE_LEFT, "Suggest another time…")


def _none_open(mentor: Mentor, draft: UUID, said: str, suggest: str) -> Card:
    ways = (
        Button("Wait for a time…", "wait", (mentor.person.id.hex, draft.hex)),
        Button(suggest, "edit-draft", (draft.hex,)),
    )
    line = Line(filled(said, other=who(mentor.person)))
    return Card(title="No open time", summary="No open time", tone=Tone.WAITING, parts=(line, Actions(ways)))


def wait_form(mentor: Mentor, values: Mapping[str, str]) -> Form:
    """Ask what the request will be about that is made when a time comes free."""
    return Form(
        title="Wait for a time",
        route="wait",
        args=(mentor.person.id.hex,),
        fields=request_fields(values),
        submit="Wait",
    )


def place_card(place: Waited) -> Card:
    """Say as which in line somebody waits, with the way out."""
    said = filled(IN_LINE, other=who(place.mentor), number=place.number)
    return Card(
        title="",
        summary="You are on the waiting list",
        parts=(Line(said), Line((WHAT_COMES,), small=True), Actions((_leave(place),))),
    )


def left_card(mentor: Mentor) -> Card:
    """Say that a place in line is given up."""
    said = Line(filled(LEFT_LINE, other=who(mentor.person)))
    return Card(title="", summary="You do not wait any more", parts=(said,))


def line_ended_card(mentor: Person) -> Card:
    """Tell somebody that the mentor for whom they waited takes no more requests, and what they can do."""
    said = Line(filled(LINE_ENDED, other=who(mentor)))
    again = Actions((OTHER_MENTORS,))
    return Card(title="", summary="Your place in line has ended", tone=Tone.BAD, parts=(said, again))


def places_parts(places: Sequence[Waited]) -> tuple[Part, ...]:
    """Return what a person's list of sessions says of whom they wait for, with the way out of each line."""
    said = [filled(ON_LIST, other=who(one.mentor), number=one.number) for one in places]
    if len(places) == 1:
        return (Row(said[0], _leave(places[0])),)
    options = tuple(Option(cut(one.mentor.name, 75), one.mentor.id.hex) for one in places)
    line = tuple(piece for one in said for piece in (" · ", *one))[1:]
    return (Line(line), Menu("Leave a waiting list…", "wait-leave", options)) if places else ()


def _leave(place: Waited) -> Button:
    return Button("Leave the list", "wait-leave", (place.mentor.id.hex,))
