"""The ways from a session into a calendar: its file, and the pages of Google and Outlook that fill in an event."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from core.domain.booking import Status
from core.domain.text import cut
from core.ports.cards import Actions, Card, Line, Link, UserText
from core.screens.calendar_file import calendar_file, subject
from core.screens.grammar import filled
from core.screens.look import look_card
from core.screens.session import time_of

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking_view import BookingView

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/action/compose"
OUTLOOK_AT_WORK = "https://outlook.office.com/calendar/0/action/compose"
ADDRESS_LENGTH = 512
"""Characters of a link's address (core/ports/cards.py)."""
SUBJECTS = (120, 60, 30, 12)
"""To which UTF-16 units a subject is cut, one after the other, until the address is short enough."""
OTHER_CALENDARS = "The file on the session's card opens in every other calendar."
AFTERWARDS = "When something changes, the card has a new file: it moves the entry, or removes it."


def calendar_card(view: BookingView) -> Card:
    """Return the ways into a calendar of an agreed session with a time; of any other, a look at it."""
    if view.booking.status is not Status.ACCEPTED or view.booking.slot is None:
        return look_card(view)
    return Card(
        title="Add to calendar",
        summary=f"Add session {view.booking.ref} to your calendar",
        parts=(
            Line((UserText(view.booking.topic, strong=True),)),
            Line(time_of(view)),
            Actions(calendar_links(view)),
            Line(filled(OTHER_CALENDARS), small=True),
            Line(filled(AFTERWARDS), small=True),
        ),
        file=calendar_file(view),
    )


def calendar_links(view: BookingView) -> tuple[Link, ...]:
    """Return the pages of Google and Outlook with the session filled in, times in UTC; none while it has no time."""
    slot = view.booking.slot
    if slot is None:
        return ()
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": f"{slot.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{slot.ends_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    google = {"action": "TEMPLATE", "dates": f"{_basic(slot.starts_at)}/{_basic(slot.ends_at)}"}
    pages = (
        ("Google Calendar", GOOGLE, google, "text", "details"),
        ("Outlook.com", OUTLOOK, outlook, "subject", "body"),
        ("Outlook at work", OUTLOOK_AT_WORK, outlook, "subject", "body"),
    )
    return tuple(
        Link(label, _address(view, base, known, title, body)) for label, base, known, title, body in pages
    )


def _address(view: BookingView, base: str, known: dict[str, str], title: str, body: str) -> str:
    """Return the address of a page: what makes it too long is left out, the description first, the topic's end last."""
    link = {"location": view.booking.link.url} if view.booking.link else {}
    about = {body: f"Session {view.booking.ref} with {view.other.name}"}
    found = ""
    for longest in SUBJECTS:
        words = {title: cut(subject(view.booking), longest)}
        for more in (about | link, link, about, {}):
            found = f"{base}?{urlencode(known | words | more, quote_via=quote, safe='/')}"
            if len(found) <= ADDRESS_LENGTH:
                return found
    return found


def _basic(instant: datetime) -> str:
    """Return an instant in UTC in the basic format of ISO 8601."""
    return f"{instant:%Y%m%dT%H%M%SZ}"
