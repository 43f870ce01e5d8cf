"""Stopping as a mentor, or removing one: open sessions are dealt with one by one before nobody is offered any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.booking import BookingId
from core.domain.drafts import Draft
from core.domain.errors import NotFound
from core.domain.people import PersonId
from core.domain.standing import WORD_LENGTH, Step
from core.handlers.arguments import as_id, id_or_none, pointer
from core.handlers.mentor import panel_of
from core.handlers.session import typed_words
from core.ports.replies import Ask, FormReply, Reply, Swap
from core.screens.leaving import (
    REMOVE,
    STOP,
    Way,
    ending_form,
    leaving_card,
    one_card,
    successors_card,
)
from core.screens.people import person_card

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from core.domain.booking_view import BookingView
    from core.domain.leaving import Leaving
    from core.domain.people import Person
    from core.handlers.router import Handler, Services
    from core.ports.call import Call
    from core.ports.cards import Card

KEPT_FIELD = "kept"
"""The field of the draft in which the requests stand that wait on."""


@dataclass(frozen=True, slots=True)
class Dealing:
    """A list of open sessions that somebody deals with: which one, for whom, and where it is kept."""

    services: Services
    call: Call
    me: Person
    way: Way
    key: str
    found: Leaving

    def view(self) -> BookingView:
        """Return the session that a button or a menu points at; raises NotFound for one that is not open."""
        which = self.call.args[1] if self.call.args[1:] else self.call.values.get("choice", "")
        found = next((one for one in self.found.views if one.booking.id == id_or_none(which)), None)
        if found is None:
            raise NotFound("session_gone")
        return found

    def card(self, found: Leaving | None = None, *, changed: bool = False) -> Card:
        """Return the list, as it now is where ``found`` is given."""
        return leaving_card(found or self.found, self.way, self.key, self.me, changed=changed)

    async def again(self) -> Card:
        """Return the list as it is after something was done."""
        found = await self.services.standing.leaving(self.found.mentor.id, self.found.kept)
        return self.card(found)


async def dealing(services: Services, call: Call, me: Person, way: Way) -> Dealing:
    """Read the list that a button belongs to; raises NotFound for one that is somebody else's or gone."""
    key = pointer(call, 0)
    draft = await services.people.draft(me, key)
    if draft is None or draft.route != way.prefix:
        raise NotFound("draft_gone")
    mentor = PersonId(as_id(draft.args[0])) if way is REMOVE else me.id
    kept = frozenset(BookingId(as_id(one)) for one in draft.values.get(KEPT_FIELD, "").split(",") if one)
    return Dealing(services, call, me, way, key.hex, await services.standing.leaving(mentor, kept))


async def _begin(services: Services, me: Person, way: Way, mentor: PersonId, kept: str = "") -> Card:
    """Return a fresh list, kept under a key of its own."""
    key = await services.people.keep(me, Draft(way.prefix, (mentor.hex,), {KEPT_FIELD: kept}))
    these = frozenset(BookingId(as_id(one)) for one in kept.split(",") if one)
    return leaving_card(await services.standing.leaving(mentor, these), way, key.hex, me)


async def stop(services: Services, _call: Call, me: Person) -> Reply:
    """List my open sessions before I stop."""
    await services.people.own_profile(me)
    return Swap(await _begin(services, me, STOP, me.id))


async def remove(services: Services, call: Call, me: Person) -> Reply:
    """List the open sessions of a mentor before they are removed."""
    return Swap(await _begin(services, me, REMOVE, PersonId(pointer(call, 0))))


async def listed(dealing: Dealing) -> Reply:
    """Show the list again."""
    return Swap(dealing.card())


async def one(dealing: Dealing) -> Reply:
    """Ask what shall become of one session."""
    return Swap(one_card(dealing.view(), dealing.found, dealing.way, dealing.key, dealing.me))


async def keep(dealing: Dealing) -> Reply:
    """Let one session go on as it is."""
    kept = sorted({one.hex for one in dealing.found.kept} | {dealing.view().booking.id.hex})
    mentor = dealing.found.mentor.id
    return Swap(await _begin(dealing.services, dealing.me, dealing.way, mentor, ",".join(kept)))


async def hand(dealing: Dealing) -> Reply:
    """Offer the mentors who could take it."""
    view = dealing.view()
    able = await dealing.services.standing.successors(view.booking.id)
    return Swap(successors_card(view, able, dealing.way, dealing.key))


async def hand_to(dealing: Dealing) -> Reply:
    """Ask the mentor who was chosen, in the place of this one."""
    view, call = dealing.view(), dealing.call
    to = PersonId(as_id(call.values.get("choice", "")))
    await dealing.services.standing.hand_over(dealing.me, view.booking.id, to, word="", key=call.key)
    return Swap(await dealing.again())


async def ask_ending(dealing: Dealing) -> Reply:
    """Ask for a word with the end of one session."""
    return Ask(ending_form(dealing.view(), dealing.way, dealing.key, {}))


async def end(dealing: Dealing) -> FormReply:
    """Decline or cancel one session with the word of the form."""
    word = typed_words(dealing.call.values, "word", WORD_LENGTH)
    await dealing.services.standing.call_off(
        dealing.me, dealing.view().booking.id, word=word, key=dealing.call.key
    )
    return Swap(await dealing.again())


async def end_all(dealing: Dealing) -> Reply:
    """Call off every session on the list."""
    mark = dealing.call.args[1] if dealing.call.args[1:] else ""
    found = await dealing.services.standing.call_off_all(
        dealing.me, dealing.found, mark=mark, word=dealing.way.word, key=dealing.call.key
    )
    return Swap(dealing.card(found, changed=mark != dealing.found.mark))


async def leave(dealing: Dealing) -> Reply:
    """End the mentoring, and decline what the list says; a list that has changed meanwhile is shown anew."""
    services, way, me = dealing.services, dealing.way, dealing.me
    changed = await services.standing.leave(
        way.step,
        me,
        dealing.found,
        mark=dealing.call.args[1] if dealing.call.args[1:] else "",
        word=way.word,
        key=dealing.call.key,
    )
    if changed is not None:
        return Swap(dealing.card(changed, changed=True))
    if way is STOP:
        return Swap(await panel_of(services, await services.people.own_profile(me)))
    member = await services.standing.member(dealing.found.mentor.id)
    return Swap(person_card(member, me, services.bookings.now()))


async def begin(services: Services, call: Call, me: Person) -> Reply:
    """Mentor again with my profile as it is."""
    await services.program.require_mentor(me)
    await services.standing.take(Step.BEGIN, me.id, me, key=call.key)
    return Swap(await panel_of(services, await services.people.own_profile(me)))


async def ask_approval(services: Services, call: Call, me: Person) -> Reply:
    """Ask the organisers anew."""
    await services.program.require_mentor(me)
    await services.people.own_profile(me)
    await services.standing.ask(me, key=call.key)
    return Swap(await panel_of(services, await services.people.own_profile(me)))


def _handler(way: Way, does: Callable[[Dealing], Awaitable[Reply]]) -> Handler:
    async def handle(services: Services, call: Call, me: Person) -> Reply:
        return await does(await dealing(services, call, me, way))

    return handle


def buttons(way: Way) -> dict[str, Handler]:
    """Return the buttons and menus of a list, by their routes."""
    steps = {
        "list": listed,
        "one": one,
        "keep": keep,
        "hand": hand,
        "to": hand_to,
        "cancel": ask_ending,
        "all": end_all,
        "now": leave,
    }
    return {f"{way.prefix}-{name}": _handler(way, does) for name, does in steps.items()}


def forms(way: Way) -> dict[str, Handler]:
    """Return the forms of a list, by their routes."""
    return {f"{way.prefix}-cancel": _handler(way, end)}
