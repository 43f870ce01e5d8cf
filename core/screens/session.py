"""The card of one session: the same facts for both sides, and the buttons that the table of moves allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.availability import Objection
from core.domain.booking import MESSAGE_LENGTH, NOTE_LENGTH, REASON_LENGTH, Act, Booking, Role, Status
from core.domain.text import cut
from core.ports.cards import (
    BUTTONS_IN_ROW,
    About,
    Actions,
    Button,
    Card,
    Divider,
    Fact,
    Heading,
    Inline,
    Line,
    Link,
    Look,
    Part,
    Quote,
    Style,
    Tone,
    UserText,
    When,
    Who,
)
from core.screens.feedback import CARD, last_time, question
from core.screens.grammar import counted, filled
from core.times.read import show
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking_view import BookingView
    from core.domain.people import Person

BADGES: dict[Status, tuple[str, Tone]] = {
    Status.PENDING: ("Pending", Tone.WAITING),
    Status.ACCEPTED: ("Confirmed", Tone.GOOD),
    Status.REJECTED: ("Declined", Tone.BAD),
    Status.CANCELLED: ("Cancelled", Tone.BAD),
    Status.EXPIRED: ("Expired", Tone.BAD),
    Status.COMPLETED: ("Completed", Tone.GOOD),
    Status.NO_SHOW: ("Did not take place", Tone.BAD),
}
STUDENT, MENTOR = Role.STUDENT, Role.MENTOR
YOU_ANSWER, OTHER_ANSWERS = "You have until {until} to answer. ", "{other} has until {until} to answer. "
SILENCE_FREES = "Without an answer the request expires by itself and the time is free again."
SILENCE_ENDS = "Without an answer the request expires by itself."
SILENCE_CLOSES = "Without an answer the suggestion closes by itself."
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
    look: Look = Look.PLAIN
    confirm: str = ""


PENDING_ONLY = frozenset({Status.PENDING})
AGREED_ONLY = frozenset({Status.ACCEPTED})

OFFERS = (
    Offer(act=Act.ACCEPT, label="Accept", route="accept", look=Look.PRIMARY),
    Offer(act=Act.ACCEPT, label="Accept with a note…", route="accept-note"),
    Offer(act=Act.REJECT, label="Decline…", route="decline", look=Look.DANGER),
    Offer(
        act=Act.PROPOSE, label="Suggest another time…", route="propose", role=MENTOR, statuses=PENDING_ONLY
    ),
    Offer(act=Act.EDIT, label="Change…", route="change"),
    Offer(
        act=Act.CANCEL,
        label="Withdraw",
        route="withdraw",
        statuses=PENDING_ONLY,
        look=Look.DANGER,
        confirm="Withdraw this request? The mentor will be told.",
    ),
    Offer(act=Act.SET_LINK, label="Edit link…", route="edit-link"),
    Offer(act=Act.PROPOSE, label="Reschedule…", route="propose", statuses=AGREED_ONLY),
    Offer(act=Act.CANCEL, label="Cancel session…", route="cancel", statuses=AGREED_ONLY, look=Look.DANGER),
    Offer(act=Act.COMPLETE, label="Complete", route="complete", look=Look.PRIMARY),
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


def session_card(view: BookingView) -> Card:
    """Return the whole truth about one session, for the person who looks."""
    booking = view.booking
    badge, tone = badge_of(booking)
    return Card(
        title="Session request" if booking.accepted_at is None else "Mentor session",
        badge=badge,
        tone=tone,
        summary=f"{badge}: session {booking.ref} with {view.other.name}",
        parts=(
            *_facts(view),
            *_words(view),
            *_proposal(view),
            *_remarks(view),
            *last_time(view),
            *question(view, CARD),
            *_rows(view),
        ),
        about=About(booking.id, booking.version),
    )


def badge_of(booking: Booking) -> tuple[str, Tone]:
    """Return the word and the tone of a booking's state; a request called off before it was agreed is withdrawn."""
    if booking.status is Status.CANCELLED and booking.accepted_at is None:
        return "Withdrawn", Tone.PLAIN
    return BADGES[booking.status]


def who(person: Person) -> Who:
    """Return a person as a value that their own platform can open."""
    return Who(person.name, person.address)


def when(instant: datetime, viewer: Person) -> When:
    """Return an instant whose fallback is written in the viewer's own zone, or in UTC while it is unknown."""
    return When(instant, Style.FULL, show(instant, zone_or_utc(viewer.zone)))


def call_link(booking: Booking) -> Link | None:
    """Return the button that opens the meeting link, once a session is agreed and not over."""
    if booking.status is Status.ACCEPTED and booking.link is not None:
        return Link("Start video call", booking.link.url, Look.PRIMARY)
    return None


def _facts(view: BookingView) -> tuple[Part, ...]:
    booking, other = view.booking, view.other
    time: tuple[Inline, ...] = ("No time set yet",)
    if booking.slot is not None:
        start = booking.slot.starts_at
        time = (when(start, view.me),)
    facts: list[Part] = [
        Fact("Mentor" if view.role is STUDENT else "Student", (who(other),)),
        Fact("Topic", (UserText(booking.topic),)),
        Fact("When", time),
    ]
    if booking.slot is not None and other.zone and other.zone != view.me.zone:
        facts.append(Fact(f"For {other.name}", (show(booking.slot.starts_at, zone_or_utc(other.zone)),)))
    facts.append(Fact("Length", (counted(booking.minutes, "minute"),)))
    return tuple(facts)


def _words(view: BookingView) -> tuple[Part, ...]:
    booking = view.booking
    room = 600 if booking.reply or booking.reason or booking.proposal else MESSAGE_LENGTH
    mentor = "Your answer" if view.role is MENTOR else "Mentor's answer"
    said = (
        (booking.message, "Message", room),
        (booking.reply, mentor, 1000 if booking.reason or booking.proposal else 1500),
        (booking.reason, "Reason", REASON_LENGTH),
    )
    return tuple(Quote(UserText(cut(text, longest)), label) for text, label, longest in said if text)


def _proposal(view: BookingView) -> tuple[Part, ...]:
    proposal = view.booking.proposal
    if proposal is None:
        return ()
    mine = proposal.by is view.role
    heading = "You suggested another time" if mine else f"{view.other.name} suggests another time"
    lines = [
        Line((when(slot.starts_at, view.me), f" · {counted(slot.minutes, 'minute')}"))
        for slot in proposal.slots
    ]
    note = (Quote(UserText(cut(proposal.note, NOTE_LENGTH)), "Note"),) if proposal.note else ()
    return (Divider(), Heading(heading), *lines, *note)


def _remarks(view: BookingView) -> tuple[Part, ...]:
    booking, other = view.booking, view.other
    small: list[tuple[Inline, ...]] = []
    if booking.status is Status.PENDING:
        awaited = booking.proposal.by.other if booking.proposal else MENTOR
        template = YOU_ANSWER if view.role is awaited else OTHER_ANSWERS
        until = booking.proposal.lapses_at if booking.proposal else booking.lapses_at
        silence = SILENCE_FREES if booking.slot else SILENCE_ENDS
        template += SILENCE_CLOSES if booking.proposal else silence
        small.append(filled(template, other=who(other), until=when(until, view.me)))
    if booking.status.is_open and view.overruled in OVERRULED:
        yours, theirs = OVERRULED[view.overruled]
        small.append(filled(yours if view.role is MENTOR else theirs, other=who(other)))
    if booking.status.is_open and other.unreachable:
        small.append(filled(NOT_REACHED, other=who(other)))
    link = booking.link if booking.status is Status.ACCEPTED else None
    small.append((f"{booking.ref} · The video call opens {link.host}." if link else booking.ref,))
    return tuple(Line(parts, small=True) for parts in small)


def _rows(view: BookingView) -> tuple[Part, ...]:
    booking = view.booking
    links: list[Button | Link] = []
    if (link := call_link(booking)) is not None:
        links.append(link)
    if booking.status.is_open and view.student.address.platform == view.mentor.address.platform:
        links.append(Button("Chat", "chat", (booking.id.hex,)))
    offered: list[Button | Link] = [
        Button(offer.label, offer.route, (booking.id.hex, str(booking.version)), offer.look, offer.confirm)
        for offer in OFFERS
        if offer.act in view.allowed and booking.status in offer.statuses and offer.role in (None, view.role)
    ]
    if booking.status is Status.PENDING:
        offered, links = offered + links, []
    everything = _answers(view) + links + offered + _next_steps(view)
    return tuple(
        Actions(tuple(everything[at : at + BUTTONS_IN_ROW]))
        for at in range(0, len(everything), BUTTONS_IN_ROW)
    )


def _answers(view: BookingView) -> list[Button | Link]:
    booking, proposal = view.booking, view.booking.proposal
    if proposal is None:
        return []
    args = (booking.id.hex, str(booking.version))
    if proposal.by is view.role:
        return [Button("Take back suggestion", "withdraw-time", args)]
    one = len(proposal.slots) == 1
    takes = [
        Button(
            "Accept new time" if one else f"Accept new time {number}",
            "accept-time",
            (*args, str(number - 1)),
            Look.PRIMARY,
        )
        for number in range(1, len(proposal.slots) + 1)
    ]
    return [*takes, Button("Keep old time" if booking.slot else "Decline new time", "keep-time", args)]


_AGAIN = {
    Status.REJECTED: "Book again…",
    Status.CANCELLED: "Book again…",
    Status.EXPIRED: "Ask again…",
    Status.COMPLETED: "Book next…",
    Status.NO_SHOW: "Book again…",
}


def _next_steps(view: BookingView) -> list[Button | Link]:
    label = _AGAIN.get(view.booking.status)
    if label is None or view.role is not STUDENT:
        return []
    steps: list[Button | Link] = [Button(label, "again", (view.booking.id.hex,))]
    if view.booking.status in {Status.REJECTED, Status.EXPIRED, Status.CANCELLED}:
        steps.append(Button("Other mentors", "find-mentor", ("0",)))
    return steps
