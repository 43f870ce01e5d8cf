"""The strict Slack emulator: start it, give its address to a bot, act as the people of its workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from aiohttp import web

from bot.playground.slack_emulator.client import SlackClient
from bot.playground.slack_emulator.faults import Faults
from bot.playground.slack_emulator.files import File, Files
from bot.playground.slack_emulator.installed import Installed, from_manifest
from bot.playground.slack_emulator.interaction_tokens import TRIGGER_SECONDS, URL_SECONDS, InteractionTokens
from bot.playground.slack_emulator.interactivity import Interactivity
from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.messages import Messages
from bot.playground.slack_emulator.methods.api_call import Backend
from bot.playground.slack_emulator.people import User
from bot.playground.slack_emulator.record import ClientResult, RecordedAcknowledgement, Request
from bot.playground.slack_emulator.sockets import Sockets
from bot.playground.slack_emulator.views import Views
from bot.playground.slack_emulator.web import Api
from bot.playground.slack_emulator.webhook import ResponseUrls
from bot.playground.slack_emulator.workspace import APP, BOT_NAME, TEAM, Workspace

SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "im:write",
        "im:history",
        "mpim:write",
        "mpim:history",
        "users:read",
        "usergroups:read",
        "files:write",
    }
)
EVENTS = frozenset({"app_home_opened", "message.im", "user_change", "app_uninstalled", "tokens_revoked"})
ACK_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)
BODY_LIMIT = 16 * 1024 * 1024


class SlackEmulator:
    """One workspace with one installed app.

    `now` is the movable clock that stamps messages; deadlines (`*_seconds`, `retry_delays`) run on the
    event loop's own clock. `scopes`, `events` and `should_escape` are what the app was installed with;
    a `manifest` says all that better, and also which commands and shortcuts there are.
    """

    def __init__(  # noqa: PLR0913 - every knob of a workspace, each with a default
        self,
        *,
        now: Callable[[], datetime],
        scopes: frozenset[str] = SCOPES,
        events: frozenset[str] = EVENTS,
        should_escape: bool = True,
        ack_seconds: float = ACK_SECONDS,
        trigger_seconds: float = TRIGGER_SECONDS,
        response_url_seconds: float = URL_SECONDS,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        manifest: Json | None = None,
        name: str = BOT_NAME,
    ) -> None:
        self.bot_token = "xoxb-playground-bot"  # noqa: S105 - opens nothing but this emulator
        self.app_token = "xapp-playground-app"  # noqa: S105 - opens nothing but this emulator
        self.team_id = TEAM
        self.requests: list[Request] = []
        self._origin = ""
        given = Installed(scopes=scopes, events=events, should_escape=should_escape)
        self._installed = given if manifest is None else from_manifest(manifest)
        self._runner: web.AppRunner | None = None
        self._clients: dict[str, SlackClient] = {}
        self._workspace = Workspace(now, name, messages_tab=self._installed.messages_tab)
        self._watchers = self._workspace.watchers
        self._sockets = Sockets(APP, self._watchers, ack_seconds=ack_seconds, retry_delays=retry_delays)
        self.faults = Faults(self._sockets.disconnect, self._sockets.drop, self._sockets.repeat)
        self._workspace.blocked = self.faults.users
        backend = Backend(
            workspace=self._workspace,
            messages=Messages(self._workspace),
            views=Views(self._workspace),
            interaction_tokens=InteractionTokens(
                trigger_seconds=trigger_seconds, url_seconds=response_url_seconds
            ),
            files=Files(origin=lambda: self._origin),
            installed=self._installed,
            socket_url=self._socket_url,
            upload_url=lambda ticket: f"{self._origin}/upload/v1/{ticket}",
        )
        self._backend = backend
        tokens = {self.bot_token: "bot", self.app_token: "app"}
        self._api = Api(backend, self.faults, self.requests, tokens)
        self._urls = ResponseUrls(backend, self._api)
        self._interactivity = Interactivity(
            backend=backend,
            sockets=self._sockets,
            urls=self._urls,
            hook_url=lambda kind, token: f"{self._origin}/{kind}/T/1/{token}",
        )

    @property
    def api_url(self) -> str:
        """The base of the Web API, with its final slash; known after start()."""
        return f"{self._origin}/api/"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. `api_url` is known afterwards."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_route("*", "/api/{method}", self._api.api)
        app.router.add_post("/upload/v1/{ticket}", self._api.upload)
        app.router.add_get("/files-pri/{team}-{id}/{name}", self._api.file)
        app.router.add_post("/{kind:commands|actions}/T/1/{token}", self._urls.answer)
        app.router.add_get("/link/", self._sockets.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        address = self._runner.addresses[0]
        self._origin = f"http://{address[0]}:{address[1]}"

    async def stop(self) -> None:
        """Close the sockets and stop listening."""
        await self._sockets.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def sockets(self) -> int:
        """How many sockets of the app are open."""
        return self._sockets.count

    @property
    def acknowledgements(self) -> list[RecordedAcknowledgement]:
        """Everything that the app sent back for an envelope in time, oldest first."""
        return self._sockets.acknowledgements

    async def wait_connected(self, sockets: int = 1, *, seconds: float = 10.0) -> None:
        """Return once this many sockets are open. Raises TimeoutError."""
        await self._watchers.until(lambda: self._sockets.count >= sockets, seconds)

    async def until(self, true: Callable[[], object], *, seconds: float = 3.0) -> None:
        """Return as soon as `true()` holds; asked again at every visible change. Raises TimeoutError."""
        await self._watchers.until(true, seconds)

    def watch(self, callback: Callable[[Json], None]) -> Callable[[], None]:
        """Call back for every visible change; returns what ends the watching."""
        return self._watchers.watch(callback)

    def add_user(
        self,
        user_id: str,
        *,
        name: str,
        real_name: str,
        tz: str | None = "Europe/Berlin",
        deleted: bool = False,
        locale: str = "en-US",
        display_name: str = "",
        is_admin: bool = False,
    ) -> None:
        """A person of the workspace; `tz` is an IANA name, or None where Slack knows none."""
        user = User(
            id=user_id,
            name=name,
            real_name=real_name,
            tz=tz,
            deleted=deleted,
            locale=locale,
            display_name=display_name,
            is_admin=is_admin,
        )
        self._workspace.users[user_id] = user

    def is_deactivated(self, user_id: str) -> bool:
        """Whether this account was deactivated."""
        return self._workspace.users[user_id].deleted

    def set_admin(self, user_id: str, *, is_admin: bool) -> None:
        """Let this person administer the workspace, or no longer."""
        self._workspace.users[user_id].is_admin = is_admin

    async def change_user(
        self, user_id: str, *, tz: str | None = None, deleted: bool | None = None
    ) -> ClientResult:
        """Change a profile and tell the app (`user_change`)."""
        user = self._workspace.users[user_id]
        user.tz = tz if tz is not None else user.tz
        user.deleted = deleted if deleted is not None else user.deleted
        shown = user.as_json(TEAM, self._workspace.now())
        return await self.event({"type": "user_change", "user": shown, "event_ts": self._workspace.stamp()})

    def add_channel(
        self, name: str, members: Sequence[str], *, private: bool = False, with_bot: bool = True
    ) -> str:
        """A channel of the workspace; returns its id."""
        return self._workspace.add_channel(name, set(members), private=private, with_bot=with_bot).id

    def archive(self, channel: str) -> None:
        """Put a channel away."""
        self._workspace.channels[channel].archived = True

    def add_group(self, name: str, members: Sequence[str]) -> str:
        """A user group of the workspace; returns its id."""
        return self._workspace.add_group(name, set(members)).id

    def join_group(self, group: str, user_id: str) -> None:
        """Let this person be in a user group."""
        self._workspace.groups[group].members.add(user_id)

    async def event(self, event: Json, name: str | None = None) -> ClientResult:
        """Send any event of the Events API that the app has subscribed to, by its ``name`` if that is not its type."""
        answer = await self._interactivity.event(event, name)
        return ClientResult(ok=answer.error is None, error=answer.error)

    def client(self, user_id: str) -> SlackClient:
        """This person's Slack app; the same object every time."""
        if user_id not in self._clients:
            self._clients[user_id] = SlackClient(self._interactivity, self._workspace.users[user_id])
        return self._clients[user_id]

    @property
    def files(self) -> list[File]:
        """Everything uploaded, with its content."""
        return [file for file in self._backend.files.by_id.values() if file.content is not None]

    def _socket_url(self) -> str:
        return f"ws{self._origin.removeprefix('http')}/link/?ticket={self._sockets.ticket()}&app_id={APP}"
