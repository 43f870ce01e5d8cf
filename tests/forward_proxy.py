"""A small HTTP proxy on this machine: it forwards what is not encrypted, and opens tunnels or refuses them."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

USER, PASSWORD = "bot", "open/sesame"
REQUEST = re.compile(rb"^([A-Z]+ \S+) HTTP/1\.1\r$", re.MULTILINE)
"""How each request of a connection begins."""


class ForwardProxy:
    """Lets nobody through who does not know the password; keeps the first line of every request."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.refused = 0
        self.port = 0
        self._wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode())
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def address(self) -> str:
        """What HTTPS_PROXY says."""
        return f"http://{USER}:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{self.port}"

    def to(self, beginning: str) -> int:
        """How many requests were for addresses that begin so."""
        return sum(line.partition(" ")[2].startswith(beginning) for line in self.lines)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection; no tunnel is ever opened, because nothing behind one is on this machine."""
        self._open.add(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, _ = head.partition(b"\r\n")[0].decode().split(" ")
            self._note(head)
            if b"Proxy-Authorization: Basic " + self._wanted not in head:
                self.refused += 1
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            elif method == "CONNECT":
                writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            else:
                await self._forward(head, target, reader, writer)
        writer.close()

    async def _forward(
        self, head: bytes, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there = urlsplit(target)
        answers, asks = await asyncio.open_connection(there.hostname, there.port)
        self._open.add(asks)
        asks.write(head)
        await asyncio.gather(_pump(reader, asks, self._note), _pump(answers, writer, len))

    def _note(self, sent: bytes) -> None:
        self.lines += [line.decode() for line in REQUEST.findall(sent)]

    def hang_up(self) -> None:
        """End every connection."""
        for one in self._open:
            one.close()


async def _pump(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, note: Callable[[bytes], object]
) -> None:
    with suppress(ConnectionError):
        while some := await source.read(65536):
            note(some)
            target.write(some)
            await target.drain()
    target.close()


@asynccontextmanager
async def forward_proxy() -> AsyncIterator[ForwardProxy]:
    """Run one."""
    proxy = ForwardProxy()
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        proxy.hang_up()
        await server.wait_closed()
