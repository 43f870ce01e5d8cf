"""Waiting for a mentor without an open time: joining the list, leaving it, and taking the time that is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.acts import Take
from core.domain.booking import BookingId
from core.domain.errors import BadInput, NotAvailable, Problem
from core.domain.people import PersonId
from core.domain.requests import RequestText
from core.handlers.arguments import as_id, pointer
from core.handlers.session import press_of, told
from core.handlers.time_questions import beside
from core.ports.replies import Ask, FormReply, Reply
from core.screens.waiting import left_card, place_card, wait_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Mentor, Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.forms import Form


async def ask_wait(services: Services, call: Call, me: Person) -> Reply:
    """Open the form for what the request will be about, with what was typed of it already."""
    await services.program.require_student(me)
    draft = await services.people.draft(me, pointer(call, 1)) if len(call.args) > 1 else None
    return Ask(await form_of(services, call.args, draft.values if draft else {}))


async def form_of(services: Services, args: tuple[str, ...], values: Mapping[str, str]) -> Form:
    """Return the form for a place in the line of the mentor that the arguments name."""
    mentor = await _mentor(services, args)
    if not mentor.offered:
        raise NotAvailable("mentor_not_offered", name=mentor.person.name)
    return wait_form(mentor, values)


async def wait(services: Services, call: Call, me: Person) -> FormReply:
    """Give a place in line."""
    await services.program.require_student(me)
    mentor = await _mentor(services, call.args)
    text = RequestText.typed(call.values)
    return beside(call, place_card(await services.waiting_lists.join(me, mentor.person.id, text)))


async def leave(services: Services, call: Call, me: Person) -> Reply:
    """Give a place in line up."""
    mentor = await _mentor(services, call.args or (call.values.get("choice", ""),))
    await services.waiting_lists.leave(me, mentor.person.id)
    return beside(call, left_card(mentor))


async def take(services: Services, call: Call, me: Person) -> Reply:
    """Ask for the time that is held."""
    await services.program.require_student(me)
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    now, policy = services.bookings.now(), services.program.policy
    doing = Take(answer_by=policy.answer_by(view.booking.starts_at, now))
    return told(call, await services.bookings.act(press_of(call, me, doing)), doing)


async def _mentor(services: Services, args: tuple[str, ...]) -> Mentor:
    found = await services.people.mentor(PersonId(as_id(args[0] if args else "")))
    if found is None:
        raise BadInput({"mentor": Problem("not_a_mentor")})
    return found
