"""Asking a mentor for a session: the form, the search in it, and the request itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from core.chat.flows.pointers import number, pointer
from core.chat.flows.times import Unclear, Zoneless, read_when
from core.chat.forms import Form
from core.chat.kit import OPTIONS
from core.chat.replies import Ask, FormReply, Found, Refuse, Reply, Show, Swap
from core.chat.screens.forms import booking_form, change_form, mentor_option, offering_option
from core.chat.screens.session import cut, session_card
from core.chat.screens.settings import which_time, zone_first
from core.desk import Press
from core.directory import Draft
from core.domain.acts import Edit
from core.domain.booking import BookingId
from core.domain.errors import BadInput, NotFound
from core.domain.people import OfferingId, PersonId
from core.domain.requests import Wish, slot_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.chat.router import Hall
    from core.chat.routes import Call
    from core.domain.people import Mentor, Person

SEARCHED = 25
"""How many choices a search shows: Discord's limit for autocomplete."""


async def book_session(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form with what was given; with a mentor and a topic as options, book at once."""
    values = dict(call.values)
    if values.get("mentor") and values.get("topic"):
        return await request(hall, call, me)
    if "mentor" in values:
        values["mentor"] = (await _named(hall, me, values["mentor"])).person.id.hex
    if call.mentioned is not None:
        found = await hall.directory.at(call.mentioned)
        mentor = await hall.directory.mentor(found.id) if found else None
        if mentor is None:
            return Ask(
                await open_form(
                    hall, me, values, intro="That person is not a mentor here. Please choose one."
                )
            )
        values["mentor"] = mentor.person.id.hex
    return Ask(await open_form(hall, me, values))


async def ask_about(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form with the text of a message as the student's own message."""
    text = call.values.get("text", "")
    return Ask(
        await open_form(hall, me, {"message": cut(text, 2000), "topic": cut(" ".join(text.split()), 100)})
    )


async def book_button(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form for the mentor of a list's entry, or for any mentor."""
    chosen = call.args[0] if call.args and call.args[0] != "-" else ""
    return Ask(await open_form(hall, me, {"mentor": chosen} if chosen else {}))


async def again(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form as the earlier request was, without its time."""
    side = await hall.desk.side(me, BookingId(pointer(call, 0)))
    booking = side.booking
    values = {"mentor": booking.mentor.hex, "topic": booking.topic, "message": booking.message}
    if booking.offering:
        values["offering"] = booking.offering.hex
    return Ask(await open_form(hall, me, values))


async def form_changed(hall: Hall, call: Call, me: Person) -> Reply:
    """Show the form anew when the mentor was chosen: their kinds of session appear."""
    return Ask(await open_form(hall, me, call.values))


async def open_form(hall: Hall, me: Person, values: Mapping[str, str], *, intro: str = "") -> Form:
    """Build the booking form with everything in ``values`` filled in."""
    chosen = await _chosen(hall, values.get("mentor", ""))
    mentors = await hall.directory.mentors("", limit=OPTIONS, but=me.id)
    if chosen is not None:
        mentors = [chosen, *(one for one in mentors if one.person.id != chosen.person.id)][:OPTIONS]
    offerings = await hall.directory.offerings(chosen.person.id) if chosen and not intro else []
    form = booking_form(me, values, mentors=mentors, chosen=chosen, offerings=offerings)
    return replace(form, intro=(intro,)) if intro else form


async def request(hall: Hall, call: Call, me: Person) -> FormReply:
    """Send the request; whatever is unclear about its time is asked first, and nothing typed is lost."""
    return await request_with(hall, call, me, call.values)


async def request_with(hall: Hall, call: Call, me: Person, values: Mapping[str, str]) -> FormReply:
    """Send a request with these words, whichever way they came."""
    mentor = await _wanted(hall, me, values)
    wish = Wish(topic=values.get("topic", ""), message=values.get("message", ""))
    words_of(wish)
    try:
        start = read_when(values.get("when", ""), me, hall.desk.now())
    except (Unclear, Zoneless) as doubt:
        return await _doubt(hall, me, Draft("book-session", (), dict(values)), doubt)
    offering = _id_or_none(values.get("offering", ""))
    outcome = await hall.desk.ask(
        me,
        mentor,
        Wish(topic=wish.topic, message=wish.message, start=start),
        offering=OfferingId(offering) if offering else None,
        key=call.key,
    )
    return Show(session_card(outcome.side))


async def book_at(hall: Hall, call: Call, me: Person) -> Reply:
    """Send a kept request with the reading of its time that was chosen."""
    draft = await hall.directory.draft(me, pointer(call, 0))
    if draft is None:
        raise NotFound("What you typed is no longer kept. Please start again with /book-session.")
    chosen = f"<t:{number(call, 1)}>"
    if draft.route == "change":
        return await _save_change(hall, call, me, draft.args, {**draft.values, "when": chosen})
    return await request_with(hall, call, me, {**draft.values, "when": chosen})


async def change_button(hall: Hall, call: Call, me: Person) -> Reply:
    """Open the form that changes an unanswered request."""
    side = await hall.desk.side(me, BookingId(pointer(call, 0)))
    return Ask(change_form(side, {}))


async def change(hall: Hall, call: Call, me: Person) -> FormReply:
    """Save a changed request."""
    return await _save_change(hall, call, me, call.args, call.values)


async def _save_change(
    hall: Hall, call: Call, me: Person, args: tuple[str, ...], values: Mapping[str, str]
) -> FormReply:
    side = await hall.desk.side(me, BookingId(pointer(call, 0, args)))
    topic, message = words_of(Wish(topic=values.get("topic", ""), message=values.get("message", "")))
    now = hall.desk.now()
    try:
        start = read_when(values.get("when", ""), me, now)
    except (Unclear, Zoneless) as doubt:
        return await _doubt(hall, me, Draft("change", args, dict(values)), doubt)
    slot = slot_of(start, side.booking.minutes, hall.desk.policy, now)
    doing = Edit(
        topic=topic,
        message=message,
        slot=slot,
        offering=side.booking.offering,
        minutes=side.booking.minutes,
        answer_by=hall.desk.policy.answer_by(start, now),
    )
    outcome = await hall.desk.act(Press(me, side.booking.id, doing, call.key, number(call, 1, args)))
    if outcome.error is not None and outcome.error.code == "conflict":
        raise BadInput({"when": str(outcome.error)}, code="conflict")
    if outcome.error is not None:
        return Refuse(why=str(outcome.error), card=session_card(outcome.side))
    return Swap(session_card(outcome.side))


async def find_mentors(hall: Hall, call: Call, me: Person) -> Reply:
    """Answer a search for mentors."""
    found = await hall.directory.mentors(call.values.get("words", ""), limit=SEARCHED, but=me.id)
    return Found(tuple(mentor_option(one) for one in found))


async def find_offerings(hall: Hall, call: Call, _me: Person) -> Reply:
    """Answer a search for the kinds of session of the mentor chosen so far."""
    chosen = await _chosen(hall, call.values.get("mentor", ""))
    offerings = await hall.directory.offerings(chosen.person.id) if chosen else []
    words = call.values.get("words", "").casefold()
    return Found(tuple(offering_option(one) for one in offerings if words in one.title.casefold())[:SEARCHED])


async def _doubt(hall: Hall, me: Person, draft: Draft, doubt: Unclear | Zoneless) -> Show:
    key = await hall.directory.keep(me, draft)
    if isinstance(doubt, Zoneless):
        return Show(zone_first(key))
    return Show(which_time(doubt.candidates, me, key))


async def _wanted(hall: Hall, me: Person, values: Mapping[str, str]) -> PersonId:
    text = values.get("mentor", "").strip()
    if not text:
        raise BadInput({"mentor": "Please choose a mentor. Search by name or skill."})
    known = _id_or_none(text)
    return PersonId(known) if known else (await _named(hall, me, text)).person.id


async def _named(hall: Hall, me: Person, text: str) -> Mentor:
    """Return the one mentor meant by an id or by typed words; raises BadInput when there is not exactly one."""
    chosen = await _chosen(hall, text)
    if chosen is not None:
        return chosen
    found: Sequence[Mentor] = await hall.directory.mentors(text.lstrip("@"), limit=2, but=me.id)
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput({"mentor": "Several mentors fit these words. Please pick one from the list."})
    raise BadInput({"mentor": "No mentor fits these words. Search with /mentors, or pick one from the list."})


async def _chosen(hall: Hall, text: str) -> Mentor | None:
    known = _id_or_none(text)
    return await hall.directory.mentor(PersonId(known)) if known else None


def _id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 32 else None  # noqa: PLR2004 - UUID reads other shapes too
    except ValueError:
        return None
