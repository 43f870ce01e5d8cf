"""The booking form: whom, about what and when, and the change of an unanswered request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.booking import MESSAGE_LENGTH, TOPIC_LENGTH
from core.domain.mentor_search import ANY, MOST_ASKED, NEEDS_LENGTH
from core.domain.people import DEFAULT_MINUTES
from core.domain.requests import RequestText
from core.domain.text import cut
from core.ports.cards import Option, Tone
from core.ports.forms import AnyField, ChoiceField, Form, SearchField, TextField, TimeField
from core.screens.grammar import counted
from core.times.zones import zone_label, zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.domain.booking_view import BookingView
    from core.domain.people import Mentor, Offering, Person
    from core.ports.capabilities import Capabilities

TIME_HINT = "Leave it empty to agree on a time later."
FULL_HINT = "No time is open. The button Book… in the list of mentors lets you wait for one."
LATER = " Later ones: below."
"""Stands behind the open times where a menu does not hold them all; the field below takes any of them."""


def mentor_option(mentor: Mentor) -> Option:
    """Return a mentor as a choice."""
    return Option(cut(mentor.person.name, 75), mentor.person.id.hex, cut(mentor.headline, 75))


def any_option() -> Option:
    """Return whoever is suitable as a choice."""
    return Option("Any suitable mentor", ANY, f"Asks the best {MOST_ASKED}, one after another")


def offering_option(offering: Offering) -> Option:
    """Return a kind of session as a choice, which says how long it was when it was chosen."""
    value = f"{offering.id.hex}.{offering.minutes}"
    return Option(cut(offering.title, 60), value, counted(offering.minutes, "minute"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the booking form offers: the mentor chosen, what they give, and when they are open."""

    chosen: Mentor | None = None
    anybody: bool = False
    """Whether any suitable mentor is chosen."""
    offerings: Sequence[Offering] = ()
    open_times: Sequence[datetime] = ()
    more: bool = False
    """Whether there are later ones."""
    minutes: int = DEFAULT_MINUTES
    """How long a session is that begins at one of them."""
    is_named: bool = True
    """Whether it will be as long as that; else one of several session types has to be named yet."""


def booking_form(
    me: Person, values: Mapping[str, str], offered: Choices, *, capabilities: Capabilities, intro: str = ""
) -> Form:
    """Ask whom, about what, and when.

    Kinds of session and open times are asked once the mentor is known. Where an open form cannot change with the
    mentor, one who is known stands in the title's place, in the form's arguments, and is not asked again.
    """
    chosen = offered.chosen
    kinds = _kinds(values, offered.offerings)
    starts = offered.open_times[: capabilities.menu_options]
    slots = _slots(me, values, starts, offered.minutes, more=offered.more, is_named=offered.is_named)
    last = TimeField(
        key="when",
        label="Another time" if slots else "When",
        hint=time_hint(me, _last_hint(offered, slots, capabilities), native=capabilities.picks_times),
        value=values.get("when", ""),
        zone=me.zone or "UTC",
    )
    anybody = offered.anybody
    settled = (chosen is not None or anybody) and not capabilities.forms_search
    option = mentor_option(chosen) if chosen else any_option() if anybody else None
    whom = () if settled else (_whom(option),)
    topic, *others = request_fields(values)
    asked = (*whom, *kinds, topic, *(_needs(values) if anybody else ()), *others, *slots, last)
    title = "Book a mentor session"
    args: tuple[str, ...] = ()
    if option is not None and settled:
        name = chosen.person.name if chosen else "any mentor"
        title, args = cut(f"Session with {name}", 24), (option.value,)
    return Form(
        title=title,
        route="book-session",
        args=args,
        fields=_fitting(asked, capabilities.form_fields - bool(intro)),
        submit="Send request",
        intro=(intro,) if intro else (),
        tone=Tone.WAITING if intro else Tone.PLAIN,
        most=capabilities.form_fields,
    )


def _needs(values: Mapping[str, str]) -> list[TextField]:
    words = cut(values.get("skills", ""), NEEDS_LENGTH)
    return [
        TextField(
            key="skills",
            label="What the mentor should know",
            hint="Empty: whoever fits the topic best.",
            longest=NEEDS_LENGTH,
            example="rust",
            value=words,
        )
    ]


def _last_hint(offered: Choices, slots: Sequence[AnyField], capabilities: Capabilities) -> str:
    """Say what the time below the open ones is for, and where none is open that one can wait; there is little room."""
    if slots:
        return "Only if no open time fits."
    full = offered.chosen is not None and offered.chosen.hours and not offered.open_times
    return FULL_HINT if full and capabilities.picks_times else TIME_HINT


def _whom(chosen: Option | None) -> SearchField:
    return SearchField(
        key="mentor",
        label="Mentor",
        hint="Search by name or skill.",
        required=True,
        source="search-mentors",
        chosen=chosen,
        value=chosen.value if chosen else "",
        watched=True,
    )


def _kinds(values: Mapping[str, str], offerings: Sequence[Offering]) -> list[AnyField]:
    if not offerings:
        return []
    options = tuple(offering_option(one) for one in offerings)
    chosen = values.get("session-type", "").partition(".")[0]
    only = options[0].value if len(options) == 1 else ""
    known = next((one.value for one in options if one.value.partition(".")[0] == chosen), only)
    return [ChoiceField(key="session-type", label="Session type", options=options, value=known, watched=True)]


def _slots(
    me: Person,
    values: Mapping[str, str],
    starts: Sequence[datetime],
    minutes: int,
    *,
    more: bool,
    is_named: bool = True,
) -> list[AnyField]:
    if not starts or me.zone is None:
        return []
    options = tuple(slot_option(start, me.zone) for start in starts)
    value = values.get("slot", "")
    known = value if value in {option.value for option in options} else ""
    long = counted(minutes, "minute")
    room = f"{long} each" if is_named else f"Each has room for {long}"
    hint = f"{room}, in your time zone, {zone_label(me.zone)}.{LATER if more else ''}"
    return [ChoiceField(key="slot", label="Open times", hint=hint, options=options, value=known)]


def slot_option(start: datetime, zone_name: str) -> Option:
    """Return an open time as a choice, written in the reader's own zone under the heading of its day."""
    local = start.astimezone(zone_or_utc(zone_name))
    day = f"{local:%A} {local.day} {local:%B}"
    return Option(f"{local:%a} {local.day} {local:%b}, {local:%H:%M}", str(int(start.timestamp())), group=day)


def request_fields(values: Mapping[str, str]) -> tuple[TextField, ...]:
    """Return the fields in which a student says what it is about: one for each field of ``RequestText``."""
    return (
        TextField(
            key="topic",
            label="Topic",
            required=True,
            longest=TOPIC_LENGTH,
            example="Code review of my first pull request",
            value=cut(values.get("topic", ""), TOPIC_LENGTH),
        ),
        TextField(
            key="message",
            label="Message",
            hint="Anything the mentor should know.",
            longest=MESSAGE_LENGTH,
            lines=True,
            value=cut(values.get("message", ""), MESSAGE_LENGTH),
        ),
    )


def _fitting(asked: Sequence[AnyField], room: int) -> tuple[AnyField, ...]:
    """Return the fields that a form has room for: what holds words always, the last optional ones before others.

    What is left out of the booking form can be said with ``Change…``.
    """
    kept = list(asked)
    spare = [field for field in asked if isinstance(field, TextField) and not field.required]
    for field in (*reversed(spare), *(field for field in asked if field.key == "slot")):
        if len(kept) > room and not field.value:
            kept.remove(field)
    return tuple(kept)


def change_form(
    view: BookingView,
    values: Mapping[str, str],
    starts: Sequence[datetime] = (),
    *,
    more: bool = False,
    native: bool = False,
) -> Form:
    """Let the student change an unanswered request; ``starts`` are the times to which it may move.

    ``more`` says that there are later ones. With ``native`` the platform's own picker tells the zone by itself.
    """
    booking = view.booking
    known = RequestText.of(booking).values() | {"when": _iso(booking.starts_at)} | dict(values)
    return Form(
        title="Change your request",
        route="change",
        args=(booking.id.hex, str(booking.version)),
        fields=(
            *request_fields(known),
            *_slots(view.me, known, starts, booking.minutes, more=more),
            TimeField(
                key="when",
                label="When",
                hint=time_hint(view.me, native=native),
                value=known["when"],
                zone=view.me.zone or "UTC",
            ),
        ),
        submit="Save",
    )


def time_hint(me: Person, hint: str = TIME_HINT, *, native: bool = False) -> str:
    """Name the zone in which a typed time is read; a native picker names it itself."""
    if native:
        return hint
    return f"Your time zone: {zone_label(me.zone)}. {hint}".strip() if me.zone else hint


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
