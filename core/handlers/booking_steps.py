"""The way to the booking form: what it cannot ask itself is asked before it, and everything typed is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.drafts import Draft
from core.domain.errors import NotFound
from core.handlers.arguments import number_or_none, pointer
from core.handlers.booking_form import FAR, is_anybody, mentor_held, offering_of, open_form
from core.handlers.time_questions import ask_zone, beside
from core.ports.cards import OPTIONS
from core.ports.replies import Ask, Reply
from core.screens.booking_steps import PAGE, when_to_ask, whom_to_ask
from core.screens.waiting import full_card
from core.screens.zones import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Mentor, Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.cards import Sentence
    from core.ports.forms import Form

ANYWAY = "anyway"
"""Stands beside what is known when the form is wanted although no time is open."""
LAST_PAGE = 100_000
"""No list is leafed through further."""


async def open_booking(
    services: Services, call: Call, me: Person, values: Mapping[str, str], *, intro: str = ""
) -> Reply:
    """Open the booking form with ``values``.

    An unknown time zone is asked before it, and whom it is for where a form cannot search.
    """
    await services.program.require_student(me)
    if me.zone is None:
        return await ask_zone(services, call, me, Draft("book-session", (), dict(values)), OPEN)
    if call.capabilities.forms_search:
        form = await open_form(services, me, values, capabilities=call.capabilities, intro=intro)
        return await _full(services, call, me, values, form) or Ask(form)
    if is_anybody(values):
        return Ask(await open_form(services, me, values, capabilities=call.capabilities))
    chosen = await mentor_held(services, me, values)
    if chosen is None:
        return await ask_whom(services, call, me, values, said=(intro,) if intro else ())
    known = {**values, "mentor": chosen.person.id.hex}
    form = await open_form(services, me, known, capabilities=call.capabilities)
    return await _full(services, call, me, known, form) or Ask(form)


async def _full(
    services: Services, call: Call, me: Person, values: Mapping[str, str], form: Form
) -> Reply | None:
    """Say before the form that a mentor has no open time left, once; None where there is one, or a time is named."""
    named = any(values.get(key) for key in ("when", "slot", "day", ANYWAY))
    if not values.get("mentor") or named or any(field.key == "slot" for field in form.fields):
        return None
    mentor = await mentor_held(services, me, values)
    if mentor is None or not mentor.hours or not mentor.takes_requests(services.bookings.now()):
        return None
    draft = await services.people.keep(me, Draft("book-session", (), dict(values)))
    return beside(call, full_card(mentor, draft))


async def choose_mentor(services: Services, call: Call, me: Person) -> Reply:
    """Go on with the mentor that was chosen: to the times at which they are open, or to the form."""
    values, start = await _kept(services, call, me), _page(call)
    if start is not None:
        return await ask_whom(services, call, me, values, start=start)
    values = {**values, "mentor": call.values.get("choice", "")}
    chosen = await mentor_held(services, me, values)
    timed = values.get("when") or values.get("slot")
    if chosen is None or timed:
        return await open_booking(services, call, me, values)
    return await _time(services, call, me, values, chosen)


async def choose_time(services: Services, call: Call, me: Person) -> Reply:
    """Open the form with the open time that was chosen."""
    values = await _kept(services, call, me)
    return await open_booking(services, call, me, {**values, "slot": call.values.get("choice", "")})


async def choose_day(services: Services, call: Call, me: Person) -> Reply:
    """Open the form with the times of the day that was chosen."""
    values, start = await _kept(services, call, me), _page(call)
    chosen = await mentor_held(services, me, values)
    if start is not None and chosen is not None:
        return await _time(services, call, me, values, chosen, start=start)
    return await open_booking(services, call, me, {**values, "day": call.values.get("choice", "")})


async def ask_whom(
    services: Services,
    call: Call,
    me: Person,
    values: Mapping[str, str],
    *,
    start: int = 0,
    said: Sentence = (),
) -> Reply:
    """Ask whom; of words that were typed those whom they fit, and everybody where they fit nobody."""
    words, most = values.get("mentor", ""), start + OPTIONS + 1
    found = await services.people.mentors(words, limit=most, but=me.id) if words else []
    named = bool(found)
    found = found or await services.people.mentors("", limit=most, but=me.id)
    draft = await services.people.keep(me, Draft("book-session", (), dict(values)))
    return beside(call, whom_to_ask(found, draft, start=start, said=said, named=named))


async def _time(
    services: Services, call: Call, me: Person, values: Mapping[str, str], mentor: Mentor, *, start: int = 0
) -> Reply:
    _, starts = await services.open_times.shown_by(
        mentor, student=me.id, offering=offering_of(values), limit=FAR
    )
    if not starts or me.zone is None:
        return await open_booking(services, call, me, values)
    draft = await services.people.keep(me, Draft("book-session", (), dict(values)))
    return beside(call, when_to_ask(mentor, starts, draft, start=start, zone=me.zone))


async def _kept(services: Services, call: Call, me: Person) -> Mapping[str, str]:
    draft = await services.people.draft(me, pointer(call, 0))
    if draft is None:
        raise NotFound("request_gone")
    return draft.values


def _page(call: Call) -> int | None:
    """Return the place that an entry leads to which is no choice itself, or None for a choice."""
    choice = call.values.get("choice", "")
    at = number_or_none(choice.removeprefix(PAGE)) if choice.startswith(PAGE) else None
    return None if at is None else min(at, LAST_PAGE)
