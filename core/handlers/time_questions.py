"""One way for every form that takes a time: a doubt is asked, a refusal offers what is open, and a press answers."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from core.domain.drafts import Draft
from core.domain.errors import BadInput, Problem
from core.handlers.refused_times import NoneOpen
from core.handlers.times import Unclear, Zoneless
from core.ports.call import Trigger
from core.ports.replies import Show, Swap
from core.screens.errors import sentence
from core.screens.times import READINGS, still_open, which_time
from core.screens.waiting import taken_card
from core.screens.zones import SEND, zone_first

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from uuid import UUID

    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.cards import Card
    from core.ports.replies import FormReply

    Sender = Callable[[Services, Call, Person], Awaitable[FormReply]]


def asks_times(send: Sender) -> Sender:
    """Return the handler of a form whose times are asked about; what was typed is kept for the answer.

    Where a form shows errors at its fields a refused time is named there, with those that are open. Where none is open
    the way to wait for one is offered, which no field can show.
    """

    @wraps(send)
    async def flow(services: Services, call: Call, me: Person) -> FormReply:
        try:
            return await send(services, call, me)
        except Unclear as doubt:
            if len(doubt.candidates) > READINGS:  # more than there are buttons: none is left out
                raise BadInput({doubt.field: Problem("time_several", count=len(doubt.candidates))}) from None
            key = await _kept(services, call, me)
            return beside(call, which_time(doubt.candidates, me, key, doubt.field))
        except Zoneless:
            return await ask_zone(services, call, me, Draft(call.route, call.args, dict(call.values)), SEND)
        except NoneOpen as full:
            return beside(call, taken_card(full.mentor, await _kept(services, call, me)))
        except BadInput as refused:
            in_form = call.trigger is Trigger.FORM and call.capabilities.shows_field_errors
            field = next(
                (key for key, problem in refused.fields.items() if problem.facts.get("starts")), None
            )
            if in_form or field is None:
                raise
            said = [sentence(problem.knowing(starts=())) for problem in refused.fields.values()]
            starts = refused.fields[field].facts["starts"]
            return beside(call, still_open(said, starts, me, await _kept(services, call, me), field))

    return flow


async def ask_zone(services: Services, call: Call, me: Person, draft: Draft, way: str) -> Show | Swap:
    """Ask for the zone of somebody whose zone is not known; the draft goes on by itself after that."""
    key, now = await services.people.keep(me, draft), services.bookings.now()
    return beside(call, zone_first(key, way, locale=me.locale or "", now=now))


def beside(call: Call, card: Card) -> Show | Swap:
    """Return a private answer, in the place of the private message in which was acted if it was one.

    A chain of questions so stays one message; a message that lasts is never replaced by one.
    """
    return Swap(card) if call.origin is None else Show(card)


async def _kept(services: Services, call: Call, me: Person) -> UUID:
    return await services.people.keep(me, Draft(call.route, call.args, dict(call.values)))
