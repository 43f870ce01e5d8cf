"""A mentor's own calendar: how it stands with reading it, what can be done, and what is said when it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.busy_calendar import ADDRESS_LENGTH, TIMES_STAND, Trouble
from core.domain.notices import Kind
from core.ports.cards import Actions, Button, Card, Fact, Line, Look, Part, Tone
from core.ports.forms import Form, TextField
from core.screens.grammar import filled
from core.screens.session import when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.busy_calendar import BusyCalendar
    from core.domain.people import Person
    from core.ports.cards import Sentence

BUSY_CALENDAR = Button("Busy calendar…", "busy-calendar")
TROUBLES: Mapping[Trouble, str] = {
    Trouble.UNREACHABLE: "{host} can't be reached.",
    Trouble.TOO_SLOW: "{host} takes too long to answer.",
    Trouble.FAILING: "{host} answers with an error of its own.",
    Trouble.INSECURE: "{host} has no valid certificate.",
    Trouble.PRIVATE: "{host} leads into a private network. Please paste an address that everybody can reach.",
    Trouble.REDIRECTS: "{host} sends me on and on, or to an address that is not https. Please paste the last one.",
    Trouble.FORBIDDEN: "{host} asks for a password. Please paste the private address, which needs none.",
    Trouble.GONE: "{host} has no calendar at this address any more. Please paste the new one.",
    Trouble.TOO_LARGE: "It is larger than 5 MB. Please paste the address of a smaller calendar.",
    Trouble.NO_CALENDAR: "What {host} sends is no calendar. Please paste the private iCal address.",
    Trouble.BROKEN: "It has an event of which I can't tell when it is, so I can't tell when you are free.",
    Trouble.TOO_MUCH: "It has more events than I can work out. Please paste the address of a smaller calendar.",
}
"""Why a calendar can't be read, each as one whole template."""
CANT_BE_READ = "{host} can't be read."
KEPT_FREE = (
    "Paste the private iCal address of your calendar, and no student is offered a time at which you are busy. "
    "Titles, places and guests are not kept."
)
NEVER_SHOWN = (
    "Whoever knows the address can read your calendar, so I never show it again. I read it every 15 minutes."
)
SURE_TO_FORGET = "Forget this calendar? Its times are then offered to students again."
WHERE_FOUND = (
    "Google: Secret address in iCal format. Outlook: Publish a calendar, ICS. Apple: Public Calendar."
)


def busy_calendar_card(me: Person, calendar: BusyCalendar | None) -> Card:
    """Return how it stands with the mentor's own calendar."""
    if calendar is None:
        add = Button("Add address…", "busy-calendar-address", look=Look.PRIMARY)
        return Card(
            title="Busy calendar",
            summary="Your busy calendar",
            parts=(Line(filled(KEPT_FREE)), Actions((add,))),
        )
    buttons = (
        Button("Look again", "busy-calendar", ("again",)),
        Button("New address…", "busy-calendar-address"),
        Button("Forget it", "busy-calendar-off", confirm=SURE_TO_FORGET),
    )
    broken = calendar.trouble_since is not None
    return Card(
        title="Busy calendar",
        badge=state_of(calendar),
        summary=f"Your busy calendar: {state_of(calendar)}",
        tone=Tone.BAD if broken else Tone.PLAIN if calendar.read_at is None else Tone.GOOD,
        parts=(
            Fact("Calendar", (f"{calendar.host}/…",)),
            Fact("Last read", ("not yet",) if calendar.read_at is None else (when(calendar.read_at, me),)),
            *_troubles(me, calendar),
            Actions(buttons),
            Line(filled(NEVER_SHOWN), small=True),
        ),
    )


def state_of(calendar: BusyCalendar) -> str:
    """Return how it stands with a calendar, in a few words."""
    if calendar.trouble_since is not None:
        return "can't be read"
    return "is kept free" if calendar.read_at else "is read within a minute"


def address_form() -> Form:
    """Ask for the address; the one that is known is never shown."""
    field = TextField(
        key="address",
        label="Private iCal address",
        hint=WHERE_FOUND,
        longest=ADDRESS_LENGTH,
        required=True,
        example="https://calendar.example.org/private/basic.ics",
    )
    return Form(title="Busy calendar", route="busy-calendar-address", fields=(field,), submit="Save")


def try_again() -> Button:
    """Return the way back to the form, which does not hold what was typed: it may be somebody's secret."""
    return Button("Edit…", "busy-calendar-address", look=Look.PRIMARY)


def trouble_card(calendar: BusyCalendar, kind: Kind, me: Person) -> Card:
    """Tell a mentor that their calendar can't be read, or that its last known times count no longer."""
    dropped = kind is Kind.CALENDAR_DROPPED
    head = (
        "⚠️ I could not read your calendar for a day, so its times are not kept free any more. "
        if dropped
        else "⚠️ I can't read your calendar. "
    )
    summary = "Your calendar's times are not kept free any more" if dropped else "I can't read your calendar"
    rest = () if dropped else _until(me, calendar)
    return Card(
        title="",
        tone=Tone.BAD,
        summary=summary,
        parts=(Line((head, *_why(calendar))), *rest, Actions((BUSY_CALENDAR,))),
    )


def _troubles(me: Person, calendar: BusyCalendar) -> tuple[Part, ...]:
    if calendar.trouble_since is None:
        return ()
    return (Line(("⚠️ ", *_why(calendar))), *_until(me, calendar))


def _why(calendar: BusyCalendar) -> Sentence:
    template = TROUBLES[calendar.trouble] if calendar.trouble else CANT_BE_READ
    return filled(template, host=calendar.host)


def _until(me: Person, calendar: BusyCalendar) -> tuple[Part, ...]:
    """Return what becomes of the times that were read last."""
    if calendar.dropped or calendar.read_at is None:
        said = filled("No time of it is kept free at the moment. I go on trying.")
    else:
        until = when(calendar.read_at + TIMES_STAND, me)
        said = filled("What I know of it is kept free until {until}. I go on trying.", until=until)
    return (Line(said, small=True),)
