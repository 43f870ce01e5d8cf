"""The router: who is calling, which handler answers, and what an error looks like to a person."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import structlog

from core.domain.drafts import Draft
from core.domain.errors import BadInput, BookingError, NotAvailable, NotKnownNow
from core.domain.notices import NOBODY_KNOWS
from core.handlers.chats import hear
from core.handlers.ways_in import WAYS_IN
from core.ports.call import Call, Trigger, for_organisers
from core.ports.cards import Option
from core.ports.platform import DeliveryError
from core.ports.replies import Ask, FormTooLate, Refuse, Reply, Show, Swap
from core.ports.said import Hearing
from core.screens.errors import DOUBTFUL, OUT_OF_DATE, UNSAVED, edit_again, failed, sentence, sentences
from core.screens.notices import PINGS, is_ping, message_now
from core.screens.phrases import form_too_late
from core.screens.settings import go_on
from core.store.errors import Doubtful, Unavailable

if TYPE_CHECKING:
    from core.domain.people import Address, Person
    from core.ports.call import Say
    from core.ports.said import Said, Talk
    from core.services.accounts import AccountService
    from core.services.agreed_links import AgreedLinks
    from core.services.announcements import Announcements
    from core.services.bookings import BookingService
    from core.services.busy_calendars import BusyCalendars
    from core.services.calendar_feeds import CalendarFeeds
    from core.services.chat_rooms import ChatRooms
    from core.services.chats import Chats
    from core.services.clock_rules import ClockRules
    from core.services.directory import DirectoryService
    from core.services.mentor_search import MentorSearchService
    from core.services.notes import NoteService
    from core.services.numbers import NumbersService
    from core.services.open_times import OpenTimes
    from core.services.organising import OrganiserService
    from core.services.people import PeopleService
    from core.services.presence import PresenceService
    from core.services.privacy import PrivacyService
    from core.services.program import ProgramService
    from core.services.series import SeriesService
    from core.services.standing import StandingService
    from core.services.waiting_lists import WaitingLists
    from core.services.weekly_summary import WeeklySummary

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a handler may use."""

    bookings: BookingService
    series: SeriesService
    people: PeopleService
    chat_rooms: ChatRooms
    open_times: OpenTimes
    presence: PresenceService
    calendar_feeds: CalendarFeeds
    waiting_lists: WaitingLists
    busy_calendars: BusyCalendars
    directory: DirectoryService
    mentor_search: MentorSearchService
    chats: Chats
    notes: NoteService
    agreed_links: AgreedLinks
    clock_rules: ClockRules
    privacy: PrivacyService
    program: ProgramService
    announcements: Announcements
    organising: OrganiserService
    numbers: NumbersService
    weekly_summary: WeeklySummary
    standing: StandingService
    accounts: AccountService


Handler: TypeAlias = Callable[[Services, Call, "Person"], Awaitable[Reply]]
SearchHandler: TypeAlias = Callable[[Services, Call, "Person"], Awaitable[tuple[Option, ...]]]


class Router:
    """Answers calls and searches. ``ring`` is called once a call has been answered."""

    def __init__(
        self,
        services: Services,
        handlers: Mapping[tuple[Trigger, str], Handler],
        searches: Mapping[str, SearchHandler],
        ring: Callable[[], None],
    ) -> None:
        self._services = services
        self._handlers = handlers
        self._searches = searches
        self._ring = ring

    async def dispatch(self, call: Call, say: Say) -> None:
        """Answer ``call`` through ``say``, exactly once; never raises."""
        with structlog.contextvars.bound_contextvars(route=call.route, trigger=call.trigger.value):
            try:
                reply = await self._answer(call)
                await self._deliver(call, reply, say)
            finally:
                self._ring()

    async def hear(self, said: Said, say: Say) -> Hearing:
        """Take what somebody wrote for the chat that it belongs to; never raises."""
        try:
            hearing, reply = await self._heard(said)
        except Unavailable as error:
            log.warning("database_unavailable", reason=str(error))
            if said.comes_again:
                return Hearing.AGAIN
            hearing, reply = Hearing.TAKEN, Refuse(why=DOUBTFUL if isinstance(error, Doubtful) else UNSAVED)
        except Exception:  # the edge: whatever happens, the person gets a sentence
            code = secrets.token_hex(3)
            log.exception("hearing_failed", code=code)
            hearing, reply = Hearing.TAKEN, Refuse(why=failed(code))
        try:
            if reply is not None:
                await say(reply)
        except Exception:
            log.exception("answer_not_delivered")
        self._ring()
        return hearing

    async def _heard(self, said: Said) -> tuple[Hearing, Reply | None]:
        people = self._services.people
        if said.actor is not None and said.profile is not None:
            return await hear(self._services, await people.greet(said.actor, said.profile), said)
        author = await self._services.chats.author(said.place)
        me = await people.known(author) if author else None
        return (Hearing.NOBODYS, None) if me is None else await hear(self._services, me, said)

    async def talks(self, platform: str) -> tuple[Talk, ...]:
        """Return the open chats of the people of a platform; empty on any error, never raises."""
        try:
            return await self._services.chats.talks(platform)
        except Exception as error:  # the edge: what was said meanwhile is looked for at the next start
            _log_trouble("chats_not_read", error)
            return ()

    async def membership(self, who: Address, *, here: bool) -> None:
        """Take note that somebody has left the platform, or is there; never raises."""
        try:
            changed = await self._services.presence.note(who, here=here)
        except Exception as error:  # the edge: who could not be noted is found by the daily look
            _log_trouble("membership_not_noted", error)
        else:
            if changed:
                self._ring()

    async def search(self, call: Call) -> tuple[Option, ...]:
        """Return what can be chosen for the words of a search; empty on any error, never raises.

        It wakes nobody: a search changes nothing that could be delivered.
        """
        with structlog.contextvars.bound_contextvars(route=call.route, trigger=call.trigger.value):
            handler = self._searches.get(call.route)
            if handler is None:
                log.warning("unknown_route")
                return ()
            try:
                me = await self._services.people.greet(call.actor, call.profile)
                return await handler(self._services, call, me)
            except (BookingError, Unavailable):
                return ()
            except Exception:
                log.exception("search_failed")
                return ()

    async def _answer(self, call: Call) -> Reply:
        handler = self._handlers.get((call.trigger, call.route))
        if handler is None:
            log.warning("unknown_route")
            return Refuse(why=OUT_OF_DATE)
        try:
            me = await self._services.people.greet(call.actor, call.profile)
            await self._note_rank(call, me)
            if me.blocked and call.route in WAYS_IN:
                return Refuse(why=sentence(NotAvailable("blocked")))
            return await self._in_place(call, await self._guarded(handler, call, me), me)
        except Unavailable as error:
            log.warning("database_unavailable", reason=str(error))
            return self._held(Refuse(why=DOUBTFUL if isinstance(error, Doubtful) else UNSAVED), call)
        except Exception:  # the edge: whatever happens, the person gets a sentence
            code = secrets.token_hex(3)
            log.exception("call_failed", code=code)
            return Refuse(why=failed(code))

    async def _note_rank(self, call: Call, me: Person) -> None:
        """Note what the platform tells by the way of who administers; nobody's act waits for that."""
        told = call.manages if for_organisers(call.route) else call.profile.administers
        with suppress(Unavailable):
            await self._services.program.note_rank(me, administers=told)

    async def _guarded(self, handler: Handler, call: Call, me: Person) -> Reply:
        try:
            reply = await handler(self._services, call, me)
        except BadInput as error:
            reply = Refuse(why=(), fields=sentences(error), again=True)
        except BookingError as error:
            reply = Refuse(why=sentence(error), again=isinstance(error, NotKnownNow))
        except Unavailable:
            raise
        except Exception:
            code = secrets.token_hex(3)
            log.exception("handler_failed", code=code)
            reply = Refuse(why=failed(code), again=True)
        return await self._kept(reply, call, me) if isinstance(reply, Refuse) and reply.again else reply

    async def _in_place(self, call: Call, reply: Reply, me: Person) -> Reply:
        """Let a line of news stay a line: only where the card of a session stands a card takes its place."""
        if not isinstance(reply, Swap | Refuse) or call.origin is None:
            return reply
        card = reply.card
        if card is None or card.about is None or is_ping(card):
            return reply
        try:
            notice = await self._services.bookings.told_at(call.origin)
            if notice is None or notice.kind not in PINGS:
                return reply
            line = message_now(notice, await self._services.bookings.view(me, card.about.booking))
        except Unavailable:  # what was done is done, and its card says so
            return reply
        return replace(reply, card=line)

    async def _kept(self, refuse: Refuse, call: Call, me: Person) -> Refuse:
        """Keep what was typed where the platform cannot keep it, with a button that opens it again."""
        if refuse.edit is not None or not _would_be_lost(call):
            return refuse
        key = await self._services.people.keep(me, _draft_of(call))
        return replace(refuse, edit=edit_again(key.hex, call.route))

    def _held(self, refuse: Refuse, call: Call) -> Refuse:
        """Keep what was typed in memory, where the database cannot."""
        if not _would_be_lost(call):
            return refuse
        key = self._services.people.hold(call.actor, _draft_of(call))
        return replace(refuse, edit=edit_again(key.hex, call.route))

    async def _way_on(self, call: Call, reply: Reply) -> Reply:
        """Keep what a form that came too late would have held, with a button that opens it."""
        if not isinstance(reply, Ask):
            return Refuse(why=OUT_OF_DATE)
        form = reply.form
        held = {field.key: field.value for field in form.fields if field.value}
        try:
            me = await self._services.people.greet(call.actor, call.profile)
            key = await self._services.people.keep(me, Draft(form.route, form.args, held))
        except Unavailable:
            return Refuse(why=UNSAVED)
        return Show(form_too_late(go_on(key.hex, form.route)))

    async def _deliver(self, call: Call, reply: Reply, say: Say) -> None:
        card = reply.card if isinstance(reply, Swap | Refuse) else None
        shown = card.about.version if card is not None and card.about else None
        try:
            try:
                await say(reply)
            except FormTooLate:
                await say(await self._way_on(call, reply))
        except Exception as error:
            _log_trouble("answer_not_delivered", error)
            shown = None if shown is None else NOBODY_KNOWS
        if shown is None or call.origin is None:
            return
        try:
            await self._services.bookings.shown(call.origin, shown)
        except Exception as error:  # the edge: a notice of it draws the card as well
            _log_trouble("answer_not_noted", error)


def _log_trouble(event: str, error: Exception) -> None:
    """Log what failed beside an answer, in one line where it is no mistake of ours."""
    if isinstance(error, DeliveryError | Unavailable):
        log.warning(event, reason=f"{type(error).__name__}({error})")
    else:
        log.error(event, exc_info=error)


def _would_be_lost(call: Call) -> bool:
    """Whether something was typed that the platform does not keep in the form until it is accepted."""
    typed = call.values and call.trigger in {Trigger.FORM, Trigger.COMMAND}
    return bool(typed) and not call.capabilities.shows_field_errors


def _draft_of(call: Call) -> Draft:
    return Draft(call.route, call.args, dict(call.values))
