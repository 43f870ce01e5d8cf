"""Being a mentor: the panel, the profile, open times, pauses and session types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import NotFound
from core.domain.people import OfferingId
from core.domain.policy import Admission
from core.domain.profiles import OfferingForm, ProfileForm, RulesForm
from core.domain.standing import Approval
from core.handlers.arguments import pointer
from core.handlers.time_questions import asks_times
from core.handlers.times import read_when
from core.ports.replies import Ask, FormReply, Reply, Show, Swap
from core.screens import mentor as screen
from core.screens.changes import changes_form
from core.screens.standing import withheld

if TYPE_CHECKING:
    from uuid import UUID

    from core.domain.people import Mentor, Offering, Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.cards import Card

PREVIEWED = 5
"""How many of the next open times a mentor sees as a student would."""


async def mentor(services: Services, _call: Call, me: Person) -> Reply:
    """Show my mentor panel, or ask me to become a mentor."""
    known = await services.people.mentor(me.id)
    if known is not None:
        return Show(await panel_of(services, known))
    await services.program.require_mentor(me)
    return Ask(screen.profile_form(me, None, {}))


async def ask_profile(services: Services, _call: Call, me: Person) -> Reply:
    """Open my profile as a form."""
    known = await services.people.mentor(me.id)
    if known is None:
        await services.program.require_mentor(me)
    return Ask(screen.profile_form(me, known, {}))


async def save_profile(services: Services, call: Call, me: Person) -> FormReply:
    """Save my profile and show the panel."""
    typed = {key: call.values.get(key, "") for key in ("headline", "skills", "link", "zone", "hours")}
    before = await services.people.mentor(me.id)
    if before is None:
        await services.program.require_mentor(me)
    first = None
    if before is None and services.program.policy.mentors is Admission.APPROVAL:
        first = services.standing.asked
    known = await services.people.save_profile(me, ProfileForm(**typed), first=first)
    is_new = before is not None and known.link != before.link
    others = await services.agreed_links.others(known) if is_new else 0
    return Swap(screen.links_card(others) if others else await panel_of(services, known))


async def use_link(services: Services, call: Call, me: Person) -> Reply:
    """Let my agreed sessions use my default link."""
    known = await services.people.own_profile(me)
    await services.agreed_links.use(known, key=call.key)
    return Swap(await panel_of(services, known))


async def keep_links(services: Services, _call: Call, me: Person) -> Reply:
    """Leave my agreed sessions where they meet."""
    return Swap(await _my_panel(services, me))


async def ask_languages(services: Services, _call: Call, me: Person) -> Reply:
    """Ask in which languages I give sessions."""
    return Ask(screen.languages_form(await services.people.own_profile(me), {}))


async def save_languages(services: Services, call: Call, me: Person) -> FormReply:
    """Save my languages and show the panel."""
    typed = call.values.get("languages", "")
    return Swap(await panel_of(services, await services.people.save_languages(me, typed)))


async def ask_open_times(services: Services, _call: Call, me: Person) -> Reply:
    """Open the rules by which my open times are made."""
    known = await services.people.own_profile(me)
    return Ask(screen.hours_form(known, {}, services.bookings.now()))


async def save_open_times(services: Services, call: Call, me: Person) -> FormReply:
    """Save the rules and show what a student would see."""
    typed = {
        key: call.values.get(key, "") for key in ("exceptions", "buffer", "notice", "horizon", "weekly_cap")
    }
    return Swap(await panel_of(services, await services.people.save_rules(me, RulesForm(**typed))))


async def ask_changes(services: Services, _call: Call, me: Person) -> Reply:
    """Open my rule for moving and cancelling."""
    known = await services.people.own_profile(me)
    return Ask(changes_form(known, {}, services.program.policy.change_notice))


async def save_changes(services: Services, call: Call, me: Person) -> FormReply:
    """Save until when students may move or cancel, and show the panel."""
    return Swap(
        await panel_of(services, await services.people.save_changes(me, call.values.get("changes", "")))
    )


async def ask_pause(_services: Services, call: Call, me: Person) -> Reply:
    """Ask until when I take no requests."""
    return Ask(screen.pause_form(me, {}, native=call.capabilities.picks_times))


@asks_times
async def pause(services: Services, call: Call, me: Person) -> FormReply:
    """Stop taking new requests, until a time or until I say otherwise."""
    until = read_when(call.values.get("until", ""), me, services.bookings.now(), field="until")
    return Swap(await panel_of(services, await services.people.pause(me, until=until)))


async def pause_now(services: Services, _call: Call, me: Person) -> Reply:
    """Stop taking new requests with one tap, until I say otherwise."""
    return Swap(await panel_of(services, await services.people.pause(me, until=None)))


async def resume(services: Services, _call: Call, me: Person) -> Reply:
    """Take new requests again."""
    return Swap(await panel_of(services, await services.people.resume(me)))


async def ask_offering(_services: Services, _call: Call, _me: Person) -> Reply:
    """Open the form of a new kind of session."""
    return Ask(screen.offering_form({}))


async def ask_edit(services: Services, call: Call, me: Person) -> Reply:
    """Open a kind of session as a form."""
    which = pointer(call, 0, call.args or (call.values.get("choice", ""),))
    return Ask(screen.offering_form({}, await _offering(services, me, which)))


async def edit_offering(services: Services, call: Call, me: Person) -> FormReply:
    """Change a kind of session and show the panel."""
    await services.people.edit_offering(me, OfferingId(pointer(call, 0)), _typed_offering(call))
    return Swap(await _my_panel(services, me))


async def _offering(services: Services, me: Person, which: UUID) -> Offering:
    found = next((one for one in await services.people.offerings(me.id) if one.id == which), None)
    if found is None:
        raise NotFound("session_type_gone")
    return found


def _typed_offering(call: Call) -> OfferingForm:
    names = ("title", "minutes", "description", "buffer", "notice")
    return OfferingForm(**{name: call.values.get(name, "") for name in names})


async def add_offering(services: Services, call: Call, me: Person) -> FormReply:
    """Add a kind of session and show the panel."""
    await services.people.add_offering(me, _typed_offering(call))
    return Swap(await _my_panel(services, me))


async def remove_offering(services: Services, call: Call, me: Person) -> Reply:
    """Take a kind of session away and show the panel."""
    await services.people.remove_offering(me, OfferingId(pointer(call, 0, (call.values.get("choice", ""),))))
    return Swap(await _my_panel(services, me))


async def _my_panel(services: Services, me: Person) -> Card:
    return await panel_of(services, await services.people.own_profile(me))


async def panel_of(services: Services, known: Mentor) -> Card:
    """Return the panel of a mentor as it is now."""
    offerings, starts = await services.open_times.shown_by(known, limit=PREVIEWED)
    calendar, now = await services.busy_calendars.of(known.person), services.bookings.now()
    kept_back = None
    if known.paused or not known.offered:
        standing = await services.standing.of(known.person.id)
        organised = standing.approval is not Approval.WANTED or await services.standing.is_organised()
        kept_back = withheld(standing, known.person, now, organised=organised)
    return screen.panel(known, offerings, starts, calendar, kept_back)
