"""Booking a series: the form, the list of its dates with what stands against each, and other times for one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.availability import Objection
from core.domain.requests import REQUEST_FIELDS, RequestText
from core.domain.series import FEWEST_SESSIONS, MOST_SESSIONS, Every
from core.domain.text import cut
from core.ports.cards import OPTIONS, Actions, Button, Card, Line, Look, Menu, Option, Sentence, Tone
from core.ports.forms import FIELDS, ChoiceField, Form, TimeField
from core.screens.booking import request_fields, time_hint
from core.screens.errors import sentence
from core.screens.grammar import counted, filled
from core.screens.session import when, who
from core.times.read import show
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from core.domain.booking import Booking
    from core.domain.booking_view import BookingView
    from core.domain.errors import BookingError
    from core.domain.people import Mentor, Person
    from core.domain.series import Judged

RHYTHMS = {Every.WEEK: "Every week", Every.FORTNIGHT: "Every two weeks"}
USUAL_SESSIONS = 4
"""How many sessions are proposed."""
SPEAKS_AGAINST: Mapping[Objection, str] = {
    Objection.IN_PAST: "it has passed",
    Objection.TOO_FAR: "too far ahead",
    Objection.NOT_AVAILABLE: "{name} takes no new requests",
    Objection.TYPE_GONE: "{name} no longer offers this kind of session",
    Objection.BEYOND_HORIZON: "farther ahead than {name} plans",
    Objection.TOO_SOON: "too soon for {name}",
    Objection.DAY_OFF: "{name} has that day off",
    Objection.OUTSIDE_HOURS: "outside the weekly hours of {name}",
    Objection.WEEK_FULL: "that week of {name} is full",
    Objection.STUDENT_BUSY: "you have another session then",
    Objection.MENTOR_BUSY: "{name} has another session then",
    Objection.TOO_CLOSE: "too close to another session of {name}",
    Objection.ENGAGED: "{name} is busy then",
}
SKIPPED_HOUR = "the clocks go forward then"
OPEN_DATE, ASKED_DATE, LEFT_OUT = "✅ {at}", "✅ {at}: {why}; you can still ask", "⚪ {at}: {why}. Left out."
NOTHING_SENT = (
    "Nothing is sent yet. {other} gets one request for {count:session}, "
    "and answers all at once or one by one."
)
NOTHING_TO_SEND = "None of these dates can be asked for. Please choose other times."
CHANGED_MEANWHILE = "Something has changed in the meantime, so nothing was sent. Please look again."
SENT_SERIES = "Sent {count:request} to {other}. They have until {until} to answer."
NONE_ACCEPTED = (
    "Nothing is accepted yet. Those that can't be accepted with the rest go on as requests of their own, "
    "for which you can suggest another time."
)
NONE_CAN_BE = "Nothing is accepted. One by one, you can suggest another time for each."
IN_THE_WAY = {
    "time_engaged": "your own calendar has something then.",
    "conflict": "it is no longer free.",
    "conflict_yours": "you have another session then ({ref}).",
}
"""What is in the way of one date of several; whatever else it is has its usual sentence."""
REPEATED = REQUEST_FIELDS[FIELDS - 3 :]
"""The words for which the form has no room beside its three other fields: they are as in the session before."""
NO_TIME = "no time set"
OTHER_TIMES = "Instead of {at}, {other} has these open times:"
NO_OTHER_TIMES = "{other} has no open time near {at}."


def series_form(view: BookingView, values: Mapping[str, str], *, native: bool = False) -> Form:
    """Ask what several sessions like this one are about, when the first is, how often, and how many."""
    known = RequestText.of(view.booking).values() | dict(values)
    rhythms = tuple(Option(label, every.value) for every, label in RHYTHMS.items())
    numbers = tuple(
        Option(counted(one, "session"), str(one)) for one in range(FEWEST_SESSIONS, MOST_SESSIONS + 1)
    )
    return Form(
        title="Book a series",
        route="series",
        args=(view.booking.id.hex,),
        fields=(
            *(field for field in request_fields(known) if field.key not in REPEATED),
            TimeField(
                key="when",
                label="First session",
                hint=time_hint(view.me, "The others are at the same hour by your clock.", native=native),
                required=True,
                value=known.get("when", ""),
                zone=view.me.zone or "UTC",
            ),
            ChoiceField(
                key="every",
                label="How often",
                options=rhythms,
                value=_among(known.get("every", ""), rhythms, Every.WEEK.value),
                required=True,
            ),
            ChoiceField(
                key="count",
                label="How many",
                options=numbers,
                value=_among(known.get("count", ""), numbers, str(USUAL_SESSIONS)),
                required=True,
            ),
        ),
        submit="Show the dates",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The dates of a series, for whoever is to say whether they are meant. ``draft`` keeps what was typed."""

    me: Person
    mentor: Mentor
    days: Sequence[Judged]
    draft: UUID
    mask: str
    changed: bool = False


def plan_card(offered: Offered) -> Card:
    """List every date with what stands against it: only the button sends anything."""
    me, mentor, draft = offered.me, offered.mentor, offered.draft.hex
    number = sum(one.is_free for one in offered.days)
    said = filled(NOTHING_SENT, other=who(mentor.person), count=number) if number else (NOTHING_TO_SEND,)
    changed = (Line((CHANGED_MEANWHILE,)),) if offered.changed else ()
    send = Button(f"Send {counted(number, 'request')}", "series-send", (draft, offered.mask), Look.PRIMARY)
    change = Button("Change…", "edit-draft", (draft,))
    odd = tuple(
        Option(cut(show(one.date.start, zone_or_utc(me.zone)), 75), str(at))
        for at, one in enumerate(offered.days)
        if one.against is not None or one.date.skipped
    )
    return Card(
        title=cut(f"Your series with {mentor.person.name}", 100),
        summary="The dates of your series",
        tone=Tone.WAITING if offered.changed else Tone.PLAIN,  # its first line is then a warning
        parts=(
            *changed,
            *(Line(_date(one, me, mentor)) for one in offered.days),
            Line(said, small=True),
            *((Menu("Another time for…", "series-other", odd, (draft,)),) if odd else ()),
            Actions((send, change) if number else (change,)),
        ),
    )


def other_times_card(offered: Offered, at: int, starts: Sequence[datetime]) -> Card:
    """Offer the open times near one date of a series."""
    me, mentor, draft = offered.me, offered.mentor, offered.draft.hex
    place = zone_or_utc(me.zone)
    options = tuple(
        Option(cut(show(start, place), 75), str(int(start.timestamp()))) for start in starts[:OPTIONS]
    )
    said = filled(
        OTHER_TIMES if options else NO_OTHER_TIMES,
        at=when(offered.days[at].date.start, me),
        other=who(mentor.person),
    )
    menu = (Menu("Choose a time", "series-at", options, (draft, str(at))),) if options else ()
    return Card(
        title="Another time",
        summary="Another time for one session",
        tone=Tone.WAITING,
        parts=(Line(said), *menu, Actions((Button("Back to the dates", "series-at", (draft,)),))),
    )


def partly_card(
    view: BookingView, against: Mapping[Booking, BookingError], free: Sequence[Booking], mask: str
) -> Card:
    """Say which requests of a series can't be accepted, and offer the rest; nothing is done yet.

    ``mask`` names those that are free, so that what was looked at is what is accepted.
    """
    args = (view.booking.id.hex, str(view.booking.version))
    rest = Button(
        f"Accept the other {counted(len(free), 'session')}", "accept-free", (*args, mask), Look.PRIMARY
    )
    return Card(
        title="Not all of these can be accepted",
        summary="Some dates of the series can't be accepted",
        tone=Tone.WAITING,
        parts=(
            *(Line(_in_the_way(view, one, error)) for one, error in against.items()),
            Line((NONE_ACCEPTED if free else NONE_CAN_BE,), small=True),
            Actions((*((rest,) if free else ()), Button("One by one…", "one-by-one", args))),
        ),
    )


def _in_the_way(view: BookingView, one: Booking, error: BookingError) -> Sentence:
    at = when(one.starts_at, view.me) if one.starts_at else NO_TIME
    why = IN_THE_WAY.get(error.code)
    return (
        *filled("⚪ {at}: ", at=at),
        *(filled(why, ref=error.facts.get("ref", "")) if why else sentence(error)),
    )


def sent_card(view: BookingView) -> Card:
    """Say in one line that the requests are on their way."""
    said = filled(
        SENT_SERIES,
        count=1 + len(view.together),
        other=who(view.other),
        until=when(view.booking.lapses_at, view.me),
    )
    return Card(
        title="", tone=Tone.WAITING, summary=f"Sent to {cut(view.other.name, 60)}", parts=(Line(said),)
    )


def _date(one: Judged, me: Person, mentor: Mentor) -> Sentence:
    at, name = when(one.date.start, me), cut(mentor.person.name, 60)
    if one.date.skipped:
        return filled(LEFT_OUT, at=at, why=SKIPPED_HOUR)
    if one.against is None:
        return filled(OPEN_DATE, at=at)
    template = ASKED_DATE if one.is_free else LEFT_OUT
    return filled(template.replace("{why}", SPEAKS_AGAINST[one.against]), at=at, name=name)


def _among(known: str, options: Sequence[Option], usual: str) -> str:
    return known if known in {one.value for one in options} else usual
