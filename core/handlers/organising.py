"""What organisers press about the bookings of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import REASON_LENGTH, BookingId
from core.domain.people import PersonId
from core.handlers.arguments import as_id, number, pointer
from core.handlers.session import typed_words
from core.handlers.time_questions import beside
from core.ports.replies import Ask, Refuse, Reply, Swap
from core.screens import organising as screen
from core.screens.errors import sentence
from core.services.organising import OrganiserAct

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.cards import Inline
    from core.services.organising import Organised


async def unanswered(services: Services, call: Call, me: Person) -> Reply:
    """Show who waits too long."""
    return beside(call, screen.unanswered_card(await services.organising.unanswered(screen.SHOWN), me))


async def sessions(services: Services, call: Call, me: Person) -> Reply:
    """List somebody's open sessions."""
    person, found = await services.organising.of_person(PersonId(pointer(call, 0)))
    return Swap(screen.sessions_card(person, found, me))


async def unanswered_one(services: Services, call: Call, me: Person) -> Reply:
    """Show one booking with what can be done."""
    which = pointer(call, 0, call.args or (call.values.get("choice", ""),))
    seen = await services.organising.see(BookingId(which))
    return beside(call, screen.unanswered_one(seen, me))


async def nudge(services: Services, call: Call, me: Person) -> Reply:
    """Ask those for an answer who owe one."""
    done = await services.organising.nudge(_act(call, me))
    return _told(done, me, screen.nudged(done.seen))


async def ask_reassign(services: Services, call: Call, me: Person) -> Reply:
    """Ask who shall be asked instead, among those who can take it."""
    which = BookingId(pointer(call, 0))
    seen = await services.organising.see(which)
    found = await services.organising.substitutes(which) if seen.booking.status.is_open else ()
    return Ask(screen.reassign_form(seen, found, {})) if found else beside(call, screen.nobody_else(seen, me))


async def reassign(services: Services, call: Call, me: Person) -> Reply:
    """Ask the mentor that was chosen."""
    before = await services.organising.see(BookingId(pointer(call, 0)))
    mentor = PersonId(as_id(call.values.get("mentor", "")))
    done = await services.organising.reassign(_act(call, me), mentor)
    return _told(done, me, screen.reassigned(done.seen, before))


async def ask_call_off(services: Services, call: Call, _me: Person) -> Reply:
    """Ask why it is called off."""
    return Ask(screen.call_off_form(await services.organising.see(BookingId(pointer(call, 0))), {}))


async def call_off(services: Services, call: Call, me: Person) -> Reply:
    """Call it off for both, with the reason of the form."""
    reason = typed_words(call.values, "reason", REASON_LENGTH)
    done = await services.organising.call_off(_act(call, me), reason)
    return _told(done, me, screen.called_off(done.seen))


def _act(call: Call, me: Person) -> OrganiserAct:
    return OrganiserAct(by=me, booking=BookingId(pointer(call, 0)), version=number(call, 1), key=call.key)


def _told(done: Organised, me: Person, said: tuple[Inline, ...]) -> Reply:
    """Return how it stands now: with what was done, or with why it was not."""
    if done.error is None:
        return Swap(screen.unanswered_one(done.seen, me, said))
    return Refuse(why=sentence(done.error), card=screen.unanswered_one(done.seen, me))
