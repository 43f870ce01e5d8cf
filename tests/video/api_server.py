"""What the local servers of all providers share: one port, a record of what was asked, and faults on demand."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

Effect = Callable[[web.Request], Awaitable[web.Response]]
PLACE = "/api/"


@dataclass(frozen=True)
class Fault:
    """What happens to the next call with this method: ``before`` its effect, or after it, with this ``status``.

    Status 0 cuts the connection.
    """

    method: str
    status: int
    before: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


class ApiServer:
    """One provider on this machine. ``violations`` names what no client may send; a test wants it empty."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.faults: list[Fault] = []
        self.violations: list[str] = []
        self.calls: list[str] = []
        """Method and path of every call to the API, tokens apart."""
        self.tokens: dict[str, datetime] = {}
        self.tokens_given = 0
        self.revoked = False
        self.lasts = timedelta(seconds=3599)
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.add_routes([web.route(method, path, self._guarded(work)) for method, path, work in self.routes()])
        app.add_routes([web.post(path, self._token) for path in self.token_paths()])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def routes(self) -> list[tuple[str, str, Effect]]:
        raise NotImplementedError

    def token_paths(self) -> list[str]:
        raise NotImplementedError

    def refused_token(self, form: Mapping[str, Any], request: web.Request) -> tuple[int, str] | None:
        """Say why a request for a token is refused: the status and the OAuth error (RFC 6749, 5.2)."""
        raise NotImplementedError

    def error(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> web.Response:
        raise NotImplementedError

    def expire(self) -> None:
        """Let every token end now, whatever its holder thinks of it."""
        self.tokens.clear()

    def violate(self, said: str) -> None:
        self.violations.append(said)

    async def _token(self, request: web.Request) -> web.Response:
        if request.content_type != "application/x-www-form-urlencoded":
            self.violate(f"a token was asked for with {request.content_type}")
        if refused := self.refused_token(dict(await request.post()), request):
            status, error = refused
            return web.json_response({"error": error, "reason": "Not told to a log: hush"}, status=status)
        token = "eyJ" + secrets.token_urlsafe(30)
        self.tokens[token] = self.now() + self.lasts
        self.tokens_given += 1
        seconds = int(self.lasts.total_seconds())
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": seconds})

    def _guarded(self, work: Effect) -> Effect:
        async def serve(request: web.Request) -> web.Response:
            self.calls.append(f"{request.method} {request.path.split(PLACE)[-1]}")
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme != "Bearer":
                self.violate("a call without a bearer token")
            if self.revoked or self.tokens.get(token, self.now()) <= self.now():
                return self.error(401, "authError")
            fault = next((one for one in self.faults if one.method == request.method), None)
            if fault is None:
                return await work(request)
            self.faults.remove(fault)
            if not fault.before:
                await work(request)
            if fault.status:
                return self.error(fault.status, fault.reason, fault.headers)
            if request.transport is not None:
                request.transport.abort()
            return web.Response()

        return serve
