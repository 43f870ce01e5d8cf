"""Building the booking form, and finding out which mentor is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from core.chat.forms import LONG_MENU
from core.chat.kit import OPTIONS
from core.chat.screens.forms import Choices, booking_form
from core.domain.errors import BadInput
from core.domain.people import OfferingId, PersonId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.chat.forms import Form
    from core.chat.router import Hall
    from core.domain.people import Mentor, Person


async def open_form(
    hall: Hall, me: Person, values: Mapping[str, str], *, roomy: bool, intro: str = ""
) -> Form:
    """Build the booking form with everything in ``values`` filled in; ``roomy`` where forms can search."""
    mentors = await hall.directory.mentors("", limit=OPTIONS, but=me.id)
    chosen = await mentor_by_id(hall, values.get("mentor", ""))
    if chosen is None or intro:
        return booking_form(me, values, Choices(mentors=mentors), roomy=roomy, intro=intro)
    who = chosen.person.id
    offered = Choices(
        mentors=[chosen, *(one for one in mentors if one.person.id != who)],
        chosen=chosen,
        offerings=(await hall.directory.offerings(who))[:OPTIONS],
        openings=await hall.openings.of(
            who,
            student=me.id,
            offering=offering_of(values),
            limit=LONG_MENU if roomy else OPTIONS,
        ),
    )
    return booking_form(me, values, offered, roomy=roomy)


async def mentor_meant(hall: Hall, me: Person, values: Mapping[str, str]) -> PersonId:
    """Return who is asked; raises BadInput when nobody, or not exactly one person, is meant."""
    text = values.get("mentor", "").strip()
    if not text:
        raise BadInput({"mentor": "Please choose a mentor. Search by name or skill."})
    known = id_or_none(text)
    return PersonId(known) if known else (await mentor_named(hall, me, text)).person.id


async def mentor_named(hall: Hall, me: Person, text: str) -> Mentor:
    """Return the one mentor meant by an id or by typed words; raises BadInput when there is not exactly one."""
    chosen = await mentor_by_id(hall, text)
    if chosen is not None:
        return chosen
    found = await hall.directory.mentors(text.lstrip("@"), limit=2, but=me.id)
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput({"mentor": "Several mentors fit these words. Please pick one from the list."})
    raise BadInput({"mentor": "No mentor fits these words. Search with /mentors, or pick one from the list."})


async def mentor_by_id(hall: Hall, text: str) -> Mentor | None:
    """Return the mentor with this id, or None for anything else."""
    known = id_or_none(text)
    return await hall.directory.mentor(PersonId(known)) if known else None


def offering_of(values: Mapping[str, str]) -> OfferingId | None:
    """Return the kind of session that was chosen."""
    known = id_or_none(values.get("offering", ""))
    return OfferingId(known) if known else None


def id_or_none(text: str) -> UUID | None:
    """Return an id written as 32 hexadecimal digits, or None for anything else."""
    try:
        return UUID(text) if len(text) == 32 else None  # noqa: PLR2004 - UUID reads other shapes too
    except ValueError:
        return None
