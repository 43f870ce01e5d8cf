"""Everything that is pressed on the card of a session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.acts import (
    Accept,
    AcceptProposal,
    Cancel,
    Complete,
    DeclineProposal,
    MentorAbsent,
    Propose,
    Reject,
    SetLink,
    StudentAbsent,
    WithdrawProposal,
)
from core.domain.booking import NOTE_LENGTH, REASON_LENGTH, REPLY_LENGTH, Act, BookingId, Slot
from core.domain.drafts import Draft
from core.domain.errors import AlreadyDone, BadInput, Clash, NotFound, Problem, Stale
from core.domain.moves import No, judge, refusal
from core.domain.profiles import link
from core.domain.text import clean, units
from core.handlers import refused_times
from core.handlers.arguments import number, pointer
from core.handlers.time_questions import asks_times, beside
from core.handlers.times import read_when
from core.handlers.whole_cards import card_for
from core.ports.replies import Acknowledge, Ask, FormReply, Refuse, Reply, Show, Swap
from core.screens.add_to_calendar import calendar_card
from core.screens.errors import already, sentence
from core.screens.look import BRING, brought_card, look_card
from core.screens.receipts import done_card
from core.screens.session_forms import (
    FOLLOWING,
    accept_form,
    cancel_form,
    decline_form,
    link_form,
    propose_form,
)
from core.screens.session_questions import engaged_card, none_of_these_card, sure_card
from core.services.availability import TIME_FIELDS
from core.services.bookings import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.domain.acts import Doing
    from core.domain.booking_view import BookingView
    from core.domain.people import Person
    from core.handlers.router import Handler, Services
    from core.ports.call import Call
    from core.ports.forms import Form
    from core.services.bookings import ActResult


async def show(services: Services, call: Call, me: Person) -> Reply:
    """Bring the card to the end of the conversation; show a look at it to who pressed anywhere else.

    A look asks for the card itself by one more argument.
    """
    which = BookingId(pointer(call, 0))
    if call.origin is not None:
        await services.bookings.bring(me, which, key=call.key)
        return Acknowledge()
    if BRING in call.args[1:]:
        return Swap(brought_card(await services.bookings.bring(me, which, key=call.key)))
    return Show(look_card(await services.bookings.view(me, which)))


async def sure(services: Services, call: Call, me: Person) -> Reply:
    """Ask whether it is meant what was picked from a menu: only the button of the answer does it."""
    route = call.args[0] if call.args else ""
    view = await services.bookings.view(me, BookingId(pointer(call, 1)))
    return Show(sure_card(view, route) or look_card(view))


async def none_of_these(services: Services, call: Call, me: Person) -> Reply:
    """Ask what shall be instead of the suggested times."""
    return Show(none_of_these_card(await services.bookings.view(me, BookingId(pointer(call, 0)))))


async def calendar(services: Services, call: Call, me: Person) -> Reply:
    """Give the ways from the session into the calendar of the person who pressed."""
    return Show(calendar_card(await services.bookings.view(me, BookingId(pointer(call, 0)))))


async def accept(services: Services, call: Call, me: Person) -> FormReply:
    """Accept with one tap, or with the note and the link of the form."""
    doing = _accept(call.values)
    outcome = await services.bookings.accept(press_of(call, me, doing))
    if _is_engaged(outcome):
        draft = Draft(call.route, call.args, dict(call.values))
        kept = (await services.people.keep(me, draft)).hex if call.values else "-"
        return beside(call, engaged_card(outcome.view, "accept-anyway", kept))
    return told(call, outcome, doing)


async def accept_anyway(services: Services, call: Call, me: Person) -> Reply:
    """Accept although my own calendar has something then, with what was typed into the form."""
    values: Mapping[str, str] = {}
    if call.args[2:] not in {(), ("-",)}:
        draft = await services.people.draft(me, pointer(call, 2))
        if draft is None:
            raise NotFound("draft_gone")
        values = draft.values
    doing = _accept(values)
    return told(call, await services.bookings.accept(replace(press_of(call, me, doing), insists=True)), doing)


async def decline(services: Services, call: Call, me: Person) -> FormReply:
    """Decline with the words of the form."""
    return await _act(services, call, me, Reject(reply=typed_words(call.values, "reply", REPLY_LENGTH)))


async def cancel(services: Services, call: Call, me: Person) -> FormReply:
    """Withdraw a request, or cancel an agreed session; in a series also all that follow, if that was chosen."""
    doing = Cancel(reason=typed_words(call.values, "reason", REASON_LENGTH))
    if call.values.get("reach") == FOLLOWING:
        return told(call, await services.series.cancel_following(press_of(call, me, doing)), doing)
    return await _act(services, call, me, doing)


async def edit_link(services: Services, call: Call, me: Person) -> FormReply:
    """Change the meeting link; an empty one becomes a new one."""
    meeting = link(call.values.get("link", ""))
    doing = SetLink(link=meeting) if meeting else services.bookings.fresh_link()
    return await _act(services, call, me, doing)


@asks_times
async def propose(services: Services, call: Call, me: Person) -> FormReply:
    """Suggest one to three other times."""
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    now = services.bookings.now()
    used: dict[Slot, str] = {}
    note = typed_words(call.values, "note", NOTE_LENGTH)
    until = now + services.program.policy.answer_within
    try:
        for field in TIME_FIELDS:
            start = read_when(call.values.get(field, ""), me, now, field=field)
            if start is not None:
                used.setdefault(Slot(start, view.booking.minutes), field)
        if not used:
            raise BadInput({"when": Problem("time_missing")})  # noqa: TRY301 - it is worded like the others
        return await _act(services, call, me, Propose(slots=tuple(used), note=note, answer_by=until))
    except BadInput as refused:
        fields = dict(zip(TIME_FIELDS, used.values(), strict=False))
        wanted = {field: slot.starts_at for slot, field in used.items()}
        raise await refused_times.of_booking(
            services, me, view.booking, refused, used=fields, wanted=wanted
        ) from None


async def accept_time(services: Services, call: Call, me: Person) -> Reply:
    """Take one of the suggested times."""
    doing = AcceptProposal(choice=number(call, 2))
    outcome = await services.bookings.accept(press_of(call, me, doing))
    if _is_engaged(outcome):
        return beside(call, engaged_card(outcome.view, "accept-time-anyway", str(doing.choice)))
    return told(call, outcome, doing)


async def accept_time_anyway(services: Services, call: Call, me: Person) -> Reply:
    """Take a suggested time although my own calendar has something then."""
    doing = AcceptProposal(choice=number(call, 2))
    return told(call, await services.bookings.accept(replace(press_of(call, me, doing), insists=True)), doing)


def bare(make: Callable[[], Doing]) -> Handler:
    """Return the flow of an act that says everything by its name."""

    async def flow(services: Services, call: Call, me: Person) -> Reply:
        return await _act(services, call, me, make())

    return flow


keep_time = bare(DeclineProposal)
withdraw_time = bare(WithdrawProposal)
complete = bare(Complete)
student_absent = bare(StudentAbsent)
mentor_absent = bare(MentorAbsent)


def _in_time(view: BookingView, act: Act) -> None:
    """Raise TooLate before anything is typed, where the mentor's notice for changes leaves no time for it."""
    rule = judge(view.booking, act, view.role, view.now)
    if isinstance(rule, No) and rule.code == "too_late_to_change":
        raise refusal(rule.code)


async def ask_cancel(services: Services, call: Call, me: Person) -> Reply:
    """Open the form of a cancellation."""
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    _in_time(view, Act.CANCEL)
    return Ask(cancel_form(view, {}))


def asking(form: Callable[[BookingView, Mapping[str, str]], Form]) -> Handler:
    """Return the flow of a button that opens a form about its session."""

    async def flow(services: Services, call: Call, me: Person) -> Reply:
        return Ask(form(await services.bookings.view(me, BookingId(pointer(call, 0))), {}))

    return flow


ask_accept = asking(accept_form)
ask_decline = asking(decline_form)
ask_link = asking(link_form)


async def ask_propose(services: Services, call: Call, me: Person) -> Reply:
    """Open the form for other times."""
    view = await services.bookings.view(me, BookingId(pointer(call, 0)))
    _in_time(view, Act.PROPOSE)
    return Ask(propose_form(view, {}, native=call.capabilities.picks_times))


async def _act(services: Services, call: Call, me: Person, doing: Doing) -> FormReply:
    return told(call, await services.bookings.act(press_of(call, me, doing)), doing)


def press_of(call: Call, me: Person, doing: Doing, *, linked: bool = False) -> Press:
    """Return the act on the session and the version that the arguments name."""
    return Press(me, BookingId(pointer(call, 0)), doing, call.key, number(call, 1), linked)


def _accept(values: Mapping[str, str]) -> Accept:
    return Accept(reply=typed_words(values, "reply", REPLY_LENGTH), link=link(values.get("link", "")))


def _is_engaged(outcome: ActResult) -> bool:
    return isinstance(outcome.error, Clash) and outcome.error.code == "time_engaged"


def told(call: Call, outcome: ActResult, doing: Doing) -> FormReply:
    """Return the answer to an act: the card, or in private a line, or why it was not done."""
    if outcome.changed and call.origin is None:
        return Swap(done_card(outcome.view, doing.act))
    card = card_for(call, outcome.view)
    if outcome.changed:
        return Swap(card)
    if outcome.error is None or isinstance(outcome.error, AlreadyDone):
        return Swap(card, already(outcome.view, outcome.error))
    return Refuse(why=sentence(outcome.error), card=card, again=isinstance(outcome.error, (Stale, Clash)))


def typed_words(values: Mapping[str, str], field: str, longest: int) -> str:
    """Return cleaned words of a form; raises BadInput naming the field where they are too long."""
    text = clean(values.get(field, ""), lines=True)
    if units(text) > longest:
        raise BadInput({field: Problem("too_long", most=longest)})
    return text
