"""What comes after: how it was, the same again, and another mentor when nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.flows.asking import open_form
from core.chat.flows.pointers import pointer
from core.chat.replies import Ask, FormReply, Reply, Swap
from core.chat.screens.feedback import AGAIN, CARD, DONE, words_form
from core.chat.screens.pings import message_for
from core.chat.screens.session import session_card
from core.domain.booking import BookingId
from core.domain.errors import BadInput, NotFound
from core.domain.feedback import WORDS_LENGTH, Score, check_over
from core.domain.next_time import next_same_time
from core.domain.notices import Kind
from core.domain.text import clean, units
from core.domain.zones import zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.chat.forms import Form
    from core.chat.kit import Card
    from core.chat.router import Hall
    from core.chat.routes import Call
    from core.domain.booking import Booking
    from core.domain.people import Person
    from core.domain.sides import Side

_PINGS = {DONE: Kind.FEEDBACK, AGAIN: Kind.FEEDBACK_AGAIN}


async def feedback(hall: Hall, call: Call, me: Person) -> Reply:
    """Keep the one tap, and show it where it was pressed."""
    which = BookingId(pointer(call, 0))
    score = call.args[1] if call.args[1:] else ""
    if score not in set(Score):
        raise NotFound
    return Swap(_shown(await hall.desk.feedback(me, which, call.key, said=Score(score)), _place(call, 2)))


async def ask_words(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form for words."""
    side = await hall.desk.side(me, BookingId(pointer(call, 0)))
    check_over(side.booking)
    return Ask(words_form(side, {}, _place(call, 1)))


async def save_words(hall: Hall, call: Call, me: Person) -> FormReply:
    """Keep the words, and show them where the form was opened."""
    which = BookingId(pointer(call, 0))
    words = clean(call.values.get("words", ""), lines=True)
    if units(words) > WORDS_LENGTH:
        raise BadInput({"words": f"Please keep it within {WORDS_LENGTH} characters."})
    return Swap(_shown(await hall.desk.feedback(me, which, call.key, said=words), _place(call, 1)))


async def instead(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form for another mentor with everything that was asked of the one who did not answer."""
    side = await hall.desk.side(me, BookingId(pointer(call, 0)))
    values = {
        "mentor": pointer(call, 1).hex,
        "topic": side.booking.topic,
        "message": side.booking.message,
    }
    start = side.booking.starts_at
    ahead = start if start is not None and start > hall.desk.now() else None
    return Ask(await _form_at(hall, me, values, ahead, roomy=call.searches))


async def next_form(
    hall: Hall, me: Person, values: Mapping[str, str], booking: Booking, *, roomy: bool
) -> Form:
    """Return the form for the same weekday and hour, by the student's clock, in the next week that is ahead."""
    start = booking.starts_at
    again = next_same_time(start, zone(me.zone), hall.desk.now()) if start and me.zone else None
    return await _form_at(hall, me, values, again, roomy=roomy)


async def _form_at(
    hall: Hall, me: Person, values: Mapping[str, str], start: datetime | None, *, roomy: bool
) -> Form:
    """Fill in a time: as one of the open times if it is one, or else as a suggestion."""
    if start is None:
        return await open_form(hall, me, values, roomy=roomy)
    form = await open_form(hall, me, {**values, "slot": str(int(start.timestamp()))}, roomy=roomy)
    if any(field.key == "slot" and field.value for field in form.fields):
        return form
    return await open_form(hall, me, {**values, "when": start.isoformat()}, roomy=roomy)


def _place(call: Call, at: int) -> str:
    place = call.args[at] if at < len(call.args) else CARD
    return place if place in _PINGS else CARD


def _shown(side: Side, place: str) -> Card:
    ping = message_for(_PINGS[place], side) if place in _PINGS else None
    return ping or session_card(side)
