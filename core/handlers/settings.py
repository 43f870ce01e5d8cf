"""A person's settings and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import BadInput
from core.handlers.arguments import pointer
from core.handlers.booking import request_with
from core.ports.cards import Button, Tone
from core.ports.replies import Ask, FormReply, Refuse, Reply, Show, Swap
from core.screens.settings import help_card, settings_card, told, zone_form
from core.times.zones import zone_label

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def settings(services: Services, call: Call, me: Person) -> Reply:
    """Show my settings."""
    return Show(settings_card(me, services.bookings.now(), platform_tells_zone=call.knows_zone))


async def help_me(_services: Services, _call: Call, _me: Person) -> Reply:
    """Show what can be typed."""
    return Show(help_card())


async def ask_zone(_services: Services, call: Call, me: Person) -> Reply:
    """Ask for my time zone; the argument is the draft that waits for it, or ``-``."""
    return Ask(zone_form(me, call.args[0] if call.args else "-", {}))


async def save_zone(services: Services, call: Call, me: Person) -> FormReply:
    """Save my time zone and go on with what waited for it."""
    placed = await services.people.set_zone(me, call.values.get("zone", ""))
    if not call.args or call.args[0] == "-":
        return Swap(settings_card(placed, services.bookings.now(), platform_tells_zone=call.knows_zone))
    draft = await services.people.draft(placed, pointer(call, 0))
    if draft is None or draft.route != "book-session":
        said = f"Your time zone is {zone_label(placed.zone or 'UTC')}."
        done = told("Time zone set", said, Tone.GOOD)
        edit = Button("Go on…", "edit-draft", call.args, "primary")
        return Refuse(why=(said,), edit=edit) if draft else Show(done)
    try:
        return await request_with(services, call, placed, draft.values)
    except BadInput as error:
        return Refuse(
            why=(),
            fields={key: (said,) for key, said in error.fields.items()},
            edit=Button("Edit…", "edit-draft", call.args, "primary"),
        )
