"""What is asked in private before something is done to a session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.ports.cards import Actions, Button, Card, Line, Look, Tone, UserText
from core.screens.confirm import YES, confirm_card
from core.screens.grammar import filled
from core.screens.session import offers, who

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView


def sure_card(view: BookingView, route: str) -> Card | None:
    """Ask whether something is meant that was picked from a menu; None for what asks nothing."""
    for one in offers(view):
        if one.route == route and one.confirm:
            return confirm_card(one.label, one.confirm, replace(one, label=YES, confirm=""))
    return None


def none_of_these_card(view: BookingView) -> Card:
    """Ask what shall be instead of the suggested times."""
    booking = view.booking
    args = (booking.id.hex, str(booking.version))
    keep = "Keep the old time" if booking.slot else "Turn it down"
    return Card(
        title="None of these times?",
        summary="None of these times?",
        tone=Tone.WAITING,
        parts=(
            Line(
                filled(
                    "You can suggest another time to {other}, or leave it as it was.", other=who(view.other)
                )
            ),
            Actions((Button("Suggest another time…", "propose", args), Button(keep, "keep-time", args))),
        ),
    )


def engaged_card(view: BookingView, route: str, what: str) -> Card:
    """Ask whether to accept although one's own calendar has something then; ``what`` is accepted by ``route``."""
    args = (view.booking.id.hex, str(view.booking.version))
    said = "Your own calendar has something then: {topic}"
    return Card(
        title="Accept anyway?",
        summary="Your own calendar has something then.",
        tone=Tone.WAITING,
        parts=(
            Line(filled(said, topic=UserText(view.booking.topic, strong=True))),
            Actions(
                (
                    Button("Accept anyway", route, (*args, what), Look.PRIMARY),
                    Button("Suggest another time…", "propose", args),
                )
            ),
        ),
    )
