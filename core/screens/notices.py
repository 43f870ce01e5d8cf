"""Short new messages that make a sound: what happened, in one sentence, and the next useful button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.booking import REPLY_LENGTH, Role, Status
from core.domain.notices import REMINDERS, Kind
from core.domain.text import cut
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Fact,
    Inline,
    Line,
    Link,
    Part,
    Quote,
    Style,
    Tone,
    UserText,
    When,
)
from core.screens.feedback import AGAIN, DONE, question
from core.screens.grammar import filled, text
from core.screens.session import call_link, session_card, when, who
from core.times.read import show
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.domain.booking_view import BookingView
    from core.domain.people import Mentor
    from core.ports.cards import Sentence

CARDS = frozenset({Kind.REQUESTED, Kind.RECEIPT, Kind.PROPOSED})
"""Notices whose new message is the whole card, because it is the card that must be answered."""
ASKED = {Kind.FEEDBACK: DONE, Kind.FEEDBACK_AGAIN: AGAIN}
"""Notices that ask how it was, and as what the buttons know the message they stand on."""
SILENT = frozenset({Kind.CARD, Kind.HOME, Kind.STARTED, Kind.ABSENCE, Kind.KIND_WORDS})


@dataclass(frozen=True, slots=True)
class Wording:
    """How one kind of ping reads. ``{other}`` is the name of the person on the other side."""

    title: str
    tone: Tone
    sentence: str
    """One whole template (``core/screens/grammar.py``)."""
    quotes: str = ""
    """Which words of the booking are quoted: ``reply``, ``reason`` or none."""
    steps: tuple[str, ...] = ()
    brief: str = ""
    """What a notification says, where it is not the sentence: it can name no command."""

    def said(self, view: BookingView) -> Sentence:
        """Return the sentence."""
        return filled(self.sentence, other=view.other.name)

    def summary(self, view: BookingView) -> str:
        """Return the one line of a notification."""
        brief = text(filled(self.brief or self.sentence, other=view.other.name))
        return cut(f"{self.title}: {brief}", 200)


PINGS: dict[Kind, Wording] = {
    Kind.CHANGED: Wording(
        "Request changed", Tone.WAITING, "{other} changed the request. Please look at it again."
    ),
    Kind.ACCEPTED: Wording(
        "Confirmed", Tone.GOOD, "{other} accepted your request.", "reply", ("call", "chat")
    ),
    Kind.REJECTED: Wording(
        "Declined", Tone.BAD, "{other} can't take this session.", "reply", ("again", "others")
    ),
    Kind.WITHDRAWN: Wording(
        "Withdrawn", Tone.PLAIN, "{other} withdrew the request. The time is free again.", "reason"
    ),
    Kind.CANCELLED: Wording("Cancelled", Tone.BAD, "{other} cancelled the session.", "reason", ("again",)),
    Kind.EXPIRED: Wording(
        "No answer in time",
        Tone.BAD,
        "There was no answer in time, so the request has expired.",
        "",
        ("again", "others"),
    ),
    Kind.LINK: Wording("New meeting link", Tone.GOOD, "{other} changed the meeting link.", "", ("call",)),
    Kind.AGREED: Wording(
        "New time confirmed", Tone.GOOD, "{other} accepted the new time.", "", ("call", "chat")
    ),
    Kind.KEPT: Wording(
        "Suggestion closed", Tone.PLAIN, "The suggested time is off the table; what was there before stands."
    ),
    Kind.NO_SHOW: Wording("Did not take place", Tone.BAD, "{other} recorded that you did not come."),
    Kind.FEEDBACK: Wording(
        "Session completed", Tone.GOOD, "Your session with {other} is completed.", "", ("again",)
    ),
    Kind.FEEDBACK_AGAIN: Wording(
        "How was it?",
        Tone.PLAIN,
        "You had a session with {other}. This is the last time I ask.",
        "",
        ("again",),
    ),
    Kind.NUDGE_HALF: Wording("Still waiting for you", Tone.WAITING, "{other} is waiting for your answer."),
    Kind.NUDGE_LAST: Wording(
        "Last call", Tone.WAITING, "{other}'s request expires soon without your answer."
    ),
    Kind.REMIND_DAY: Wording("Reminder", Tone.GOOD, "Your session with {other} is coming up.", "", ("call",)),
    Kind.REMIND_SOON: Wording(
        "Starting soon", Tone.GOOD, "Your session with {other} is about to start.", "", ("call",)
    ),
    Kind.UNREACHED: Wording(
        "Not delivered",
        Tone.BAD,
        "{other} could not be reached by direct message. They will find this session under {/my-sessions}.",
        brief="{other} could not be reached by direct message.",
    ),
}


def message_for(kind: Kind, view: BookingView, instead: Sequence[Mentor] = ()) -> Card | None:
    """Return the new message of a notice, or None when only the card changes.

    ``instead`` are mentors who have the time of an expired request open.
    """
    if kind in SILENT:
        return None
    if kind in CARDS:
        return session_card(view)
    wording = PINGS[kind]
    return Card(
        title=wording.title,
        tone=wording.tone,
        summary=wording.summary(view),
        parts=(
            Line((*wording.said(view), *_countdown(kind, view))),
            *_facts(view),
            *_quote(view, wording.quotes),
            *(question(view, ASKED[kind]) if kind in ASKED else ()),
            *_others(view, instead),
            *_steps(view, wording.steps),
        ),
    )


def _countdown(kind: Kind, view: BookingView) -> tuple[Inline, ...]:
    """How far away the start is, as the reader's own client counts it: a late reminder stays true."""
    start = view.booking.starts_at
    if kind not in REMINDERS or start is None:
        return ()
    relative = When(start, Style.RELATIVE, show(start, zone_or_utc(view.me.zone)))
    return filled(" It starts {start}.", start=relative)


def _others(view: BookingView, instead: Sequence[Mentor]) -> tuple[Part, ...]:
    if not instead:
        return ()
    asks = tuple(
        Button(
            f"Ask {cut(one.person.name, 18)} instead…",
            "instead",
            (view.booking.id.hex, one.person.id.hex),
        )
        for one in instead
    )
    return (Line(("Others have this time open:",), small=True), Actions(asks))


def _facts(view: BookingView) -> tuple[Part, ...]:
    booking = view.booking
    time: tuple[Inline, ...] = ("No time set yet",)
    if booking.slot is not None:
        start = booking.slot.starts_at
        time = (when(start, view.me),)
    return (
        Fact("With", (who(view.other),)),
        Fact("Topic", (UserText(booking.topic),)),
        Fact("When", time),
    )


def _quote(view: BookingView, name: str) -> tuple[Part, ...]:
    words = str(getattr(view.booking, name)) if name else ""
    label = {"reply": "Answer", "reason": "Reason"}
    return (Quote(UserText(cut(words, REPLY_LENGTH)), label[name]),) if words else ()


def _steps(view: BookingView, names: tuple[str, ...]) -> tuple[Part, ...]:
    booking = view.booking
    student = view.role is Role.STUDENT
    same = view.student.address.platform == view.mentor.address.platform
    label = (
        "Ask again…"
        if booking.status is Status.EXPIRED
        else "Book next…"
        if booking.status is Status.COMPLETED
        else "Book again…"
    )
    known: dict[str, Button | Link | None] = {
        "call": call_link(booking),
        "chat": Button("Chat", "chat", (booking.id.hex,)) if same and booking.status.is_open else None,
        "again": Button(label, "again", (booking.id.hex,)) if student else None,
        "others": Button("Other mentors", "find-mentor", ("0",)) if student else None,
    }
    steps = tuple(step for name in names if (step := known[name]) is not None)
    return (Actions((*steps, Button("Show session", "show", (booking.id.hex,)))),)
