"""Building the booking form, and finding out which mentor is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import BadInput, NotAvailable, Problem
from core.domain.mentor_search import ANY
from core.domain.open_times import looked_at, meant
from core.domain.people import DEFAULT_MINUTES, OfferingId, PersonId
from core.handlers.arguments import id_or_none, number_or_none
from core.ports.cards import OPTIONS
from core.screens.booking import Choices, booking_form, change_form
from core.screens.booking_steps import day_of, times_of_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.domain.booking_view import BookingView
    from core.domain.people import Mentor, Person
    from core.handlers.router import Services
    from core.ports.capabilities import Capabilities
    from core.ports.forms import Form

FAR = 2000
"""How many open times are looked at: more than three weeks of every half hour have."""
NAME_WORDS = 6
"""How many words of a topic may be a mentor's name."""


async def open_form(
    services: Services,
    me: Person,
    values: Mapping[str, str],
    *,
    capabilities: Capabilities,
    intro: str = "",
    keeps: bool = False,
) -> Form:
    """Build the booking form with everything in ``values`` filled in, for a platform that can do so much.

    With ``keeps`` a session type that is no longer offered stays among the choices while it is chosen.
    """
    if is_anybody(values):
        starts = await services.mentor_search.starts(
            me, values.get("skills", ""), limit=capabilities.menu_options
        )
        return booking_form(
            me, values, Choices(anybody=True, open_times=starts, more=True), capabilities=capabilities
        )
    chosen = await mentor_held(services, me, values)
    if chosen is None or intro:
        return booking_form(me, values, Choices(), capabilities=capabilities, intro=intro)
    who = chosen.person.id
    kind = await _kind_held(services, who, values)
    values = {**values, "session-type": kind.hex if kind else ""}
    far = FAR if values.get("day") or values.get("slot") else capabilities.menu_options + 1
    offerings, starts = await services.open_times.shown_by(chosen, student=me.id, offering=kind, limit=far)
    if keeps and kind and (gone := await services.people.offering_gone(who, kind)):
        offerings += (gone,)
    shown = _shown(starts, me.zone or "UTC", values, capabilities.menu_options)
    offered = Choices(
        chosen=chosen,
        offerings=offerings[:OPTIONS],
        minutes=longest.minutes if (longest := looked_at(offerings, kind)) else DEFAULT_MINUTES,
        is_named=meant(offerings, kind) is longest,
        open_times=shown,
        more=shown[-1:] != starts[-1:],
    )
    return booking_form(me, values, offered, capabilities=capabilities)


async def _kind_held(services: Services, mentor: PersonId, values: Mapping[str, str]) -> OfferingId | None:
    try:
        return await offering_named(services, mentor, values)
    except BadInput:
        return None


def _shown(starts: Sequence[datetime], zone: str, values: Mapping[str, str], most: int) -> Sequence[datetime]:
    """Return the open times for one menu: those of the day that was chosen, or the next ones.

    One that is already chosen is among them, with its day where it is not among the next ones.
    """
    day, chosen = values.get("day", ""), number_or_none(values.get("slot", ""))
    later = next((one for one in starts[most:] if chosen == int(one.timestamp())), None)
    if later is not None:
        day = day_of(later, starts, zone)
    return times_of_day(starts, zone, day) or starts[:most]


async def open_change(
    services: Services, view: BookingView, values: Mapping[str, str], *, capabilities: Capabilities
) -> Form:
    """Build the form that changes an unanswered request, with the times to which it may move."""
    booking = view.booking
    starts = await services.open_times.of(
        booking.mentor,
        student=booking.student,
        offering=booking.offering,
        but=booking.id,
        limit=capabilities.menu_options + 1,
    )
    shown = _shown(starts, view.me.zone or "UTC", values, capabilities.menu_options)
    return change_form(view, values, shown, more=shown[-1:] != starts[-1:], native=capabilities.picks_times)


def is_anybody(values: Mapping[str, str]) -> bool:
    """Return whether any suitable mentor is asked for, and not one by name."""
    return values.get("mentor", "").strip() == ANY


async def mentor_meant(services: Services, me: Person, values: Mapping[str, str]) -> PersonId:
    """Return who is asked; raises BadInput when nobody, or not exactly one person, is meant."""
    text = values.get("mentor", "").strip()
    if not text:
        raise BadInput({"mentor": Problem("mentor_missing")})
    known = id_or_none(text)
    return PersonId(known) if known else (await mentor_named(services, me, text)).person.id


async def mentor_held(services: Services, me: Person, values: Mapping[str, str]) -> Mentor | None:
    """Return the mentor whom a form holds by an id or by typed words, or None where that is not exactly one."""
    text = values.get("mentor", "").strip()
    try:
        return await mentor_named(services, me, text) if text and not is_anybody(values) else None
    except BadInput:
        return None


async def mentor_named(services: Services, me: Person, text: str) -> Mentor:
    """Return the one mentor meant by an id or by typed words; raises BadInput when there is not exactly one.

    Somebody who is called exactly so is meant, whoever else the words fit.
    """
    chosen = await mentor_by_id(services, text)
    if chosen is not None:
        return chosen
    name = text.lstrip("@")
    found = await services.people.called(name, but=me.id) or await services.people.mentors(
        name, limit=2, but=me.id
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput({"mentor": Problem("mentor_several")})
    raise BadInput({"mentor": Problem("mentor_none")})


async def mentor_in_topic(services: Services, me: Person, topic: str) -> tuple[Sequence[Mentor], str]:
    """Return who is called by a leading ``@name``, at most two, and what is left of the topic.

    A platform makes a mention of its own people only; whoever is elsewhere stays in the words. A whole name
    goes before the beginning of one, and a longer before a shorter.
    """
    words = topic.removeprefix("@").split()
    if not topic.startswith("@"):
        return (), topic
    for whole in (True, False):
        for count in range(min(len(words), NAME_WORDS), 0, -1):
            name = " ".join(words[:count]).rstrip(",:;-")
            if name and (found := await services.people.called(name, but=me.id, whole=whole)):
                return found, " ".join(words[count:])
    return (), topic


async def mentor_by_id(services: Services, text: str) -> Mentor | None:
    """Return the mentor with this id, or None for anything else; raises NotAvailable for one who is not offered."""
    known = id_or_none(text)
    found = await services.people.mentor(PersonId(known)) if known else None
    if found is not None and not found.offered:
        raise NotAvailable("mentor_not_offered", name=found.person.name)
    return found


def offering_of(values: Mapping[str, str]) -> OfferingId | None:
    """Return the kind of session that was chosen."""
    known = id_or_none(values.get("session-type", "").strip().partition(".")[0])
    return OfferingId(known) if known else None


def minutes_seen(values: Mapping[str, str]) -> int | None:
    """Return how long the chosen kind of session was when it was chosen; None where nothing says so."""
    return number_or_none(values.get("session-type", "").strip().partition(".")[2])


async def offering_named(
    services: Services, mentor: PersonId, values: Mapping[str, str]
) -> OfferingId | None:
    """Return the kind of session that is meant by an id or by its whole title, None where nothing is said.

    Raises BadInput for other words: what is typed and not understood is not left out.
    """
    text = values.get("session-type", "").strip()
    if not text or (known := offering_of(values)) is not None:
        return known if text else None
    offered = await services.people.offerings(mentor)
    found = [one.id for one in offered if one.title.casefold() == text.casefold()]
    if len(found) != 1:
        raise BadInput({"session-type": Problem("session_type_none")})
    return found[0]
