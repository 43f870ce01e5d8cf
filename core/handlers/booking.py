"""Asking a mentor for a session: the command, the request itself, and its change while it is unanswered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.domain.acts import Edit
from core.domain.booking import BookingId, Slot, Status
from core.domain.drafts import Draft
from core.domain.errors import BadInput, Clash, NotFound, Problem, Stale
from core.domain.requests import RequestText, Wish
from core.handlers import refused_times
from core.handlers.arguments import number, number_or_none, pointer
from core.handlers.booking_form import (
    mentor_in_topic,
    mentor_meant,
    mentor_named,
    offering_named,
    open_form,
)
from core.handlers.feedback import next_form
from core.handlers.times import Unclear, Zoneless, read_when
from core.ports.replies import Ask, FormReply, Refuse, Reply, Show, Swap
from core.screens.booking import change_form
from core.screens.errors import NOT_A_MENTOR, SEVERAL_MENTORS, sentence
from core.screens.question import about_message
from core.screens.session import session_card
from core.screens.times import which_time, zone_first
from core.services.bookings import Press

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call

AS_OPTION = "as-option"
"""Stands beside a time that was typed behind a command, where nobody saw it again before it was sent."""


async def book_session(services: Services, call: Call, me: Person) -> Reply:
    """Open the form with what was given; with a mentor and a topic as options, book at once."""
    values = dict(call.values)
    if values.get("mentor") and values.get("topic"):
        return await request_with(services, call, me, values | {AS_OPTION: "yes"})
    if "mentor" in values:
        values["mentor"] = (await mentor_named(services, me, values["mentor"])).person.id.hex
    intro = ""
    if call.mentioned is not None:
        found = await services.people.at(call.mentioned)
        mentor = await services.people.mentor(found.id) if found else None
        intro = "" if mentor else NOT_A_MENTOR
        values["mentor"] = mentor.person.id.hex if mentor else ""
    elif "mentor" not in values:
        called, values["topic"] = await mentor_in_topic(services, me, values.get("topic", ""))
        values["mentor"] = called[0].person.id.hex if len(called) == 1 else ""
        intro = SEVERAL_MENTORS if len(called) > 1 else ""
    return Ask(await open_form(services, me, values, capabilities=call.capabilities, intro=intro))


async def ask_about(services: Services, call: Call, me: Person) -> Reply:
    """Open the form with a message as the student's question: its first line, and all of it as a quote."""
    said = (call.values.get(key, "") for key in ("text", "author", "link"))
    return Ask(await open_form(services, me, about_message(*said), capabilities=call.capabilities))


async def book_button(services: Services, call: Call, me: Person) -> Reply:
    """Open the form for the mentor of a list's entry, or for any mentor."""
    chosen = call.args[0] if call.args and call.args[0] != "-" else ""
    return Ask(
        await open_form(services, me, {"mentor": chosen} if chosen else {}, capabilities=call.capabilities)
    )


async def again(services: Services, call: Call, me: Person) -> Reply:
    """Open the form as the earlier request was, without its time; after a session, with the same one a week on."""
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    booking = view.booking
    values = {"mentor": booking.mentor.hex, **RequestText.of(booking).values()}
    offered = await services.people.offerings(booking.mentor)
    if booking.offering is not None and booking.offering in {one.id for one in offered}:
        values["session-type"] = booking.offering.hex
    if booking.status is Status.COMPLETED:
        return Ask(await next_form(services, me, values, booking, capabilities=call.capabilities))
    return Ask(await open_form(services, me, values, capabilities=call.capabilities))


async def form_changed(services: Services, call: Call, me: Person) -> Reply:
    """Show the form anew when the mentor or the kind of session was chosen: the open times appear.

    A kind that was taken away while the form was open stays chosen, so that it can be refused and is not lost unseen.
    """
    return Ask(await open_form(services, me, given(call), capabilities=call.capabilities, keeps=True))


def given(call: Call) -> dict[str, str]:
    """Return what a booking form holds, with the mentor that stands in its arguments."""
    settled = {"mentor": call.args[0]} if call.args else {}
    return settled | dict(call.values)


async def request(services: Services, call: Call, me: Person) -> FormReply:
    """Send the request; whatever is unclear about its time is asked first, and nothing typed is lost."""
    return await request_with(services, call, me, given(call))


async def request_with(services: Services, call: Call, me: Person, values: Mapping[str, str]) -> FormReply:
    """Send a request with these words, whichever way they came."""
    mentor = await mentor_meant(services, me, values)
    offering = await offering_named(services, mentor, values)
    text = RequestText.typed(values)
    try:
        start = _start(values, me, services.bookings.now())
    except (Unclear, Zoneless) as doubt:
        return await _doubt(services, me, Draft("book-session", (), dict(values)), doubt)
    try:
        outcome = await services.bookings.ask(
            me,
            mentor,
            Wish(text=text, start=start, picked=bool(values.get("slot"))),
            offering=offering,
            key=call.key,
        )
    except BadInput as error:
        used = BadInput({_used(key, values): problem for key, problem in error.fields.items()})
        raise await refused_times.of_request(services, me, mentor, offering, used) from None
    return Show(session_card(outcome.view))


def _start(values: Mapping[str, str], me: Person, now: datetime) -> datetime | None:
    """Return the open time that was chosen, or the one that was suggested; both at once are refused."""
    slot, typed = values.get("slot", ""), values.get("when", "").strip()
    if not slot:
        return read_when(typed, me, now, in_form=AS_OPTION not in values)
    if typed:
        raise BadInput({"when": Problem("not_both")})
    seconds = number_or_none(slot)
    if seconds is None:
        raise BadInput({"slot": Problem("slot_unknown")})
    return datetime.fromtimestamp(seconds, UTC)


def _used(field: str, values: Mapping[str, str]) -> str:
    """Return where the reason is to stand: at the open times if one of them was chosen."""
    return "slot" if field == "when" and values.get("slot") else field


async def book_at(services: Services, call: Call, me: Person) -> Reply:
    """Send a kept request with the reading of its time that was chosen."""
    draft = await services.people.draft(me, pointer(call, 0))
    if draft is None:
        raise NotFound("request_gone")
    chosen = {**draft.values, "when": f"<t:{number(call, 1)}>", "slot": ""}
    if draft.route == "change":
        return await _save_change(services, call, me, draft.args, chosen)
    return await request_with(services, call, me, chosen)


async def change_button(services: Services, call: Call, me: Person) -> Reply:
    """Open the form that changes an unanswered request."""
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    return Ask(change_form(view, {}))


async def change(services: Services, call: Call, me: Person) -> FormReply:
    """Save a changed request."""
    return await _save_change(services, call, me, call.args, call.values)


async def _save_change(
    services: Services, call: Call, me: Person, args: tuple[str, ...], values: Mapping[str, str]
) -> FormReply:
    view = await services.bookings.view(me, BookingId(pointer(call, 0, args)))
    text = RequestText.typed(values)
    now = services.bookings.now()
    try:
        start = read_when(values.get("when", ""), me, now)
    except (Unclear, Zoneless) as doubt:
        return await _doubt(services, me, Draft("change", args, dict(values)), doubt)
    doing = Edit(
        text=text,
        slot=Slot(start, view.booking.minutes) if start else None,
        offering=view.booking.offering,
        minutes=view.booking.minutes,
        answer_by=services.bookings.policy.answer_by(start, now),
    )
    press = Press(me, view.booking.id, doing, call.key, number(call, 1, args))
    try:
        outcome = await services.bookings.act(press)
    except BadInput as refused:
        raise await refused_times.of_booking(services, me, view.booking, refused, used={}) from None
    error = outcome.error
    if isinstance(error, Clash):
        raise BadInput({"when": Problem(error.code, **error.facts)})
    if error is not None:
        return Refuse(why=sentence(error), card=session_card(outcome.view), again=isinstance(error, Stale))
    return Swap(session_card(outcome.view))


async def _doubt(services: Services, me: Person, draft: Draft, doubt: Unclear | Zoneless) -> Show:
    key = await services.people.keep(me, draft)
    if isinstance(doubt, Zoneless):
        return Show(zone_first(key))
    return Show(which_time(doubt.candidates, me, key))
