"""Forms that wait with everything that was typed: opened again, or sent with what was asked in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from core.domain.booking import BookingId
from core.domain.errors import BadInput, NotFound
from core.domain.people import PersonId
from core.handlers import admin_rules, booking, people, series, session, standing, waiting
from core.handlers.arguments import as_id, number, pointer
from core.handlers.booking_form import open_change
from core.handlers.booking_steps import ANYWAY, open_booking
from core.handlers.mentor import pause
from core.ports.replies import Ask, FormReply, Refuse, Reply
from core.screens import busy_calendar, mentor, session_forms, settings
from core.screens import people as people_screen
from core.screens.announcement import announce_form
from core.screens.changes import changes_form
from core.screens.errors import edit_again, sentences
from core.screens.feedback import words_form
from core.screens.leaving import REMOVE, STOP, Way, ending_form
from core.screens.notes import notes_form
from core.screens.privacy import erase_form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from uuid import UUID

    from core.domain.drafts import Draft
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.forms import Form

Send: TypeAlias = "Callable[[Services, Call, Person], Awaitable[FormReply]]"
Build: TypeAlias = "Callable[[Services, Call, Person, Draft], Awaitable[Form]]"


async def edit_draft(services: Services, call: Call, me: Person) -> Reply:
    """Open a form again with everything that was typed."""
    draft = await services.people.draft(me, pointer(call, 0))
    if draft is not None and draft.route == "book-session":
        settled = {"mentor": draft.args[0]} if draft.args else {}
        return await open_booking(services, call, me, settled | dict(draft.values) | {ANYWAY: "yes"})
    build = _REOPEN.get(draft.route) if draft else None
    if draft is None or build is None:
        raise NotFound("draft_gone")
    return Ask(await build(services, call, me, draft))


async def book_at(services: Services, call: Call, me: Person) -> FormReply:
    """Send a form again with the time that was chosen for one of its fields."""
    key, seconds = pointer(call, 0), number(call, 1)
    field = call.args[2] if len(call.args) > 2 else "when"  # noqa: PLR2004 - buttons of older cards name no field
    chosen = {"when": "", "slot": str(seconds)} if field == "slot" else {"slot": "", field: f"<t:{seconds}>"}
    return await send_kept(services, call, me, key, chosen)


async def send_kept(
    services: Services, call: Call, me: Person, key: UUID, chosen: Mapping[str, str]
) -> FormReply:
    """Send a form that waits under ``key``, with what was chosen in between; raises NotFound for one that is gone."""
    draft = await services.people.draft(me, key)
    send = SENT.get(draft.route) if draft else None
    if draft is None or send is None:
        raise NotFound("request_gone")
    again = replace(call, route=draft.route, args=draft.args, values={**draft.values, **chosen})
    try:
        return await send(services, again, me)
    except BadInput as error:
        return Refuse(why=(), fields=sentences(error), edit=edit_again(key.hex))


async def _reopen_change(services: Services, call: Call, me: Person, draft: Draft) -> Form:
    view = await services.bookings.view(me, BookingId(as_id(draft.args[0] if draft.args else "")))
    return await open_change(services, view, draft.values, capabilities=call.capabilities)


async def _reopen_rules(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    known = await services.people.own_profile(me)
    return mentor.hours_form(known, draft.values, services.bookings.now())


async def _reopen_changes(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    known = await services.people.own_profile(me)
    return changes_form(known, draft.values, services.program.policy.change_notice)


async def _reopen_propose(services: Services, call: Call, me: Person, draft: Draft) -> Form:
    view = await services.bookings.view(me, BookingId(as_id(draft.args[0] if draft.args else "")))
    return session_forms.propose_form(view, draft.values, native=call.capabilities.picks_times)


async def _reopen_series(services: Services, call: Call, me: Person, draft: Draft) -> Form:
    return await series.form_of(services, call, me, draft.values, draft.args)


async def _reopen_wait(services: Services, _call: Call, _me: Person, draft: Draft) -> Form:
    return await waiting.form_of(services, draft.args, draft.values)


async def _reopen_pause(_services: Services, call: Call, me: Person, draft: Draft) -> Form:
    return mentor.pause_form(me, draft.values, native=call.capabilities.picks_times)


async def _reopen_profile(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    return mentor.profile_form(me, await services.people.mentor(me.id), draft.values)


async def _reopen_languages(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    return mentor.languages_form(await services.people.own_profile(me), draft.values)


async def _reopen_offering(_services: Services, _call: Call, _me: Person, draft: Draft) -> Form:
    return mentor.offering_form(draft.values)


async def _reopen_edit(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    """Open the form of a kind of session again; one that was removed meanwhile becomes a new one."""
    which = as_id(draft.args[0] if draft.args else "")
    known = next((one for one in await services.people.offerings(me.id) if one.id == which), None)
    return mentor.offering_form(draft.values, known)


async def _reopen_zone(_services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    return settings.zone_form(me, draft.args or ("-",), draft.values)


async def _reopen_admin_rules(services: Services, call: Call, me: Person, draft: Draft) -> Form:
    await services.program.require_organiser(me, manages=call.manages)
    return await admin_rules.form_of(services, call, draft.args[0] if draft.args else "", draft.values)


async def _reopen_announcement(services: Services, call: Call, me: Person, draft: Draft) -> Form:
    await services.program.require_organiser(me, manages=call.manages)
    return announce_form(call.actor.platform, "", draft.values)


async def _reopen_address(_services: Services, _call: Call, _me: Person, _draft: Draft) -> Form:
    return busy_calendar.address_form()


async def _reopen_erase(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    return erase_form(await services.privacy.kept(me), draft.values.get("word", ""))


async def _admin_pause(services: Services, call: Call, me: Person) -> FormReply:
    """Pause a mentor: whoever sends a kept form has to be an organiser still."""
    await services.program.require_organiser(me, manages=call.manages)
    return await people.pause(services, call, me)


async def _reopen_admin_pause(services: Services, call: Call, me: Person, draft: Draft) -> Form:
    await services.program.require_organiser(me, manages=call.manages)
    member = await services.standing.member(PersonId(as_id(draft.args[0] if draft.args else "")))
    return people_screen.pause_form(member, me, draft.values, native=call.capabilities.picks_times)


async def _reopen_people(_services: Services, _call: Call, _me: Person, draft: Draft) -> Form:
    return people_screen.people_form(draft.values)


async def _reopen_decline(_services: Services, _call: Call, _me: Person, draft: Draft) -> Form:
    return people_screen.decline_form(draft.args, draft.values)


def _reopen_ending(way: Way) -> Build:
    """Open the form again in which a session is ended before a mentor stops or is removed."""

    async def build(services: Services, call: Call, me: Person, draft: Draft) -> Form:
        kept = replace(call, args=draft.args)
        dealing = await standing.dealing(services, kept, me, way)
        return ending_form(dealing.view(), way, dealing.key, draft.values)

    return build


def _about_session(form: Callable[..., Form]) -> Build:
    async def build(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
        view = await services.bookings.view(me, BookingId(as_id(draft.args[0] if draft.args else "")))
        return form(view, draft.values)

    return build


SENT: Mapping[str, Send] = {
    "book-session": booking.request,
    "change": booking.change,
    "propose": session.propose,
    "series": series.plan,
    "pause": pause,
    "admin-pause": _admin_pause,
}
"""The forms that may wait for an answer about their time."""
_REOPEN: Mapping[str, Build] = {
    "profile": _reopen_profile,
    "open-times": _reopen_rules,
    "pause": _reopen_pause,
    "admin-pause": _reopen_admin_pause,
    **{f"{way.prefix}-cancel": _reopen_ending(way) for way in (STOP, REMOVE)},
    "admin-people": _reopen_people,
    "admin-decline": _reopen_decline,
    "languages": _reopen_languages,
    "add-session-type": _reopen_offering,
    "edit-session-type": _reopen_edit,
    "zone": _reopen_zone,
    "change": _reopen_change,
    "accept-note": _about_session(session_forms.accept_form),
    "decline": _about_session(session_forms.decline_form),
    "decline-all": _about_session(session_forms.decline_all_form),
    "cancel": _about_session(session_forms.cancel_form),
    "edit-link": _about_session(session_forms.link_form),
    "propose": _reopen_propose,
    "series": _reopen_series,
    "wait": _reopen_wait,
    "feedback-words": _about_session(words_form),
    "notes": _about_session(notes_form),
    "changes": _reopen_changes,
    "busy-calendar-address": _reopen_address,
    "privacy-erase": _reopen_erase,
    "admin-announce": _reopen_announcement,
    "admin-rules": _reopen_admin_rules,
}
