"""Receipts: one private line that says what was done; the card itself is a direct message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Act
from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Line, Tone, UserText
from core.screens.feedback import CARD, is_asked, question, second_thoughts
from core.screens.grammar import filled
from core.screens.news_line import SIGNS, line_of_news
from core.screens.series_lines import along_line
from core.screens.session import badge_of, when, who

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView

LET_GO = ("Let go", "You let this time go: {topic}")
BACK = ("Withdrawn", "You withdrew the request: {topic}")
SAID_BACK: dict[Act, tuple[str, str]] = {
    Act.EDIT: ("Request changed", "You changed the request. {other} has until {until} to answer: {topic}"),
    Act.ACCEPT: ("Accepted", "You accepted: {topic}"),
    Act.REJECT: ("Declined", "You declined: {topic}"),
    Act.CANCEL: ("Cancelled", "You cancelled: {topic}"),
    Act.SET_LINK: ("Link changed", "You changed the meeting link: {topic}"),
    Act.RENEW_LINK: ("New link", "A new meeting link is on its way: {topic}"),
    Act.PROPOSE: (
        "Suggestion sent",
        "You suggested {times}. {other} has until {until} to answer: {topic}",
    ),
    Act.ACCEPT_PROPOSAL: ("New time accepted", "You accepted the new time: {topic}"),
    Act.DECLINE_PROPOSAL: ("Suggestion closed", "You closed the suggestion, and nothing changes: {topic}"),
    Act.WITHDRAW_PROPOSAL: ("Suggestion taken back", "You took the suggestion back: {topic}"),
    Act.TAKE: ("Sent", "Sent to {other}. They have until {until} to answer: {topic}"),
    Act.ONE_BY_ONE: ("One by one", "Each session of the series gets a card of its own: {topic}"),
    Act.COMPLETE: ("Completed", "You completed the session: {topic}"),
    Act.STUDENT_ABSENT: ("Recorded", "You recorded that {other} did not come: {topic}"),
    Act.MENTOR_ABSENT: ("Recorded", "You recorded that {other} did not come: {topic}"),
}
"""What a person has done, in a word for a title and as one whole template (``core/screens/grammar.py``)."""


def receipt_card(view: BookingView) -> Card:
    """Say in one line that a request is on its way."""
    in_turn = len(view.in_turn) > 1
    said = filled(
        "Sent to {other}. They have until {until}; then the next one is asked."
        if in_turn
        else "Sent to {other}. They have until {until}.",
        other=who(view.other),
        until=when(view.booking.lapses_at, view.me),
    )
    return Card(
        title="", tone=Tone.WAITING, summary=f"Sent to {cut(view.other.name, 60)}", parts=(Line(said),)
    )


def done_card(view: BookingView, act: Act) -> Card:
    """Say in one line what the person who looks has just done to a session, with the way to it.

    It is of what was done, and has no colour of a state: it stays as it is when the session is called off.
    """
    booking, (_, tone) = view.booking, badge_of(view.booking)
    suggested = booking.proposal.slots if booking.proposal else ()
    withdrawn = act is Act.CANCEL and booking.accepted_at is None
    back = BACK if booking.held_until is None else LET_GO
    summary, template = back if withdrawn else SAID_BACK[act]
    said = filled(
        template,
        place=view.me.zone or "UTC",
        times=tuple(slot.starts_at for slot in suggested),
        other=who(view.other),
        topic=UserText(booking.topic, strong=True),
        until=when(booking.proposal.lapses_at if booking.proposal else booking.lapses_at, view.me),
    )
    line = Line((f"{SIGNS[tone]} ", *said)) if act is Act.PROPOSE else line_of_news(tone, said, view)
    return Card(title="", summary=summary, parts=(line, *along_line(view), Actions((_open(view),))))


def thanks_card(view: BookingView) -> Card:
    """Say how the person who looks has just said it was; where there is no answer yet, ask for it."""
    steps = () if is_asked(view) else (Actions((*second_thoughts(view, CARD)[:1], _open(view))),)
    return Card(title="", summary="How was it?", parts=(*question(view, CARD), *steps))


def _open(view: BookingView) -> Button:
    return Button("Open", "show", (view.booking.id.hex,))
