"""The card of one session: the same facts for both sides, and the buttons that the table of moves allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.availability import Objection
from core.domain.booking import NOTE_LENGTH, Act, Booking, Role, Status
from core.domain.text import cut
from core.ports.cards import (
    About,
    Actions,
    Button,
    Card,
    Inline,
    Line,
    Link,
    Look,
    Part,
    Quote,
    Strong,
    Style,
    Tone,
    UserText,
    When,
    Who,
)
from core.screens.calendar_file import calendar_file
from core.screens.changes import changes_said
from core.screens.feedback import CARD, is_asked, last_time, question, second_thoughts
from core.screens.grammar import counted, filled
from core.screens.held_time import held_title, while_held
from core.screens.next_steps import next_steps
from core.screens.notes import notes_button, notes_said
from core.screens.series_lines import in_series, series_lines, series_steps
from core.screens.session_words import words_said
from core.screens.turns import others_follow, turns
from core.screens.video_call import call_link, call_pieces, call_remarks
from core.times.read import show
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking_view import BookingView
    from core.domain.people import Person

BADGES: dict[Status, tuple[str, Tone]] = {
    Status.PENDING: ("Pending", Tone.WAITING),
    Status.ACCEPTED: ("Confirmed", Tone.GOOD),
    Status.REJECTED: ("Declined", Tone.PLAIN),
    Status.CANCELLED: ("Cancelled", Tone.PLAIN),
    Status.EXPIRED: ("Expired", Tone.PLAIN),
    Status.COMPLETED: ("Completed", Tone.PLAIN),
    Status.NO_SHOW: ("Did not take place", Tone.PLAIN),
}
STUDENT, MENTOR = Role.STUDENT, Role.MENTOR
YOU_ANSWER, OTHER_ANSWERS = "Answer by {until}", "{other} has until {until} to answer"
YOU_LEFT = "It was called off because you had left. You can book again at any time."
OTHER_LEFT = "It was called off because {other} had left."
THEY_ANSWER = "they have until {until} to answer"
"""Stands behind what names the other person already."""
NO_TIME_UNTIL = "Without a time it expires {until}"
ABSENT_YOU = "{other} recorded that you did not come. If that is wrong, talk to them."
ABSENT_OTHER = "You recorded that {other} did not come."
BY_ORGANISER = {
    False: "An organiser of the program called it off.",
    True: "An organiser of the program asked another mentor.",
}
"""What an organiser has done to it, by whether another mentor was asked."""
NOT_HELD = "This time is not held any more."
"""Says as much as is true: the mentor has stopped, or one of the two may take part no longer."""
NOT_REACHED = "{other} could not be reached by direct message. They find this under {/my-sessions}."


OVERRULED = {
    Objection.OUTSIDE_HOURS: ("Outside your weekly hours.", "Outside {other}'s weekly hours."),
    Objection.DAY_OFF: ("This is your day off.", "This is {other}'s day off."),
}
"""What the mentor sets aside for a session: as the mentor reads it, and as the student does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A button of the session card, shown while the table of moves allows its act."""

    act: Act
    label: str
    route: str
    role: Role | None = None
    statuses: frozenset[Status] = frozenset(Status)
    timed: bool | None = None
    """Whether it is for a booking with a time, for one without, or for both (None)."""
    look: Look = Look.PLAIN
    confirm: str = ""


PENDING_ONLY = frozenset({Status.PENDING})
AGREED_ONLY = frozenset({Status.ACCEPTED})

OFFERS = (
    Offer(act=Act.ACCEPT, label="Accept", route="accept"),
    Offer(
        act=Act.PROPOSE, label="Suggest another time…", route="propose", role=MENTOR, statuses=PENDING_ONLY
    ),
    Offer(act=Act.ACCEPT, label="Accept with a note…", route="accept-note"),
    Offer(act=Act.REJECT, label="Decline…", route="decline"),
    Offer(act=Act.EDIT, label="Change…", route="change"),
    Offer(
        act=Act.CANCEL,
        label="Withdraw",
        route="withdraw",
        statuses=PENDING_ONLY,
        look=Look.DANGER,
        confirm="Withdraw this request? The mentor will be told.",
    ),
    Offer(act=Act.PROPOSE, label="Pick a time…", route="propose", statuses=AGREED_ONLY, timed=False),
    Offer(act=Act.COMPLETE, label="Complete", route="complete"),
    Offer(act=Act.PROPOSE, label="Reschedule…", route="propose", statuses=AGREED_ONLY, timed=True),
    Offer(act=Act.SET_LINK, label="Edit link…", route="edit-link"),
    Offer(act=Act.CANCEL, label="Cancel session…", route="cancel", statuses=AGREED_ONLY),
    Offer(
        act=Act.STUDENT_ABSENT,
        label="Student did not come",
        route="student-absent",
        confirm="Record that the student did not come? They will be told.",
    ),
    Offer(
        act=Act.MENTOR_ABSENT,
        label="Mentor did not come",
        route="mentor-absent",
        confirm="Record that the mentor did not come? They will be told.",
    ),
)
VISIBLE = 3
"""How many buttons of a card are seen at once; the others stand behind one more."""
NEXT: tuple[tuple[str, ...], ...] = (
    ("accept-time", "none-of-these"),
    ("withdraw-time",),
    ("complete", "call"),
    ("accept", "propose"),
    ("accept-all", "one-by-one", "decline-all"),
    ("take", "withdraw"),
    ("change", "withdraw"),
    ("again", "find-mentor", "chat", "feedback-words"),
    ("feedback-words",),
)
"""What stands first, where it is offered at all: the first of them that the card has wins."""
LEADING = frozenset({"accept-time", "complete", "accept", "accept-all", "take", "again"})
"""Routes whose button is the primary one when it stands first."""


def session_card(view: BookingView) -> Card:
    """Return the whole truth about one session, for the person who looks."""
    booking = view.booking
    badge, tone = badge_of(booking)
    return Card(
        title=_title(view),
        badge=badge,
        tone=tone,
        summary=f"{badge}: session {booking.ref} with {view.other.name}",
        parts=(
            Line((UserText(booking.topic, strong=True),)),
            Line(time_of(view)),
            *_absence(view),
            *words_said(view),
            *_proposal(view),
            *turns(view),
            *series_lines(view),
            *_remarks(view),
            *last_time(view),
            *notes_said(view),
            *_asked_or_next(view),
        ),
        about=About(booking.id, booking.version),
        file=calendar_file(view),
    )


def badge_of(booking: Booking) -> tuple[str, Tone]:
    """Return the word and the tone of a booking's state; a request called off before it was agreed is withdrawn."""
    if booking.status is Status.CANCELLED and booking.closed_by is Role.ADMIN:
        return ("Passed on" if booking.is_passed_on else "Called off"), Tone.PLAIN
    if booking.status is Status.CANCELLED and booking.accepted_at is None:
        return "Withdrawn", Tone.PLAIN
    if booking.status is Status.PENDING and booking.held_until is not None:
        return "Held", Tone.WAITING
    if booking.status is Status.ACCEPTED and booking.slot is None:
        return "Time to be agreed", Tone.WAITING
    return BADGES[booking.status]


def who(person: Person) -> Who:
    """Return a person as a value that their own platform can open."""
    return Who(person.name, person.address)


def when(instant: datetime, viewer: Person) -> When:
    """Return an instant whose fallback is written in the viewer's own zone, or in UTC while it is unknown."""
    return When(instant, Style.FULL, show(instant, zone_or_utc(viewer.zone)))


def time_of(view: BookingView) -> tuple[Inline, ...]:
    """Return when it is, from and to, in the reader's own zone, or how long it shall be."""
    slot = view.booking.slot
    if slot is None:
        return ("No time set yet", f" · {counted(view.booking.minutes, 'minute')}")
    zone = zone_or_utc(view.me.zone)
    start = when(slot.starts_at, view.me)
    written = f"{start.fallback} to {slot.ends_at.astimezone(zone):%H:%M}"
    return (replace(start, until=slot.ends_at, fallback=written),)


def _title(view: BookingView) -> str:
    booking, other = view.booking, cut(view.other.name, 60)
    if booking.held_until is not None:
        return held_title(view, other)
    if booking.accepted_at is not None:
        return f"Session with {other}"
    if booking.status is Status.PENDING and view.in_turn:
        return "You asked any suitable mentor"
    if booking.status is Status.PENDING:
        return f"{other} would like a session" if view.role is MENTOR else f"You asked {other} for a session"
    return f"Request from {other}" if view.role is MENTOR else f"Request to {other}"


def _absence(view: BookingView) -> tuple[Part, ...]:
    """Say who did not come, as the other side recorded it, and whom to turn to where that is wrong."""
    absent = view.booking.closed_by
    if view.booking.status is not Status.NO_SHOW or absent not in {STUDENT, MENTOR}:
        return ()
    said = ABSENT_YOU if absent is view.role else ABSENT_OTHER
    return (Line(filled(said, other=who(view.other))),)


def _proposal(view: BookingView) -> tuple[Part, ...]:
    proposal = view.booking.proposal
    if proposal is None:
        return ()
    mine = proposal.by is view.role
    head = filled("You suggest:" if mine else "{other} suggests:", other=who(view.other))
    note = (Quote(UserText(cut(proposal.note, NOTE_LENGTH)), "Note"),) if proposal.note else ()
    return (Line(head), *suggested_times(view), *note)


def suggested_times(view: BookingView) -> tuple[Part, ...]:
    """Return the times of an open suggestion, a line for each."""
    slots = view.booking.proposal.slots if view.booking.proposal else ()
    return tuple(
        Line((when(slot.starts_at, view.me), f" · {counted(slot.minutes, 'minute')}")) for slot in slots
    )


def _remarks(view: BookingView) -> tuple[Part, ...]:
    booking, other = view.booking, view.other
    small: list[tuple[Inline, ...]] = [*others_follow(view)]
    if booking.status is Status.CANCELLED and booking.closed_by is Role.ADMIN:
        held = booking.held_until is not None
        small.append((NOT_HELD if held else BY_ORGANISER[booking.is_passed_on],))
    if booking.status.is_open and view.overruled in OVERRULED:
        yours, theirs = OVERRULED[view.overruled]
        small.append(filled(yours if view.role is MENTOR else theirs, other=who(other)))
    if booking.left:
        gone = booking.closed_by is view.role
        small.append(filled(YOU_LEFT if gone else OTHER_LEFT, other=who(other)))
    small += call_remarks(view)
    if booking.status.is_open and other.unreachable:
        small.append(filled(NOT_REACHED, other=who(other)))
    return tuple(Line(parts, small=True) for parts in (*small, _small_print(view)))


def _small_print(view: BookingView) -> tuple[Inline, ...]:
    """One line: the other one's clock, the deadline, where the call is, and the reference."""
    booking, other, pieces = view.booking, view.other, list[tuple[Inline, ...]]()
    if booking.slot is not None and booking.status.is_open and other.zone and other.zone != view.me.zone:
        theirs = show(booking.slot.starts_at, zone_or_utc(other.zone))
        pieces.append(filled("{time} for {other}", time=Strong(theirs), other=who(other)))
    if booking.status is Status.PENDING or booking.proposal:
        first = MENTOR if booking.held_until is None else STUDENT
        awaited = booking.proposal.by.other if booking.proposal else first
        until = booking.proposal.lapses_at if booking.proposal else booking.lapses_at
        others = THEY_ANSWER if pieces else OTHER_ANSWERS
        template = YOU_ANSWER if view.role is awaited else others
        pieces.append(filled(template, other=who(other), until=when(until, view.me)))
    if booking.time_until is not None:
        pieces.append(filled(NO_TIME_UNTIL, until=when(booking.time_until, view.me)))
    limit = booking.changes_until
    pieces += changes_said(view, None if limit is None else when(limit, view.me))
    pieces += call_pieces(view)
    pieces.append((booking.ref,))
    return tuple(part for piece in pieces for part in (" · ", *piece))[1:]


def _asked_or_next(view: BookingView) -> tuple[Part, ...]:
    """Return the question how it was, with everything else behind it; or the answer to it, and the next step."""
    steps = [*next_steps(view), *series_steps(view)]
    buttons = [*answers(view), *offers(view), *steps, *chats(view), *calendars(view), *notes_button(view)]
    if is_asked(view):
        return question(view, CARD, tuple(buttons))
    return (*question(view, CARD), *_rows(view, [*buttons, *second_thoughts(view, CARD)]))


def _rows(view: BookingView, buttons: list[Button]) -> tuple[Part, ...]:
    """Return the next step and what else there is: at most three buttons that are seen, one of them primary."""
    link = call_link(view)
    items: list[Button | Link] = [*([link] if link else []), *buttons]
    if not items:
        return ()
    first = _first(view, items)
    seen = [one for one in items if _route(one) in first and one is not link]
    seen.sort(key=lambda one: first.index(_route(one)))
    shown = seen[: VISIBLE - (link is not None)]
    rest = tuple(one for one in items if isinstance(one, Button) and one not in shown)
    head = shown[0] if shown else None
    leads = isinstance(head, Button) and (head.route in LEADING or first[0] == "propose")
    if leads and head is not None:
        shown[0] = replace(head, look=Look.PRIMARY)
    if link is not None:  # it stands on every confirmed card: behind MORE there is no place for an address
        shown.insert(1 if leads else 0, replace(link, look=Look.PLAIN) if leads else link)
    return (Actions(tuple(shown), rest),)


def _first(view: BookingView, items: list[Button | Link]) -> tuple[str, ...]:
    """Return the routes that are seen at once, the next step before the others."""
    routes = {_route(one) for one in items}
    if view.booking.status is Status.ACCEPTED and view.booking.slot is None and "accept-time" not in routes:
        return ("propose", "chat")
    return next((pair for pair in NEXT if pair[0] in routes), ("call", "chat"))


def _route(item: Button | Link) -> str:
    return item.route if isinstance(item, Button) else "call"


def chats(view: BookingView) -> list[Button]:
    """Return the way to talk, while there is something to talk about."""
    matters = view.booking.status.is_open or view.booking.status is Status.NO_SHOW
    return [Button("Chat", "chat", (view.booking.id.hex,))] if matters else []


def calendars(view: BookingView) -> list[Button]:
    """Return the way into a calendar, while an agreed session with a time is still to come or going on."""
    booking = view.booking
    if booking.status is not Status.ACCEPTED or booking.slot is None or view.now >= booking.slot.ends_at:
        return []
    return [Button("Add to calendar", "calendar", (booking.id.hex,))]


def offers(view: BookingView) -> list[Button]:
    """Return a button for each act that the person who looks may do now."""
    booking, allowed = view.booking, view.allowed
    found = [
        Button(offer.label, offer.route, (booking.id.hex, str(booking.version)), offer.look, offer.confirm)
        for offer in OFFERS
        if offer.act in allowed
        and booking.status in offer.statuses
        and offer.role in (None, view.role)
        and offer.timed in (None, booking.slot is not None)
    ]
    return while_held(view) or in_series(view, found)


def answers(view: BookingView) -> list[Button]:
    """Return a button for each suggested time and one for none of them, or the way to take one's own back."""
    booking, proposal = view.booking, view.booking.proposal
    if proposal is None:
        return []
    args = (booking.id.hex, str(booking.version))
    if proposal.by is view.role:
        return [Button("Take back suggestion", "withdraw-time", args)]
    takes = [
        Button(short_time(slot.starts_at, view.me), "accept-time", (*args, str(at)))
        for at, slot in enumerate(proposal.slots)
    ]
    return [*takes, Button("None of these…", "none-of-these", args)]


def short_time(instant: datetime, me: Person) -> str:
    """Return a time for a button, in the reader's own zone; in UTC, and said so, while that is unknown."""
    local = instant.astimezone(zone_or_utc(me.zone))
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}{'' if me.zone else ' UTC'}"
