"""What comes after: how it was, the same again, and another mentor when nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import BookingId
from core.domain.errors import BadInput, NotFound, Problem
from core.domain.feedback import WORDS_LENGTH, Score, Words, check_over
from core.domain.notices import Kind
from core.domain.requests import RequestText
from core.domain.text import clean, units
from core.handlers.arguments import pointer
from core.handlers.booking_form import open_form
from core.handlers.booking_steps import open_booking
from core.ports.replies import Ask, FormReply, Reply, Swap
from core.screens.feedback import AGAIN, CARD, DONE, FOR_ORGANISERS, words_form
from core.screens.notices import message_for
from core.screens.receipts import thanks_card
from core.screens.session import session_card
from core.times.next_week import next_same_time
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.booking import Booking
    from core.domain.booking_view import BookingView
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.capabilities import Capabilities
    from core.ports.cards import Card
    from core.ports.forms import Form

_PINGS = {DONE: Kind.FEEDBACK, AGAIN: Kind.FEEDBACK_AGAIN}


async def feedback(services: Services, call: Call, me: Person) -> Reply:
    """Keep the one tap, and show it where it was pressed."""
    which = BookingId(pointer(call, 0))
    score = call.args[1] if call.args[1:] else ""
    if score not in set(Score):
        raise NotFound
    said = await services.bookings.feedback(me, which, call.key, said=Score(score))
    return Swap(_shown(call, said, _place(call, 2)))


async def ask_words(services: Services, call: Call, me: Person) -> Reply:
    """Open the form for words."""
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    check_over(view.booking)
    return Ask(words_form(view, {}, _place(call, 1)))


async def save_words(services: Services, call: Call, me: Person) -> FormReply:
    """Keep the words, and show them where the form was opened."""
    which = BookingId(pointer(call, 0))
    words = clean(call.values.get("words", ""), lines=True)
    if units(words) > WORDS_LENGTH:
        raise BadInput({"words": Problem("too_long", most=WORDS_LENGTH)})
    typed = Words(words, for_organisers=call.values.get("readers") == FOR_ORGANISERS)
    said = await services.bookings.feedback(me, which, call.key, said=typed)
    return Swap(_shown(call, said, _place(call, 1)))


async def instead(services: Services, call: Call, me: Person) -> Reply:
    """Open the form for another mentor with everything that was asked of the one who did not answer."""
    await services.program.require_student(me)
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    values = {"mentor": pointer(call, 1).hex, **RequestText.of(view.booking).values()}
    start = view.booking.starts_at
    ahead = start if start is not None and start > services.bookings.now() else None
    if me.zone is None:
        return await open_booking(services, call, me, values)
    return Ask(await _form_at(services, me, values, ahead, capabilities=call.capabilities))


async def next_form(
    services: Services, me: Person, values: Mapping[str, str], booking: Booking, *, capabilities: Capabilities
) -> Form:
    """Return the form for the same weekday and hour, by the student's clock, in the next week that is ahead."""
    start = booking.starts_at
    again = (
        next_same_time(start, zone_or_utc(me.zone), services.bookings.now()) if start and me.zone else None
    )
    return await _form_at(services, me, values, again, capabilities=capabilities)


async def _form_at(
    services: Services,
    me: Person,
    values: Mapping[str, str],
    start: datetime | None,
    *,
    capabilities: Capabilities,
) -> Form:
    """Fill in a time: as one of the open times if it is one, or else as a suggestion."""
    if start is None:
        return await open_form(services, me, values, capabilities=capabilities)
    form = await open_form(
        services, me, {**values, "slot": str(int(start.timestamp()))}, capabilities=capabilities
    )
    if any(field.key == "slot" and field.value for field in form.fields):
        return form
    return await open_form(services, me, {**values, "when": start.isoformat()}, capabilities=capabilities)


def _place(call: Call, at: int) -> str:
    place = call.args[at] if at < len(call.args) else CARD
    return place if place in _PINGS else CARD


def _shown(call: Call, view: BookingView, place: str) -> Card:
    ping = message_for(_PINGS[place], view) if place in _PINGS else None
    if ping is not None:
        return ping
    return thanks_card(view) if call.origin is None else session_card(view)
