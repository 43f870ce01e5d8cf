"""The calendar file of a session: what a calendar needs to add, move or remove it (RFC 5545, RFC 5546)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

from core.domain.booking import Role, Status
from core.domain.notice_kinds import INSTEAD, Kind
from core.domain.text import clean
from core.ports.files import File

if TYPE_CHECKING:
    from core.domain.booking import Booking
    from core.domain.booking_view import BookingView
    from core.domain.people import Person

PRODUCT = "-//mentor-booking-bot//sessions//EN"
ALARM = timedelta(minutes=10)
"""How long before the start a calendar rings."""
METHODS = {Status.ACCEPTED: "REQUEST", Status.CANCELLED: "CANCEL"}
"""What a file asks a calendar to do (RFC 5546, 3.2.2 and 3.2.5); in every other state there is nothing to ask."""
NAMES = {"REQUEST": "session.ics", "CANCEL": "session-cancelled.ics"}
DATED = frozenset(
    {
        Kind.ACCEPTED,
        Kind.LINK,
        Kind.AGREED,
        Kind.CANCELLED,
        Kind.LEFT,
        Kind.CALLED_OFF,
        Kind.TAKEN_OVER,
    }
)
"""What changes the entry in a calendar, or takes it out: the calendar file goes with it."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar_file(view: BookingView) -> File | None:
    """Return the file for the person who looks: of an agreed session, or of one that was and is called off.

    Its UID is one for the whole life of the booking, and its SEQUENCE the booking's version, so that a calendar that
    gets several of them, in whatever order, ends with what the newest says. The two people are named by a ``urn:uuid``
    in place of the mail address that nobody told us, so that no calendar mails an answer to anybody.
    """
    booking = view.booking
    if booking.status not in METHODS or booking.slot is None or booking.accepted_at is None:
        return None
    method = METHODS[booking.status]
    return File(
        name=NAMES[method],
        media=f"text/calendar; charset=utf-8; method={method}",
        mark=f"{booking.id.hex}-{booking.version}-{view.role.value}",
        write=lambda: _calendar(view, method).to_ical(),
    )


def file_told(kind: Kind, view: BookingView) -> File | None:
    """Return the file that goes with a message: of its session, or of the one in whose place another is asked for."""
    if kind in INSTEAD:
        return calendar_file(view.ended) if view.ended else None
    return calendar_file(view) if kind in DATED else None


def subject(booking: Booking) -> str:
    """Return what a calendar shows of a session in one line."""
    return clean(booking.topic) or f"Session {booking.ref}"


class _Words(vText):
    r"""A text as it was typed: the library takes a typed ``\N`` for the end of a line (RFC 5545 §3.3.11)."""

    def to_ical(self) -> bytes:
        """Return the text with everything escaped that means something in a calendar."""
        return str(self).translate(_ESCAPED).encode()


def story(view: BookingView) -> str:
    """Return what a calendar shows behind the line: with whom it is, and the other side's words."""
    words = view.booking.message if view.role is Role.MENTOR else view.booking.reply
    about = f"Session {view.booking.ref} with {clean(view.other.name)}"
    return clean(f"{about}\n\n{words}", lines=True)


def _calendar(view: BookingView, method: str) -> Calendar:
    calendar = Calendar()
    for name, value in (("version", "2.0"), ("prodid", PRODUCT), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(_event(view, method))
    return calendar


def _event(view: BookingView, method: str) -> Event:
    booking, slot = view.booking, view.booking.slot
    if slot is None:
        raise ValueError("a session without a time is in no calendar")
    event = Event.new(
        uid=booking.id,
        sequence=booking.version,
        stamp=view.now,
        start=slot.starts_at,
        end=slot.ends_at,
        organizer=_address(view.mentor),
        attendees=[_attendee(view.mentor), _attendee(view.student)],
    )
    event.add("summary", _Words(subject(booking)))
    event.add("description", _Words(story(view)))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if booking.link is not None:
        event.add("location", booking.link.url)
        event.add("url", vUri(booking.link.url))
    if method == "REQUEST":
        event.add_component(_alarm(booking))
    return event


def _alarm(booking: Booking) -> Alarm:
    alarm = Alarm()
    alarm.add("description", _Words(subject(booking)))
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM)
    return alarm


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"urn:uuid:{person.id}")
    address.params["CN"] = clean(person.name).replace('"', "'") or "?"
    return address


def _attendee(person: Person) -> vCalAddress:
    """Return somebody who has said yes already: nothing is to be answered."""
    address = _address(person)
    address.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    return address
