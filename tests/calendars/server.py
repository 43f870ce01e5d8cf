"""A calendar server on this machine that speaks TLS, and an internet in which it has a public name."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.calendar_fetcher import MOST_BYTES, PublicInternet
from tests.calendars.files import NOON
from tests.calendars.writing import GOOGLE, calendar, event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CERTIFICATE = Path(__file__).parent / "calendar.example.org.pem"
HOST, OTHER = "calendar.example.org", "elsewhere.example.org"
RAW = calendar(GOOGLE, event(*NOON))
ETAG, MODIFIED = '"one"', "Mon, 30 Nov 2026 08:00:00 GMT"
PACKED = {"Content-Encoding": "gzip"}
BOMB = gzip.compress(bytes(8 * MOST_BYTES), 1)
BODIES: dict[str, tuple[Callable[[], bytes], dict[str, str]]] = {
    "basic.ics": (lambda: RAW, {"ETag": ETAG, "Last-Modified": MODIFIED}),
    "packed": (lambda: gzip.compress(RAW), PACKED),
    "half": (lambda: gzip.compress(RAW)[:-9], PACKED),
    "bomb": (lambda: BOMB, PACKED),
    "odd": (lambda: RAW, {"Content-Encoding": "br"}),
    "large": (lambda: bytes(MOST_BYTES + 1), {}),
}
"""What stands at a path, and what is said of it."""


@dataclass
class Net(PublicInternet):
    """The public internet, with one local address that counts as public, and names that we choose.

    Of several answers for a name each look-up gives the next one, and the last one for ever.
    """

    local: tuple[str, int]
    names: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    trusting: bool = True

    def resolver(self) -> AbstractResolver:
        return Names(self)

    def may_reach(self, address: str, port: int) -> bool:
        return (address, port) == self.local or super().may_reach(address, port)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=CERTIFICATE if self.trusting else None)


class Names(AbstractResolver):
    """Looks names up in a ``Net``."""

    def __init__(self, net: Net) -> None:
        self._net = net

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self._net.asked.append(host)
        answers = self._net.names.get(host)
        if not answers:
            raise OSError(f"no such name: {host}")
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        found = ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)
        return [found]

    async def close(self) -> None:
        pass


@dataclass
class Server:
    """What it was asked, and where it listens."""

    port: int = 0
    asked: list[web.Request] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer as the path says."""
        self.asked.append(request)
        match request.path.split("/")[1:]:
            case ["basic.ics"] if ETAG in request.headers.get("If-None-Match", ""):
                return web.Response(status=304)
            case ["status", number]:
                return web.Response(status=int(number))
            case ["to"]:
                return web.Response(status=302, headers={"Location": request.query["where"]})
            case ["hops", number]:
                left = int(number)
                where = f"/hops/{left - 1}" if left > 1 else "/basic.ics"
                return web.Response(status=307, headers={"Location": where})
            case ["endless"]:
                return await self._endless(request)
            case [name] if name in BODIES:
                body, headers = BODIES[name]
                return web.Response(body=body(), headers=headers)
            case _:
                await self.ended.wait()
                return web.Response(status=500)

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not self.ended.is_set():
            await response.write(bytes(64 * 1024))
            await asyncio.sleep(0)  # a write that waits for nothing would not notice that nobody reads
        return response


@asynccontextmanager
async def served() -> AsyncIterator[Server]:
    """Serve on a port of this machine."""
    server = Server()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    app = web.Application()
    app.router.add_get("/{path:.*}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        server.ended.set()
        await runner.cleanup()


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, list[str]]]:
    """Listen on every local address, on one port; yields it and who has connected."""
    seen: list[str] = []

    async def note(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(str(writer.get_extra_info("sockname")))
        writer.close()

    listener = await asyncio.start_server(note, "0.0.0.0", 0)  # noqa: S104 - whoever gets through shall be seen
    port = listener.sockets[0].getsockname()[1]
    second = None
    if socket.has_ipv6:
        try:
            second = await asyncio.start_server(note, "::1", port)
        except OSError:  # a machine without IPv6
            second = None
    try:
        yield port, seen
    finally:
        for one in (listener, second):
            if one is not None:
                one.close()
                await one.wait_closed()
