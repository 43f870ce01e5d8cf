"""Serves the playground page on this machine: static files, a stream of what there is to see, and acts."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.page.acts import UnknownAct, perform
from bot.playground.page.feed import Feed
from bot.playground.page.picture import request as one_request
from bot.playground.seed import small_talk

if TYPE_CHECKING:
    from bot.playground.page.played_stage import PlayedStage

Tour = Callable[[Callable[[str | None, str], None]], Awaitable[str]]
"""Plays by itself; is given what announces who acts (a user id, or None) and the words; its result ends it."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; form-action 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PageServer:
    """A running page."""

    def __init__(self, stage: PlayedStage, tour: Tour | None) -> None:
        self.url = ""
        self._stage = stage
        self._tour = tour
        self._feed = Feed(stage)
        self._one_at_a_time = asyncio.Lock()
        self._runner: web.AppRunner | None = None

    async def start(self, listening: socket.socket) -> None:
        """Answer whoever comes to this socket."""
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/events", self._feed.stream)
        app.router.add_post("/act", self._act)
        app.router.add_get("/log/{platform:slack|discord}/{number:\\d+}", self._log)
        app.router.add_post("/begin", self._begin)
        app.router.add_get("/{name:[a-z_]*(?:\\.[a-z]+)?}", self._static)
        self._feed.start()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        address = self._runner.addresses[0]
        self.url = f"http://{address[0]}:{address[1]}/"

    async def close(self) -> None:
        """End every stream and stop listening."""
        await self._feed.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer this machine's own page only; a foreign one may neither read nor press (DNS rebinding)."""
        own = self.url.rstrip("/")
        port = own.rsplit(":", 1)[-1]
        if request.host not in {own.removeprefix("http://"), f"localhost:{port}"}:
            return web.Response(status=421, text=f"Open {self.url} instead.\n")
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.host}":
            return web.Response(status=403, text="Only this page may ask that.\n")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    async def _act(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"ok": False, "error": "JSON, please"}, status=415)
        asked: Any = await request.json()
        if not isinstance(asked, dict):
            return web.json_response({"ok": False, "error": "an object, please"}, status=400)
        try:
            if asked.get("who") is not None:
                done = await perform(self._stage, asked)
            else:
                async with self._one_at_a_time:
                    done = await perform(self._stage, asked)
        except UnknownAct as unknown:
            return web.json_response({"ok": False, "error": str(unknown)}, status=404)
        self._feed.touch()
        return web.json_response(done)

    async def _begin(self, request: web.Request) -> web.Response:
        """Start over; with ``?play=1`` the tour is played on what is new."""
        async with self._one_at_a_time:
            await self._stage.start_over()
            await small_talk(self._stage.slack, self._stage.discord)
            self._feed.watch()
            await self._feed.show()
            told = "Everything is as it was at the beginning."
            if self._tour is not None and request.query.get("play"):
                told = await self._tour(self._feed.announce)
                self._feed.announce(None, told)  # on the same stream, so that no caption comes after the end
        self._feed.touch()
        return web.json_response({"ok": True, "told": told})

    async def _log(self, request: web.Request) -> web.Response:
        found = one_request(self._stage, request.match_info["platform"], int(request.match_info["number"]))
        return web.json_response(found, status=200 if found else 404)

    async def _static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"] or "index.html"
        kind = TYPES.get("." + name.rsplit(".", 1)[-1])
        file = files("bot.playground.page") / name
        if kind is None or not file.is_file():
            raise web.HTTPNotFound
        text = file.read_text(encoding="utf-8")
        if kind == "text/html":
            text = text.replace("{program}", escape(self._stage.name))
        return web.Response(text=text, content_type=kind, charset="utf-8")


async def serve(
    stage: PlayedStage, *, listening: socket.socket | None = None, tour: Tour | None = None
) -> PageServer:
    """Show ``stage`` on a page, on any free port unless told where; its address is in ``url`` of the result."""
    await small_talk(stage.slack, stage.discord)
    server = PageServer(stage, tour)
    await server.start(listening or socket.create_server(("127.0.0.1", 0)))
    return server
