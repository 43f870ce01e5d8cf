"""Everything that is pressed on the card of a session chat, and what is written into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import BookingId
from core.handlers.arguments import pointer
from core.ports.replies import Reply, Show, Swap
from core.ports.said import Hearing
from core.screens.chat_rooms import chat_card
from core.screens.chats import (
    ELSEWHERE,
    closed_line,
    head_card,
    muted_line,
    note_card,
    notes_of,
    opened_card,
    reported_card,
    sent_card,
    shut_line,
    which_card,
)

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.said import Said
    from core.services.chats import Outcome


async def chat(services: Services, call: Call, me: Person) -> Reply:
    """Give the way to a private place where the two can talk; across platforms, open their chat."""
    view = await _view(services, call, me)
    if view.me.address.platform == view.other.address.platform:
        return Show(chat_card(view.other, await services.chat_rooms.link(view)))
    await services.chats.open(view)
    return Show(opened_card(view, threads=call.capabilities.has_threads))


async def mute(services: Services, call: Call, me: Person) -> Reply:
    """Let nothing more through to the person who pressed."""
    return await _heard(services, call, me, on=True)


async def unmute(services: Services, call: Call, me: Person) -> Reply:
    """Let it through again."""
    return await _heard(services, call, me, on=False)


async def close(services: Services, call: Call, me: Person) -> Reply:
    """End the chat for both."""
    view = await _view(services, call, me)
    closed = await services.chats.close(view)
    if ELSEWHERE in call.args:
        return Swap(closed_line(view, closed))
    return Swap(head_card(view, closed, threads=call.capabilities.has_threads))


async def report(services: Services, call: Call, me: Person) -> Reply:
    """Note a report, and say what follows from it."""
    view = await _view(services, call, me)
    return Show(reported_card(view, await services.chats.report(view)))


async def choose(services: Services, call: Call, me: Person) -> Reply:
    """Send what was kept to the chat that was chosen."""
    outcome = await services.chats.choose(me, BookingId(pointer(call, 0)), pointer(call, 1))
    view = await _view(services, call, me)
    return answer_to(outcome) or Swap(sent_card(view))


async def hear(services: Services, me: Person, said: Said) -> tuple[Hearing, Reply | None]:
    """Take what somebody wrote, and say what they have to know of it."""
    outcome = await services.chats.hear(me, said)
    return (Hearing.TAKEN if outcome.taken else Hearing.NOBODYS), answer_to(outcome)


def answer_to(outcome: Outcome) -> Reply | None:
    """Return what an author has to be told; None where everything is on its way."""
    if outcome.which and outcome.kept is not None:
        return Show(which_card(outcome.which, outcome.kept))
    if outcome.shut is not None:
        return Show(shut_line(outcome.shut, change=outcome.change))
    if outcome.muted is not None:
        return Show(muted_line(outcome.muted, change=outcome.change))
    letter = outcome.letter
    notes = notes_of(letter.more or {}) if letter else []
    return Show(note_card(notes)) if notes else None


async def _heard(services: Services, call: Call, me: Person, *, on: bool) -> Reply:
    view = await _view(services, call, me)
    changed = await services.chats.mute(view, on=on)
    return Swap(head_card(view, changed, threads=call.capabilities.has_threads))


async def _view(services: Services, call: Call, me: Person) -> BookingView:
    return await services.bookings.view(me, BookingId(pointer(call, 0)))
