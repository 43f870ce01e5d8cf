"""A person's settings, help, and the short sentences that answer a press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.commands import COMMANDS
from core.chat.kit import Actions, Button, Card, Fact, Line, Link, Part, Strong, Tone
from core.chat.screens.session import when, who
from core.domain.booking import Role, Status
from core.domain.text import cut
from core.domain.typed_time import show
from core.domain.zones import zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from core.domain.people import Person
    from core.domain.sides import Side


def settings_card(me: Person, now: datetime, *, platform_tells_zone: bool) -> Card:
    """Return what the bot knows of a person, and how to change it."""
    source = (
        "It comes from your profile here." if platform_tells_zone else "Times that you type are read in it."
    )
    zoned = f"{me.zone}, where it is now {now.astimezone(zone(me.zone)):%H:%M}" if me.zone else "not set"
    steps = [Button("Help", "help")]
    if not platform_tells_zone:
        steps.insert(0, Button("Set time zone…", "zone", ("-",), "plain" if me.zone else "primary"))
    return Card(
        title="Mentoring settings",
        summary="Your mentoring settings",
        parts=(
            Fact("Name", (who(me),)),
            Fact("Time zone", (zoned,)),
            Line((source,), small=True),
            Fact("Direct messages", (f"do not arrive: {me.unreachable}" if me.unreachable else "arrive",)),
            Actions(tuple(steps)),
        ),
    )


def help_card() -> Card:
    """Return what can be typed, and what the bot promises."""
    lines: list[Part] = [Line((Strong(f"/{one.name}"), f" · {one.description}")) for one in COMMANDS]
    return Card(
        title="How mentoring works",
        summary="How mentoring works",
        parts=(
            *lines,
            Line(("You ask, the mentor answers with a button, and both see the same card from then on.",)),
            Line(
                (
                    "Times are shown in each reader's own zone. A time is never guessed: if it is unclear, I ask.",
                )
            ),
            Line(
                ("Typed times look like: tomorrow 15:00 · fri 9:30 · 2026-12-01 15:00 · in 2 hours",),
                small=True,
            ),
        ),
    )


DECIDED = {
    Status.ACCEPTED: "accepted",
    Status.REJECTED: "declined",
    Status.CANCELLED: "cancelled",
    Status.COMPLETED: "completed",
}


def already(side: Side, sentence: str) -> Card:
    """Return the answer to a press that came second: what was decided, by whom, and when."""
    booking = side.booking
    parts: list[Part] = [Line((sentence,))]
    decider = {Status.ACCEPTED: Role.MENTOR, Status.REJECTED: Role.MENTOR}.get(
        booking.status, booking.closed_by
    )
    verb = DECIDED.get(booking.status)
    if booking.decided_at is not None and verb and decider in {Role.STUDENT, Role.MENTOR}:
        name = "You" if decider is side.role else side.other.name
        parts.append(Line((f"{name} {verb} it: ", when(booking.decided_at, side.me), ".")))
    return Card(title="Already done", summary="This was already decided", parts=tuple(parts))


def told(title: str, sentence: str, tone: Tone = Tone.PLAIN) -> Card:
    """Return one sentence as a card."""
    return Card(title=title, summary=cut(f"{title}: {sentence}", 200), tone=tone, parts=(Line((sentence,)),))


def which_time(choices: Sequence[datetime], me: Person, draft: UUID) -> Card:
    """Ask which of several readings of a typed time is meant; nothing is booked before the answer."""
    place = zone(me.zone or "UTC")
    picks = tuple(
        Button(cut(_short(choice, me), 34), "book-at", (draft.hex, str(int(choice.timestamp()))))
        for choice in choices[:4]
    )
    lines = tuple(Line((show(choice, place),)) for choice in choices[:4])
    return Card(
        title="Which time do you mean?",
        summary="Please choose what you meant",
        tone=Tone.WAITING,
        parts=(*lines, Actions((*picks, Button("Type it again…", "edit-draft", (draft.hex,))))),
    )


def zone_first(draft: UUID) -> Card:
    """Ask for a time zone before a typed time is read; what was typed is kept."""
    return Card(
        title="Which time zone are you in?",
        summary="I need your time zone to read the time you typed",
        tone=Tone.WAITING,
        parts=(
            Line(("I need your time zone to read the time you typed. Everything you typed is kept.",)),
            Actions((Button("Set time zone…", "zone", (draft.hex,), "primary"),)),
        ),
    )


def chat_card(other: Person, url: str) -> Card:
    """Return the way to the place where the two can talk."""
    return Card(
        title="Chat",
        summary=f"Chat with {other.name}",
        parts=(
            Line(("Here you can talk with ", who(other), ".")),
            Actions((Link("Open chat", url, "primary"),)),
        ),
    )


def opening_card(side: Side) -> Card:
    """Return the first message of a chat between two people; it holds no private text."""
    return Card(
        title="Mentoring chat",
        summary=f"A chat about session {side.booking.ref}",
        parts=(
            Line(
                (
                    who(side.student),
                    " and ",
                    who(side.mentor),
                    f", talk here about session {side.booking.ref}.",
                )
            ),
        ),
    )


def _short(choice: datetime, me: Person) -> str:
    place = zone(me.zone or "UTC")
    local = choice.astimezone(place)
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M} {local:%Z}"
