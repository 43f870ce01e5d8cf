"""Opening a form again with everything that was typed when it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from core.domain.booking import BookingId
from core.domain.errors import NotFound
from core.handlers.arguments import as_id, pointer
from core.handlers.booking_form import open_form
from core.ports.replies import Ask, Reply
from core.screens import booking, mentor, session_forms, settings
from core.screens.feedback import words_form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from core.domain.drafts import Draft
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.forms import Form

Build: TypeAlias = "Callable[[Services, Call, Person, Draft], Awaitable[Form]]"


async def edit_draft(services: Services, call: Call, me: Person) -> Reply:
    """Open a form again with everything that was typed."""
    draft = await services.people.draft(me, pointer(call, 0))
    build = _REOPEN.get(draft.route) if draft else None
    if draft is None or build is None:
        raise NotFound("draft_gone")
    return Ask(await build(services, call, me, draft))


async def _reopen_booking(services: Services, call: Call, me: Person, draft: Draft) -> Form:
    settled = {"mentor": draft.args[0]} if draft.args else {}
    return await open_form(services, me, settled | dict(draft.values), capabilities=call.capabilities)


async def _reopen_rules(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    return mentor.hours_form(await services.people.own_profile(me), draft.values)


async def _reopen_pause(_services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    return mentor.pause_form(me, draft.values)


async def _reopen_profile(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    return mentor.profile_form(me, await services.people.mentor(me.id), draft.values)


async def _reopen_offering(_services: Services, _call: Call, _me: Person, draft: Draft) -> Form:
    return mentor.offering_form(draft.values)


async def _reopen_zone(_services: Services, _call: Call, me: Person, draft: Draft) -> Form:
    return settings.zone_form(me, draft.args[0] if draft.args else "-", draft.values)


def _about_session(form: Callable[..., Form]) -> Build:
    async def build(services: Services, _call: Call, me: Person, draft: Draft) -> Form:
        view = await services.bookings.view(me, BookingId(as_id(draft.args[0] if draft.args else "")))
        return form(view, draft.values)

    return build


_REOPEN: Mapping[str, Build] = {
    "book-session": _reopen_booking,
    "profile": _reopen_profile,
    "open-times": _reopen_rules,
    "pause": _reopen_pause,
    "add-session-type": _reopen_offering,
    "zone": _reopen_zone,
    "change": _about_session(booking.change_form),
    "accept-note": _about_session(session_forms.accept_form),
    "decline": _about_session(session_forms.decline_form),
    "cancel": _about_session(session_forms.cancel_form),
    "edit-link": _about_session(session_forms.link_form),
    "propose": _about_session(session_forms.propose_form),
    "feedback-words": _about_session(words_form),
}
