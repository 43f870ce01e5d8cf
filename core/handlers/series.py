"""Several sessions with one mentor: asked for after a look at every date, and answered all at once or one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.domain.acts import Accept, OneByOne, Reject
from core.domain.booking import REPLY_LENGTH, BookingId, Role
from core.domain.drafts import Draft
from core.domain.errors import BadInput, NotFound, Problem
from core.domain.requests import RequestText
from core.domain.series import FEWEST_SESSIONS, MOST_SESSIONS, Date, Every, dates
from core.handlers.arguments import as_id, number, number_or_none, pointer
from core.handlers.session import asking, press_of, told, typed_words
from core.handlers.time_questions import asks_times, beside
from core.handlers.times import Zoneless, read_when
from core.ports.cards import OPTIONS
from core.ports.replies import Ask, FormReply, Reply
from core.screens.series import (
    REPEATED,
    Offered,
    other_times_card,
    partly_card,
    plan_card,
    sent_card,
    series_form,
)
from core.screens.session_forms import decline_all_form
from core.services.series import Partly, SeriesPlan, SeriesWish
from core.times.next_week import next_same_time
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from core.domain.acts import Doing
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.forms import Form
    from core.services.bookings import ActResult

FAR = 2000
"""Among how many open times those near a date are looked for."""
CHOSEN_FOR = "at"
"""Begins the name under which another time for one of the dates is kept."""


async def ask_series(services: Services, call: Call, me: Person) -> Reply:
    """Open the form with the session's words, its first date a week on by the student's clock."""
    await services.program.require_student(me)
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    start = view.booking.starts_at
    ahead = start and next_same_time(start, zone_or_utc(me.zone), services.bookings.now())
    return Ask(await form_of(services, call, me, {"when": ahead.isoformat() if ahead else ""}, call.args))


async def form_of(
    services: Services, call: Call, me: Person, values: Mapping[str, str], args: tuple[str, ...]
) -> Form:
    """Return the form for several sessions like the one that the arguments name."""
    view = await services.bookings.view(me, BookingId(as_id(args[0] if args else "")))
    return series_form(view, values, native=call.capabilities.picks_times)


@asks_times
async def plan(services: Services, call: Call, me: Person) -> FormReply:
    """List the dates: nothing is sent."""
    await services.program.require_student(me)
    wish = await _wish(services, me, call.args, call.values)
    values = {**call.values, "when": wish.days[0].start.isoformat()}
    return await _listed(services, call, me, Draft("series", call.args, values))


async def send(services: Services, call: Call, me: Person) -> Reply:
    """Ask for the dates that were looked at; where one has changed they are listed anew."""
    await services.program.require_student(me)
    key, draft = await _draft(services, call, me)
    wish = await _wish(services, me, draft.args, draft.values)
    sent = await services.series.ask_for(me, wish, mask=str(number(call, 1)), key=f"series:{key.hex}")
    if isinstance(sent, SeriesPlan):
        return await _listed(services, call, me, draft, changed=True)
    return beside(call, sent_card(sent.view))


async def other_times(services: Services, call: Call, me: Person) -> Reply:
    """Offer open times near the date that was chosen."""
    key, draft = await _draft(services, call, me)
    wish = await _wish(services, me, draft.args, draft.values)
    at = number_or_none(call.values.get("choice", ""))
    if at is None or at >= len(wish.days):
        raise NotFound
    found = await services.series.plan(me, wish)
    starts = await services.open_times.of(wish.mentor, student=me.id, offering=wish.offering, limit=FAR)
    day = wish.days[at].start
    near = sorted(sorted(starts, key=lambda start: abs(start - day))[:OPTIONS])
    offered = Offered(me=me, mentor=found.mentor, days=found.days, draft=key, mask=found.mask)
    return beside(call, other_times_card(offered, at, near))


async def take_other_time(services: Services, call: Call, me: Person) -> Reply:
    """Put the chosen time in the place of one date, and list them anew."""
    _, draft = await _draft(services, call, me)
    chosen = call.values.get("choice", "")
    values = dict(draft.values)
    if chosen:
        values[f"{CHOSEN_FOR}{number(call, 1)}"] = chosen
    return await _listed(services, call, me, Draft(draft.route, draft.args, values))


async def accept_all(services: Services, call: Call, me: Person) -> FormReply:
    """Accept every request of a series that waits for one answer."""
    doing = Accept()
    return _partly(call, await services.series.answer_all(press_of(call, me, doing, linked=True)), doing)


async def accept_free(services: Services, call: Call, me: Person) -> FormReply:
    """Accept the dates that can be, as they were listed; where that has changed they are listed anew."""
    doing, mask = Accept(), call.args[2] if call.args[2:] else ""
    press = press_of(call, me, doing, linked=True)
    return _partly(call, await services.series.accept_free(press, mask=mask), doing)


async def decline_all(services: Services, call: Call, me: Person) -> FormReply:
    """Decline every request of a series that waits for one answer, with the words of the form."""
    doing = Reject(reply=typed_words(call.values, "reply", REPLY_LENGTH))
    return _partly(call, await services.series.answer_all(press_of(call, me, doing)), doing)


async def one_by_one(services: Services, call: Call, me: Person) -> FormReply:
    """Bring a card of its own for each request of a series."""
    doing = OneByOne()
    return told(call, await services.bookings.act(press_of(call, me, doing)), doing)


ask_decline_all = asking(decline_all_form)


def _partly(call: Call, outcome: ActResult | Partly, doing: Doing) -> FormReply:
    """Return the answer to an act on several, or say which dates are in the way of it."""
    if not isinstance(outcome, Partly):
        return told(call, outcome, doing)
    return beside(call, partly_card(outcome.view, outcome.against, outcome.free, outcome.mask))


async def _listed(
    services: Services, call: Call, me: Person, draft: Draft, *, changed: bool = False
) -> FormReply:
    found = await services.series.plan(me, await _wish(services, me, draft.args, draft.values))
    key = await services.people.keep(me, draft)
    offered = Offered(
        me=me, mentor=found.mentor, days=found.days, draft=key, mask=found.mask, changed=changed
    )
    return beside(call, plan_card(offered))


async def _draft(services: Services, call: Call, me: Person) -> tuple[UUID, Draft]:
    key = pointer(call, 0)
    draft = await services.people.draft(me, key)
    if draft is None or draft.route != "series":
        raise NotFound("request_gone")
    return key, draft


async def _wish(
    services: Services, me: Person, args: tuple[str, ...], values: Mapping[str, str]
) -> SeriesWish:
    """Return what is wished for; raises BadInput naming the field that is wrong, and what asks for a time or zone."""
    view = await services.bookings.view(me, BookingId(as_id(args[0] if args else "")))
    if view.role is not Role.STUDENT:
        raise NotFound
    known = RequestText.of(view.booking).values()
    text = RequestText.typed({**values, **{name: known[name] for name in REPEATED}})
    if me.zone is None:
        raise Zoneless
    start = read_when(values.get("when", ""), me, services.bookings.now())
    if start is None:
        raise BadInput({"when": Problem("time_missing")})
    every, count = values.get("every") or Every.WEEK, number_or_none(values.get("count", ""))
    if every not in set(Every) or count is None or not FEWEST_SESSIONS <= count <= MOST_SESSIONS:
        raise NotFound
    days = dates(start, Every(every), count, zone_or_utc(me.zone))
    offered = {one.id for one in await services.people.offerings(view.booking.mentor)}
    return SeriesWish(
        mentor=view.booking.mentor,
        text=text,
        days=tuple(_instead(values, at) or day for at, day in enumerate(days)),
        offering=view.booking.offering if view.booking.offering in offered else None,
    )


def _instead(values: Mapping[str, str], at: int) -> Date | None:
    """Return the time that was chosen in the place of a date, if any."""
    seconds = number_or_none(values.get(f"{CHOSEN_FOR}{at}", ""))
    return None if seconds is None else Date(datetime.fromtimestamp(seconds, UTC))
