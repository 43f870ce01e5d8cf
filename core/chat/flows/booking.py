"""Asking a mentor for a session: the command, the request itself, and its change while it is unanswered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.chat.flows.after import next_form
from core.chat.flows.asking import mentor_meant, mentor_named, offering_of, open_form
from core.chat.flows.pointers import number, pointer
from core.chat.flows.times import Unclear, Zoneless, read_when
from core.chat.replies import Ask, FormReply, Refuse, Reply, Show, Swap
from core.chat.screens.forms import change_form
from core.chat.screens.session import session_card
from core.chat.screens.settings import which_time, zone_first
from core.chat.screens.times import still_open
from core.desk import Press
from core.directory import Draft
from core.domain.acts import Edit
from core.domain.booking import BookingId, Status
from core.domain.errors import BadInput, NotFound
from core.domain.requests import Wish, slot_of, words_of
from core.domain.text import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.chat.router import Hall
    from core.chat.routes import Call
    from core.domain.people import Person, PersonId

STILL_OPEN = 3
"""How many open times are named to somebody whose time has just been taken."""


async def book_session(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form with what was given; with a mentor and a topic as options, book at once."""
    values = dict(call.values)
    if values.get("mentor") and values.get("topic"):
        return await request(hall, call, me)
    if "mentor" in values:
        values["mentor"] = (await mentor_named(hall, me, values["mentor"])).person.id.hex
    intro = ""
    if call.mentioned is not None:
        found = await hall.directory.at(call.mentioned)
        mentor = await hall.directory.mentor(found.id) if found else None
        intro = "" if mentor else "That person is not a mentor here. Please choose one."
        values["mentor"] = mentor.person.id.hex if mentor else ""
    return Ask(await open_form(hall, me, values, roomy=call.searches, intro=intro))


async def ask_about(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form with the text of a message as the student's own message."""
    text = call.values.get("text", "")
    values = {"message": cut(text, 2000), "topic": cut(" ".join(text.split()), 100)}
    return Ask(await open_form(hall, me, values, roomy=call.searches))


async def book_button(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form for the mentor of a list's entry, or for any mentor."""
    chosen = call.args[0] if call.args and call.args[0] != "-" else ""
    return Ask(await open_form(hall, me, {"mentor": chosen} if chosen else {}, roomy=call.searches))


async def again(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form as the earlier request was, without its time; after a session, with the same one a week on."""
    side = await hall.desk.side(me, BookingId(pointer(call, 0)))
    booking = side.booking
    values = {"mentor": booking.mentor.hex, "topic": booking.topic, "message": booking.message}
    if booking.offering:
        values["offering"] = booking.offering.hex
    if booking.status is Status.COMPLETED:
        return Ask(await next_form(hall, me, values, booking, roomy=call.searches))
    return Ask(await open_form(hall, me, values, roomy=call.searches))


async def form_changed(hall: Hall, call: Call, me: Person) -> Reply:
    """Show the form anew when the mentor or the kind of session was chosen: the open times appear."""
    return Ask(await open_form(hall, me, given(call), roomy=call.searches))


def given(call: Call) -> dict[str, str]:
    """Return what a booking form holds, with the mentor that stands in its arguments."""
    settled = {"mentor": call.args[0]} if call.args else {}
    return settled | dict(call.values)


async def request(hall: Hall, call: Call, me: Person) -> FormReply:
    """Send the request; whatever is unclear about its time is asked first, and nothing typed is lost."""
    return await request_with(hall, call, me, given(call))


async def request_with(hall: Hall, call: Call, me: Person, values: Mapping[str, str]) -> FormReply:
    """Send a request with these words, whichever way they came."""
    mentor = await mentor_meant(hall, me, values)
    wish = Wish(topic=values.get("topic", ""), message=values.get("message", ""))
    words_of(wish)
    try:
        start = _start(values, me, hall.desk.now())
    except (Unclear, Zoneless) as doubt:
        return await _doubt(hall, me, Draft("book-session", (), dict(values)), doubt)
    try:
        outcome = await hall.desk.ask(
            me,
            mentor,
            Wish(topic=wish.topic, message=wish.message, start=start),
            offering=offering_of(values),
            key=call.key,
        )
    except BadInput as error:
        raise await _with_open_times(hall, me, mentor, values, error) from None
    return Show(session_card(outcome.side))


def _start(values: Mapping[str, str], me: Person, now: datetime) -> datetime | None:
    """Return the open time that was chosen, or the one that was suggested; both at once are refused."""
    slot, typed = values.get("slot", ""), values.get("when", "").strip()
    if not slot:
        return read_when(typed, me, now)
    if typed:
        raise BadInput({"when": "Please choose an open time or suggest another one, not both."})
    if not (slot.isascii() and slot.isdigit() and len(slot) <= 12):  # noqa: PLR2004 - no instant is longer
        raise BadInput({"slot": "Please choose one of the open times."})
    return datetime.fromtimestamp(int(slot), UTC)


async def _with_open_times(
    hall: Hall, me: Person, mentor: PersonId, values: Mapping[str, str], error: BadInput
) -> BadInput:
    """Return the same error at the field that was used, with fresh open times when a time was taken."""
    fields = dict(error.fields)
    if "when" in fields and values.get("slot"):
        fields["slot"] = fields.pop("when")
    if error.code == "conflict":
        fresh = await hall.openings.of(mentor, student=me.id, offering=offering_of(values), limit=STILL_OPEN)
        fields = {key: still_open(sentence, fresh, me) for key, sentence in fields.items()}
    return BadInput(fields, code=error.code)


async def book_at(hall: Hall, call: Call, me: Person) -> Reply:
    """Send a kept request with the reading of its time that was chosen."""
    draft = await hall.directory.draft(me, pointer(call, 0))
    if draft is None:
        raise NotFound("What you typed is no longer kept. Please start again with /book-session.")
    chosen = {**draft.values, "when": f"<t:{number(call, 1)}>", "slot": ""}
    if draft.route == "change":
        return await _save_change(hall, call, me, draft.args, chosen)
    return await request_with(hall, call, me, chosen)


async def change_button(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form that changes an unanswered request."""
    side = await hall.desk.side(me, BookingId(pointer(call, 0)))
    return Ask(change_form(side, {}))


async def change(hall: Hall, call: Call, me: Person) -> FormReply:
    """Save a changed request."""
    return await _save_change(hall, call, me, call.args, call.values)


async def _save_change(
    hall: Hall, call: Call, me: Person, args: tuple[str, ...], values: Mapping[str, str]
) -> FormReply:
    side = await hall.desk.side(me, BookingId(pointer(call, 0, args)))
    topic, message = words_of(Wish(topic=values.get("topic", ""), message=values.get("message", "")))
    now = hall.desk.now()
    try:
        start = read_when(values.get("when", ""), me, now)
    except (Unclear, Zoneless) as doubt:
        return await _doubt(hall, me, Draft("change", args, dict(values)), doubt)
    doing = Edit(
        topic=topic,
        message=message,
        slot=slot_of(start, side.booking.minutes, hall.desk.policy, now),
        offering=side.booking.offering,
        minutes=side.booking.minutes,
        answer_by=hall.desk.policy.answer_by(start, now),
    )
    outcome = await hall.desk.act(Press(me, side.booking.id, doing, call.key, number(call, 1, args)))
    if outcome.error is not None and outcome.error.code == "conflict":
        raise BadInput({"when": str(outcome.error)}, code="conflict")
    if outcome.error is not None:
        return Refuse(
            why=str(outcome.error), card=session_card(outcome.side), again=outcome.error.code == "stale"
        )
    return Swap(session_card(outcome.side))


async def _doubt(hall: Hall, me: Person, draft: Draft, doubt: Unclear | Zoneless) -> Show:
    key = await hall.directory.keep(me, draft)
    if isinstance(doubt, Zoneless):
        return Show(zone_first(key))
    return Show(which_time(doubt.candidates, me, key))
