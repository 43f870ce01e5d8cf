"""The organiser's view of bookings: who waits too long, one of them with what can be done, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import REASON_LENGTH, Status
from core.domain.organised import Waits
from core.domain.text import cut
from core.ports.cards import (
    OPTIONS,
    Actions,
    Button,
    Card,
    Fact,
    Heading,
    Line,
    Look,
    Menu,
    Option,
    Part,
    Row,
    Strong,
    Style,
    Tone,
    UserText,
    When,
    Who,
)
from core.ports.forms import ChoiceField, Form, TextField
from core.screens.grammar import counted, filled, listed
from core.screens.search import usually
from core.screens.session import badge_of, when, who

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.domain.organised import Substitute, Unanswered, UnansweredPage
    from core.domain.people import Person
    from core.ports.cards import Inline

SHOWN = 7
"""How many bookings the list names; who waits longest comes first."""
TOPIC_SHOWN = 60
HEADINGS: Mapping[Waits, str] = {
    Waits.REQUEST: "Requests without an answer",
    Waits.SUGGESTION: "Suggested times without an answer",
    Waits.TIME: "Agreed, and still without a time",
}
WHO_WAITS: Mapping[Waits, str] = {
    Waits.REQUEST: "{student} waits for {mentor}",
    Waits.SUGGESTION: "{awaited} has to answer a suggested time",
    Waits.TIME: "{student} and {mentor} have no time yet",
}
"""Who waits for whom, each as one whole template."""
LIST = Button("Back to the list", "admin-unanswered")
PASSES_ON = {
    False: "What {student} asked of {mentor} is closed, and another mentor is asked the same. All three are told.",
    True: "What {student} and {mentor} have agreed ends, and another mentor is asked for the same time. Until they "
    "accept nothing is agreed. All three are told.",
}
"""What asking another mentor does, by whether a session is agreed."""
NUDGED = "Asked again: {awaited}."


def unanswered_card(page: UnansweredPage, me: Person) -> Card:
    """Return those who wait too long, each with the way to what can be done about it."""
    number = sum(page.counts.values())
    if not number:
        return Card(
            title="Nobody waits too long",
            summary="Nobody waits too long for an answer",
            tone=Tone.GOOD,
            parts=(Line(("Every request, suggestion and session without a time is young enough.",)),),
        )
    parts: list[Part] = []
    for which, heading in HEADINGS.items():
        rows = [_row(one, me) for one in page.rows if one.waits is which]
        if rows:
            parts += [Heading(f"{heading} ({page.counts[which]})"), *rows]
    hidden = number - len(page.rows)
    more = (Line((f"And {hidden} more, who have waited less.",), small=True),) if hidden > 0 else ()
    return Card(
        title="Who waits too long",
        summary=f"{counted(number, 'booking')} without an answer",
        tone=Tone.WAITING,
        parts=(*parts, *more, Actions((Button("Look again", "admin-unanswered"),))),
    )


def unanswered_one(seen: Unanswered, me: Person, said: tuple[Inline, ...] = ()) -> Card:
    """Return one booking of others with what an organiser may do; ``said`` is what has just been done."""
    booking = seen.booking
    badge, tone = badge_of(booking)
    facts: list[Part] = [
        Line((UserText(cut(booking.topic, TOPIC_SHOWN), strong=True),)),
        Fact("Student", (who(seen.student),)),
        Fact("Mentor", (who(seen.mentor),)),
        Fact("Time", (when(booking.slot.starts_at, me),) if booking.slot else ("none set yet",)),
    ]
    if seen.waits is not None:
        facts += [_awaited(seen), Fact("Waits since", (_ago(seen, me),))]
    if seen.waits is not None and seen.until is not None:
        facts.append(Fact("Ends by itself", (when(seen.until, me),)))
    if seen.nudged_at is not None:
        facts.append(Fact("Asked again by an organiser", (when(seen.nudged_at, me),)))
    return Card(
        title=f"{cut(seen.student.name, 40)} and {cut(seen.mentor.name, 40)}",
        badge=badge,
        tone=tone,
        summary=f"{badge}: session {booking.ref}",
        parts=(
            *((Line(said),) if said else ()),
            *facts,
            Line((booking.ref,), small=True),
            Actions(*_steps(seen)),
        ),
    )


def sessions_card(person: Person, found: Sequence[Unanswered], me: Person) -> Card:
    """Return somebody's open sessions, requests first, to open one."""
    name, back = cut(person.name, 60), Actions((Button("Back", "admin-person", (person.id.hex,)),))
    lines = tuple(Line(_in_one_line(one, me)) for one in found[:SHOWN])
    hidden = len(found) - SHOWN
    more = (Line((f"And {hidden} more.",), small=True),) if hidden > 0 else ()
    options = tuple(
        Option(cut(f"{one.booking.ref} · {one.student.name} · {one.mentor.name}", 75), one.booking.id.hex)
        for one in found[:OPTIONS]
    )
    menu = (Menu("Open a session…", "admin-booking", options),) if options else ()
    return Card(
        title=f"Open sessions of {name}",
        summary=f"Open sessions of {name}",
        parts=(*(lines or (Line(("None any more.",)),)), *more, *menu, back),
    )


def nudged(seen: Unanswered) -> tuple[Inline, ...]:
    """Say who was asked again."""
    return filled_people(NUDGED, seen)


def called_off(seen: Unanswered) -> tuple[Inline, ...]:
    """Say that it is called off, and who hears of it."""
    return filled(
        "Called off. {student} and {mentor} are told that an organiser did it, and why.",
        place="UTC",
        **_two(seen),
    )


def reassigned(seen: Unanswered, before: Unanswered) -> tuple[Inline, ...]:
    """Say who is asked now, and who hears of it."""
    return filled(
        "{mentor} is asked now. {student} and {before} are told that an organiser did it.",
        before=who(before.mentor),
        place="UTC",
        **_two(seen),
    )


def nobody_else(seen: Unanswered, me: Person) -> Card:
    """Say that no other mentor could take it."""
    return unanswered_one(seen, me, ("No other mentor takes requests and has this time open.",))


def reassign_form(seen: Unanswered, substitutes: Sequence[Substitute], values: Mapping[str, str]) -> Form:
    """Ask which mentor shall be asked instead: those who can take it, the most suitable one first."""
    options = tuple(_substitute(one) for one in substitutes)
    chosen = values.get("mentor", "")
    return Form(
        title="Ask another mentor",
        route="admin-reassign",
        args=(seen.booking.id.hex, str(seen.booking.version)),
        intro=filled(PASSES_ON[seen.booking.status is Status.ACCEPTED], place="UTC", **_two(seen)),
        fields=(
            ChoiceField(
                key="mentor",
                label="Who shall be asked",
                hint="They take requests and have the time open.",
                options=options,
                value=chosen if chosen in {one.value for one in options} else "",
                required=True,
            ),
        ),
        submit="Ask them",
    )


def call_off_form(seen: Unanswered, values: Mapping[str, str]) -> Form:
    """Ask why an organiser calls it off."""
    return Form(
        title="Call it off",
        route="admin-call-off",
        args=(seen.booking.id.hex, str(seen.booking.version)),
        intro=filled(
            "{student} and {mentor} will read that an organiser called it off, and why.",
            place="UTC",
            **_two(seen),
        ),
        fields=(
            TextField(
                key="reason",
                label="Reason",
                hint="Both people read it.",
                longest=REASON_LENGTH,
                lines=True,
                required=True,
                value=cut(values.get("reason", ""), REASON_LENGTH),
            ),
        ),
        submit="Call it off",
    )


def filled_people(template: str, seen: Unanswered) -> tuple[Inline, ...]:
    """Return a sentence about those who have to do something."""
    pieces: list[Inline] = []
    for piece in filled(template, awaited=UserText("{awaited}"), place="UTC", **_two(seen)):
        is_place = isinstance(piece, UserText) and piece.text == "{awaited}"
        pieces += listed([who(one) for one in seen.awaited], " and ") if is_place else [piece]
    return tuple(pieces)


def _row(seen: Unanswered, me: Person) -> Row:
    waits = seen.waits
    said = filled_people(WHO_WAITS[waits], seen) if waits else ()
    topic = UserText(cut(seen.booking.topic, TOPIC_SHOWN), strong=True)
    return Row(
        (topic, " · ", *said, ", asked ", _ago(seen, me)),
        Button("Open", "admin-booking", (seen.booking.id.hex,)),
    )


def _in_one_line(seen: Unanswered, me: Person) -> tuple[Inline, ...]:
    booking = seen.booking
    time = when(booking.slot.starts_at, me) if booking.slot else "no time yet"
    state = "request" if booking.status is Status.PENDING else "agreed"
    return (
        Strong(booking.ref),
        " · ",
        who(seen.student),
        " · ",
        who(seen.mentor),
        " · ",
        time,
        f" · {state}",
    )


def _awaited(seen: Unanswered) -> Fact:
    return Fact("Has to act", tuple(listed([who(one) for one in seen.awaited], " and ")))


def _ago(seen: Unanswered, me: Person) -> When:
    since = when(seen.since, me)
    return When(since.instant, Style.RELATIVE, since.fallback)


def _two(seen: Unanswered) -> dict[str, Who]:
    return {"student": who(seen.student), "mentor": who(seen.mentor)}


def _steps(seen: Unanswered) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    booking = seen.booking
    if not booking.status.is_open:
        return (LIST,), ()
    args = (booking.id.hex, str(booking.version))
    steps: list[Button] = []
    if seen.waits is not None:
        steps.append(Button("Nudge", "admin-nudge", args, Look.PRIMARY))
    if booking.starts_at is None or seen.now < booking.starts_at:
        steps.append(Button("Reassign…", "admin-reassign", args))
    steps.append(Button("Cancel…", "admin-call-off", args))
    return tuple(steps), (LIST,)


def _substitute(one: Substitute) -> Option:
    answers = f", usually answers in {usually(one.answers_in)}" if one.answers_in else ""
    return Option(cut(one.person.name, 75), one.person.id.hex, cut(f"{one.load} open{answers}", 75))
