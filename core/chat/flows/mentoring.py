"""Being a mentor, one's settings, and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.flows.asking import open_form
from core.chat.flows.booking import request_with
from core.chat.flows.pointers import as_id, pointer
from core.chat.flows.times import Unclear, Zoneless, read_when
from core.chat.kit import Button, Tone
from core.chat.replies import Ask, FormReply, Refuse, Reply, Show, Swap
from core.chat.screens import forms, mentor_forms
from core.chat.screens.feedback import words_form
from core.chat.screens.mentors import panel
from core.chat.screens.settings import help_card, settings_card, told
from core.directory import NO_MENTOR
from core.domain.booking import BookingId
from core.domain.errors import BadInput, NotFound
from core.domain.people import OfferingId
from core.domain.profiles import OfferingForm, ProfileForm, RulesForm
from core.domain.zones import search

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from core.chat.forms import Form
    from core.chat.kit import Card
    from core.chat.router import Hall
    from core.chat.routes import Call
    from core.directory import Draft
    from core.domain.people import Mentor, Person

PREVIEWED = 5
"""How many of the next open times a mentor sees as a student would."""
FORGOTTEN = "What you typed is no longer kept. Please start again."


async def mentor(hall: Hall, _call: Call, me: Person) -> Reply:
    """Show my mentor panel, or ask me to become a mentor."""
    known = await hall.directory.mentor(me.id)
    return Show(await _panel(hall, known)) if known else Ask(mentor_forms.profile_form(me, None, {}))


async def ask_profile(hall: Hall, _call: Call, me: Person) -> Reply:
    """Open my profile as a form."""
    return Ask(mentor_forms.profile_form(me, await hall.directory.mentor(me.id), {}))


async def save_profile(hall: Hall, call: Call, me: Person) -> FormReply:
    """Save my profile and show the panel."""
    typed = {key: call.values.get(key, "") for key in ("headline", "skills", "link", "zone", "hours")}
    typed["zone"] = _one_zone(typed["zone"]) if typed["zone"].strip() else ""
    return Swap(await _panel(hall, await hall.directory.save_profile(me, ProfileForm(**typed))))


async def ask_open_times(hall: Hall, _call: Call, me: Person) -> Reply:
    """Open the rules by which my open times are made."""
    return Ask(mentor_forms.hours_form(await _known(hall, me), {}))


async def save_open_times(hall: Hall, call: Call, me: Person) -> FormReply:
    """Save the rules and show what a student would see."""
    typed = {
        key: call.values.get(key, "") for key in ("exceptions", "buffer", "notice", "horizon", "weekly_cap")
    }
    return Swap(await _panel(hall, await hall.directory.save_rules(me, RulesForm(**typed))))


async def ask_pause(_hall: Hall, _call: Call, me: Person) -> Reply:
    """Ask until when I take no requests."""
    return Ask(mentor_forms.pause_form(me, {}))


async def pause(hall: Hall, call: Call, me: Person) -> FormReply:
    """Stop taking new requests, until a time or until I say otherwise."""
    try:
        until = read_when(call.values.get("until", ""), me, hall.desk.now(), field="until")
    except Unclear:
        raise BadInput(
            {"until": "That could be several times. Please write it like 2026-12-24 18:00."}
        ) from None
    except Zoneless:
        raise BadInput({"until": "Set your time zone in your profile first."}) from None
    return Swap(await _panel(hall, await hall.directory.pause(me, until=until)))


async def pause_now(hall: Hall, _call: Call, me: Person) -> Reply:
    """Stop taking new requests with one tap, until I say otherwise."""
    return Swap(await _panel(hall, await hall.directory.pause(me, until=None)))


async def resume(hall: Hall, _call: Call, me: Person) -> Reply:
    """Take new requests again."""
    return Swap(await _panel(hall, await hall.directory.resume(me)))


async def ask_offering(_hall: Hall, _call: Call, _me: Person) -> Reply:
    """Open the form of a new kind of session."""
    return Ask(mentor_forms.offering_form({}))


async def add_offering(hall: Hall, call: Call, me: Person) -> FormReply:
    """Add a kind of session and show the panel."""
    values = call.values
    typed = {key: values.get(key, "") for key in ("title", "minutes", "description", "buffer", "notice")}
    await hall.directory.add_offering(me, OfferingForm(**typed))
    return Swap(await _my_panel(hall, me))


async def remove_offering(hall: Hall, call: Call, me: Person) -> Reply:
    """Take a kind of session away and show the panel."""
    await hall.directory.remove_offering(me, OfferingId(pointer(call, 0, (call.values.get("choice", ""),))))
    return Swap(await _my_panel(hall, me))


async def mentoring(hall: Hall, call: Call, me: Person) -> Reply:
    """Show my settings."""
    return Show(settings_card(me, hall.desk.now(), platform_tells_zone=call.knows_zone))


async def help_me(_hall: Hall, _call: Call, _me: Person) -> Reply:
    """Show what can be typed."""
    return Show(help_card())


async def ask_zone(_hall: Hall, call: Call, me: Person) -> Reply:
    """Ask for my time zone; the argument is the draft that waits for it, or ``-``."""
    return Ask(forms.zone_form(me, call.args[0] if call.args else "-", {}))


async def save_zone(hall: Hall, call: Call, me: Person) -> FormReply:
    """Save my time zone and go on with what waited for it."""
    placed = await hall.directory.set_zone(me, _one_zone(call.values.get("zone", "")))
    if not call.args or call.args[0] == "-":
        return Swap(settings_card(placed, hall.desk.now(), platform_tells_zone=call.knows_zone))
    draft = await hall.directory.draft(placed, pointer(call, 0))
    if draft is None or draft.route != "book-session":
        done = told("Time zone set", f"Your time zone is {placed.zone}.", Tone.GOOD)
        edit = Button("Go on…", "edit-draft", call.args, "primary")
        return Refuse(why=f"Your time zone is {placed.zone}.", edit=edit) if draft else Show(done)
    try:
        return await request_with(hall, call, placed, draft.values)
    except BadInput as error:
        return Refuse(
            why=str(error), fields=error.fields, edit=Button("Edit…", "edit-draft", call.args, "primary")
        )


async def edit_draft(hall: Hall, call: Call, me: Person) -> Reply:
    """Open a form again with everything that was typed."""
    draft = await hall.directory.draft(me, pointer(call, 0))
    build = _REOPEN.get(draft.route) if draft else None
    if draft is None or build is None:
        raise NotFound(FORGOTTEN)
    return Ask(await build(hall, me, draft))


async def _reopen_booking(hall: Hall, me: Person, draft: Draft) -> Form:
    settled = {"mentor": draft.args[0]} if draft.args else {}
    return await open_form(hall, me, settled | dict(draft.values), roomy=False)


async def _reopen_rules(hall: Hall, me: Person, draft: Draft) -> Form:
    return mentor_forms.hours_form(await _known(hall, me), draft.values)


async def _reopen_pause(_hall: Hall, me: Person, draft: Draft) -> Form:
    return mentor_forms.pause_form(me, draft.values)


async def _reopen_profile(hall: Hall, me: Person, draft: Draft) -> Form:
    return mentor_forms.profile_form(me, await hall.directory.mentor(me.id), draft.values)


async def _reopen_offering(_hall: Hall, _me: Person, draft: Draft) -> Form:
    return mentor_forms.offering_form(draft.values)


async def _reopen_zone(_hall: Hall, me: Person, draft: Draft) -> Form:
    return forms.zone_form(me, draft.args[0] if draft.args else "-", draft.values)


def _about_session(form: Callable[..., Form]) -> Callable[[Hall, Person, Draft], Awaitable[Form]]:
    async def build(hall: Hall, me: Person, draft: Draft) -> Form:
        side = await hall.desk.side(me, BookingId(as_id(draft.args[0] if draft.args else "")))
        return form(side, draft.values)

    return build


_REOPEN: Mapping[str, Callable[[Hall, Person, Draft], Awaitable[Form]]] = {
    "book-session": _reopen_booking,
    "profile": _reopen_profile,
    "open-times": _reopen_rules,
    "pause": _reopen_pause,
    "add-offering": _reopen_offering,
    "zone": _reopen_zone,
    "change": _about_session(forms.change_form),
    "accept-note": _about_session(forms.accept_form),
    "decline": _about_session(forms.decline_form),
    "cancel": _about_session(forms.cancel_form),
    "edit-link": _about_session(forms.link_form),
    "propose": _about_session(forms.propose_form),
    "feedback-words": _about_session(words_form),
}


async def _my_panel(hall: Hall, me: Person) -> Card:
    return await _panel(hall, await _known(hall, me))


async def _known(hall: Hall, me: Person) -> Mentor:
    known = await hall.directory.mentor(me.id)
    if known is None:
        raise NotFound(NO_MENTOR)
    return known


async def _panel(hall: Hall, known: Mentor) -> Card:
    offerings, starts = await hall.openings.shown_by(known, limit=PREVIEWED)
    return panel(known, offerings, starts)


def _one_zone(typed: str) -> str:
    """Return the one zone that is meant; raises BadInput naming the candidates when there are several."""
    found = search(typed, 4)
    exact = [name for name in found if name.casefold() == typed.strip().casefold()]
    if exact or len(found) == 1:
        return (exact or list(found))[0]
    if found:
        raise BadInput({"zone": f"Which one do you mean: {', '.join(found)}?"})
    raise BadInput({"zone": "I don't know that time zone. Example: Europe/Berlin"})
