"""Slack's side of the conversation: listens over Socket Mode and brings each act its one answer."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.in_flight import InFlight
from adapters.pauses import Pauses
from adapters.slack.conversations import Conversations
from adapters.slack.errors import starting
from adapters.slack.lru import Lru
from adapters.slack.parse.actions import is_link
from adapters.slack.parse.envelope import event_of, kind
from adapters.slack.parse.event import Event, Surface
from adapters.slack.parse.happenings import membership_of
from adapters.slack.parse.markup import readable
from adapters.slack.parse.question import people_in, question_of
from adapters.slack.parse.said import mentioned, said_of
from adapters.slack.payload import Json
from adapters.slack.platform import SlackPlatform
from adapters.slack.profiles import Profiles, administers
from adapters.slack.render.blocks import LINK
from adapters.slack.responder import messages, modals
from adapters.slack.responder.responder import Responder
from adapters.slack.runner import install
from adapters.slack.socket_mode import SocketModeConnection
from adapters.slack.web_api import QUIET, Identity, SlackWeb
from core.ports.call import Call, Dispatcher, for_organisers
from core.ports.commands import CommandTable
from core.ports.phrases import Phrases
from core.ports.platform import DeliveryError, Profile
from core.ports.replies import Refuse, Reply
from core.ports.said import Change, Hearing, Said

log = structlog.get_logger(__name__)

ACKNOWLEDGE_WITHIN = 2.5
"""Seconds until an act is acknowledged without its answer; Slack waits for three (Interactivity, acknowledgment)."""
DRAIN_SECONDS = 8.0
"""How long acts in flight may go on when the program stops; supervisors give ten before they kill."""
PROFILE_SECONDS = 1.5
"""How long a first meeting may take to ask for the person's name and zone."""
NAMED = 10
"""How many people of a picked message are asked for by their ids; each costs a request, but for those known."""
WORDS_KNOWN = 2000
"""How many messages to the app are remembered, so that none is answered twice."""
_ANYTHING = re.compile("")

Respond: TypeAlias = Callable[[Responder, Reply], Awaitable[None]]
_RESPOND: Mapping[Surface, Respond] = {
    Surface.COMMAND: messages.to_command,
    Surface.SHORTCUT: messages.in_modal,
    Surface.HOME: messages.in_modal,
    Surface.MESSAGE: messages.to_press,
    Surface.EPHEMERAL: messages.to_press,
    Surface.DIALOG: messages.to_dialog,
    Surface.OPENED: messages.to_opening,
    Surface.WORDS: messages.to_words,
    Surface.CHANGE: modals.to_change,
    Surface.FORM: modals.to_form,
}
"""How a reply reaches the person on each surface; a search has its own answer."""


class SlackApp:
    """Listens to one workspace and hands every act to ``dispatcher``; ``platform`` sends, on the same connections."""

    def __init__(  # noqa: PLR0913 - named, and given once, in bot/compose.py
        self,
        *,
        bot_token: str,
        app_token: str,
        api_url: str,
        dispatcher: Dispatcher,
        now: Callable[[], datetime],
        commands: CommandTable,
        phrases: Phrases,
        acknowledge_within: float = ACKNOWLEDGE_WITHIN,
        ping_interval: float = 5.0,
        pauses: Pauses | None = None,
        proxy: str | None = None,
    ) -> None:
        self._web = SlackWeb(bot_token=bot_token, api_url=api_url, pauses=pauses, proxy=proxy)
        self._proxy = proxy
        self.platform = SlackPlatform(self._web, prefix=commands.prefix, phrases=phrases)
        self._bot_token = bot_token
        self._app_token = app_token
        self._dispatcher = dispatcher
        self._commands = commands
        self._phrases = phrases
        self._acknowledge_within = acknowledge_within
        self._ping_interval = ping_interval
        self._profiles = Profiles(self._web, now)
        self._conversations = Conversations(self._web, self.platform, dispatcher, self._told, phrases)
        self._heard: Lru[str, bool] = Lru(WORDS_KNOWN)
        self._in_flight = InFlight()
        self._connection: SocketModeConnection | None = None

    @property
    def ready(self) -> bool:
        """Whether acts arrive at this moment."""
        return self._connection is not None and self._connection.is_open

    async def start(self) -> None:
        """Check the tokens and connect; raises TokenRejected, or DeliveryError when Slack cannot be reached."""
        identity = await starting(self._web.identity(), "SLACK_BOT_TOKEN")
        app = self._bolt(identity)
        await install(app, self._in_flight, _PROBE | {"team": {"id": identity.team}})
        connection = SocketModeConnection(
            app,
            self._app_token,
            self._in_flight,
            ping_interval=self._ping_interval,
            proxy=self._proxy,
        )
        await starting(connection.open(), "SLACK_APP_TOKEN")
        self._connection = connection
        self._in_flight.start(self._conversations.catch_up())

    async def stop(self) -> None:
        """Take no new act, finish those in flight within ``DRAIN_SECONDS``, and close the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.stop_listening()
            await self._in_flight.drain(DRAIN_SECONDS)
            await connection.close()
        await self._web.close()

    async def idle(self) -> None:
        """Wait until every act that has arrived is answered."""
        while self._in_flight.busy or (self._connection is not None and self._connection.has_unread):
            await self._in_flight.settle()

    async def on(self, body: Json, ack: AsyncAck) -> None:
        """Answer whatever Slack sends: the one listener behind all of Bolt's."""
        if (told := membership_of(body)) is not None:
            await ack()
            await self._dispatcher.membership(told[0], here=told[1])
            return
        if (said := said_of(body)) is not None and await self._hear(said, ack):
            return
        try:
            event = event_of(body, self._commands)
        except Exception as error:  # noqa: BLE001 - the edge: whatever was sent, it is acknowledged and forgotten
            log.warning("not_understood", kind=kind(body), reason=type(error).__name__)
            event = None
        if event is None or self._is_repeated(event):
            if not is_link(body):
                log.info("nothing_to_do", kind=kind(body))
            await ack()
            return
        responder = Responder(self._web, event, ack, await self.platform.context())
        try:
            await self._in_flight.answer(
                self._answer(event, responder),
                within=self._acknowledge_within,
                acknowledge=partial(_acknowledge, responder),
            )
        finally:
            if not responder.acked:
                await self._fail(responder)

    async def _hear(self, said: Said, ack: AsyncAck) -> bool:
        """Bring what was said into its chat, and only then acknowledge it; return whether that was all."""
        hearing = await self._conversations.hear(said)
        if hearing is not Hearing.AGAIN and not (
            hearing is Hearing.NOBODYS and said.change is Change.WRITTEN
        ):
            await ack()
        return hearing is not Hearing.NOBODYS or said.change is not Change.WRITTEN

    def _is_repeated(self, event: Event) -> bool:
        """Whether Slack delivers words again that are answered already, because our acknowledgement was lost."""
        if event.surface is not Surface.WORDS:
            return False
        key = event.call.key
        again = self._heard.get(key) is not None
        self._heard.put(key, True)  # noqa: FBT003 - there is nothing else to remember
        return again

    async def _answer(self, event: Event, responder: Responder) -> None:
        profile, manages = await asyncio.gather(
            self._profile(event.call.actor.user, event.call.profile), self._manages(event.call)
        )
        call = dataclasses.replace(event.call, profile=profile, manages=manages)
        if event.picked:
            names = await self._names(people_in(event.picked))
            call = dataclasses.replace(call, values=question_of(event.picked, names))
        if event.surface is Surface.SEARCH:
            await modals.to_search(responder, await self._dispatcher.search(call))
        else:
            await self._dispatcher.dispatch(call, partial(_RESPOND[event.surface], responder))

    async def _fail(self, responder: Responder) -> None:
        """Answer what was left without an answer, so that nobody waits in vain."""
        surface = responder.event.surface
        if surface is Surface.SEARCH:
            await modals.to_search(responder)
        else:
            await _RESPOND[surface](responder, Refuse(why=self._phrases.failed))

    async def _names(self, people: frozenset[str]) -> dict[str, str]:
        """Return the names of people whom a picked message mentions, as far as they are told in time."""
        unknown = Profile(name="", guessed=True)
        found = await asyncio.gather(*(self._profile(one, unknown) for one in sorted(people)[:NAMED]))
        return {
            one: profile.name for one, profile in zip(sorted(people), found, strict=False) if profile.name
        }

    async def _manages(self, call: Call) -> bool | None:
        """Return whether who acts administers the workspace; asked anew at every act for which that counts."""
        if not for_organisers(call.route):
            return False
        try:
            async with asyncio.timeout(PROFILE_SECONDS):
                home = (await self._web.identity()).team
                return call.actor.space == home and await administers(self._web, call.actor.user)
        except (DeliveryError, TimeoutError):
            log.warning("rank_not_read")
            return None

    async def _told(self, said: Said) -> Said:
        """Return what was said with the names of its author and of whom it mentions."""
        if said.actor is None or said.profile is None or said.change is Change.DELETED:
            return said
        names = await self._names(mentioned(said.words))
        profile = await self._profile(said.actor.user, said.profile)
        return dataclasses.replace(said, words=readable(said.words, names), profile=profile)

    async def _profile(self, user: str, told: Profile) -> Profile:
        try:
            async with asyncio.timeout(PROFILE_SECONDS):  # wait_for of Python 3.11 swallows a cancellation
                return await self._profiles.of(user)
        except (DeliveryError, TimeoutError):
            log.warning("profile_not_read")
            return dataclasses.replace(told, guessed=True)

    def _bolt(self, identity: Identity) -> AsyncApp:
        """Build the Bolt app. What guards an HTTP endpoint is off: nothing but the socket reaches it."""
        found = AuthorizeResult(
            enterprise_id=None, team_id=identity.team, bot_user_id=identity.user, bot_token=self._bot_token
        )

        async def authorize() -> AuthorizeResult:
            return found

        app = AsyncApp(
            name="slack",
            logger=QUIET,
            client=self._web.new_client(None),
            authorize=authorize,
            signing_secret="",
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
        for register in (app.command, app.shortcut, app.action, app.view, app.options, app.event):
            register(_ANYTHING)(self.on)
        return app


_PROBE: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U0"},
    "actions": [{"type": "button", "action_id": f"{LINK}:0", "block_id": "probe"}],
}
"""What tries out the listener runner: the press of a link, which is acknowledged and forgotten."""


async def _acknowledge(responder: Responder) -> None:
    """Acknowledge what has not been answered in time, without an answer."""
    match responder.event.surface:
        case Surface.FORM:
            await responder.ack(modals.working(responder))
        case Surface.SEARCH:
            await modals.to_search(responder)
        case _:
            await responder.ack()
