"""Leaving: a mentor's open sessions before they stop or are removed, and what shall become of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.booking import Status
from core.domain.standing import WORD_LENGTH, Step
from core.domain.text import cut
from core.ports.cards import (
    OPTIONS,
    Actions,
    Button,
    Card,
    Line,
    Look,
    Menu,
    Option,
    Part,
    Strong,
    UserText,
)
from core.ports.forms import Form, TextField
from core.screens.grammar import counted, filled
from core.screens.session import when, who

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.domain.booking_view import BookingView
    from core.domain.leaving import Leaving
    from core.domain.people import Mentor, Person
    from core.ports.cards import Sentence

LINES_SHOWN = 8
"""How many sessions stand on the list with a line each; the menu below it has more."""
STOPPED_WORD = "I have stopped mentoring, so I can't take this session."
"""What the students read whose requests were not dealt with; the list shows it before."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a mentor comes to be offered no longer: by themselves, or by an organiser."""

    prefix: str
    """What the routes of its buttons begin with."""
    step: Step
    title: str
    done: str
    said: str
    list_said: str
    sure: str
    word: str


STOP = Way(
    prefix="stop",
    step=Step.STOP,
    title="Stop mentoring",
    done="Stop mentoring",
    said="No student is offered you any more once you press Stop mentoring. What is agreed goes on, unless you "
    "hand it over or cancel it here. You can begin again later with your profile as it is.",
    list_said="These requests are then declined: {refs}. Their students read: {word}",
    sure="No student is offered you any more, and the requests on this list are declined.",
    word=STOPPED_WORD,
)
REMOVE = Way(
    prefix="admin-remove",
    step=Step.REMOVE,
    title="Remove as mentor",
    done="Remove as mentor",
    said="No student is offered {name} any more once you press Remove as mentor. What is agreed goes on, unless "
    "you hand it over or cancel it here. {name} is told.",
    list_said="These requests are then called off: {refs}. Both sides are told.",
    sure="No student is offered this mentor any more, and the requests on this list are called off.",
    word="",
)


def leaving_card(found: Leaving, way: Way, draft: str, me: Person, *, changed: bool = False) -> Card:
    """Return a mentor's open sessions with the way to each, and the button that ends the mentoring.

    ``draft`` is what the list is kept under; with ``changed`` it is not the one that was confirmed.
    """
    parts: list[Part] = [Line(filled(way.said, name=found.mentor.name))]
    if changed:
        parts.insert(0, Line(("⚠️ The list has changed meanwhile. Please look at it again.",)))
    parts += [Line(_line(one, found, me)) for one in found.views[:LINES_SHOWN]]
    if len(found.views) > LINES_SHOWN:
        parts.append(Line((f"… and {len(found.views) - LINES_SHOWN} more.",), small=True))
    if found.declined:
        refs = [one.booking.ref for one in found.declined]
        named = ", ".join(refs[:LINES_SHOWN]) + (
            f" and {len(refs) - LINES_SHOWN} more" if refs[LINES_SHOWN:] else ""
        )
        parts.append(Line(filled(way.list_said, refs=Strong(named), word=UserText(way.word))))
    if found.views:
        options = tuple(_option(one) for one in found.views[:OPTIONS])
        parts.append(Menu("Decide about a session…", f"{way.prefix}-one", options, (draft,)))
    parts.append(Actions(_ending_buttons(found, way, draft)))
    return Card(
        title=way.title,
        summary=f"{way.title}: {counted(len(found.views), 'open session')}",
        parts=tuple(parts),
    )


def _ending_buttons(found: Leaving, way: Way, draft: str) -> tuple[Button, ...]:
    end = Button(way.done, f"{way.prefix}-now", (draft, found.mark), Look.DANGER, confirm=way.sure)
    sure = f"Call off {counted(len(found.views), 'session')}?"
    every = Button("Call all off", f"{way.prefix}-all", (draft, found.mark), Look.DANGER, confirm=sure)
    back = (
        Button("Back", "mentor-panel")
        if way is STOP
        else Button("Back", "admin-person", (found.mentor.id.hex,))
    )
    return (end, *((every,) if way is REMOVE and len(found.views) > 1 else ()), back)


def _line(view: BookingView, found: Leaving, me: Person) -> Sentence:
    booking = view.booking
    asked = booking.status is Status.PENDING
    state = "request" if asked else "agreed"
    start = booking.starts_at
    time = ("no time yet",) if start is None else (when(start, me),)
    goes_on = " · goes on" if not asked or booking.id in found.kept else ""
    return (Strong(booking.ref), " · ", who(view.student), " · ", *time, f" · {state}{goes_on}")


def _option(view: BookingView) -> Option:
    state = "request" if view.booking.status is Status.PENDING else "agreed"
    return Option(cut(f"{view.booking.ref} · {view.student.name}", 75), view.booking.id.hex, state)


def one_card(view: BookingView, found: Leaving, way: Way, draft: str, me: Person) -> Card:
    """Ask what shall become of one session."""
    args = (draft, view.booking.id.hex)
    ends = "Cancel…" if view.booking.status is Status.ACCEPTED or way is REMOVE else "Decline…"
    buttons = (
        Button("Keep", f"{way.prefix}-keep", args, Look.PRIMARY),
        Button("Hand over…", f"{way.prefix}-hand", args),
        Button(ends, f"{way.prefix}-cancel", args),
    )
    back = Button("Back to the list", f"{way.prefix}-list", (draft,))
    return Card(
        title="What shall become of it?",
        summary=f"Session {view.booking.ref}",
        parts=(
            Line(_line(view, found, me)),
            Line(
                ("Keep: it goes on as it is. Hand over: another mentor is asked, and the student is told.",),
                small=True,
            ),
            Actions(buttons, (back,)),
        ),
    )


def successors_card(
    view: BookingView, able: Sequence[Mentor], way: Way, draft: str, *, asked: bool = False
) -> Card:
    """Offer the mentors who could take a session; with ``asked`` the one who was chosen can't any more."""
    args = (draft, view.booking.id.hex)
    said = "Who shall be asked? They get the request, and the student sees that it went on."
    if not able:
        said = "Nobody else who takes requests has this time open. You can keep the session, or end it."
    elif asked:
        said = "That mentor can't take it any more. Who else shall be asked?"
    options = tuple(
        Option(cut(one.person.name, 75), one.person.id.hex, cut(one.headline, 75)) for one in able[:OPTIONS]
    )
    menu = (Menu("Ask a mentor…", f"{way.prefix}-to", options, args),) if options else ()
    back = Button("Back to the list", f"{way.prefix}-list", (draft,))
    return Card(
        title=f"Hand over {view.booking.ref}",
        summary=f"Hand over {view.booking.ref}",
        parts=(Line((said,)), *menu, Actions((back,))),
    )


def ending_form(view: BookingView, way: Way, draft: str, values: Mapping[str, str]) -> Form:
    """Ask for a word with the end of one session."""
    return Form(
        title="Cancel this session" if view.booking.status is Status.ACCEPTED or way is REMOVE else "Decline",
        route=f"{way.prefix}-cancel",
        args=(draft, view.booking.id.hex),
        fields=(word_field("The student sees it." if way is STOP else "Both sides see it.", values),),
        submit="Send",
    )


def word_field(hint: str, values: Mapping[str, str]) -> TextField:
    """Return the field for a word that goes with a decision."""
    return TextField(
        key="word",
        label="A word",
        hint=f"{hint} You may leave it empty.",
        longest=WORD_LENGTH,
        lines=True,
        value=cut(values.get("word", ""), WORD_LENGTH),
    )
