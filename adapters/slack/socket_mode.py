"""The Socket Mode connection: opened once, kept open, closed without losing an acknowledgement."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.in_flight import InFlight
from adapters.slack.errors import RETRY_SECONDS, repeatable
from adapters.slack.web_api import QUIET
from core.ports.platform import TryLater

OPEN_SECONDS = 20.0
"""How long opening the connection may take, the question for its address included."""
HANDSHAKE_SECONDS = 10.0
"""How long one attempt to open the socket may take."""


class SocketModeConnection:
    """One connection. ``in_flight`` keeps every act until its acknowledgement has been sent."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        in_flight: InFlight,
        *,
        ping_interval: float,
        seconds: float = OPEN_SECONDS,
        proxy: str | None = None,
    ) -> None:
        self._seconds = seconds
        self._ping_interval = ping_interval
        self._handler = _Handler(app, app_token, in_flight, ping_interval)
        self._client: SocketModeClient = self._handler.client
        self._client.proxy = proxy  # where it got none, the SDK has taken the environment's
        self._refreshing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the socket is there and answers."""
        session = self._client.current_session
        return session is not None and not (session.closed or self._client.closed or self._client.stale)

    @property
    def has_unread(self) -> bool:
        """Whether an envelope has arrived that nobody has read yet."""
        return not self._client.message_queue.empty()

    async def open(self) -> None:
        """Connect within ``OPEN_SECONDS``; raises DeliveryError when Slack refuses the app token or is away.

        The address is asked for here, because the SDK would ask for it again and again without ever telling.
        """
        try:
            async with asyncio.timeout(self._seconds):
                await self._with_timeout()
                opening = self._client.web_client.apps_connections_open(app_token=self._client.app_token)
                self._client.wss_uri = str((await repeatable(opening))["url"])
                self._refreshing = asyncio.create_task(self._keep_address_fresh())
                await self._client.connect()  # type: ignore[no-untyped-call]
        except TimeoutError:
            await self.close()
            raise TryLater(RETRY_SECONDS, "the socket did not open") from None
        except BaseException:
            await self.close()
            raise

    async def _with_timeout(self) -> None:
        """Bound every handshake: the SDK's own session waits five minutes for a server that says nothing."""
        stock = self._client.aiohttp_client_session
        self._client.aiohttp_client_session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=HANDSHAKE_SECONDS)
        )
        await stock.close()

    def stop_listening(self) -> None:
        """Take no new acts; acknowledgements can still be sent."""
        self._client.socket_mode_request_listeners.clear()

    async def close(self) -> None:
        """Close the socket and everything that keeps it open."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._refreshing
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _keep_address_fresh(self) -> None:
        """Let the SDK ask for a new address after a failure.

        An address is good for one connection, but the SDK's connect() tries the same one for ever
        (slack_sdk 3.47, socket_mode/aiohttp): after a refused connection it would never come back.
        """
        while True:
            await asyncio.sleep(
                self._ping_interval / 2
            )  # the SDK pauses a whole interval between two attempts
            if not self.is_open:
                self._client.wss_uri = None


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler, whose tasks are kept: the SDK starts them and forgets them."""

    def __init__(self, app: AsyncApp, app_token: str, in_flight: InFlight, ping_interval: float) -> None:
        super().__init__(app, app_token, QUIET, web_client=app.client, ping_interval=ping_interval)
        self._in_flight = in_flight

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Dispatch an envelope and send its acknowledgement."""
        self._in_flight.hold()
        await super().handle(client, req)
