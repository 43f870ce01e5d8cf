"""Asking a mentor for a session: the command, the request itself, and its change while it is unanswered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.acts import Edit
from core.domain.booking import MESSAGE_LENGTH, TOPIC_LENGTH, Act, BookingId, Slot, Status
from core.domain.drafts import Draft
from core.domain.errors import BadInput, Clash, Problem, Stale
from core.domain.mentor_search import ANY, NEEDS_LENGTH, answer_deadline
from core.domain.requests import RequestText, Wish
from core.domain.text import cut, units
from core.handlers import refused_times
from core.handlers.arguments import number, pointer
from core.handlers.booking_form import (
    is_anybody,
    mentor_in_topic,
    mentor_meant,
    mentor_named,
    offering_named,
    open_change,
    open_form,
)
from core.handlers.booking_steps import ask_whom, open_booking
from core.handlers.feedback import next_form
from core.handlers.time_questions import ask_zone, asks_times, beside
from core.handlers.times import chosen_or_typed
from core.handlers.whole_cards import card_for
from core.ports.replies import Ask, FormReply, Refuse, Reply, Swap
from core.screens.errors import NOT_A_MENTOR, SEVERAL_MENTORS, sentence
from core.screens.question import about_message
from core.screens.receipts import done_card, receipt_card
from core.screens.zones import OPEN
from core.services.bookings import Press
from core.services.mentor_search import Needed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.booking import Booking
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call

NOT_ONE = frozenset({"mentor_several", "mentor_none"})
"""The codes of words that mean nobody, or not exactly one mentor."""
AS_OPTION = "as-option"
"""Stands beside a time that was typed behind a command, where nobody saw it again before it was sent."""


async def book_session(services: Services, call: Call, me: Person) -> Reply:
    """Open the form with what was given; with a mentor and a topic as options, book at once."""
    values, intro = dict(call.values), ""
    try:
        if values.get("mentor") and values.get("topic"):
            return await request(services, replace(call, values=values | {AS_OPTION: "yes"}), me)
        if "mentor" in values and not is_anybody(values):
            values["mentor"] = (await mentor_named(services, me, values["mentor"])).person.id.hex
    except BadInput as error:
        doubt = error.fields.get("mentor")
        if call.capabilities.forms_search or doubt is None or doubt.code not in NOT_ONE:
            raise
        return await ask_whom(services, call, me, values, said=sentence(doubt))
    if call.mentioned is not None:
        found = await services.people.at(call.mentioned)
        mentor = await services.people.mentor(found.id) if found else None
        intro = "" if mentor else NOT_A_MENTOR
        values["mentor"] = mentor.person.id.hex if mentor else ""
    elif "mentor" not in values:
        called, values["topic"] = await mentor_in_topic(services, me, values.get("topic", ""))
        values["mentor"] = called[0].person.id.hex if len(called) == 1 else ""
        intro = SEVERAL_MENTORS if len(called) > 1 else ""
    values |= _with_room(values.get("topic", ""), values.get("message", ""))
    return await open_booking(services, call, me, values, intro=intro)


def _with_room(topic: str, message: str) -> Mapping[str, str]:
    """Return what was typed as topic and message; of a topic that is too long the whole begins the message."""
    if units(topic) <= TOPIC_LENGTH:
        return {"topic": topic, "message": message}
    return {"topic": cut(topic, TOPIC_LENGTH), "message": cut(f"{topic}\n{message}".strip(), MESSAGE_LENGTH)}


async def ask_about(services: Services, call: Call, me: Person) -> Reply:
    """Open the form with a message as the student's question: its first line, and all of it as a quote."""
    said = (call.values.get(key, "") for key in ("text", "author", "link"))
    return await open_booking(services, call, me, dict(about_message(*said)))


async def book_button(services: Services, call: Call, me: Person) -> Reply:
    """Open the form for the mentor of a list's entry, or for any mentor."""
    chosen = call.args[0] if call.args and call.args[0] != "-" else ""
    return await open_booking(services, call, me, {"mentor": chosen} if chosen else {})


async def again(services: Services, call: Call, me: Person) -> Reply:
    """Open the form as the earlier request was, without its time; after a session, with the same one a week on."""
    await services.program.require_student(me)
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    booking = view.booking
    values = {"mentor": booking.mentor.hex, **RequestText.of(booking).values()}
    if booking.search is not None and booking.accepted_at is None:
        return await open_booking(services, call, me, {**values, "mentor": ANY})
    offered = await services.people.offerings(booking.mentor)
    if booking.offering is not None and booking.offering in {one.id for one in offered}:
        values["session-type"] = booking.offering.hex
    if booking.status is Status.COMPLETED and me.zone:
        return Ask(await next_form(services, me, values, booking, capabilities=call.capabilities))
    return await open_booking(services, call, me, values)


async def form_changed(services: Services, call: Call, me: Person) -> Reply:
    """Show the form anew when the mentor or the kind of session was chosen: the open times appear.

    A kind that was taken away while the form was open stays chosen, so that it can be refused and is not lost unseen.
    """
    return Ask(await open_form(services, me, given(call), capabilities=call.capabilities, keeps=True))


def given(call: Call) -> dict[str, str]:
    """Return what a booking form holds, with the mentor that stands in its arguments."""
    settled = {"mentor": call.args[0]} if call.args else {}
    return settled | dict(call.values)


@asks_times
async def request(services: Services, call: Call, me: Person) -> FormReply:
    """Send the request; whatever is unclear about its time is asked first, and nothing typed is lost."""
    await services.program.require_student(me)
    values = given(call)
    if is_anybody(values):
        return await _request_of_anybody(services, call, me, values)
    mentor = await mentor_meant(services, me, values)
    offering = await offering_named(services, mentor, values)
    text, start = RequestText.typed(values), None
    try:
        start = chosen_or_typed(values, me, services.bookings.now(), in_form=AS_OPTION not in values)
        outcome = await services.bookings.ask(
            me,
            mentor,
            Wish(text=text, start=start, picked=bool(values.get("slot"))),
            offering=offering,
            key=call.key,
        )
    except BadInput as error:
        refused = _at_used(error, values)
        raise await refused_times.of_request(services, me, mentor, offering, refused, wanted=start) from None
    return beside(call, receipt_card(outcome.view))


async def _request_of_anybody(
    services: Services, call: Call, me: Person, values: Mapping[str, str]
) -> FormReply:
    """Ask the best of those who are suitable; raises BadInput naming every field that is wrong."""
    if values.get("session-type", "").strip():
        raise BadInput({"session-type": Problem("session_type_none")})
    text, skills = RequestText.typed(values), values.get("skills", "")
    if units(skills) > NEEDS_LENGTH:
        raise BadInput({"skills": Problem("too_long", most=NEEDS_LENGTH)})
    try:
        start = chosen_or_typed(values, me, services.bookings.now(), in_form=AS_OPTION not in values)
        needed = Needed(wish=Wish(text=text, start=start, picked=True), skills=skills)
        outcome = await services.mentor_search.ask(me, needed, key=call.key)
    except BadInput as error:
        raise await refused_times.of_anybody(
            services, me, skills, error, typed=values.get("when", "")
        ) from None
    return beside(call, receipt_card(outcome.view))


def _at_used(error: BadInput, values: Mapping[str, str]) -> BadInput:
    """Return the same error with what is wrong with a time at the open times, if one of them was chosen."""
    return BadInput(
        {
            "slot" if key == "when" and values.get("slot") and problem.code != "not_both" else key: problem
            for key, problem in error.fields.items()
        }
    )


async def change_button(services: Services, call: Call, me: Person) -> Reply:
    """Open the form that changes an unanswered request."""
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    if me.zone is None:
        return await ask_zone(
            services, call, me, Draft("change", (call.args[0], str(view.booking.version)), {}), OPEN
        )
    return Ask(await open_change(services, view, {}, capabilities=call.capabilities))


@asks_times
async def change(services: Services, call: Call, me: Person) -> FormReply:
    """Save a changed request."""
    view, start = await services.bookings.view(me, BookingId(pointer(call, 0))), None
    try:
        text, now = RequestText.typed(call.values), services.bookings.now()
        start = chosen_or_typed(call.values, me, now, held=view.booking.starts_at)
        outcome = await services.bookings.act(_edit(services, call, me, view.booking, text, start))
        if isinstance(outcome.error, Clash):
            raise BadInput({"when": Problem("time_taken")})  # noqa: TRY301 - it is worded like the others
    except BadInput as error:
        refused = _at_used(error, call.values)
        wanted = dict.fromkeys(("when", "slot"), start)
        raise await refused_times.of_booking(
            services, me, view.booking, refused, used={}, wanted=wanted
        ) from None
    if (why := outcome.error) is not None:
        return Refuse(why=sentence(why), card=card_for(call, outcome.view), again=isinstance(why, Stale))
    return Swap(done_card(outcome.view, Act.EDIT) if call.origin is None else card_for(call, outcome.view))


def _edit(  # noqa: PLR0917 - who changes what, read from left to right
    services: Services, call: Call, me: Person, booking: Booking, text: RequestText, start: datetime | None
) -> Press:
    doing = Edit(
        text=text,
        slot=Slot(start, booking.minutes) if start else None,
        offering=booking.offering,
        minutes=booking.minutes,
        answer_by=answer_deadline(booking, start, services.program.policy, services.bookings.now()),
    )
    return Press(me, booking.id, doing, call.key, number(call, 1))
