"""The strict Discord emulator: start it, give its address to a bot, act as the people of its server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from aiohttp import web

from bot.playground.discord_emulator import channels
from bot.playground.discord_emulator.client import DiscordClient
from bot.playground.discord_emulator.commands import Commands
from bot.playground.discord_emulator.faults import Faults
from bot.playground.discord_emulator.gateway import Gateway
from bot.playground.discord_emulator.interactions import TOKEN_SECONDS, Interactions
from bot.playground.discord_emulator.messages import Attachment
from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.post import Post
from bot.playground.discord_emulator.record import Request
from bot.playground.discord_emulator.refusal import Json
from bot.playground.discord_emulator.rest.api_call import Backend
from bot.playground.discord_emulator.rest.web import PREFIX, Api
from bot.playground.discord_emulator.scheduled_events import MAY_HOLD_EVENTS, ScheduledEvent
from bot.playground.discord_emulator.server import BOT_NAME, Server
from bot.playground.discord_emulator.sessions import GUILD_MEMBERS
from bot.playground.watchers import Watchers

ACK_SECONDS = 3.0
BODY_LIMIT = 32 * 1024 * 1024


class DiscordEmulator:
    """One guild with one installed application.

    `now` is the movable clock that stamps ids and messages; deadlines (`ack_deadline`, `token_seconds`) run
    on the event loop's own clock. `privileged` are the privileged intents granted to the application.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        ack_deadline: float = ACK_SECONDS,
        token_seconds: float = TOKEN_SECONDS,
        privileged: int = 0,
        name: str = BOT_NAME,
    ) -> None:
        self.requests: list[Request] = []
        self._watchers = Watchers()
        self._server = Server(now, self._watchers, name)
        self.application_id = self._server.application_id
        self.guild_id = self._server.guild_id
        self.general = self._server.general
        self.token = f"playground.{self.application_id}.token"
        self._gateway = Gateway(self.token, self._watchers, privileged=privileged)
        self._gateway.ready = self._ready
        self._gateway.guild = self._server.guild
        self.faults = Faults(self._gateway)
        self._backend = Backend(
            server=self._server,
            post=Post(self._server, self._gateway),
            gateway=self._gateway,
            interactions=Interactions(
                self._server, self._gateway, ack_deadline=ack_deadline, token_seconds=token_seconds
            ),
            commands=Commands(self._server),
            faults=self.faults,
        )
        self._api = Api(self._backend, self.token, self.requests)
        self._clients: dict[str, DiscordClient] = {}
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """The base of the REST API, version included, without a final slash; known after start()."""
        return f"{self._server.origin}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """The address of the Gateway; known after start()."""
        return self._gateway.url

    def set_ack_deadline(self, seconds: float) -> None:
        """From now on the bot has this long for its first answer."""
        self._backend.interactions.ack_deadline = seconds

    @property
    def files(self) -> list[Attachment]:
        """Everything uploaded, with its content."""
        return list(self._server.files.values())

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_get("/gateway", self._gateway.serve)
        app.router.add_get("/attachments/{id}/{name}", self._api.file)
        app.router.add_route("*", PREFIX + "/{tail:.*}", self._api.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        address = self._runner.addresses[0]
        self._server.origin = f"http://{address[0]}:{address[1]}"
        self._gateway.url = f"ws://{address[0]}:{address[1]}/gateway"

    async def stop(self) -> None:
        """Close every connection; what was said stays readable."""
        await self._gateway.close(1001)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def wait_connected(self, sessions: int = 1, *, seconds: float = 10.0) -> None:
        """Return once this many Gateway sessions are connected. Raises TimeoutError."""
        await self._watchers.until(lambda: self._gateway.connected >= sessions, seconds)

    async def wait_read(self, *, seconds: float = 3.0) -> None:
        """Return once every connection has read everything that was sent to it. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            await self._gateway.read()

    async def until(self, true: Callable[[], object], *, seconds: float = 3.0) -> None:
        """Return as soon as `true()` holds; asked again at every visible change. Raises TimeoutError."""
        await self._watchers.until(true, seconds)

    def watch(self, callback: Callable[[Json], None]) -> Callable[[], None]:
        """Call back for every visible change; returns what ends the watching.

        Each change is a dict with a `kind`: `message` (change, channel, only_for, message),
        `ping` (user, channel, message_id), `modal` (user, modal), `failed` (user, channel, error),
        `thread` (change, channel), `gateway` (connected).
        """
        return self._watchers.watch(callback)

    def add_user(
        self,
        user_id: str,
        *,
        username: str,
        global_name: str | None = None,
        in_guild: bool = True,
        locale: str = "en-US",
    ) -> None:
        """A person; one outside the guild can still be known by id. Raises ValueError for a bad id."""
        if not user_id.isdecimal():
            raise ValueError(f"a Discord user id is a snowflake (digits), not {user_id!r}")
        user = User(id=user_id, username=username, global_name=global_name, in_guild=in_guild, locale=locale)
        self._server.users[user_id] = user

    def set_manager(self, user_id: str, *, manages: bool) -> None:
        """Let this person manage the guild by a role of theirs, or no longer."""
        self._server.set_manager(self._server.users[user_id], manages=manages)

    def set_owner(self, user_id: str) -> None:
        """Let this person own the guild."""
        self._server.owner = self._server.users[user_id]

    def add_role(self, name: str, members: Sequence[str]) -> str:
        """A role of the guild; returns its id."""
        number = self._server.add_role(name)
        for one in members:
            self.give_role(number, one)
        return number

    def give_role(self, role: str, user_id: str) -> None:
        """Let this person have a role."""
        self._server.users[user_id].roles.append(role)

    def in_guild(self, user_id: str) -> bool:
        """Whether this person shares the guild with the bot."""
        return self._server.users[user_id].in_guild

    async def leave_guild(self, user_id: str) -> None:
        """This person leaves the guild; sessions with the GUILD_MEMBERS intent are told.

        Source: docs.discord.com/developers/events/gateway-events, "Guild Member Remove".
        """
        user = self._server.users[user_id]
        self._server.leave(user)
        gone = {"guild_id": self.guild_id, "user": user.as_json()}
        await self._gateway.dispatch(
            "GUILD_MEMBER_REMOVE", gone, intent=GUILD_MEMBERS, guild_id=self.guild_id
        )

    async def join_guild(self, user_id: str) -> None:
        """This person comes (back) to the guild; sessions with the GUILD_MEMBERS intent are told.

        Source: docs.discord.com/developers/events/gateway-events, "Guild Member Add".
        """
        user = self._server.users[user_id]
        user.in_guild = True
        come = {"guild_id": self.guild_id, **self._server.member(user)}
        await self._gateway.dispatch("GUILD_MEMBER_ADD", come, intent=GUILD_MEMBERS, guild_id=self.guild_id)

    def add_channel(
        self,
        name: str,
        *,
        permissions: int = channels.EVERYTHING,
        hidden_from: frozenset[str] = frozenset(),
    ) -> str:
        """A text channel; `permissions` are the bot's in it. Returns its id."""
        channel = self._server.add_channel(name, permissions=permissions, hidden_from=hidden_from)
        return channel.id

    def add_voice_channel(self, name: str, *, permissions: int = MAY_HOLD_EVENTS) -> str:
        """A voice channel; `permissions` are the bot's in it. Returns its id."""
        return self._server.add_channel(name, kind=channels.VOICE, permissions=permissions).id

    @property
    def scheduled_events(self) -> tuple[ScheduledEvent, ...]:
        """The events that stand in the guild's calendar."""
        return tuple(self._server.scheduled_events.values())

    def client(self, user_id: str) -> DiscordClient:
        """This person's Discord app; the same object every time."""
        if user_id not in self._clients:
            self._clients[user_id] = DiscordClient(self._backend, self._server.users[user_id])
        return self._clients[user_id]

    def _ready(self) -> Json:
        return {
            "user": self._server.bot.as_json() | {"verified": True, "mfa_enabled": True, "flags": 0},
            "application": {"id": self.application_id, "flags": 0},
            "private_channels": [],
            "session_type": "normal",
            "user_settings": {},
            "relationships": [],
            "presences": [],
            "guild_join_requests": [],
            "_trace": [],
        }
