"""Slack's side of the conversation: listens over Socket Mode and brings each act its one answer."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.in_flight import Tasks
from adapters.slack import socket_mode
from adapters.slack.errors import Declined
from adapters.slack.parse.actions import is_link
from adapters.slack.parse.envelope import event_of, kind
from adapters.slack.parse.event import Event, Surface
from adapters.slack.payload import Json
from adapters.slack.platform import SlackPlatform
from adapters.slack.profiles import Profiles
from adapters.slack.render.blocks import LINK
from adapters.slack.responder import messages, modals
from adapters.slack.responder.responder import Responder
from adapters.slack.runner import install
from adapters.slack.web_api import QUIET, Identity, SlackWeb
from core.ports.call import Dispatcher
from core.ports.platform import DeliveryError, Profile
from core.ports.replies import Refuse, Reply

log = logging.getLogger(__name__)

PATIENCE = 2.5
"""Seconds until an act is acknowledged without its answer; Slack waits for three."""
WHOIS = 1.5
"""Seconds that a first meeting may take to ask for the person's name and zone."""
GRACE = 8.0
"""Seconds that presses in flight get at shutdown."""
FAILED = Refuse(why=("Something went wrong on our side. Please try again.",))
_ANYTHING = re.compile("")

Teller: TypeAlias = Callable[[Responder, Reply], Awaitable[None]]
_TELLERS: Mapping[Surface, Teller] = {
    Surface.COMMAND: messages.to_command,
    Surface.SHORTCUT: messages.in_modal,
    Surface.HOME: messages.in_modal,
    Surface.MESSAGE: messages.to_press,
    Surface.EPHEMERAL: messages.to_press,
    Surface.DIALOG: messages.to_dialog,
    Surface.OPENED: messages.to_opening,
    Surface.CHANGE: modals.to_change,
    Surface.FORM_VIEW: modals.to_form,
    Surface.SEARCH: modals.to_search,
}


class SlackApp:
    """Listens to one workspace and hands every act to ``dispatcher``; ``platform`` is the way out.

    Both share one pool of connections. ``command_prefix`` stands between the slash and a command's name.
    """

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str,
        api_url: str,
        dispatcher: Dispatcher,
        now: Callable[[], datetime],
        command_prefix: str = "",
        patience: float = PATIENCE,
        ping_interval: float = 5.0,
    ) -> None:
        self._web = SlackWeb(bot_token=bot_token, api_url=api_url)
        self.platform = SlackPlatform(self._web)
        self._bot_token = bot_token
        self._app_token = app_token
        self._dispatcher = dispatcher
        self._prefix = command_prefix
        self._patience = patience
        self._ping_interval = ping_interval
        self._profiles = Profiles(self._web, now)
        self._tasks = Tasks()
        self._link: socket_mode.Link | None = None

    @property
    def ready(self) -> bool:
        """Whether Slack can reach us at this moment."""
        return self._link is not None and self._link.is_open

    async def start(self) -> None:
        """Check the tokens and connect; raises DeliveryError when Slack refuses or cannot be reached."""
        identity = await self._web.identity()
        app = self._bolt(identity)
        await install(app, self._tasks, _PROBE | {"team": {"id": identity.team}})
        self._link = socket_mode.Link(app, self._app_token, self._tasks, ping_interval=self._ping_interval)
        await self._link.open()
        log.info("connected to Slack")

    async def stop(self) -> None:
        """Take no new acts, finish those in flight, then close."""
        link, self._link = self._link, None
        if link is not None:
            link.deafen()
            await self._tasks.drain(GRACE)
            await link.close()
        await self._web.close()

    async def idle(self) -> None:
        """Wait until every act that has arrived is answered."""
        while self._tasks.busy or (self._link is not None and self._link.has_mail):
            await self._tasks.settle()

    async def on(self, body: Json, ack: AsyncAck) -> None:
        """Answer whatever Slack sends: the one listener behind all of Bolt's."""
        event = event_of(body, self._prefix)
        if event is None:
            if not is_link(body):
                log.info("nothing to do for a payload of kind %s", kind(body))
            await ack()
            return
        responder = Responder(self._web, event, ack, (await self._web.identity()).team)
        work = self._tasks.start(self._answer(event, responder))
        await asyncio.wait({work}, timeout=self._patience)
        if not work.done():
            await _acknowledge(responder)
        try:
            await work
        finally:
            if not responder.acked:
                await _TELLERS[event.surface](responder, FAILED)

    async def _answer(self, event: Event, responder: Responder) -> None:
        tell = _TELLERS[event.surface]

        async def say(reply: Reply) -> None:
            await tell(responder, reply)

        profile = await self._profile(event.call.actor.user, event.call.profile)
        await self._dispatcher.dispatch(dataclasses.replace(event.call, profile=profile), say)

    async def _profile(self, user: str, told: Profile) -> Profile:
        try:
            return await asyncio.wait_for(self._profiles.of(user), WHOIS)
        except (DeliveryError, Declined, TimeoutError):
            log.warning("a profile could not be read in time")
            return told

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
        case Surface.FORM_VIEW:
            await responder.ack(modals.working(responder))
        case Surface.SEARCH:
            await responder.ack(modals.nothing_found())
        case _:
            await responder.ack()
