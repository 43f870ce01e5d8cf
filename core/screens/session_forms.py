"""The forms about one session: the answer, the link, another time, the cancellation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import NOTE_LENGTH, REASON_LENGTH, REPLY_LENGTH, Status
from core.domain.links import LINK_LENGTH
from core.domain.text import cut
from core.ports.cards import Option
from core.ports.forms import ChoiceField, Form, TextField, TimeField
from core.screens.booking import time_hint
from core.screens.grammar import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.booking_view import BookingView


ONLY_THIS, FOLLOWING = "this", "following"
"""What a cancellation is about: one session of a series, or those that follow it as well."""


def accept_form(view: BookingView, values: Mapping[str, str]) -> Form:
    """Ask the mentor for a note and a link with the yes."""
    return Form(
        title="Accept with a note",
        route="accept-note",
        args=(view.booking.id.hex, str(view.booking.version)),
        fields=(
            _reply(values, "Your note", "The student sees it."),
            _link(values, "Empty: your default link, or a fresh room."),
        ),
        submit="Accept",
    )


def decline_all_form(view: BookingView, values: Mapping[str, str]) -> Form:
    """Ask the mentor for a word with the no to a whole series."""
    return Form(
        title="Decline the whole series",
        route="decline-all",
        args=(view.booking.id.hex, str(view.booking.version)),
        fields=(_reply(values, "Your answer", "The student sees it. You may leave it empty."),),
        submit="Decline all",
    )


def decline_form(view: BookingView, values: Mapping[str, str]) -> Form:
    """Ask the mentor for a word with the no."""
    return Form(
        title="Decline this request",
        route="decline",
        args=(view.booking.id.hex, str(view.booking.version)),
        fields=(_reply(values, "Your answer", "The student sees it. You may leave it empty."),),
        submit="Decline",
    )


def cancel_form(view: BookingView, values: Mapping[str, str]) -> Form:
    """Ask why a session is cancelled."""
    reason = TextField(
        key="reason",
        label="Reason",
        hint=f"{cut(view.other.name, 60)} sees it. You may leave it empty.",
        longest=REASON_LENGTH,
        lines=True,
        value=cut(values.get("reason", ""), REASON_LENGTH),
    )
    asked = view.booking.status is Status.PENDING
    return Form(
        title="Withdraw this request" if asked else "Cancel this session",
        route="cancel",
        args=(view.booking.id.hex, str(view.booking.version)),
        fields=(*_reach(view, values), reason),
        submit="Withdraw" if asked else "Cancel session",
    )


def _reach(view: BookingView, values: Mapping[str, str]) -> tuple[ChoiceField, ...]:
    """Ask of a session in a series whether those that follow are meant as well."""
    if not view.following:
        return ()
    follow = counted(len(view.following), "more session")
    options = (
        Option("Only this one", ONLY_THIS),
        Option(f"This one and all that follow: {follow}", FOLLOWING),
    )
    known = values.get("reach", "")
    value = known if known == FOLLOWING else ONLY_THIS
    return (ChoiceField(key="reach", label="Which sessions", options=options, value=value, required=True),)


def link_form(view: BookingView, values: Mapping[str, str]) -> Form:
    """Let the mentor change the link of a confirmed session."""
    known = {"link": view.booking.link.url if view.booking.link else ""} | dict(values)
    return Form(
        title="Edit the meeting link",
        route="edit-link",
        args=(view.booking.id.hex, str(view.booking.version)),
        fields=(_link(known, "Empty: a new link. The student is told."),),
        submit="Save",
    )


def propose_form(view: BookingView, values: Mapping[str, str], *, native: bool = False) -> Form:
    """Ask for one to three other times. A ``native`` picker tells the zone by itself."""
    place = view.me.zone or "UTC"
    return Form(
        title="Suggest another time",
        route="propose",
        args=(view.booking.id.hex, str(view.booking.version)),
        fields=(
            TimeField(
                key="when",
                label="New time",
                hint=time_hint(view.me, "", native=native),
                required=True,
                value=values.get("when", ""),
                zone=place,
            ),
            TimeField(key="when2", label="Or", value=values.get("when2", ""), zone=place),
            TimeField(key="when3", label="Or", value=values.get("when3", ""), zone=place),
            TextField(
                key="note",
                label="Note",
                longest=NOTE_LENGTH,
                lines=True,
                value=cut(values.get("note", ""), NOTE_LENGTH),
            ),
        ),
        submit="Suggest",
    )


def _reply(values: Mapping[str, str], label: str, hint: str) -> TextField:
    return TextField(
        key="reply",
        label=label,
        hint=hint,
        longest=REPLY_LENGTH,
        lines=True,
        value=cut(values.get("reply", ""), REPLY_LENGTH),
    )


def _link(values: Mapping[str, str], hint: str) -> TextField:
    example = "https://meet.example.org/ana"
    return TextField(
        key="link",
        label="Meeting link",
        hint=hint,
        longest=LINK_LENGTH,
        example=example,
        value=cut(values.get("link", ""), LINK_LENGTH),
    )
