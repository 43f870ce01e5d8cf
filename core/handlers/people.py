"""What organisers do about people: approve, decline, pause, remove, block, and take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import AlreadyDone
from core.domain.people import PersonId
from core.domain.standing import WORD_LENGTH, Step
from core.domain.text import clean
from core.handlers.arguments import pointer
from core.handlers.session import typed_words
from core.handlers.time_questions import asks_times, beside
from core.handlers.times import read_when
from core.ports.replies import Ask, FormReply, Refuse, Reply, Swap
from core.screens import people as screen
from core.screens.errors import sentence

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Handler, Services
    from core.ports.call import Call
    from core.ports.cards import Card


async def ask_people(_services: Services, _call: Call, _me: Person) -> Reply:
    """Ask whom an organiser looks for."""
    return Ask(screen.people_form({}))


async def people(services: Services, call: Call, _me: Person) -> FormReply:
    """List who is called so."""
    words = clean(call.values.get("name", ""))
    return beside(call, screen.people_card(await services.standing.called(words), words))


async def asking(services: Services, call: Call, _me: Person) -> Reply:
    """List who waits for approval as a mentor."""
    return beside(call, screen.asking_card(await services.standing.asking()))


async def person(services: Services, call: Call, me: Person) -> Reply:
    """Show how it stands with the person who was picked."""
    return Swap(await _card(services, me, _about(call)))


async def approve(services: Services, call: Call, me: Person) -> Reply:
    """Say yes to a new mentor."""
    return await _answered(services, call, me, Step.APPROVE)


async def ask_decline(_services: Services, call: Call, _me: Person) -> Reply:
    """Ask for a word with the no."""
    return Ask(screen.decline_form(call.args, {}))


async def decline(services: Services, call: Call, me: Person) -> FormReply:
    """Say no to a new mentor, with a word."""
    return await _answered(services, call, me, Step.DECLINE, typed_words(call.values, "word", WORD_LENGTH))


async def ask_pause(services: Services, call: Call, me: Person) -> Reply:
    """Ask until when a mentor is paused."""
    member = await services.standing.member(_about(call))
    return Ask(screen.pause_form(member, me, {}, native=call.capabilities.picks_times))


@asks_times
async def pause(services: Services, call: Call, me: Person) -> FormReply:
    """Pause a mentor until a time, or until an organiser ends it."""
    until = read_when(call.values.get("until", ""), me, services.bookings.now(), field="until")
    word, about = typed_words(call.values, "word", WORD_LENGTH), _about(call)
    await services.standing.take(Step.PAUSE, about, me, key=call.key, word=word, until=until)
    return Swap(await _card(services, me, about))


async def ask_block(services: Services, call: Call, _me: Person) -> Reply:
    """Ask what shall become of the sessions of who is to be blocked."""
    return Swap(screen.block_card(await services.standing.member(_about(call))))


async def block_keep(services: Services, call: Call, me: Person) -> Reply:
    """Block somebody whose sessions go on."""
    return await _blocked(services, call, me, call_off=False)


async def block_all(services: Services, call: Call, me: Person) -> Reply:
    """Block somebody and call off what is open."""
    return await _blocked(services, call, me, call_off=True)


def taking(what: Step) -> Handler:
    """Return the handler of a button that takes a step at once."""

    async def take(services: Services, call: Call, me: Person) -> Reply:
        about = _about(call)
        await services.standing.take(what, about, me, key=call.key)
        return Swap(await _card(services, me, about))

    return take


async def _blocked(services: Services, call: Call, me: Person, *, call_off: bool) -> Reply:
    about = _about(call)
    await services.standing.block(me, about, call_off=call_off, key=call.key)
    return Swap(await _card(services, me, about))


async def _answered(services: Services, call: Call, me: Person, what: Step, word: str = "") -> FormReply:
    """Answer for all organisers, or show who has answered first."""
    about = _about(call)
    try:
        await services.standing.take(what, about, me, key=call.key, word=word)
    except AlreadyDone as late:
        return Refuse(why=sentence(late), card=await _approval(services, about))
    card = await _approval(services, about)
    return Swap(card or await _card(services, me, about))


async def _approval(services: Services, about: PersonId) -> Card | None:
    member = await services.standing.member(about)
    answered_by = member.standing.answered_by
    answerer = await services.people.known(answered_by) if answered_by else None
    if member.mentor is None:
        return None
    return screen.approval_card(member.mentor, member.standing, answerer)


async def _card(services: Services, me: Person, about: PersonId) -> Card:
    return screen.person_card(await services.standing.member(about), me, services.bookings.now())


def _about(call: Call) -> PersonId:
    """Return the person whom a button or a menu points at; raises NotFound for anything else."""
    return PersonId(pointer(call, 0, call.args or (call.values.get("choice", ""),)))


BUTTONS: dict[str, Handler] = {
    "admin-people": ask_people,
    "admin-asking": asking,
    "admin-person": person,
    "admin-approve": approve,
    "admin-decline": ask_decline,
    "admin-pause": ask_pause,
    "admin-resume": taking(Step.RESUME),
    "admin-restore": taking(Step.RESTORE),
    "admin-block": ask_block,
    "admin-block-keep": block_keep,
    "admin-block-all": block_all,
    "admin-unblock": taking(Step.UNBLOCK),
}
FORMS: dict[str, Handler] = {
    "admin-people": people,
    "admin-decline": decline,
    "admin-pause": pause,
}
